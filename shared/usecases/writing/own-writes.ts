import { recordIdOf, referenceOf } from "../../core/ids.ts";
import type { Clock } from "../../core/ports.ts";
import { isLikely, verdictsOf } from "../../core/taken.ts";
import { MINUTE } from "../../core/time.ts";
import type { Resource, Vendor } from "../../core/vendor.ts";
import { openStates } from "../../core/write-states.ts";
import type { LedgerStore, Write } from "../../stores/ledger.ts";
import type { Observation, OriginsOf } from "../../stores/records.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";

interface OwnWritesDeps {
  readonly ledger: LedgerStore;
  readonly shops: ShopStore;
  readonly clock: Clock;
}

/** A shop is said to be writing for so long, and it is said again after a part of it. */
const WRITING = 30 * MINUTE;
const SAID_AGAIN = 20 * MINUTE;
/** A job that began before the first write looks at the shop again after this. */
const LOOK_AGAIN = MINUTE;

/** Before the first call of a worker: from now on a row that changes may be our own work. */
export const sayWriting = async (shop: Shop, deps: Pick<OwnWritesDeps, "shops" | "clock">): Promise<void> => {
  const now = deps.clock();
  if ((shop.writesUntil ?? 0) < now + WRITING - SAID_AGAIN) await deps.shops.writing(refOf(shop), now + WRITING);
};

/**
 * A webhook or a poll may bring our own change before the write has read it back: its entry, which still stands in its
 * line, says so. Costs nothing while the shop is not writing, and one query for each page with changes while it is.
 */
export const ownWrites = (
  { shop, vendor }: OpenShop,
  resource: Resource,
  deps: OwnWritesDeps,
): (() => Promise<OriginsOf | undefined>) => {
  const ref = refOf(shop);
  let until = shop.writesUntil ?? 0;
  let lookedAt = deps.clock();
  const kinds = new Set<Write["kind"]>(
    Object.entries(vendor.writes).flatMap(([kind, { resource: shown }]) =>
      shown === resource.name ? [kind as Write["kind"]] : [],
    ),
  );

  const originsOf: OriginsOf = async (rows) => {
    const ids = new Set(rows.map(({ id }) => id));
    const writes = await deps.ledger.about(
      ref,
      (kind, record) => kinds.has(kind) && (kind.endsWith(".create") || (record !== undefined && ids.has(record))),
    );
    const origins = new Map<string, string>();
    for (const row of rows) for (const write of writes) if (isWorkOf(write, row, vendor)) origins.set(row.id, write.id);
    return origins;
  };

  return async () => {
    if (kinds.size === 0) return undefined;
    const now = deps.clock();
    if (until <= now && lookedAt + LOOK_AGAIN <= now) {
      lookedAt = now;
      until = (await deps.shops.get(ref))?.writesUntil ?? 0;
    }
    return until > now ? originsOf : undefined;
  };
};

interface SeenRow extends Observation {
  readonly isNew: boolean;
}

/** Whether a row that is new or has changed is, or may well be, what the write has made of it. */
const isWorkOf = (write: Write, row: SeenRow, { writes }: Vendor): boolean => {
  const declared = writes[write.kind as keyof typeof writes];
  // Before its first call it has changed nothing.
  if (!declared || write.firstAttemptAt === undefined) return false;
  const isDone = write.state === "succeeded";
  if (!isDone && !openStates.includes(write.state)) return false;
  const isCreate = write.kind.endsWith(".create");
  if (isDone && (write.result?.id !== undefined || !isCreate))
    return row.id === (write.result?.id ?? recordIdOf(write.command));
  const looksSo = (): boolean => isLikely(verdictsOf(declared, write.command, row.record, row.raw));
  if (!isCreate) return row.id === recordIdOf(write.command) && looksSo();
  if (!row.isNew) return false;
  if (JSON.stringify(row.raw)?.includes(referenceOf(write.id))) return true;
  // An order may well look like another one; a phone or a code belongs to one person or thing.
  return ["customers.create", "products.create"].includes(write.kind) && looksSo();
};

/** The deletion of ours that stands in its line for this record, and may have reached the vendor. */
export const ownRemoval =
  ({ shop, vendor }: OpenShop, { name }: Resource, deps: OwnWritesDeps) =>
  async (id: string): Promise<string | undefined> => {
    const ref = refOf(shop);
    if (((await deps.shops.get(ref))?.writesUntil ?? 0) <= deps.clock()) return undefined;
    const isRemoval = (kind: Write["kind"]): boolean =>
      kind.endsWith(".delete") && vendor.writes[kind as keyof typeof vendor.writes]?.resource === name;
    const writes = await deps.ledger.about(ref, (kind, record) => record === id && isRemoval(kind));
    const begun = writes.filter(({ firstAttemptAt }) => firstAttemptAt !== undefined);
    return begun.findLast(({ state }) => state === "succeeded" || openStates.includes(state))?.id;
  };
