import { Duration } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { type MetricForm, type MetricName, metricForms } from "../shared/core/metrics.ts";
import { type Spenders, spend } from "./spend.ts";
import { metricsNamespace } from "./topology.ts";

/** What is drawn together, from top to bottom. A metric with dimensions is one line for each of their values. */
const pictures: readonly { readonly title: string; readonly metrics: readonly MetricName[] }[] = [
  { title: "Shops behind their promise, by vendor", metrics: ["ShopsBehind"] },
  { title: "Why they are behind, by vendor and cause", metrics: ["ShopsDegraded"] },
  { title: "Readings that failed, by vendor and cause", metrics: ["ReadsFailed"] },
  { title: "Readings done, by vendor", metrics: ["ReadsDone"] },
  { title: "Records changed and published", metrics: ["RecordsWritten", "ChangesPublished"] },
  { title: "Work that tick found", metrics: ["WorkFound"] },
  { title: "Defects, failed messages", metrics: ["Defects", "MessagesFailed"] },
  { title: "Writes by their end, and unknown ones", metrics: ["WritesEnded", "WritesUnknown"] },
  {
    title: "Webhooks",
    metrics: ["DeliveriesIn", "QuarantinedDeliveries", "DeliveriesUnrouted", "DeliveriesNotQueued"],
  },
  { title: "Events", metrics: ["EventsDelivered", "EventAttemptsFailed", "EventsFailed"] },
  { title: "Servers of vendors that answer nothing", metrics: ["ShopsSilent", "VendorSilent"] },
  { title: "Limits", metrics: ["VendorLimited", "ShopsStarved", "RequestsRefused"] },
  { title: "Deletions held", metrics: ["DeletionsHeld", "RecordsRemoved"] },
];

export interface StageDashboardProps {
  readonly stage: string;
  readonly alarms: readonly Alarm[];
  readonly spenders: Spenders;
}

/** The deployment at one glance: which alarms ring, and what the outcomes are. */
export class StageDashboard extends Construct {
  constructor(scope: Construct, id: string, { stage, alarms, spenders }: StageDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, "Dashboard", {
      dashboardName: `tillbridge-${stage}`,
      defaultInterval: Duration.days(1),
    });
    dashboard.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 5 }));
    for (let at = 0; at < pictures.length; at += 3)
      dashboard.addWidgets(
        ...pictures
          .slice(at, at + 3)
          .map(
            ({ title, metrics }) =>
              new GraphWidget({ title, left: metrics.map((name) => drawn(name, stage)), width: 8, height: 6 }),
          ),
      );
    const [left, title] = [[...spend(spenders)], "US dollars a day, by what they were spent on (list prices)"];
    dashboard.addWidgets(
      new GraphWidget({ title, left, stacked: true, period: Duration.days(1), width: 24, height: 6 }),
    );
  }
}

const drawn = (metricName: MetricName, stage: string): IMetric => {
  const namespace = metricsNamespace(stage);
  const { by }: MetricForm = metricForms[metricName];
  if (!by) return new Metric({ namespace, metricName, statistic: "Sum" });
  const schema = [namespace, ...Object.keys(by)].map((part) => `"${part}"`).join(",");
  return new MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${metricName}"', 'Sum')`,
    label: "",
    period: Duration.minutes(5),
  });
};
