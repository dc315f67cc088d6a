import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { prices } from "./prices.ts";

/** What the stage runs, as far as it is paid by use. */
export interface Spenders {
  readonly table: ITable;
  readonly functions: readonly { readonly lambda: IFunction; readonly memory: number }[];
  readonly queues: readonly IQueue[];
  /** Ids of the HTTP APIs. */
  readonly apiIds: readonly string[];
}

const MILLION = 1_000_000;
const A_DAY = { period: Duration.days(1), statistic: "Sum" } as const;

/**
 * US dollars of a day by what they were spent on: list prices of N. Virginia, without what is stored, secrets, logs, alarms and data
 * that leaves AWS. `docs/cost.md` has the rest.
 */
export const spend = ({ table, functions, queues, apiIds }: Spenders): readonly IMetric[] => {
  const dollars = (label: string, expression: string, usingMetrics: Record<string, IMetric>) =>
    new MathExpression({ label, expression, usingMetrics, period: A_DAY.period });
  const named = <One>(prefix: string, all: readonly One[], metricOf: (one: One) => IMetric): Record<string, IMetric> =>
    Object.fromEntries(all.map((one, at) => [`${prefix}${at}`, metricOf(one)]));
  const sum = (metrics: Record<string, IMetric>, factor: (at: number) => number = () => 1): string =>
    Object.keys(metrics)
      .map((name, at) => `FILL(${name}, 0)*${factor(at)}`)
      .join("+");
  const durations = named("duration", functions, ({ lambda }) => lambda.metricDuration(A_DAY));
  const invocations = named("invocations", functions, ({ lambda }) => lambda.metricInvocations(A_DAY));
  const gigabytes = (at: number) => functions[at]!.memory / 1_024;
  const requests = {
    ...named("sent", queues, (queue) => queue.metricNumberOfMessagesSent(A_DAY)),
    ...named("received", queues, (queue) => queue.metricNumberOfMessagesReceived(A_DAY)),
    ...named("empty", queues, (queue) => queue.metricNumberOfEmptyReceives(A_DAY)),
    ...named("deleted", queues, (queue) => queue.metricNumberOfMessagesDeleted(A_DAY)),
  };
  const calls = named(
    "calls",
    apiIds,
    (ApiId) => new Metric({ namespace: "AWS/ApiGateway", metricName: "Count", dimensionsMap: { ApiId }, ...A_DAY }),
  );
  return [
    dollars(
      "functions",
      `(${sum(durations, gigabytes)})/1000*${prices.gigabyteSeconds}+(${sum(invocations)})*${prices.invocations}/${MILLION}`,
      { ...durations, ...invocations },
    ),
    dollars("table", `(FILL(written, 0)*${prices.writeUnits}+FILL(read, 0)*${prices.readUnits})/${MILLION}`, {
      written: table.metricConsumedWriteCapacityUnits(A_DAY),
      read: table.metricConsumedReadCapacityUnits(A_DAY),
    }),
    dollars("queues", `(${sum(requests)})*${prices.queueRequests}/${MILLION}`, requests),
    dollars("gateways", `(${sum(calls)})*${prices.httpRequests}/${MILLION}`, calls),
  ];
};
