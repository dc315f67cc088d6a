import type { Table } from "../core/table.ts";
import { dueShard, keys, type ShopRef } from "./keys.ts";

/** Work that `tick` finds when its time has come. */
export interface DueWork {
  readonly kind: "shop" | "writes" | "endpoint" | "watch" | "deliveries";
  readonly tenant: string;
  /** Shop, endpoint, or for deliveries `shop#minute`. */
  readonly id: string;
  readonly dueAt: number;
  /** A shop whose server takes its time. */
  readonly slow?: boolean;
}

export const dueKey = (work: Pick<DueWork, "kind" | "tenant" | "id">) => {
  const name = `${work.kind}#${work.tenant}#${work.id}`;
  return { pk: keys.due(dueShard(name)), sk: name };
};

/** The index of what is due, in which `tick` finds work of all tenants. */
export const createDueWork = (table: Table) => ({
  /** Makes work due at `dueAt`, or earlier if it already is. */
  async schedule(work: DueWork): Promise<void> {
    await table.update(
      dueKey(work),
      { set: { kind: work.kind, tenant: work.tenant, id: work.id, dueAt: work.dueAt } },
      { any: [{ absent: "dueAt" }, { atLeast: ["dueAt", work.dueAt] }] },
    );
  },

  /** Like `schedule`. The entry is not removed while a worker that was reminded may still be at work. */
  async remind(work: DueWork, now: number): Promise<void> {
    // The mark first: from here on no worker removes the entry, which `schedule` may find due already.
    const marked = await table.update(dueKey(work), {
      set: { kind: work.kind, tenant: work.tenant, id: work.id, remindedAt: now },
    });
    // Due sooner already: `schedule` would change nothing.
    if (typeof marked?.dueAt === "number" && marked.dueAt < work.dueAt) return;
    await this.schedule(work);
  },

  async unschedule(work: Pick<DueWork, "kind" | "tenant" | "id">): Promise<void> {
    await table.delete(dueKey(work));
  },

  /** Removes the entry, unless it was made due again meanwhile or a worker was reminded by it since `before`. */
  async settle(work: DueWork, before: number): Promise<void> {
    const unreminded = { any: [{ absent: "remindedAt" }, { below: ["remindedAt", before] }] } as const;
    await table.delete(dueKey(work), { all: [{ equal: ["dueAt", work.dueAt] }, unreminded] });
  },

  /** What is due in a shard. */
  async due(
    shard: number,
    now: number,
    after: string | undefined,
  ): Promise<{ work: DueWork[]; next: string | undefined }> {
    const page = await table.query({ pk: keys.due(shard), after, filter: { below: ["dueAt", now + 1] } });
    const work = page.items.map((item) => ({
      kind: item.kind as DueWork["kind"],
      tenant: String(item.tenant),
      id: String(item.id),
      dueAt: Number(item.dueAt),
      ...(item.slow === true ? { slow: true } : {}),
    }));
    return { work, next: page.next };
  },

  /** Takes due work: false when another tick has. It comes up again at `nextAt` if its message should be lost. */
  async take(work: DueWork, nextAt: number): Promise<boolean> {
    return (
      (await table.update(dueKey(work), { set: { dueAt: nextAt } }, { equal: ["dueAt", work.dueAt] })) !== undefined
    );
  },

  /**
   * A shop that was taken is due at another time; not if it was taken again, or made due, since.
   * @param slow its next rounds take their time, and are kept from the others'
   */
  async putOff(work: DueWork, dueAt: number, slow: boolean): Promise<void> {
    const change = slow ? { set: { dueAt, slow } } : { set: { dueAt }, remove: ["slow"] };
    await table.update(dueKey(work), change, { equal: ["dueAt", work.dueAt] });
  },

  /** What is due later than `unless` is due at `dueAt`: a worker that has made it due sooner meanwhile is heard. */
  async postpone(work: Pick<DueWork, "kind" | "tenant" | "id">, unless: number, dueAt: number): Promise<void> {
    await table.update(dueKey(work), { set: { dueAt } }, { atLeast: ["dueAt", unless] });
  },

  /** The shop is due now: something in it is to be read before its time. */
  wake(ref: ShopRef, now: number): Promise<void> {
    return this.schedule({ kind: "shop", tenant: ref.tenant, id: ref.shop, dueAt: now });
  },
});
