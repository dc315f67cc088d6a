import { describe, expect, test, vi } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { personalFields } from "../../../shared/core/personal.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { createWorld, shopId, tableText, type World } from "../../contract/vendors/contract-world.ts";

vi.setConfig({ testTimeout: 240_000 });

const collections = ["customers", "orders", "invoices", "returns", "cash-flow"] as const;

const valuesAt = (value: any, [step, ...rest]: readonly string[]): unknown[] => {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, [step!, ...rest]));
  if (step === undefined) return [value];
  return value === undefined || value === null ? [] : valuesAt(value[step], rest);
};
const textsIn = (value: unknown): string[] =>
  typeof value === "string" ? [value] : typeof value === "object" && value ? Object.values(value).flatMap(textsIn) : [];

/** What the copy that keeps everything says of people: long enough to be theirs alone. */
const peopleIn = async (world: World): Promise<Set<string>> => {
  const found = new Set<string>();
  for (const name of collections.filter((one) => world.vendor.resources.some((resource) => resource.name === one)))
    for (const record of (await world.records(name)).values())
      for (const field of personalFields[name]!.filter((one) => !/gender|masked|ward|province/.test(one)))
        for (const text of valuesAt(record, field.split(".")).flatMap(textsIn))
          if (text.length >= 8 && /\d{8}|@|\p{L}+ \p{L}+/u.test(text)) found.add(text);
  return found;
};

const copyOf = async (id: VendorId, more: object): Promise<World> => {
  const world = await createWorld(id, await simulators[id]!(), { size: 12, days: 3 });
  expect((await world.register(shopId, undefined, more)).status).toBe(201);
  await world.cycle(undefined, true);
  return world;
};

/** Collections about the shop itself: a street of one of its stores may be a customer's as well. */
const own = ["locations", "staff", "suppliers", "products"] as const;
const ownTexts = async (world: World): Promise<string> => {
  const texts = [];
  for (const name of own.filter((one) => world.vendor.resources.some((resource) => resource.name === one)))
    texts.push(...[...(await world.records(name)).values()].map((record) => JSON.stringify(record)));
  return texts.join("\n");
};

describe.each(Object.keys(simulators) as VendorId[])("%s", (id) => {
  test("nothing that says who a customer is reaches the table, and documents keep their sums", async () => {
    await using kept = await copyOf(id, {});
    const shops = await ownTexts(kept);
    const people = [...(await peopleIn(kept))].filter((text) => !shops.includes(text));
    expect(people.length).toBeGreaterThan(10);
    const whole = [...tableText(kept.stack)].join("\n");
    expect(people.filter((text) => !whole.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);

    await using left = await copyOf(id, { personalData: "left-out" });
    const shop = (await left.request("GET", `/v1/shops/${shopId}`)).body;
    expect(shop.personalData).toBe("left-out");
    const table = [...tableText(left.stack)];
    const traces = people.flatMap((text) =>
      table
        .filter((item) => item.includes(JSON.stringify(text).slice(1, -1)))
        .map((item) => item.slice(Math.max(0, item.indexOf(text) - 150), item.indexOf(text) + text.length + 30)),
    );
    expect(traces.slice(0, 10)).toEqual([]);
    const [before, after] = [await kept.records("orders"), await left.records("orders")];
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [order, { total, customerId }] of before) {
      const { total: sum, customerId: whose } = after.get(order);
      expect({ sum, whose }).toEqual({ sum: total, whose: customerId });
    }
  });
});

describe.each(["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const)("a write to %s", (id) => {
  test("blanks nothing at the vendor of what the copy leaves out, and its change is noticed", async () => {
    await using world = await copyOf(id, { personalData: "left-out" });
    const at = `/v1/shops/${shopId}`;
    const rows = (): string[] => world.simulator.rows("customers").map((row) => JSON.stringify(row));
    const listed = (await world.request("GET", `${at}/customers?limit=100`)).body.data;
    const { id: customer } = listed.find((one: { id: string }) =>
      rows().some((row) => row.includes(`"${one.id}"`) || row.includes(`:${one.id},`)),
    );
    const isIts = (row: string): boolean => row.includes(`"${customer}"`) || row.includes(`:${customer},`);
    const phonesIn = (text: string | undefined): string[] => text?.match(/0[35789]\d{8}/g) ?? [];
    const before = rows().find(isIts);
    expect(phonesIn(before).length).toBeGreaterThan(0);
    const version = (await world.request("GET", `${at}/customers/${customer}`)).body._meta.version;
    if (!("customers.update" in world.vendor.writes)) return;
    if (id === "nhanh-v2") {
      // Its customers are found by their mobile alone, which the copy does not have: nothing is sent.
      const refused = await world.request(
        "PATCH",
        `${at}/customers/${customer}`,
        { name: "Người Mới Tinh" },
        "rename-1",
      );
      expect(refused).toMatchObject({ status: 422, body: { code: "invalid-command" } });
      expect(rows().find(isIts)).toBe(before);
      return;
    }
    const write = await world.write("PATCH", `customers/${customer}`, { name: "Người Mới Tinh" }, "rename-1");
    expect(write.state).toBe("succeeded");
    const after = rows().find(isIts);
    expect(after).toContain("Người Mới Tinh");
    expect(phonesIn(after)).toEqual(phonesIn(before));
    const stored = (await world.request("GET", `${at}/customers/${customer}?raw=true`)).body;
    expect(stored._meta.version).toBe(version + 1);
    expect(stored._meta.leftOut).toContain("name");
    expect(JSON.stringify(stored)).not.toContain("Người Mới Tinh");
    await world.cycle(["customers"], true);
    expect((await world.request("GET", `${at}/customers/${customer}`)).body._meta.version).toBe(version + 1);
  });
});
