import { type AskReason, idsNamed, type Mention } from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Observation, OriginsOf, StoredRecord } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { askSoon } from "./asked.ts";
import type { JobDeps } from "./job-deps.ts";
import { askAgain } from "./pull-message.ts";
import { hasDetails, tracksOf } from "./tracks.ts";

/** Rows that are new or have changed, before they are stored: a worker that dies in between does it again. */
export type FollowUps = (rows: readonly Observation[]) => Promise<void>;

/**
 * What a changed row makes worth asking for, though nothing at the vendor may point to it: the stock of the products
 * that a document moves, records that it names and nobody has stored yet, and what only the row's own detail shows.
 * Undefined: nothing.
 * @param tellThemselves names of resources of which webhooks tell what a document has moved, as they have told the document
 */
export const followUps = (
  { shop, vendor }: OpenShop,
  resource: Resource,
  deps: Pick<JobDeps, "records" | "pulls" | "queues" | "clock">,
  tellThemselves: () => Promise<ReadonlySet<string>> = async () => new Set(),
): FollowUps | undefined => {
  const ref = refOf(shop);
  const synced = new Map(copiedBy(shop, vendor).map((one) => [one.name, one]));
  const ask = (name: ResourceName, reason: AskReason, ids: Iterable<string>) =>
    synced.get(name)?.get ? askSoon({ ref, resource: name, reason }, [...ids], deps) : Promise.resolve();
  const { touches = [], names = [] } = resource;
  if (touches.length === 0 && names.length === 0 && !hasDetails(resource)) return undefined;
  return async (rows) => {
    const moved = [...merged(rows, (row) => idsNamed(row, touches))].filter(([, ids]) => ids.size > 0);
    const told = moved.length > 0 ? await tellThemselves() : new Set();
    for (const [name, ids] of moved) if (!told.has(name)) await ask(name, "touched", ids);
    const named = merged(rows, (row) => idsNamed(row, names));
    const unknown = await deps.records.unknown(ref, new Map([...named].filter(([name]) => synced.has(name))));
    for (const [name, ids] of unknown) await ask(name, "named", ids);
    if (hasDetails(resource))
      await ask(
        resource.name,
        "detail",
        rows.filter(isListed).map(({ id }) => id),
      );
  };
};

/** A record that ends, before it is marked so: a worker that dies in between does it again. */
export type FollowEnd = (ended: StoredRecord) => Promise<void>;

/** The vendor is asked at once, but not by the worker that has others to hear. */
const SOON_SECONDS = 1;

/**
 * What the end of a record makes worth asking for: what belonged to it (the stock and the prices of a product), and what
 * it had moved. That it has ended proves nothing about them: each is a candidate when the vendor does not show it either.
 * Undefined: nothing.
 */
export const followEnd = (
  { shop, vendor }: Pick<OpenShop, "shop" | "vendor">,
  { ends = [], touches = [] }: Resource,
  deps: Pick<JobDeps, "records" | "states" | "queues" | "clock">,
): FollowEnd | undefined => {
  const ref = refOf(shop);
  const mentions = [...ends, ...touches].filter((one): one is Mention => one.at !== undefined);
  const unnamed = ends.filter(({ at }) => at === undefined);
  const among = (some: readonly { readonly resource: ResourceName }[]) =>
    copiedBy(shop, vendor).filter(({ name }) => some.some((one) => one.resource === name));
  const [concerned, listed] = [among(mentions), among(unnamed)];
  if (concerned.length + listed.length === 0) return undefined;
  return async (ended) => {
    const named = idsNamed(ended, mentions);
    for (const resource of concerned) {
      const ids = await deps.records.living(ref, resource.name, [...(named.get(resource.name) ?? [])]);
      await askAgain({ ref, resource, ids }, deps, SOON_SECONDS);
    }
    for (const resource of listed)
      await deps.states.schedule(ref, resource.name, tracksOf(resource).at(-1)!, deps.clock());
  };
};

const isListed = ({ detailed }: Observation): boolean => !detailed;

type Named = ReadonlyMap<ResourceName, ReadonlySet<string>>;

const merged = (rows: readonly Observation[], namedBy: (row: Observation) => Named): Named => {
  const all = new Map<ResourceName, Set<string>>();
  for (const row of rows)
    for (const [name, ids] of namedBy(row)) all.set(name, new Set([...(all.get(name) ?? []), ...ids]));
  return all;
};

/** Both questions about changed rows as one: what else is to be asked for, and whose work they are. */
export const followed = (follow: FollowUps | undefined, origins: OriginsOf | undefined): OriginsOf | undefined =>
  follow
    ? async (rows) => {
        await follow(rows);
        return (await origins?.(rows)) ?? new Map();
      }
    : origins;
