import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandOutput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { RetryLater } from "../core/errors.ts";
import type { Change, Condition, Item, Key, PlainWrite, Query, QueryResult, Table, TableWrite } from "../core/table.ts";
import { checkKey, checkQuery } from "../core/table-bounds.ts";

const BATCH = 100;
/** Statements, and plain writes, that one request may carry. */
const STATEMENTS = 25;
const PLAIN_WRITES = 25;

/** What a call consumed, for benchmarks. */
export type OnConsumed = (units: { read: number; write: number }) => void;

/** The table port over DynamoDB. */
export const createDynamoTable = (client: DynamoDBClient, name: string, onConsumed?: OnConsumed): Table => {
  const capacity = onConsumed ? ({ ReturnConsumedCapacity: "TOTAL" } as const) : {};
  const consumedRead = (...units: ({ CapacityUnits?: number } | undefined)[]) =>
    onConsumed?.({ read: units.reduce((sum, unit) => sum + (unit?.CapacityUnits ?? 0), 0), write: 0 });
  const consumedWrite = (...units: ({ CapacityUnits?: number } | undefined)[]) =>
    onConsumed?.({ read: 0, write: units.reduce((sum, unit) => sum + (unit?.CapacityUnits ?? 0), 0) });

  const put = (item: Item, when?: Condition): Promise<boolean> =>
    conditional(async () => {
      const names = new Names();
      const answer = await client.send(
        new PutItemCommand({ TableName: name, Item: marshalled(item), ...names.condition(when), ...capacity }),
      );
      consumedWrite(answer.ConsumedCapacity);
      return true;
    }, false);

  /** PartiQL is the only bulk form with a condition for each item: an INSERT of a key that is there is refused. */
  const insertSome = async (items: readonly Item[]): Promise<boolean[]> => {
    const answer = await sending(() =>
      client.send(
        new BatchExecuteStatementCommand({ Statements: items.map((item) => insertion(name, item)), ...capacity }),
      ),
    );
    consumedWrite(...(answer.ConsumedCapacity ?? []));
    return Promise.all(
      items.map((item, index) => {
        const code = answer.Responses?.[index]?.Error?.Code;
        if (code === undefined) return true;
        if (code === "DuplicateItem" || code === "ConditionalCheckFailed") return false;
        // A throttle or the like, told for this item alone: once more by itself, with the SDK's patience.
        return put(item, { absent: "pk" });
      }),
    );
  };

  /** What the engine leaves undone is sent again, after a pause that grows. */
  const writeSome = async (writes: readonly PlainWrite[]): Promise<void> => {
    let open: WriteRequest[] | undefined = writes.map(plainWrite);
    for (let attempt = 0; open && open.length > 0; attempt += 1) {
      if (attempt === 8) throw new RetryLater("DynamoDB leaves writes unprocessed", { delivered: "unknown" });
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** attempt));
      const requests: WriteRequest[] = open;
      const answer: BatchWriteItemCommandOutput = await sending(() =>
        client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests }, ...capacity })),
      );
      consumedWrite(...(answer.ConsumedCapacity ?? []));
      open = answer.UnprocessedItems?.[name];
    }
  };

  return {
    async get(key, fields) {
      const names = new Names();
      const answer = await sending(() =>
        client.send(
          new GetItemCommand({
            TableName: name,
            Key: marshall(keyOf(key)),
            ConsistentRead: true,
            ...names.projection(fields),
            ...capacity,
          }),
        ),
      );
      consumedRead(answer.ConsumedCapacity);
      return answer.Item && (unmarshall(answer.Item) as Item);
    },

    async getMany(keys, fields, options) {
      const chunks: Key[][] = [];
      for (let at = 0; at < keys.length; at += BATCH) chunks.push(keys.slice(at, at + BATCH));
      const pages = await Promise.all(
        chunks.map(async (chunk) => {
          const found: Item[] = [];
          let open: Record<string, AttributeValue>[] | undefined = chunk.map((key) => marshall(keyOf(key)));
          for (let attempt = 0; open && open.length > 0; attempt += 1) {
            if (attempt === 8) throw new RetryLater("DynamoDB leaves keys unprocessed", { delivered: "no" });
            const names = new Names();
            const keysOpen: Record<string, AttributeValue>[] = open;
            const answer: BatchGetItemCommandOutput = await sending(() =>
              client.send(
                new BatchGetItemCommand({
                  RequestItems: {
                    [name]: { Keys: keysOpen, ConsistentRead: !options?.eventual, ...names.projection(fields) },
                  },
                  ...capacity,
                }),
              ),
            );
            consumedRead(...(answer.ConsumedCapacity ?? []));
            for (const item of answer.Responses?.[name] ?? []) found.push(unmarshall(item) as Item);
            open = answer.UnprocessedKeys?.[name]?.Keys;
          }
          return found;
        }),
      );
      return pages.flat();
    },

    put,

    async writeMany(writes) {
      const chunks: (readonly PlainWrite[])[] = [];
      for (let at = 0; at < writes.length; at += PLAIN_WRITES) chunks.push(writes.slice(at, at + PLAIN_WRITES));
      const outcomes = await Promise.allSettled(chunks.map(writeSome));
      // Only when nothing is under way any more: the caller may do all of it again.
      for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    },

    async insert(items) {
      const chunks: Item[][] = [];
      for (let at = 0; at < items.length; at += STATEMENTS) chunks.push(items.slice(at, at + STATEMENTS));
      const outcomes = await Promise.allSettled(chunks.map(insertSome));
      // Only when nothing is under way any more: the caller may go on with what is stored.
      return outcomes.flatMap((outcome) => {
        if (outcome.status === "rejected") throw outcome.reason;
        return outcome.value;
      });
    },

    update: (key, change, when) =>
      conditional<Item | undefined>(async () => {
        const names = new Names();
        const answer = await client.send(
          new UpdateItemCommand({
            TableName: name,
            Key: marshall(keyOf(key)),
            ...names.update(change, when),
            ReturnValues: "ALL_NEW",
            ...capacity,
          }),
        );
        consumedWrite(answer.ConsumedCapacity);
        return unmarshall(answer.Attributes ?? {}) as Item;
      }, undefined),

    delete: (key, when) =>
      conditional(async () => {
        const names = new Names();
        const answer = await client.send(
          new DeleteItemCommand({ TableName: name, Key: marshall(keyOf(key)), ...names.condition(when), ...capacity }),
        );
        consumedWrite(answer.ConsumedCapacity);
        return true;
      }, false),

    async query(query): Promise<QueryResult> {
      checkQuery(query);
      const names = new Names();
      const answer = await sending(() =>
        client.send(
          new QueryCommand({
            TableName: name,
            ConsistentRead: !query.eventual,
            ...names.query(query),
            ...(query.after === undefined ? {} : { ExclusiveStartKey: marshall({ pk: query.pk, sk: query.after }) }),
            ...(query.limit === undefined ? {} : { Limit: query.limit }),
            ...(query.descending ? { ScanIndexForward: false } : {}),
            ...capacity,
          }),
        ),
      );
      consumedRead(answer.ConsumedCapacity);
      const items = (answer.Items ?? []).map((item) => unmarshall(item) as Item);
      const next = answer.LastEvaluatedKey?.sk?.S;
      const looked = answer.ScannedCount ?? items.length;
      return { items, ...(next === undefined ? {} : { next }), ...(looked === items.length ? {} : { looked }) };
    },

    transact: (writes) =>
      conditional(async () => {
        const answer = await client.send(
          new TransactWriteItemsCommand({
            TransactItems: writes.map((write) => transactItem(name, write)),
            ...capacity,
          }),
        );
        consumedWrite(...(answer.ConsumedCapacity ?? []));
        return true;
      }, false),
  };
};

