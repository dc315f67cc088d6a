import { inParallel } from "../../core/parallel.ts";
import { isoTime, MINUTE, SECOND } from "../../core/time.ts";
import type { Resource, ShopAccess, Vendor } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { type Migration, type Moved, refOf, type Shop } from "../../stores/shops.ts";
import type { JobDeps } from "../sync/job-deps.ts";
import { businessOf } from "../webhooks/route-shop.ts";
import { type HandOverDeps, handOverWrites } from "../writing/hand-over.ts";

export interface MoveDeps extends JobDeps, Pick<HandOverDeps, "notifyWrite"> {}

/** Every job that was under way when reading stopped is over by now: the `sync` function runs for 300 seconds. */
const READERS_LIVE = 5 * MINUTE + 10 * SECOND;
/** Every request that was under way when writing stopped has stored its write: the `api` function runs for 29 seconds. */
const SUBMITTERS_LIVE = 35 * SECOND;
/** Writes that stand in line are waited for. A line is closed by an unknown outcome for 15 minutes at most. */
const WRITES_WAIT = 20 * MINUTE;
/** A worker of the `write` function is gone after 120 seconds. */
const WRITER_LIVES = 3 * MINUTE;

const REMOVED_TOGETHER = 16;

/** Since when nothing more is sent by the old version. Until then its writers go on. */
export const writersStop = ({ phase, since }: Migration): number =>
  phase === "writing-stops" ? since + WRITES_WAIT : Number.POSITIVE_INFINITY;

/**
 * Takes a shop one step on its way to its vendor's next version. `tick` comes back every minute until it is there. Reading
 * stops first, then writing; when nothing of the old version is under way any more, the shop is changed over in one step.
 */
export const moveShop = async (ref: ShopRef, deps: MoveDeps): Promise<void> => {
  const shop = await deps.shops.get(ref);
  const { migration } = shop ?? {};
  if (!shop || !migration || migration.phase === "consent" || shop.health === "removing") return;
  const now = deps.clock();
  if (migration.phase === "reading-stops") {
    if (now < migration.since + READERS_LIVE) return;
    const stops: Migration = { ...migration, phase: "writing-stops", since: now };
    await deps.shops.change(ref, { migration: stops }, (current) => current.migration?.phase === "reading-stops");
    return;
  }
  if (now < migration.since + SUBMITTERS_LIVE) return;
  if ((await deps.ledger.isWaiting(ref)) && !(await endWrites(shop, migration, deps))) return;
  // Records of the version before may be many, and `tick` sends another worker each minute.
  if (!(await deps.shops.lease(ref, "migration", now, deps.lease))) return;
  try {
    await changeOver(shop, migration, deps);
  } finally {
    await deps.shops.release(ref, "migration");
  }
};

/** True: nobody stands in any line any more. */
const endWrites = async (shop: Shop, migration: Migration, deps: MoveDeps): Promise<boolean> => {
  const ref = refOf(shop);
  // Refused access carries nothing out however long it is waited for.
  const stopped = shop.health === "needs-reauth" ? migration.since : writersStop(migration);
  if (deps.clock() < stopped + WRITER_LIVES) {
    await deps.shops.schedule({ kind: "writes", tenant: ref.tenant, id: ref.shop, dueAt: deps.clock() });
    return false;
  }
  return handOverWrites(ref, deps);
};

/** Each step can be repeated: when a worker dies in between, another one does all of it again. */
const changeOver = async (shop: Shop, { to, hosts }: Migration, deps: MoveDeps): Promise<void> => {
  const ref = refOf(shop);
  const vendor = deps.vendor(to);
  const access = await takeNext(shop, deps);
  const now = deps.clock();
  await beginRecordsAnew(shop, vendor, now, deps);
  const { session, credentials } = access;
  const business = businessOf(access);
  const moved: Moved = {
    vendor: to,
    account: vendor.account({ credentials, settings: {}, ...(session?.grants ? { grants: session.grants } : {}) }),
    // What was observed before this is drawn by the version before.
    settings: { migratedAt: now },
    hosts,
    accountDetails: session?.grants,
    expiresAt: vendor.renewable ? undefined : session?.expiresAt,
    health: shop.health === "paused" ? "paused" : "healthy",
    ...(shop.health === "paused" ? {} : { reason: undefined, resumedAt: now }),
    route: business === undefined ? undefined : { app: String(credentials.appId ?? ""), business },
    former: { vendor: shop.vendor, at: now },
  };
  if (!(await deps.shops.move(ref, moved))) return;
  deps.metric("ShopsMigrated", 1, { vendor: to });
  await deps.notifyShop("shop.migrated", { ...shop, vendor: to }, { from: shop.vendor, to, at: isoTime(now) });
  const work = { tenant: ref.tenant, id: ref.shop };
  await deps.shops.schedule({ kind: "shop", ...work, dueAt: now });
  await deps.shops.schedule({ kind: "watch", ...work, dueAt: now });
};

/** The secret of the next version takes the place of the old one. The webhooks' secret is the app's and stays. */
const takeNext = async (shop: Shop, deps: MoveDeps): Promise<ShopAccess> => {
  const name = deps.secretName(refOf(shop));
  const stored = await deps.secrets.get(name, { fresh: true });
  // Without a next one, a worker that died has taken it already.
  if (!stored?.next) return stored ?? { credentials: {} };
  const access: ShopAccess = { ...stored.next, ...(stored.hook ? { hook: stored.hook } : {}) };
  await deps.secrets.put(name, access);
  return access;
};

/** Times of what was read stay; half-read places and marks of deletions do not. */
const beginRecordsAnew = async (shop: Shop, next: Vendor, now: number, deps: MoveDeps): Promise<void> => {
  const ref = refOf(shop);
  const { resources } = deps.vendor(shop.vendor);
  const goesOn = (name: string): Resource | undefined => next.resources.find((one) => one.name === name);
  for (const { name } of resources) {
    await deps.candidates.forget(ref, name);
    if (goesOn(name)?.continues === "anew") await removeAll(ref, name, now, deps);
  }
  await deps.states.beginAnew(ref, new Set(next.resources.map(({ name }) => name)), now);
};

/** Their ids are those of the old version: nothing else will ever be heard of them. */
const removeAll = async (ref: ShopRef, resource: string, now: number, deps: MoveDeps): Promise<void> => {
  let after: string | undefined;
  do {
    const page = await deps.records.livingIds(ref, resource, after);
    await inParallel(page.ids, REMOVED_TOGETHER, async ({ id }) => {
      await deps.records.remove(ref, resource, id, { observedAt: now });
    });
    after = page.next;
  } while (after !== undefined);
};
