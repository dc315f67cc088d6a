import type { Lateness } from "../core/shop-health.ts";
import type { Silence } from "../core/silence.ts";
import { type Condition, type Item, queryAll, type Table, type TableWrite } from "../core/table.ts";
import type { VendorId } from "../core/vendor.ts";
import { FLEET_SHARDS, keys, shardOf } from "./keys.ts";
import type { Shop, ShopHealth } from "./shop.ts";

/** How a shop stands, in one line of the operator's list. Times are unix milliseconds. */
export interface FleetLine {
  readonly tenant: string;
  readonly shop: string;
  readonly vendor: VendorId;
  readonly health: ShopHealth;
  /** Since when its copy is not kept fresh; absent for healthy shops, and for those that never were. */
  readonly behindSince?: number | undefined;
  readonly cause?: Lateness["cause"] | undefined;
  /** Resources that are late. */
  readonly late?: number | undefined;
  /** Its server answers nothing. */
  readonly silence?: Silence | undefined;
}

/** The worst first. */
export const fleetOrder: readonly ShopHealth[] = [
  "degraded",
  "needs-reauth",
  "removing",
  "paused",
  "authorizing",
  "healthy",
];

const rankOf = (health: ShopHealth): string => `${fleetOrder.indexOf(health)}#`;

const standingOf = ({ health, lateness, stoppedAt }: Shop): Pick<FleetLine, "behindSince" | "cause" | "late"> => {
  if (health === "degraded" && lateness)
    return { behindSince: lateness.behindSince, cause: lateness.cause, late: lateness.resources };
  return health === "needs-reauth" || health === "paused" ? { behindSince: stoppedAt } : {};
};

/** Within one health, the shop that is behind for the longest time comes first. */
const sortKeyOf = ({ tenant, shop, health, behindSince = 0 }: FleetLine): string =>
  `${rankOf(health)}${String(behindSince).padStart(14, "0")}#${tenant}#${shop}`;

const keyOf = (line: FleetLine) => ({
  pk: keys.fleet(shardOf(`${line.tenant}#${line.shop}`, FLEET_SHARDS)),
  sk: sortKeyOf(line),
});

/** The line is made of the shop alone, so a worker that changes the shop knows which line was there before. */
export const lineOf = (shop: Shop): Item => {
  const { tenant, id, vendor, health, silence } = shop;
  const line = {
    tenant,
    shop: id,
    vendor,
    health,
    ...standingOf(shop),
    ...(silence ? { silence: { ...silence } } : {}),
  };
  return { ...line, ...keyOf(line) };
};

export const lineEnd = (shop: Shop): TableWrite => {
  const { pk, sk } = lineOf(shop);
  return { delete: { pk, sk } };
};

/** Goes into the transaction that changes the shop. Empty while the shop stands as before. */
export const lineChange = (before: Shop, after: Shop): readonly TableWrite[] => {
  const [old, next] = [lineOf(before), lineOf(after)];
  if (JSON.stringify(old) === JSON.stringify(next)) return [];
  return [...(old.sk === next.sk ? [] : [lineEnd(before)]), { put: next }];
};

export interface FleetFilter {
  readonly tenant?: string | undefined;
  readonly vendor?: string | undefined;
  readonly health?: ShopHealth | undefined;
  /** Only shops whose copy is not kept fresh since before this time, unix milliseconds. */
  readonly behindBefore?: number | undefined;
  /** Only shops whose server answers nothing. */
  readonly silent?: true;
}

/** Where each shard goes on: a sort key, `""` at its beginning, null at its end. */
export type FleetPlace = readonly (string | null)[];

/** Requests that one page may take: a rare filter over many shops answers less than a page, and a cursor. */
const MOST_QUERIES = 80;

interface Shard {
  readonly shard: number;
  readonly buffer: readonly FleetLine[];
  /** Behind which key the buffer, and the next request, begin. */
  readonly from: string | null;
  readonly after: string | null;
}

const emptyBuffer = ({ buffer, after }: Shard): boolean => buffer.length === 0 && after !== null;

