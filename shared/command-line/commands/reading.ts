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
  readonly state?: string;
  readonly total?: number | string;
  readonly customer?: { readonly name?: string };
  readonly createdAt?: string;
}

export const listRecords = async (
  world: World,
  shop: string,
  resource: string,
  options: ListOptions,
): Promise<void> => {
  const { limit, ...query } = options;
  const rows = await allPages<Row>(world, path(shop, resource), query, limit);
  if (world.output.json) return world.output.value(rows);
  world.output.table(
    ["id", "code", "state", "total", "who or what", "created"],
    rows.map(({ id, code = "", state = "", total = "", customer, name, createdAt = "" }) => [
      ...[id, code, state, String(total), customer?.name ?? name ?? "", createdAt],
    ]),
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