const keyOf = (key: Key): Key => {
  checkKey(key);
  return { pk: key.pk, sk: key.sk };
};
const marshalled = (item: Item) => {
  checkKey(item);
  return marshall(item, { removeUndefinedValues: true });
};

const plainWrite = (write: PlainWrite): WriteRequest =>
  "put" in write
    ? { PutRequest: { Item: marshalled(write.put) } }
    : { DeleteRequest: { Key: marshall(keyOf(write.delete)) } };

const insertion = (table: string, item: Item) => {
  const attributes = Object.entries(marshalled(item));
  const content = attributes.map(([name]) => `'${name.replaceAll("'", "''")}': ?`).join(", ");
  return {
    Statement: `INSERT INTO "${table}" VALUE {${content}}`,
    Parameters: attributes.map(([, value]) => value),
  };
};

const transactItem = (table: string, write: TableWrite) => {
  const names = new Names();
  if ("put" in write) return { Put: { TableName: table, Item: marshalled(write.put), ...names.condition(write.when) } };
  if ("update" in write) {
    return {
      Update: { TableName: table, Key: marshall(keyOf(write.update)), ...names.update(write.change, write.when) },
    };
  }
  if ("delete" in write) {
    return { Delete: { TableName: table, Key: marshall(keyOf(write.delete)), ...names.condition(write.when) } };
  }
  return {
    ConditionCheck: {
      TableName: table,
      Key: marshall(keyOf(write.check)),
      ...(names.condition(write.when) as { ConditionExpression: string }),
    },
  };
};

/** Collects the placeholders of one request's expressions. */
class Names {
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, unknown> = {};
  #count = 0;

