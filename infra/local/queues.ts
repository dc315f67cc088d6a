import type { AddressInfo } from "node:net";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { deadLetterQueueName, type QueueName, type QueueTopology, queueName, queues as topology } from "../topology.ts";
import { localAccount, localAws, localStage } from "./aws.ts";

export interface LocalQueues extends AsyncDisposable {
  readonly endpoint: string;
  readonly urls: Readonly<Record<QueueName, string>>;
  readonly deadLetterUrls: Readonly<Record<QueueName, string>>;
}

/** SQS in this process, with the topology's queues and a dead-letter queue for each. */
export const startQueues = async (queues: readonly QueueTopology[] = topology): Promise<LocalQueues> => {
  // Its own `start` binds every interface; `listen` lets us stay on loopback.
  const app = buildApp({ logger: false, defaultRegion: localAws.region });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const client = new SQSClient({ ...localAws, endpoint, useQueueUrlAsEndpoint: false });
  const urls: Partial<Record<QueueName, string>> = {};
  const deadLetterUrls: Partial<Record<QueueName, string>> = {};
  try {
    for (const queue of queues) {
      const shared = {
        ...(queue.fifo ? { FifoQueue: "true" } : {}),
        MessageRetentionPeriod: String(queue.retentionDays * 86_400),
      };
      const create = async (name: string, attributes: Record<string, string>) => {
        await client.send(new CreateQueueCommand({ QueueName: name, Attributes: { ...shared, ...attributes } }));
        // The server's own urls carry a host name that not every machine resolves; any host is accepted in their place.
        return `${endpoint}/${localAccount}/${name}`;
      };
      const deadLetterUrl = await create(deadLetterQueueName(queue, localStage), {});
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: ["QueueArn"] }),
      );
      deadLetterUrls[queue.name] = deadLetterUrl;
      urls[queue.name] = await create(queueName(queue, localStage), {
        VisibilityTimeout: String(queue.visibilityTimeout),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: Attributes?.QueueArn,
          maxReceiveCount: queue.maxReceives,
        }),
      });
    }
  } catch (error) {
    await app.close();
    throw error;
  } finally {
    client.destroy();
  }
  return {
    endpoint,
    urls: urls as Record<QueueName, string>,
    deadLetterUrls: deadLetterUrls as Record<QueueName, string>,
    [Symbol.asyncDispose]: async () => {
      await app.close();
    },
  };
};