/**
 * All shops of all tenants, the worst first. A shop has one small item, which is written with the shop itself, and only
 * when it stands otherwise than before.
 */
export const createFleetStore = (table: Table) => {
  const fill = async (state: Shard, filter: FleetFilter, limit: number): Promise<Shard> => {
    const conditions: Condition[] = [
      ...(filter.tenant === undefined ? [] : [{ equal: ["tenant", filter.tenant] } as const]),
      ...(filter.vendor === undefined ? [] : [{ equal: ["vendor", filter.vendor] } as const]),
      ...(filter.behindBefore === undefined ? [] : [{ below: ["behindSince", filter.behindBefore] } as const]),
      ...(filter.silent ? [{ present: "silence" } as const] : []),
    ];
    const page = await table.query({
      pk: keys.fleet(state.shard),
      ...(filter.health === undefined ? {} : { prefix: rankOf(filter.health) }),
      ...(conditions.length === 0 ? { limit } : { filter: { all: conditions } }),
      ...(state.after ? { after: state.after } : {}),
      eventual: true,
    });
    return { ...state, buffer: page.items.map(toLine), from: state.after, after: page.next ?? null };
  };

  return {
    async page(
      filter: FleetFilter,
      place: FleetPlace | undefined,
      limit: number,
    ): Promise<{ lines: FleetLine[]; next: FleetPlace | undefined }> {
      let shards: Shard[] = Array.from({ length: FLEET_SHARDS }, (_, shard) => {
        const from = place?.[shard] === undefined ? "" : place[shard];
        return { shard, buffer: [], from, after: from };
      });
      const lines: FleetLine[] = [];
      let queries = 0;
      while (lines.length < limit) {
        const empty = shards.filter(emptyBuffer);
        if (queries + empty.length > MOST_QUERIES) break;
        queries += empty.length;
        shards = await Promise.all(shards.map((one) => (emptyBuffer(one) ? fill(one, filter, limit) : one)));
        if (shards.some(emptyBuffer)) continue;
        const taken = takeWorst(shards, limit - lines.length);
        if (taken.lines.length === 0) break;
        lines.push(...taken.lines);
        shards = taken.shards;
      }
      const next = shards.map(placeOf);
      return { lines, next: next.every((one) => one === null) ? undefined : next };
    },

    /** Every line, in no order: 1,000 shops are about 200 kB. */
    async *all(): AsyncGenerator<FleetLine> {
      for (let shard = 0; shard < FLEET_SHARDS; shard += 1)
        for await (const item of queryAll(table, { pk: keys.fleet(shard), eventual: true })) yield toLine(item);
    },
  };
};

/** Takes the worst line of all shards again and again, as long as each shard can say which its next one is. */
const takeWorst = (before: readonly Shard[], most: number): { lines: FleetLine[]; shards: Shard[] } => {
  const lines: FleetLine[] = [];
  const shards = [...before];
  while (lines.length < most && !shards.some(emptyBuffer)) {
    const [worst] = shards
      .filter(({ buffer }) => buffer.length > 0)
      .toSorted((one, other) => (sortKeyOf(one.buffer[0]!) < sortKeyOf(other.buffer[0]!) ? -1 : 1));
    const [line, ...buffer] = worst?.buffer ?? [];
    if (!worst || !line) break;
    lines.push(line);
    shards[worst.shard] = { ...worst, buffer, from: sortKeyOf(line) };
  }
  return { lines, shards };
};

const placeOf = ({ buffer, from, after }: Shard): string | null => (buffer.length > 0 ? from : after);

const toLine = (item: Item): FleetLine => ({
  tenant: String(item.tenant),
  shop: String(item.shop),
  vendor: item.vendor as VendorId,
  health: item.health as ShopHealth,
  ...(item.behindSince === undefined ? {} : { behindSince: Number(item.behindSince) }),
  ...(item.cause === undefined ? {} : { cause: item.cause as Lateness["cause"] }),
  ...(item.late === undefined ? {} : { late: Number(item.late) }),
  ...(item.silence === undefined ? {} : { silence: item.silence as unknown as Silence }),
});

export type FleetStore = ReturnType<typeof createFleetStore>;
