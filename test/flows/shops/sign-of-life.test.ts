import { expect, test } from "vitest";
import { SECOND } from "../../../shared/core/time.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { rouseShop, signOfLife } from "../../../shared/usecases/shops/sign-of-life.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const shopNamed = (id: string, schedule?: Readonly<Record<string, number>>): Shop =>
  ({ tenant: "acme", id, vendor: "kiotviet", schedule }) as unknown as Shop;

/** What the table is asked for. */
const open = () => {
  let now = Date.UTC(2026, 10, 20);
  const asked: { readonly shop: string; readonly orders: number | undefined }[] = [];
  const deps = {
    states: {
      rouse: async ({ shop }: { readonly shop: string }, shortest: ReadonlyMap<string, number>) => {
        asked.push({ shop, orders: shortest.get("orders#live") });
        return false;
      },
    },
    shops: { wake: async () => undefined },
    vendor: (id: Shop["vendor"]) => vendors[id],
    clock: () => now,
  };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { deps, asked, pass };
};

test("many signs of life in one half minute ask the table once for each shop", async () => {
  const { deps, asked, pass } = open();
  for (let count = 0; count < 5; count += 1) await signOfLife(shopNamed("one"), deps);
  await signOfLife(shopNamed("two"), deps);
  expect(asked.map(({ shop }) => shop)).toEqual(["one", "two"]);
  pass(30 * SECOND);
  await signOfLife(shopNamed("one"), deps);
  expect(asked).toHaveLength(3);
});

test("a new rhythm counts at once, although the shop has just been roused", async () => {
  const { deps, asked } = open();
  await signOfLife(shopNamed("one", { orders: 300 }), deps);
  await rouseShop(shopNamed("one", { orders: 30 }), deps);
  expect(asked.map(({ orders }) => orders)).toEqual([300, 30]);
});