  condition(when: Condition | undefined) {
    if (!when) return {};
    return { ConditionExpression: this.#expression(when), ...this.#placeholders() };
  }

  update(change: Change, when: Condition | undefined) {
    const parts: string[] = [];
    const set = Object.entries(change.set ?? {}).filter(([, value]) => value !== undefined);
    if (set.length > 0)
      parts.push(`SET ${set.map(([name, value]) => `${this.#name(name)} = ${this.#value(value)}`).join(", ")}`);
    if (change.remove?.length) parts.push(`REMOVE ${change.remove.map((name) => this.#name(name)).join(", ")}`);
    const add = Object.entries(change.add ?? {});
    if (add.length > 0)
      parts.push(`ADD ${add.map(([name, value]) => `${this.#name(name)} ${this.#value(value)}`).join(", ")}`);
    return {
      UpdateExpression: parts.join(" "),
      ...(when ? { ConditionExpression: this.#expression(when) } : {}),
      ...this.#placeholders(),
    };
  }

  query(query: Query) {
    const clauses = [`${this.#name("pk")} = ${this.#value(query.pk)}`];
    const sk = () => this.#name("sk");
    if (query.prefix !== undefined) clauses.push(`begins_with(${sk()}, ${this.#value(query.prefix)})`);
    else if (query.from !== undefined && query.to !== undefined) {
      clauses.push(`${sk()} BETWEEN ${this.#value(query.from)} AND ${this.#value(query.to)}`);
    } else if (query.from !== undefined) clauses.push(`${sk()} >= ${this.#value(query.from)}`);
    else if (query.to !== undefined) clauses.push(`${sk()} <= ${this.#value(query.to)}`);
    return {
      KeyConditionExpression: clauses.join(" AND "),
      ...(query.filter ? { FilterExpression: this.#expression(query.filter) } : {}),
      ...(query.fields ? { ProjectionExpression: this.#fields(query.fields) } : {}),
      ...this.#placeholders(),
    };
  }

  projection(fields: readonly string[] | undefined) {
    if (!fields) return {};
    return { ProjectionExpression: this.#fields(fields), ExpressionAttributeNames: this.#attributeNames() };
  }

  #fields(fields: readonly string[]): string {
    return [...new Set([...fields, "pk", "sk"])].map((name) => this.#name(name)).join(", ");
  }

  #expression(condition: Condition): string {
    if ("absent" in condition) return `attribute_not_exists(${this.#name(condition.absent)})`;
    if ("present" in condition) return `attribute_exists(${this.#name(condition.present)})`;
    if ("equal" in condition) return `${this.#name(condition.equal[0])} = ${this.#value(condition.equal[1])}`;
    if ("notEqual" in condition) return `${this.#name(condition.notEqual[0])} <> ${this.#value(condition.notEqual[1])}`;
    if ("below" in condition) return `${this.#name(condition.below[0])} < ${this.#value(condition.below[1])}`;
    if ("atLeast" in condition) return `${this.#name(condition.atLeast[0])} >= ${this.#value(condition.atLeast[1])}`;
    if ("all" in condition) return `(${condition.all.map((part) => this.#expression(part)).join(" AND ")})`;
    return `(${condition.any.map((part) => this.#expression(part)).join(" OR ")})`;
  }

  #name(name: string): string {
    const known = this.#names.get(name);
    if (known) return known;
    const placeholder = `#n${this.#names.size}`;
    this.#names.set(name, placeholder);
    return placeholder;
  }

  #value(value: unknown): string {
    const placeholder = `:v${this.#count}`;
    this.#count += 1;
    this.#values[placeholder] = value;
    return placeholder;
  }

  #attributeNames() {
    return Object.fromEntries([...this.#names].map(([name, placeholder]) => [placeholder, name]));
  }

  #placeholders() {
    return {
      ...(this.#names.size > 0 ? { ExpressionAttributeNames: this.#attributeNames() } : {}),
      ...(this.#count > 0
        ? { ExpressionAttributeValues: marshall(this.#values, { removeUndefinedValues: true }) }
        : {}),
    };
  }
}

/** Failed conditions are values; everything else that the SDK gave up on goes back to the queue. */
const conditional = async <Result>(send: () => Promise<Result>, refused: Result): Promise<Result> => {
  try {
    return await sending(send);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return refused;
    if (error instanceof TransactionCanceledException) {
      const reasons = error.CancellationReasons ?? [];
      // Another transaction on the same item: nobody's condition failed, so it is worth another try.
      if (reasons.some((reason) => reason.Code === "ConditionalCheckFailed")) return refused;
      throw new RetryLater(`DynamoDB: ${reasons.map((reason) => reason.Code).join(", ")}`, { delivered: "no" });
    }
    throw error;
  }
};

const RETRYABLE = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  // STS, where the client fetches a session first.
  "Throttling",
  "InternalServerError",
  "ServiceUnavailable",
  "TransactionConflictException",
  "TransactionInProgressException",
  "LimitExceededException",
  "TimeoutError",
]);

/** Named by what happens next: throttles and outages become RetryLater, the rest is a defect and stays as it is. */
const sending = async <Result>(send: () => Promise<Result>): Promise<Result> => {
  try {
    return await send();
  } catch (error) {
    const { name = "", code = "" } = error as { name?: string; code?: string };
    if (RETRYABLE.has(name) || ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"].includes(code)) {
      throw new RetryLater(`DynamoDB: ${name || code}`, { delivered: "unknown" });
    }
    throw error;
  }
};
