import type { Client } from "./client.ts";
import type { ResourceLine, ShopLine } from "./screen.ts";

/** What `GET /v1/shops/{shop}/sync` says of a resource, as far as we show it. */
export interface ResourceStatus {
  readonly resource: string;
  readonly state: string;
  /** The first cycle over everything is done, and so are the details that only single answers show. */
  readonly complete: boolean;
  /** Present: the first cycle over everything is done. */
  readonly completeness?: object;
  readonly lagSeconds: number | null;
  readonly records: number;
  readonly progress?: readonly { readonly rows: number }[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** What `GET /v1/shops/{shop}/budget` says of a limit, as far as we show it. */
interface Limit {
  readonly capacity: number;
  readonly left: number;
  readonly blockedUntil?: string;
}

/** Limits are looked at once in so many looks: the status says more. */
const BUDGET_EVERY = 3;

interface Change {
  readonly resource: string;
  /** `orders.added` */
  readonly type: string;
  readonly id: string;
}

export interface ShopWatch {
  readonly shop: string;
  readonly health: string;
  readonly status: readonly ResourceStatus[];
  /** Changes read so far. */
  readonly changes: number;
  /** Records alive, as the feed tells it. */
  records(resource: string): number;
  lines(): Omit<ResourceLine, "rate">[];
  /** The shop in one line. */
  line(): ShopLine;
  /** Reads the status, and the feed up to its end. */
  look(): Promise<void>;
}

export interface Named {
  readonly name: string;
  readonly vendor: string;
}

/** Follows a shop as a tenant's software would: by its sync status and its change feed. */
export const watchShop = (client: Client, shop: string, named: Named = { name: shop, vendor: "" }): ShopWatch => {
  const alive = new Map<string, number>();
  let health = "";
  let status: readonly ResourceStatus[] = [];
  let limits: readonly Limit[] = [];
  let looks = 0;
  let changes = 0;
  let cursor: string | undefined;

  const readFeed = async () => {
    for (;;) {
      const from = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await client.get<{ data: readonly Change[]; next: string }>(
        `/v1/shops/${shop}/changes?limit=1000${from}`,
      );
      for (const { resource, type } of page.data) alive.set(resource, (alive.get(resource) ?? 0) + stepOf(type));
      changes += page.data.length;
      cursor = page.next;
      if (page.data.length === 0) return;
    }
  };

  const records = (resource: string) => alive.get(resource) ?? 0;
  return {
    shop,
    get health() {
      return health;
    },
    get status() {
      return status;
    },
    get changes() {
      return changes;
    },
    records,
    lines: () =>
      status.map(({ resource, state, lagSeconds, error }) => ({
        ...{ shop, resource, records: records(resource), lag: lagSeconds ?? undefined },
        state: error ? `${state} (${error.code})` : state,
      })),
    line: () => ({
      id: shop,
      name: named.name,
      vendor: named.vendor,
      state: stateOf(health, status),
      records: status.reduce((sum, { resource }) => sum + records(resource), 0),
      lag: slowest(status),
      calls: fullest(limits),
      doing: doingOf(status, limits, Date.now()),
    }),
    look: async () => {
      if (looks++ % BUDGET_EVERY === 0)
        limits = (await client.get<{ data: readonly Limit[] }>(`/v1/shops/${shop}/budget`)).data;
      const [answer] = await Promise.all([
        client.get<{ health: string; data: readonly ResourceStatus[] }>(`/v1/shops/${shop}/sync`),
        readFeed(),
      ]);
      health = answer.health;
      status = answer.data;
    },
  };
};

/** How many more records there are after a change. */
const stepOf = (type: string): number => {
  if (type.endsWith(".added")) return 1;
  return type.endsWith(".deleted") ? -1 : 0;
};

/** The first reading is the news of a healthy shop, until it is done. */
const stateOf = (health: string, status: readonly ResourceStatus[]): string => {
  if (health !== "healthy" && health !== "degraded") return health;
  const done = status.filter(({ completeness }) => completeness !== undefined).length;
  if (done < status.length) return `first ${done}/${status.length}`;
  return health === "healthy" ? "current" : health;
};

const slowest = (status: readonly ResourceStatus[]): number | undefined => {
  const lags = status.map(({ lagSeconds }) => lagSeconds).filter((lag) => lag !== null);
  return lags.length === 0 ? undefined : Math.max(...lags);
};

const fullest = (limits: readonly Limit[]): ShopLine["calls"] => {
  const [limit] = limits.toSorted((left, right) => left.left / left.capacity - right.left / right.capacity);
  return limit && { used: Math.max(0, limit.capacity - limit.left), capacity: limit.capacity };
};

/** What is wrong, before what is waited for, before what is at work. */
const doingOf = (status: readonly ResourceStatus[], limits: readonly Limit[], now: number): string => {
  const failing = status.find(({ error }) => error);
  if (failing) return `! ${failing.resource}: ${failing.error!.code}`;
  const blocked = limits.map(({ blockedUntil }) => Date.parse(blockedUntil ?? "")).filter((until) => until > now);
  if (blocked.length > 0) return `waits ${Math.ceil((Math.max(...blocked) - now) / 1_000)} s: limit`;
  const busy = status.filter(({ progress = [] }) => progress.length > 0);
  if (busy.length === 0)
    return status.every(({ completeness }) => completeness !== undefined) ? "idle" : "first reading";
  return `reads ${busy[0]!.resource}${busy.length > 1 ? ` +${busy.length - 1}` : ""}`;
};
