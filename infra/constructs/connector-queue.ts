import { Duration } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { deadLetterQueueName, type QueueTopology, queueName } from "../topology.ts";

const deadLetterRetention = Duration.days(14);

export interface QueueProps {
  readonly stage: string;
  /** Of the account's own; absent: AWS's. */
  readonly key: IKey | undefined;
}

/** A data key of one's own serves for an hour: KMS is asked rarely. */
export const queueEncryption = (key: IKey | undefined) =>
  key
    ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: Duration.hours(1) }
    : { encryption: QueueEncryption.SQS_MANAGED };

/** A queue with its dead-letter queue, encrypted, over TLS only. */
export class ConnectorQueue extends Construct {
  readonly topology: QueueTopology;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, topology: QueueTopology, { stage, key }: QueueProps) {
    super(scope, id);
    const encryption = queueEncryption(key);
    this.topology = topology;
    // CloudFormation knows `FifoQueue: true` and absence, but not `false`.
    const fifo = topology.fifo ? { fifo: true, contentBasedDeduplication: false } : {};
    this.deadLetters = new Queue(this, "DeadLetters", {
      ...fifo,
      queueName: deadLetterQueueName(topology, stage),
      retentionPeriod: deadLetterRetention,
      ...encryption,
      enforceSSL: true,
    });
    this.queue = new Queue(this, "Queue", {
      ...fifo,
      // Groups are independent: throughput and deduplication per group, not for the whole queue.
      ...(topology.fifo && {
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      }),
      queueName: queueName(topology, stage),
      visibilityTimeout: Duration.seconds(topology.visibilityTimeout),
      retentionPeriod: Duration.days(topology.retentionDays),
      ...encryption,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: topology.maxReceives },
    });
  }
}
