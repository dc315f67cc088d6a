import { BadRequest } from "../core/errors.ts";
import { queryAll, type Table } from "../core/table.ts";
import { type AuditEntry, auditItem, readTrail } from "./audit.ts";
import { endedAt, hashOf, isAlive } from "./key-life.ts";
import { keys } from "./keys.ts";

/** A key of one of the people, or programs, that run the deployment. */
export interface OperatorKey {
  readonly id: string;
  /** Shown in the audit trail. */
  readonly name: string;
  readonly createdAt: string;
  /** Unix milliseconds after which it is refused. */
  readonly expiresAt?: number | undefined;
  /** Its last characters, to tell keys apart. */
  readonly hint: string;
}

/** Tells an operator's key from a tenant's before anything is looked up. */
export const OPERATOR_PREFIX = "tbo_";

const keyOf = (secret: string) => keys.operatorKey(hashOf(secret));

/** Named keys of operators (stored as hashes). In a partition of their own, which no tenant's session opens. */
export const createOperatorStore = (table: Table) => {
  const all = async (): Promise<{ sk: string; key: OperatorKey; stored: string }[]> => {
    const found: { sk: string; key: OperatorKey; stored: string }[] = [];
    for await (const item of queryAll(table, { pk: keys.operators(), prefix: "KEY#" }))
      found.push({ sk: item.sk, key: JSON.parse(String(item.key)) as OperatorKey, stored: String(item.key) });
    return found;
  };

  return {
    async add(secret: string, key: OperatorKey): Promise<void> {
      await table.put({ ...keyOf(secret), key: JSON.stringify(key) }, { absent: "pk" });
    },

    /** Undefined for unknown and ended ones. */
    async byKey(secret: string, now: number): Promise<OperatorKey | undefined> {
      if (!secret.startsWith(OPERATOR_PREFIX)) return undefined;
      const item = await table.get(keyOf(secret));
      const key = item && (JSON.parse(String(item.key)) as OperatorKey);
      return key && isAlive(key, now) ? key : undefined;
    },

    /** It worked once, and works no more. */
    async hasEnded(secret: string, now: number): Promise<boolean> {
      if (!secret.startsWith(OPERATOR_PREFIX)) return false;
      const item = await table.get(keyOf(secret));
      return item !== undefined && !isAlive(JSON.parse(String(item.key)) as OperatorKey, now);
    },

    /** Oldest first. */
    async list(): Promise<OperatorKey[]> {
      return (await all()).map(({ key }) => key).sort((one, other) => (one.id < other.id ? -1 : 1));
    },

    /** Ends a key, never later than it ends already. @throws BadRequest 404, and 409 for a key that has ended */
    async end(id: string, expiresAt: number, now: number): Promise<OperatorKey> {
      for (;;) {
        const found = (await all()).find(({ key }) => key.id === id);
        if (!found) throw new BadRequest(404, "unknown-key", `There is no key ${id}.`);
        const { sk, key: before, stored } = found;
        const { key, ttl } = endedAt(before, expiresAt, now);
        const set = { key: JSON.stringify(key), ttl };
        if (await table.update({ pk: keys.operators(), sk }, { set }, { equal: ["key", stored] })) return key;
      }
    },

    /** What operators did, whichever tenant it was about. */
    async audit(entry: AuditEntry, now: number): Promise<void> {
      await table.put(auditItem(keys.operatorAudit(), entry, now));
    },

    /** Newest first. */
    auditTrail: (after: string | undefined, limit: number) => readTrail(table, keys.operatorAudit(), after, limit),
  };
};

export type OperatorStore = ReturnType<typeof createOperatorStore>;
