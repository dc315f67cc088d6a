import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { DeadLetter, DeadLetters } from "../core/dead-letters.ts";
import { RetryLater } from "../core/errors.ts";
import type { QueueName } from "../core/ports.ts";

/** Seconds that a letter is hidden from others while we look. */
const HIDDEN = 30;

/** As infra/topology.ts names them: `x` has `x-dead`, `x.fifo` has `x-dead.fifo`. */
export const deadLetterUrl = (url: string): string => url.replace(/(\.fifo)?$/, "-dead$1");

/** The queues of dead letters, over SQS. @throws RetryLater */
export const createSqsDeadLetters = (client: SQSClient, urls: Readonly<Record<QueueName, string>>): DeadLetters => {
  /** Letters, one after the other; each is given back or taken away by the caller. */
  async function* letters(url: string, most: number): AsyncGenerator<Message> {
    const seen = new Set<string>();
    while (seen.size < most) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: Math.min(10, most - seen.size),
          VisibilityTimeout: HIDDEN,
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ["All"],
        }),
      );
      const fresh = Messages.filter(({ MessageId = "" }) => !seen.has(MessageId));
      if (fresh.length === 0) return;
      for (const message of fresh) {
        seen.add(message.MessageId ?? "");
        yield message;
      }
    }
  }
  const sendAgain = async (url: string, { MessageId, Body, Attributes }: Message): Promise<void> => {
    const group = Attributes?.MessageGroupId;
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: Body,
        ...(group === undefined ? {} : { MessageGroupId: group }),
        ...(url.endsWith(".fifo") ? { MessageDeduplicationId: `redrive-${MessageId}` } : {}),
      }),
    );
  };
  const giveBack = async (url: string, held: readonly Message[]): Promise<void> => {
    await Promise.all(
      held.map(({ ReceiptHandle }) =>
        client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 })),
      ),
    );
  };

  return {
    count: (queue) =>
      told(async () => {
        const { Attributes } = await client.send(
          new GetQueueAttributesCommand({
            QueueUrl: deadLetterUrl(urls[queue]),
            AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
          }),
        );
        return Object.values(Attributes ?? {}).reduce((sum, count) => sum + Number(count), 0);
      }),

    peek: (queue, most) =>
      told(async () => {
        const url = deadLetterUrl(urls[queue]);
        const found: Message[] = [];
        for await (const message of letters(url, most)) found.push(message);
        await giveBack(url, found);
        return found.map(letterOf);
      }),

    redrive: (queue, ids, most) =>
      told(async () => {
        const url = deadLetterUrl(urls[queue]);
        const [sent, left]: [Message[], Message[]] = [[], []];
        for await (const message of letters(url, most)) {
          if (ids && !ids.includes(message.MessageId ?? "")) {
            left.push(message);
            continue;
          }
          await sendAgain(urls[queue], message);
          await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
          sent.push(message);
        }
        await giveBack(url, left);
        return sent.map(letterOf);
      }),
  };
};

const letterOf = ({ MessageId = "", Body = "", Attributes }: Message): DeadLetter => ({
  id: MessageId,
  body: Body,
  sentAt: Number(Attributes?.SentTimestamp ?? 0),
});

const told = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw new RetryLater(`SQS: ${(error as Error).name}`, { delivered: "unknown" });
  }
};
