import { describe, expect, test } from "vitest";
import type { SimulatedOutcome, SimulatedRequest } from "../../../infra/sandbox/types.ts";
import type { ResourceName } from "../../../shared/core/records.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { World } from "../../faults/runs/world.ts";

/** A shop whose first reading is complete, and whose vendor sends no webhooks. */
const shopOf = async (vendor: VendorId, resources: readonly ResourceName[]): Promise<World> => {
  const world = new World({ vendor, seed: 7, size: 30, resources });
  world.onDelivery = () => undefined;
  await world.open();
  await world.pass(20 * MINUTE);
  return world;
};

const livingIn = async (world: World, resource: string): Promise<readonly string[]> =>
  (await world.deps.records.page(world.ref, resource, { limit: 1_000 })).records.map(({ id }) => id);

describe("the prices of a KiotViet product", () => {
  const PRICES = "price-book-prices";

  /** `id`: a product that has a price in a price book. */
  const pricedProduct = async () => {
    const world = await shopOf("kiotviet", ["products", "price-books", PRICES]);
    const [row] = world.simulator.rows(PRICES) as { productId: number; priceBookId: string }[];
    const { session, credentials } = (await world.deps.secrets.get(world.deps.secretName(world.ref)))!;
    const staff = (method: "GET" | "DELETE"): SimulatedRequest => ({
      method,
      path: `/products/${row!.productId}`,
      query: new URLSearchParams(),
      headers: { authorization: `Bearer ${session?.token}`, retailer: String(credentials.retailer) },
      body: "",
    });
    const id = String(row!.productId);
    const price = `${row!.priceBookId}:${id}`;
    const shown = world.simulator.handle(staff("GET"));
    /** The vendor answers so about the product, once the copy knows that it has ended. */
    const answerLater = (outcome: SimulatedOutcome): void => {
      let ended = false;
      world.adapt = (deps) => {
        const remove: typeof deps.records.remove = async (...named) => {
          const isRemoved = await deps.records.remove(...named);
          ended ||= isRemoved && named[1] === "products";
          return isRemoved;
        };
        return { ...deps, records: { ...deps.records, remove } };
      };
      world.between = {
        answer: (request) => (ended && request.path.endsWith(`/products/${id}`) ? outcome : world.askVendor(request)),
      };
    };
    const isAlive = async (resource: string, one: string) => (await livingIn(world, resource)).includes(one);
    expect(await isAlive(PRICES, price)).toBe(true);
    return { world, id, price, shown, answerLater, isAlive, removeIt: () => world.simulator.handle(staff("DELETE")) };
  };

  test("end within minutes of it, by the vendor's own words, though their list is read every six hours", async () => {
    const { world, id, price, isAlive, removeIt } = await pricedProduct();
    removeIt();
    await world.pass(5 * MINUTE);
    expect(await isAlive("products", id)).toBe(false);
    expect(await isAlive(PRICES, price)).toBe(false);
    const candidates = await world.deps.candidates.open(world.ref, PRICES);
    expect(candidates).toMatchObject([{ id: price, state: "removed" }]);
    expect(candidates[0]!.evidence).toContainEqual(
      expect.objectContaining({ way: "detail", said: "gone", canary: expect.stringMatching(/^\d+:\d+$/) }),
    );
  });

  test("stay where the vendor does not answer about them, and end when it does", async () => {
    const { world, id, price, answerLater, isAlive, removeIt } = await pricedProduct();
    answerLater({ kind: "answer", status: 500, headers: {}, body: "", delay: 0 });
    removeIt();
    await world.pass(30 * MINUTE);
    expect(await isAlive("products", id)).toBe(false);
    expect(await isAlive(PRICES, price)).toBe(true);
    world.between = undefined;
    await world.pass(30 * MINUTE);
    expect(await isAlive(PRICES, price)).toBe(false);
  });

  test("stay where the vendor shows the product again", async () => {
    const { world, id, price, shown, answerLater, isAlive, removeIt } = await pricedProduct();
    answerLater(shown);
    removeIt();
    await world.pass(10 * MINUTE);
    expect(await isAlive("products", id)).toBe(false);
    expect(await isAlive(PRICES, price)).toBe(true);
    expect(await world.deps.candidates.open(world.ref, PRICES)).toEqual([]);
  });
});

describe("rows of KiotViet that are listed for each record of another collection", () => {
  test.each([
    ["voucher-campaigns", "vouchers", "campaignId"],
    ["price-books", "price-book-prices", "priceBookId"],
  ] as const)("when one of the %s ends, its %s are missed within a quarter of an hour", async (parts, name, key) => {
    const world = await shopOf("kiotviet", [parts, name]);
    const resourceNamed = (one: string) => world.vendor.resources.find((resource) => resource.name === one)!;
    const [{ id: idOf, listing }, { listing: list }] = [resourceNamed(parts), resourceNamed(name)];
    const [ended] = await livingIn(world, parts);
    // The vendor's list shows it no more.
    const { read } = listing;
    const readOthers: typeof read = (answer, ask) => {
      const page = read(answer, ask);
      const rows = page.rows.filter((row) => idOf(row) !== ended);
      return { ...page, rows, total: rows.length };
    };
    const { partitions } = list;
    const otherParts: typeof partitions = async (call) => {
      const known = await partitions!(call);
      return { ...known, parts: known.parts.filter((part) => String(part[key]) !== ended) };
    };
    Object.assign(listing, { read: readOthers });
    Object.assign(list, { partitions: otherParts });
    await world.pass(15 * MINUTE);
    expect(await livingIn(world, parts)).not.toContain(ended);
    const candidates = await world.deps.candidates.open(world.ref, name);
    expect(candidates.length).toBeGreaterThan(0);
    for (const { evidence } of candidates) expect(evidence[0]).toMatchObject({ way: "absence", said: "not-shown" });
  });
});

describe("a product and its stock", () => {
  test.each(vendorIds)("%s: end within ten minutes of each other", { timeout: 60_000 }, async (vendor) => {
    const world = await shopOf(vendor, ["products", "inventory"]);
    const { id: idOf } = vendors[vendor].resources.find(({ name }) => name === "products")!;
    const before = await livingIn(world, "products");
    const gone = () => {
      const there = new Set(world.simulator.rows("products").map((row) => idOf(row)));
      return before.filter((id) => !there.has(id));
    };
    for (let act = 0; act < 3_000 && gone().length === 0; act += 1) world.change();
    expect(gone().length).toBeGreaterThan(0);
    const left = async () => {
      const living = [...(await livingIn(world, "products")), ...(await livingIn(world, "inventory"))];
      return living.filter((id) => gone().includes(id));
    };
    expect(await left()).toHaveLength(2 * gone().length);
    await world.pass(10 * MINUTE + 30 * SECOND);
    expect(await left()).toEqual([]);
  });
});
