import { MemoryTable } from "../../../infra/memory-table.ts";
import type { ListQuery } from "../../../shared/api/list-records.ts";
import { listFound } from "../../../shared/api/list-records.ts";
import type { Findable } from "../../../shared/core/finding.ts";
import type { CanonicalRecord } from "../../../shared/core/records.ts";
import type { Item } from "../../../shared/core/table.ts";
import { createFindStore, findChanges } from "../../../shared/stores/finds.ts";
import { createRecordStore, toStored } from "../../../shared/stores/records.ts";
import { createShopStore, type Shop } from "../../../shared/stores/shops.ts";
import type { ShopChoice } from "../../../shared/usecases/finding/find-in-shops.ts";
import { searchRecords } from "../../../shared/usecases/finding/search-records.ts";
import { billTable, type TableUse } from "../../bench/billed-table.ts";

const TENANT = "chain";
const NOW = Date.UTC(2026, 10, 20, 8);

export const shopId = (number: number): string => `shop-${String(number).padStart(5, "0")}`;

export interface Answered {
  readonly found: readonly string[];
  readonly next: string | null;
  readonly block?: { readonly first: string; readonly last: string } | undefined;
  readonly use: TableUse;
}

/** A tenant with any number of shops, and what each request of a list or a search costs. */
export const openManyShops = async (count: number, recordsOf: (shop: number) => Readonly<Record<string, object[]>>) => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  for (let number = 1; number <= count; number += 1) {
    const ref = { tenant: TENANT, shop: shopId(number) };
    const shop = { ...{ tenant: TENANT, id: ref.shop, vendor: "kiotviet", name: ref.shop, settings: {} } };
    await createShopStore(table).create({
      ...shop,
      ...{ health: "healthy", hookToken: ref.shop, account: ref.shop, createdAt: new Date(NOW).toISOString() },
    } as unknown as Shop);
    for (const [resource, rows] of Object.entries(recordsOf(number)))
      await records.upsert(
        ref,
        resource,
        rows.map((row) => ({
          ...{ id: (row as { id: string }).id, modified: undefined, raw: row },
          record: row as CanonicalRecord,
        })),
        NOW,
      );
  }
  const finds = createFindStore(table);
  for (const { new: item } of [...table.stream]) {
    const [, tenant = "", , shop = "", kind, resource = ""] = item?.pk.split("#") ?? [];
    if (kind === "R") await finds.apply([findChanges({ tenant, shop }, resource, undefined, toStored(item as Item))]);
  }
  const measured = async <Result>(work: (deps: Parameters<typeof listFound>[2]) => Promise<Result>) => {
    const use: TableUse = { read: 0, write: 0, requests: 0 };
    const billed = billTable(table, use);
    const deps = { records: createRecordStore(billed), finds: createFindStore(billed), shops: createShopStore(billed) };
    return { result: await work(deps), use };
  };
  return {
    shops: createShopStore(table),
    tenant: TENANT,
    list: async (resource: Findable, filters: Partial<ListQuery>, choice: ShopChoice = "all"): Promise<Answered> => {
      const query: ListQuery = { limit: 10, deleted: false, raw: false, ...filters };
      const where = { tenant: TENANT, choice, resource, namesShops: true };
      const { result, use } = await measured((deps) => listFound(query, where, deps));
      const found = result.data.map((one) => `${(one._meta as { shop?: string }).shop} ${(one as { id: string }).id}`);
      return { found, next: result.next, block: result.block, use };
    },
    search: (text: string, choice: ShopChoice = "all") =>
      measured(async (deps) => {
        const found: string[] = [];
        const resources = ["orders", "customers", "products"] as const;
        const query = { tenant: TENANT, choice, text, resources, from: undefined, limit: 10 };
        const { next, block } = await searchRecords(query, deps, ({ place, by }) => {
          found.push(`${by} ${place.shop} ${place.id}`);
          return false;
        });
        return { found, next, block };
      }),
  };
};
