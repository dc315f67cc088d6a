import { pathPart } from "../path-part.ts";
import type { World } from "../world.ts";
import { allPages } from "./pages.ts";

const path = (shop: string, rest: string): string =>
  `/v1/shops/${pathPart("shop", shop)}/${pathPart("resource", rest)}`;

interface Shop {
  readonly id: string;
  readonly vendor: string;
  readonly name: string;
  readonly health: string;
  readonly reason?: string;
}

export const listShops = async (world: World): Promise<void> => {
  const shops = await allPages<Shop>(world, "/v1/shops", {}, 1_000);
  if (world.output.json) return world.output.value(shops);
  world.output.table(
    ["id", "vendor", "name", "health", "reason"],
    shops.map(({ id, vendor, name, health, reason = "" }) => [id, vendor, name, health, reason]),
  );
};

export interface ListOptions {
  readonly id?: string | undefined;
  readonly code?: string | undefined;
  readonly updatedSince?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly raw?: boolean | undefined;
  readonly limit: number;
}

interface Row {
  readonly id: string;
  readonly code?: string;
  readonly name?: string;
  readonly status?: string;
  readonly vendorStatus?: { readonly code?: string; readonly name?: string };
  readonly total?: number | string;
  readonly amount?: number | string;
  readonly price?: number | string;
  readonly customer?: { readonly name?: string };
  readonly supplierName?: string;
  readonly createdAt?: string;
  readonly at?: string;
}

type Column = readonly [head: string, of: (row: Row) => number | string | undefined];

/** What a person looks for in a record of any collection. */
const COLUMNS: readonly Column[] = [
  ["id", ({ id }) => id],
  ["code", ({ code }) => code],
  ["status", ({ status, vendorStatus }) => status ?? vendorStatus?.name ?? vendorStatus?.code],
  ["total", ({ total, amount }) => total ?? amount],
  ["price", ({ price }) => price],
  ["who or what", ({ customer, name, supplierName }) => customer?.name ?? name ?? supplierName],
  ["created", ({ createdAt, at }) => createdAt ?? at],
];

export const listRecords = async (
  world: World,
  shop: string,
  resource: string,
  options: ListOptions,
): Promise<void> => {
  const { limit, ...query } = options;
  const rows = await allPages<Row>(world, path(shop, resource), query, limit);
  if (world.output.json) return world.output.value(rows);
  // A collection has some of these fields only: a column that nothing fills tells nothing.
  const columns = COLUMNS.filter(([, of]) => rows.length === 0 || rows.some((row) => of(row) !== undefined));
  world.output.table(
    columns.map(([head]) => head),
    rows.map((row) => columns.map(([, of]) => String(of(row) ?? ""))),
  );
};

export interface ExplainOptions {
  readonly resource: string;
  readonly id?: string | undefined;
  readonly code?: string | undefined;
  readonly phone?: string | undefined;
}

export const explain = async (world: World, shop: string, options: ExplainOptions): Promise<void> => {
  const answer = await world.api.call("GET", path(shop, "explain"), { query: { ...options } });
  if (world.output.json) return world.output.value(answer);
  world.output.say(answer.sentence);
  for (const [name, value] of Object.entries(answer.evidence))
    world.output.say(`  ${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`);
};
