import type { Client } from "./client.ts";
import type { ProgressLine } from "./progress.ts";

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
  readonly error?: { readonly code: string; readonly message: string };
}

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
  lines(): ProgressLine[];
  /** Reads the status, and the feed up to its end. */
  look(): Promise<void>;
}

/** Follows a shop as a tenant's software would: by its sync status and its change feed. */
export const watchShop = (client: Client, shop: string): ShopWatch => {
  const alive = new Map<string, number>();
  let health = "";
  let status: readonly ResourceStatus[] = [];
  let changes = 0;
  let cursor: string | undefined;

  const readFeed = async () => {
    for (;;) {
      const from = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await client.get<{ data: readonly Change[]; next: string }>(
        `/v1/shops/${shop}/changes?limit=1000${from}`,
      );
      for (const { resource, type } of page.data) {
        const step = type.endsWith(".added") ? 1 : type.endsWith(".deleted") ? -1 : 0;
        alive.set(resource, (alive.get(resource) ?? 0) + step);
      }
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
    look: async () => {
      const [answer] = await Promise.all([
        client.get<{ health: string; data: readonly ResourceStatus[] }>(`/v1/shops/${shop}/sync`),
        readFeed(),
      ]);
      health = answer.health;
      status = answer.data;
    },
  };
};
