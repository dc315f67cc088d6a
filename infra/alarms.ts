import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { type AlarmDefinition, alarmTable, type Signal, type Source, type Statistic } from "./alarm-table.ts";
import type { ConnectorFunction } from "./constructs/connector-function.ts";
import type { ConnectorQueue } from "./constructs/connector-queue.ts";
import { type ApiName, type FunctionName, metricsNamespace, type QueueName } from "./topology.ts";

export interface AlarmsProps {
  readonly stage: string;
  readonly topic: ITopic;
  readonly functions: readonly ConnectorFunction[];
  readonly queues: Readonly<Record<QueueName, ConnectorQueue>>;
  readonly streamFailures: IQueue;
  /** Ids of the HTTP APIs. */
  readonly apiIds: Readonly<Record<ApiName, string>>;
  /** Where the runbook can be read: the alarm's text leads there. */
  readonly runbook: string;
}

/** The alarms of the table, which tell the topic when they begin to ring and when they end. */
export class Alarms extends Construct {
  private readonly props: AlarmsProps;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.alarms = alarmTable.map((definition) => this.add(definition));
  }

  private add(definition: AlarmDefinition): Alarm {
    const { stage, topic, runbook } = this.props;
    const { name, minutes, periods, threshold, rings, missing, hurt, act } = definition;
    const alarm = new Alarm(this, name, {
      alarmName: `tillbridge-${stage}-${name}`,
      alarmDescription: `${hurt} ${act} ${runbook}#${name}`,
      metric: this.metricOf(definition.signal, Duration.minutes(minutes)),
      threshold,
      evaluationPeriods: periods,
      comparisonOperator:
        rings === "above" ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: missing === "fine" ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    return alarm;
  }

  private metricOf(signal: Signal, period: Duration): IMetric {
    if (signal.kind === "value") return this.sourceOf(signal.source, signal.statistic, period);
    const { expression, usingMetrics } =
      signal.kind === "most"
        ? {
            expression: `IF(FILL(part, 0) >= ${signal.atLeast} AND FILL(part, 0) > FILL(rest, 0), 1, 0)`,
            usingMetrics: {
              part: this.sourceOf(signal.part, "Sum", period),
              rest: this.sourceOf(signal.rest, "Sum", period),
            },
          }
        : {
            expression: "IF(FILL(cause, 0) > 0 AND FILL(effect, 0) == 0, 1, 0)",
            usingMetrics: {
              cause: this.sourceOf(signal.cause, signal.causeBy, period),
              effect: this.sourceOf(signal.effect, "Sum", period),
            },
          };
    return new MathExpression({ expression, usingMetrics, period });
  }

  private sourceOf(source: Source, statistic: Statistic, period: Duration): IMetric {
    const { stage, queues, functions, streamFailures, apiIds } = this.props;
    const how = { statistic, period };
    if (source.kind === "own")
      return new Metric({
        namespace: metricsNamespace(stage),
        metricName: source.metric,
        ...(source.dimensions ? { dimensionsMap: { ...source.dimensions } } : {}),
        ...how,
      });
    if (source.kind === "unpublished") return streamFailures.metricApproximateNumberOfMessagesVisible(how);
    if (source.kind === "gateway")
      return new Metric({
        namespace: "AWS/ApiGateway",
        metricName: "5xx",
        dimensionsMap: { ApiId: apiIds[source.api] },
        ...how,
      });
    if (source.kind === "function") return functionNamed(functions, source.name).lambda.metric(source.of, how);
    const { queue, deadLetters } = queues[source.queue];
    if (source.of === "dead") return deadLetters.metricApproximateNumberOfMessagesVisible(how);
    if (source.of === "age") return queue.metricApproximateAgeOfOldestMessage(how);
    if (source.of === "waiting") return queue.metricApproximateNumberOfMessagesVisible(how);
    return queue.metricNumberOfMessagesDeleted(how);
  }
}

const functionNamed = (functions: readonly ConnectorFunction[], name: FunctionName): ConnectorFunction =>
  functions.find(({ topology }) => topology.name === name)!;
