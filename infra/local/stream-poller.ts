import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { StreamTrigger } from "../topology.ts";
import { createActionCaller } from "./aws-json.ts";
import type { Invoke, OnFailure } from "./invoke.ts";

/** Up to which sequence number of a shard every entry was handled. What Lambda's own checkpoints are. */
export interface StreamPositions {
  get(shard: string): string | undefined;
  set(shard: string, sequence: string): void;
}

interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}

/** What Lambda's event source mapping does for the table's stream: filter, batches, retries, bisection, order per key. */
export const startStreamPoller = (options: {
  endpoint: string;
  tableName: string;
  partitionKey: string;
  trigger: Omit<StreamTrigger, "type">;
  invoke: Invoke;
  onFailure: OnFailure;
  idleMilliseconds?: number;
  /** Default: everything that the stream still holds is read. */
  positions?: StreamPositions;
  /** Entries that nobody is to hear of any more. */
  skip?: (record: DynamoDBRecord) => boolean;
}): AsyncDisposable => {
  const { endpoint, tableName, trigger, invoke, onFailure, idleMilliseconds = 50, positions, skip } = options;
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
  const caller = createActionCaller(endpoint, "dynamodb");
  const call = (action: "DescribeStream" | "GetShardIterator" | "GetRecords", input: unknown) =>
    caller.call(`DynamoDBStreams_20120810.${action}`, input, stopping.signal);

  /** Repeats until it works: a stream may be read again, but never skipped. */
  const insist = async <Answer>(action: () => Promise<Answer>): Promise<Answer | undefined> => {
    while (!stopped()) {
      try {
        return await action();
      } catch (error) {
        if (stopped()) return undefined;
        onFailure("stream", error);
        await pause(500);
      }
    }
    return undefined;
  };

  /** Calls the function once, and answers what it did not take. */
  const offer = async (batch: DynamoDBRecord[]): Promise<DynamoDBRecord[]> => {
    try {
      const answer = await invoke({ Records: batch } satisfies DynamoDBStreamEvent);
      return batch.slice(firstFailed(answer, batch));
    } catch (error) {
      onFailure("stream", error);
      return batch;
    }
  };

  /**
   * Calls the function until the batch is done. The order within the batch is kept, also when it is halved.
   * @returns false when we were stopped before
   */
  const complete = async (batch: DynamoDBRecord[], tries = 0): Promise<boolean> => {
    let rest = batch;
    for (let attempt = tries; rest.length > 0 && !stopped(); attempt++) {
      const remaining = await offer(rest);
      // The function took a part: the next try is the first for what is left.
      if (remaining.length < rest.length) attempt = -1;
      rest = remaining;
      if (rest.length === 0) return true;
      if (attempt >= trigger.retries) {
        onFailure("stream", new Error(`Gave up ${rest.length} entries after ${trigger.retries} retries.`));
        return true;
      }
      await pause(Math.min(5_000, 50 * 2 ** Math.min(Math.max(attempt, 0), 10)));
      if (mayHalve(rest)) return completeHalves(rest, attempt + 1);
    }
    return rest.length === 0;
  };

  const mayHalve = (batch: readonly DynamoDBRecord[]): boolean => trigger.bisect && batch.length > 1;

  const completeHalves = async (batch: readonly DynamoDBRecord[], tries: number): Promise<boolean> => {
    const middle = Math.ceil(batch.length / 2);
    return (await complete(batch.slice(0, middle), tries)) && (await complete(batch.slice(middle), tries));
  };

  const createLane = (handled: (batch: readonly DynamoDBRecord[]) => void) => {
    const waiting: DynamoDBRecord[] = [];
    let work: Promise<void> | undefined;
    const drain = async () => {
      while (waiting.length > 0 && !stopped()) {
        const batch = waiting.splice(0, trigger.batchSize);
        if (await complete(batch)) handled(batch);
      }
      work = undefined;
    };
    return {
      add: (record: DynamoDBRecord) => {
        waiting.push(record);
      },
      start: () => {
        if (waiting.length > 0) work ??= drain();
      },
      size: () => waiting.length,
      idle: async () => {
        await work;
      },
    };
  };

  /** Where a shard is read from: behind what was handled, or from its oldest entry on. */
  const beginOf = async (streamArn: string, shardId: string): Promise<string | undefined> => {
    const shard = { StreamArn: streamArn, ShardId: shardId };
    const position = positions?.get(shardId);
    const first = await insist(() => {
      const oldest = () => call("GetShardIterator", { ...shard, ShardIteratorType: "TRIM_HORIZON" });
      if (position === undefined) return oldest();
      const after = { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: position };
      return call("GetShardIterator", { ...shard, ...after }).catch((error: Error) => {
        // We were away for longer than the stream keeps its entries.
        if (error.message.includes("TrimmedDataAccess")) return oldest();
        throw error;
      });
    });
    return first?.ShardIterator as string | undefined;
  };

  const readShard = async (streamArn: string, shardId: string) => {
    const tracker = createTracker((sequence) => positions?.set(shardId, sequence));
    const lanes = Array.from({ length: trigger.parallelization }, () => createLane(tracker.handled));
    const sort = (records: readonly DynamoDBRecord[]) => {
      for (const record of records) {
        const wanted = passes(record, trigger.only) && !skip?.(record);
        tracker.read(record, wanted);
        if (!wanted) continue;
        const key = record.dynamodb?.Keys?.[options.partitionKey]?.S ?? "";
        lanes[hash(key) % lanes.length]!.add({ ...record, eventSourceARN: streamArn });
      }
      for (const lane of lanes) lane.start();
      tracker.settle();
    };
    let iterator = await beginOf(streamArn, shardId);
    while (iterator && !stopped()) {
      // Reading ahead fills the lanes; reading far ahead would only fill the memory.
      if (Math.max(...lanes.map((lane) => lane.size())) > 10 * trigger.batchSize) {
        await pause(5);
        continue;
      }
      const current: string = iterator;
      const answer = await insist(() => call("GetRecords", { ShardIterator: current, Limit: 1_000 }));
      if (!answer) break;
      const records = (answer.Records as DynamoDBRecord[] | undefined) ?? [];
      sort(records);
      iterator = answer.NextShardIterator as string | undefined;
      if (records.length === 0) await pause(idleMilliseconds);
    }
    await Promise.all(lanes.map((lane) => lane.idle()));
  };

  const read = async () => {
    const shards = new Map<string, Promise<void>>();
    const over = new Set<string>();
    const begin = (stream: string, { ShardId, ParentShardId }: Shard) => {
      if (shards.has(ShardId)) return;
      // A child starts after its parent: otherwise a key's newer entry could overtake an older one.
      if (ParentShardId && shards.has(ParentShardId) && !over.has(ParentShardId)) return;
      shards.set(
        ShardId,
        readShard(stream, ShardId).then(() => void over.add(ShardId)),
      );
    };
    /** Begins with one page of the stream's shards, and answers where the next one goes on. */
    const beginPage = async (stream: string, after: string | undefined): Promise<string | undefined> => {
      const place = after ? { ExclusiveStartShardId: after } : {};
      const answer = await insist(() => call("DescribeStream", { StreamArn: stream, ...place }));
      for (const shard of (answer?.StreamDescription?.Shards ?? []) as Shard[]) begin(stream, shard);
      return answer?.StreamDescription?.LastEvaluatedShardId;
    };
    const found = await insist(async () => {
      const { Table } = await caller.call("DynamoDB_20120810.DescribeTable", { TableName: tableName });
      return Table.LatestStreamArn as string;
    });
    while (found && !stopped()) {
      let lastSeen: string | undefined;
      do {
        lastSeen = await beginPage(found, lastSeen);
      } while (lastSeen && !stopped());
      // Shards come and go every few hours on AWS, and never in the embedded engine, where looking is not cheap.
      await pause(shards.size === 0 ? idleMilliseconds : 30_000);
    }
    await Promise.all(shards.values());
  };

  const reading = read();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await Promise.race([reading, sleep(5_000, undefined, { ref: false })]);
      caller[Symbol.dispose]();
    },
  };
};

