import type { SyncJob } from "../../core/jobs.ts";
import { MOST_DELAY_SECONDS, type QueueMessage } from "../../core/ports.ts";
import type { AskReason } from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { SECOND } from "../../core/time.ts";
import type { Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Priority } from "../../stores/budgets.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { type CollectedPull, only } from "../../stores/pulls.ts";
import { isPaused, refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import { askEach } from "./ask-each.ts";
import type { JobDeps } from "./job-deps.ts";
import { sideTracksOf, tracksOf } from "./tracks.ts";

/** An update of the list names so many ids. */
const NAMED_TOGETHER = 100;
/** More are as good as the whole resource: its own track finds them for a hundredth of the calls. */
const MOST_NAMED = 300;
/** What follows a document is asked for together with what follows the next ones, seconds later. */
const REST = 5 * SECOND;
const PORTION = 40;
/** A dead worker keeps others from what it had taken over for so long. */
const LEASE = 60 * SECOND;

const priorities: Readonly<Record<AskReason, Priority>> = { touched: "poll", named: "poll", detail: "backfill" };

/** Not the list of what webhooks have named: that may be read as a whole by the very filter that shows none of these. */
const listOf = (resource: ResourceName, reason: AskReason): string => `${resource}~${reason}`;

/** The list of a resource's records that were noted for one reason. */
interface AskList {
  readonly ref: ShopRef;
  readonly resource: ResourceName;
  readonly reason: AskReason;
}

/** Notes records of a resource, to be fetched by id soon. One write for many, and a message for the first of them. */
export const askSoon = async (
  { ref, resource, reason }: AskList,
  ids: readonly string[],
  { pulls, queues, clock }: Pick<JobDeps, "pulls" | "queues" | "clock">,
): Promise<void> => {
  if (ids.length === 0) return;
  const list = listOf(resource, reason);
  const portions: (readonly string[])[] = ids.length > MOST_NAMED ? [[]] : [];
  for (let at = 0; at < ids.length && ids.length <= MOST_NAMED; at += NAMED_TOGETHER)
    portions.push(ids.slice(at, at + NAMED_TOGETHER));
  for (const portion of portions) {
    const now = clock();
    if (!(await pulls.note(ref, list, portion, { now, nextAt: now + REST }))) continue;
    await queues.send("news", [messageOf({ ref, resource, reason }, REST)]);
  }
};

/**
 * Fetches what was noted, the newest first, in what the limit leaves; the rest comes with another message.
 * @param early see `SyncJob`
 */
export const fetchAsked = async (
  { early, ref, resource: name, reason }: AskList & { readonly early?: boolean | undefined },
  deadline: number,
  deps: JobDeps,
): Promise<void> => {
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return;
  const resource = copiedBy(shop, deps.vendor(shop.vendor)).find((one) => one.name === name);
  if (!resource?.get) return;
  await withShop(shop, deps, (open) => fetchPortions(open, { resource, reason, early, deadline }, deps));
};

interface Fetching {
  readonly resource: Resource;
  readonly reason: AskReason;
  readonly early: boolean | undefined;
  readonly deadline: number;
}

const fetchPortions = async (open: OpenShop, fetching: Fetching, deps: JobDeps): Promise<void> => {
  const { resource, reason, early, deadline } = fetching;
  const asked: AskList = { ref: refOf(open.shop), resource: resource.name, reason };
  const list = listOf(resource.name, reason);
  for (let round = 1; ; round += 1) {
    const pull = await deps.pulls.begin(asked.ref, list, deps.clock(), deps.clock() + LEASE);
    if (!pull) return round === 1 && !early ? comeInTime(asked, deps) : undefined;
    const wanted = await fetchPortion(open, { resource, reason, pull, deadline }, deps);
    if (wanted === undefined) return;
    const next = Math.min(wanted, deps.clock() + MOST_DELAY_SECONDS * SECOND);
    await deps.pulls.giveBack(asked.ref, list, next);
    if (next > deps.clock() || deps.clock() >= deadline)
      return deps.queues.send("news", [messageOf(asked, next - deps.clock())]);
  }
};

/** The message came before its time, where something is noted at all. */
const comeInTime = async (asked: AskList, { pulls, queues, clock }: JobDeps): Promise<void> => {
  const dueAt = await pulls.dueAt(asked.ref, listOf(asked.resource, asked.reason), clock());
  if (dueAt !== undefined) await queues.send("news", [messageOf(asked, dueAt - clock(), true)]);
};

interface Portion {
  readonly resource: Resource;
  readonly reason: AskReason;
  /** What was taken over. */
  readonly pull: CollectedPull;
  readonly deadline: number;
}

/** When to go on, unix milliseconds; undefined: nothing is left. */
const fetchPortion = async (
  open: OpenShop,
  { resource, reason, pull, deadline }: Portion,
  deps: JobDeps,
): Promise<number | undefined> => {
  const ref = refOf(open.shop);
  const list = listOf(resource.name, reason);
  if (pull.all) await readWhole(ref, resource, reason, deps);
  const ids = pull.all ? [] : [...pull.ids].sort(newestFirst).slice(0, PORTION);
  const { tried, retryAt } = await askEach(open, { resource, ids, priority: priorities[reason], deadline }, deps);
  const done = new Set(tried);
  const now = deps.clock();
  const taken = pull.all || pull.ids.every((id) => done.has(id)) ? pull : only(pull, done);
  const left = done.size > 0 || pull.all ? await deps.pulls.finish(ref, list, taken, { now, rest: pull.rest }) : true;
  return left ? (retryAt ?? now) : undefined;
};

/** Longer numbers are later ones; ids of other kinds are in no order. */
const newestFirst = (left: string, right: string): number =>
  right.length - left.length || (right > left ? 1 : right < left ? -1 : 0);

/** More was named than is worth asking for one by one: the track that finds all of it is due now. */
const readWhole = async (ref: ShopRef, resource: Resource, reason: AskReason, deps: JobDeps): Promise<void> => {
  const side = sideTracksOf(resource);
  const wanted: Track = reason === "detail" ? "details" : "whole";
  await deps.states.schedule(
    ref,
    resource.name,
    side.includes(wanted) ? wanted : tracksOf(resource).at(-1)!,
    deps.clock(),
  );
  await deps.shops.wake(ref, deps.clock());
};

const messageOf = ({ ref, resource, reason }: AskList, delay: number, early?: true): QueueMessage => ({
  body: { tenant: ref.tenant, shop: ref.shop, type: "ask", resource, reason, early } satisfies SyncJob,
  group: ref.tenant,
  ...(delay > 0 ? { delaySeconds: Math.min(MOST_DELAY_SECONDS, Math.ceil(delay / SECOND)) } : {}),
});
