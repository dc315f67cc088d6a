import { Duration } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import { EventSourceMapping, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import {
  deployedFunctionName,
  partsOf,
  type QueueTrigger,
  type ScheduleTrigger,
  type StreamTrigger,
} from "../topology.ts";
import type { ConnectorFunction } from "./connector-function.ts";
import type { ConnectorQueue } from "./connector-queue.ts";

export const startByQueue = (target: ConnectorFunction, trigger: QueueTrigger, source: ConnectorQueue) => {
  // A mapping that changes its name is made anew while the old one still stands, which AWS refuses.
  const isFirst = target.node.tryFindChild("StartedByQueue") === undefined;
  return new EventSourceMapping(target, isFirst ? "StartedByQueue" : `StartedByQueue ${trigger.queue}`, {
    target: target.entry,
    eventSourceArn: source.queue.queueArn,
    batchSize: trigger.batchSize,
    maxConcurrency: trigger.maxConcurrency,
    // SQS refuses the setting, even 0, for FIFO queues.
    ...(trigger.batchWindow > 0 && { maxBatchingWindow: Duration.seconds(trigger.batchWindow) }),
    reportBatchItemFailures: true,
  });
};

export const startByStream = (target: ConnectorFunction, trigger: StreamTrigger, table: Table, failures: Queue) => {
  const matches = { [trigger.only.attribute]: { S: [trigger.only.equals] } };
  return new EventSourceMapping(target, "StartedByStream", {
    target: target.entry,
    eventSourceArn: table.tableStreamArn!,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: trigger.batchSize,
    parallelizationFactor: trigger.parallelization,
    bisectBatchOnError: trigger.bisect,
    retryAttempts: trigger.retries,
    reportBatchItemFailures: true,
    // The role already says so (permissions.ts); the library's own destination would add more than is needed.
    onFailure: { bind: () => ({ destination: failures.queueArn }) },
    // A removed record has only an old image. Leases, budgets and ledger entries cost no invocation.
    filters: ["NewImage", "OldImage"].map((image) => ({ pattern: JSON.stringify({ dynamodb: { [image]: matches } }) })),
  });
};

/** A cron rule runs once in each minute of the clock; a rate drifts against it, and due times stand on whole minutes. */
const rates: Record<ScheduleTrigger["rate"], Schedule> = { "1 minute": Schedule.cron({ minute: "*" }) };

export const startBySchedule = (target: ConnectorFunction, trigger: ScheduleTrigger, stage: string) => {
  const targets = partsOf(trigger).map(
    (part) =>
      new LambdaTarget(target.entry, {
        event: RuleTargetInput.fromObject(part),
        // The next minute does what this one could not.
        retryAttempts: 0,
        maxEventAge: Duration.minutes(1),
      }),
  );
  return new Rule(target, "StartedBySchedule", {
    ruleName: deployedFunctionName(target.topology.name, stage),
    description: target.topology.purpose,
    schedule: rates[trigger.rate],
    targets,
  });
};