/** Lanes finish out of order: the position is the entry before the first one that is still open. */
const createTracker = (save: (sequence: string) => void) => {
  /** In the stream's order, each with the number of the entry before it. */
  const open = new Map<string, string | undefined>();
  let last: string | undefined;
  let saved: string | undefined;
  const settle = () => {
    const position = open.size === 0 ? last : open.values().next().value;
    if (position !== undefined && position !== saved) save(position);
    saved = position;
  };
  return {
    read: ({ dynamodb }: DynamoDBRecord, wanted: boolean) => {
      const sequence = dynamodb!.SequenceNumber!;
      if (wanted) open.set(sequence, last);
      last = sequence;
    },
    handled: (batch: readonly DynamoDBRecord[]) => {
      for (const { dynamodb } of batch) open.delete(dynamodb!.SequenceNumber!);
      settle();
    },
    settle,
  };
};

/** Index of the first entry to be tried again; the number of entries if none. */
const firstFailed = (answer: unknown, batch: readonly DynamoDBRecord[]): number => {
  const failures = (answer as DynamoDBBatchResponse | undefined | null)?.batchItemFailures ?? [];
  const indexes = failures.map(({ itemIdentifier }) =>
    batch.findIndex((record) => record.dynamodb?.SequenceNumber === itemIdentifier),
  );
  // An identifier that is not in the batch fails all of it.
  return indexes.length === 0 ? batch.length : Math.max(0, Math.min(...indexes));
};

const passes = (record: DynamoDBRecord, { attribute, equals }: StreamTrigger["only"]) =>
  record.dynamodb?.NewImage?.[attribute]?.S === equals || record.dynamodb?.OldImage?.[attribute]?.S === equals;

const hash = (text: string) => {
  let value = 0;
  for (let index = 0; index < text.length; index++) value = (Math.imul(value, 31) + text.charCodeAt(index)) >>> 0;
  return value;
};
