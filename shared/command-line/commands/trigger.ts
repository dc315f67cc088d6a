import { pathPart } from "../path-part.ts";
import type { World } from "../world.ts";

/** What `GET /v1/shops/{shop}` says of a shop, as far as we show it. */
interface Shop {
  readonly health: string;
  readonly breaker?: { readonly nextProbeAt: string };
}

/** What `GET /v1/shops/{shop}/budget` says of a limit, as far as we show it. */
interface Limit {
  readonly limit: string;
  /** Present: it is a limit of one operation alone. */
  readonly operation?: string;
  readonly capacity: number;
  readonly windowSeconds: number;
  readonly left: number;
  readonly blockedUntil?: string;
  readonly waiting: Readonly<Record<string, string>>;
}

const READ: readonly string[] = ["healthy", "degraded"];
/** A limit of a shorter window is used up again and again, and holds nothing up that a person would notice. */
const SHORTEST_WINDOW = 60;
/** What is left below this share is kept for writes. */
const RESERVE = 0.02;

/** A sandbox's staff does something, as they do by themselves every few seconds. */
export const trigger = async ({ api, output }: World, shop: string, times: number): Promise<void> => {
  const place = pathPart("shop", shop);
  const { changed } = await api.call<{ changed: number }>("POST", `/sandbox/${place}/change`, { query: { times } });
  if (output.json) return output.value({ shop, changed });
  const what = `${shop}: ${changed} ${changed === 1 ? "change" : "changes"} at the vendor.`;
  // The change is made, whatever we hear of when it arrives.
  const [now, limits] = await Promise.all([
    api.call<Shop>("GET", `/v1/shops/${place}`),
    api.call<{ data: readonly Limit[] }>("GET", `/v1/shops/${place}/budget`),
  ]).catch(() => []);
  const it = changed === 1 ? "It arrives" : "They arrive";
  output.say(`${what} ${it} ${now && limits ? arrival(now, limits.data, Date.now()) : "later"}; see \`tail ${shop}\`.`);
};

/** When a change arrives, as far as it can be known. */
const arrival = ({ health, breaker }: Shop, limits: readonly Limit[], now: number): string => {
  if (!READ.includes(health)) return `once the shop is read again, which is ${health} now`;
  if (breaker) return `once the vendor's server answers again, which is asked next at ${breaker.nextProbeAt}`;
  const closed = limits.find(({ blockedUntil }) => Date.parse(blockedUntil ?? "") > now);
  const empty = limits.find(isUsedUp);
  if (closed) return `after ${closed.blockedUntil}: until then the vendor takes no call`;
  if (empty) return `after ${openAgain(empty)}: the calls that the vendor allows (${windowOf(empty)}) are used up`;
  return "within seconds where a webhook tells of it, else with the next reading";
};

const isUsedUp = ({ operation, windowSeconds, left, capacity }: Limit): boolean =>
  operation === undefined && windowSeconds >= SHORTEST_WINDOW && left <= capacity * RESERVE;

const windowOf = ({ capacity, windowSeconds, limit }: Limit): string =>
  `${limit}: ${capacity.toLocaleString("en-US")} in ${minutes(windowSeconds)}`;

const minutes = (seconds: number): string => (seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);

/** When the last one in line has its turn; nobody may wait yet. */
const openAgain = ({ waiting, windowSeconds }: Limit): string =>
  Object.values(waiting).toSorted().at(-1) ?? `${minutes(windowSeconds)} at most`;
