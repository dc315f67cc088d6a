import { deflateRawSync } from "node:zlib";
import { recordIdOf } from "../core/ids.ts";
import { inParallel } from "../core/parallel.ts";
import { type Whole, withoutPersonal } from "../core/personal.ts";
import type { CanonicalRecord } from "../core/records.ts";
import type { Aged, RetentionInput, Tidying } from "../core/retention.ts";
import type { Item, Table } from "../core/table.ts";
import type { Resource } from "../core/vendor.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { Seal } from "./observation.ts";
import { type ReadPrivacyKey, sealOf } from "./personal.ts";
import { pack, toStored } from "./stored-record.ts";
import type { Write } from "./write.ts";

const TOGETHER = 16;
/** Records that one look goes through: about 100 kB. */
const PAGE = 100;

export interface Tidied {
  /** Goes on behind this sort key. */
  readonly next: string | undefined;
  readonly changed: number;
}

/** What is not to be kept any more goes, a page at a time. No record gets another version: nobody has changed it. */
export const createTidyStore = (table: Table, readKey: ReadPrivacyKey) => {
  const change = async (item: Item, tidying: Tidying, resource: Resource, seal: Seal | undefined): Promise<void> => {
    const { pk, sk } = item;
    const unchanged = { all: [{ equal: ["v", item.v as number] }, { equal: ["hash", String(item.hash)] }] } as const;
    if (tidying === "remove") {
      await table.delete({ pk, sk }, unchanged);
      return;
    }
    const { record, raw } = toStored(item);
    const set =
      tidying === "strip" ? stripped(item, { record, raw }, resource, seal!) : { body: smaller(record, tidying) };
    await table.update({ pk, sk }, { set }, unchanged);
  };

  return {
    /** What the tenant has decided. */
    async retention(tenant: string): Promise<RetentionInput | undefined> {
      const item = await table.get(keys.retention(tenant));
      return item && (JSON.parse(String(item.retention)) as RetentionInput);
    },

    async decide(tenant: string, retention: RetentionInput): Promise<void> {
      await table.put({ ...keys.retention(tenant), retention: JSON.stringify(retention) });
    },

    /**
     * A page of a collection.
     * @param judge says what is to become of each record; `before` is waited for before anything changes
     */
    async records(
      ref: ShopRef,
      resource: Resource,
      after: string | undefined,
      {
        judge,
        before = async () => undefined,
      }: { readonly judge: (aged: Aged, whole: Whole) => Tidying; readonly before?: () => Promise<void> },
    ): Promise<Tidied> {
      const page = await table.query({ pk: keys.records(ref, resource.name), after, limit: PAGE });
      const todo = page.items
        .map((item) => {
          const stored = toStored(item);
          return { item, tidying: judge(agedOf(item, stored), stored) };
        })
        .filter(({ tidying }) => tidying !== "keep");
      await before();
      const needsSeal = todo.some(({ tidying }) => tidying === "strip");
      const seal = needsSeal ? sealOf(await readKey(), ref) : undefined;
      await inParallel(todo, TOGETHER, ({ item, tidying }) => change(item, tidying, resource, seal));
      return { next: page.next, changed: todo.length };
    },

    /** Closed writes that `isOver` keep their outcome, and the id of the record that they were about. Their last calls go. */
    async writes(ref: ShopRef, after: string | undefined, isOver: (write: Write) => boolean): Promise<Tidied> {
      const page = await table.query({ pk: keys.writes(ref), after, limit: PAGE });
      const todo = page.items.filter((item) => {
        const write = JSON.parse(String(item.write)) as Write;
        return write.closed === true && isOver(write) && !isBare(write);
      });
      await inParallel(todo, TOGETHER, async ({ pk, sk, write }) => {
        const set = { write: JSON.stringify(bare(JSON.parse(String(write)) as Write)) };
        await table.delete({ pk: keys.exchanges(ref), sk });
        await table.update({ pk, sk }, { set }, { equal: ["write", String(write)] });
      });
      return { next: page.next, changed: todo.length };
    },

    /** Items of a partition that are of no use any more. */
    async items(
      pk: string,
      after: string | undefined,
      isOver: (sortKey: string) => boolean,
    ): Promise<Tidied & { readonly gone: readonly string[] }> {
      const page = await table.query({ pk, after, fields: [], limit: 500 });
      const gone = page.items.map(({ sk }) => sk).filter(isOver);
      await inParallel(gone, TOGETHER, async (sk) => void (await table.delete({ pk, sk })));
      return { next: page.next, changed: gone.length, gone };
    },
  };
};

export type TidyStore = ReturnType<typeof createTidyStore>;

const agedOf = (item: Item, { record }: Whole): Aged => ({
  id: item.sk,
  deleted: item.deleted === true,
  observedAt: Number(item.observed),
  leftOut: record._meta?.leftOut,
  sealed: item.sealed === true,
});

/** The hash stays that of the whole, so that the next reading finds nothing new. */
const stripped = (item: Item, whole: Parameters<typeof withoutPersonal>[1], resource: Resource, seal: Seal) => {
  const { record, raw } = withoutPersonal(resource.name, whole, resource.personal);
  return {
    body: pack(record, raw),
    sealed: true,
    ...(item.hash === "" ? {} : { hash: seal(String(item.hash)) }),
    ...(item.detail === undefined ? {} : { detail: seal(String(item.detail)) }),
  };
};

const smaller = (record: CanonicalRecord, tidying: Tidying): Uint8Array => {
  const { id, createdAt } = record as { id: string; createdAt?: string };
  const leftOut = record._meta?.leftOut ?? [];
  if (tidying === "no-raw") return pack({ ...record, _meta: { ...record._meta, leftOut: [...leftOut, "_raw"] } }, {});
  const rest = { id, ...(createdAt === undefined ? {} : { createdAt }), _meta: { leftOut: ["*"] } };
  return deflateRawSync(JSON.stringify([rest, {}]));
};

const isBare = ({ command }: Write): boolean => Object.keys((command ?? {}) as object).every((name) => name === "id");

const bare = ({ command, result, dropped: _, warnings: __, ...write }: Write): Write => {
  const id = recordIdOf(command);
  const { answer: ___, ...outcome } = result ?? {};
  return {
    ...write,
    // A phone may stand in it.
    entity: write.kind,
    command: id === undefined ? {} : { id },
    ...(result === undefined ? {} : { result: outcome as typeof result }),
  };
};
