import type { AddressInfo } from "node:net";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { deadLetterQueueName, type QueueName, type QueueTopology, queueName, queues as topology } from "../topology.ts";
import { localAccount, localAws, localStage } from "./aws.ts";
import type { DataFolder } from "./data-folder.ts";
import { keptStores } from "./kept-queues.ts";

export interface LocalQueues extends AsyncDisposable {
  readonly endpoint: string;
  readonly urls: Readonly<Record<QueueName, string>>;
  readonly deadLetterUrls: Readonly<Record<QueueName, string>>;
}

/**
 * SQS in this process, with the topology's queues and a dead-letter queue for each. Messages outlive it in `data`.
 */
export const startQueues = async (
  queues: readonly QueueTopology[] = topology,
  data?: DataFolder,
): Promise<LocalQueues> => {
  // Its own `start` binds every interface; `listen` lets us stay on loopback.
  const kept = data && (await keptStores(data));
  const app = buildApp({ logger: false, defaultRegion: localAws.region, ...(kept ? { stores: kept.stores } : {}) });
  if (kept) app.addHook("preClose", async () => kept.close());
  await app.listen({ host: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const client = new SQSClient({ ...localAws, endpoint, useQueueUrlAsEndpoint: false });
  const urls: Partial<Record<QueueName, string>> = {};
  const deadLetterUrls: Partial<Record<QueueName, string>> = {};
  try {
    for (const queue of queues) {
      const fifo = queue.fifo ? { Attributes: { FifoQueue: "true" } } : {};
      const shared = { MessageRetentionPeriod: String(queue.retentionDays * 86_400) };
      const create = async (name: string, attributes: Record<string, string>) => {
        await client.send(new CreateQueueCommand({ QueueName: name, ...fifo }));
        // The server's own urls carry a host name that not every machine resolves; any host is accepted in their place.
        const QueueUrl = `${endpoint}/${localAccount}/${name}`;
        // Set, not created: a kept queue may be from a version of before.
        await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { ...shared, ...attributes } }));
        return QueueUrl;
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
