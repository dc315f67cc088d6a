import { describe, expect, test } from "vitest";
import type { SimulatedOutcome } from "../../../infra/sandbox/types.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { readFreshness } from "../../../shared/usecases/shops/shop-freshness.ts";
import { compare } from "../../faults/runs/compare.ts";
import { World } from "../../faults/runs/world.ts";
import { answerWith } from "./answers.ts";

const withBody = (outcome: SimulatedOutcome, body: unknown): SimulatedOutcome =>
  outcome.kind === "answer" ? { ...outcome, body: JSON.stringify(body) } : outcome;

const rare = ["purchase-orders", "supplier-orders", "cash-flow", "transfers", "returns"];

/** A shop of which one list shows its first page whichever one is asked for: page sizes are honoured, places are not. */
const openDeaf = async (vendor: VendorId, resource: string, { total = true } = {}) => {
  // A shop has a tenth as many documents of the warehouse as orders.
  const [size, pageSize] = rare.includes(resource) ? [250, 10] : [60, 20];
  const options = { vendor, seed: 7, size, pageSize, resources: [resource], fullEverySeconds: 1_800 };
  const world = new World(options);
  const { listing } = world.vendor.resources.find(({ name }) => name === resource)!;
  world.simulator.habits.firstPages = [listing.operation];
  const answers = answerWith(world, (_request, honest) => {
    const outcome = honest();
    if (total || outcome.kind !== "answer" || !outcome.body.startsWith("{")) return outcome;
    const { total: _total, ...body } = JSON.parse(outcome.body);
    return Array.isArray(body.data) ? withBody(outcome, body) : outcome;
  });
  await world.open();
  return { world, answers };
};

const reasonOf = async (world: World, resource: string) => {
  const deps = { ...world.deps, clock: () => world.time.now(), vendor: () => world.vendor };
  const shop = await world.deps.shops.get(world.ref);
  const { resources } = await readFreshness(shop!, deps);
  return resources.find((one) => one.resource === resource)?.reason;
};

const missing = async (world: World) => {
  const { lost, stale, details } = await compare(world);
  return { lost, stale, details };
};
const isWhole = { lost: 0, stale: 0 };

/** Lists of which an interval of time, or a state, can be asked for; by the vendor's own words. */
const divisible: readonly (readonly [VendorId, string])[] = [
  ["kiotviet", "purchase-orders"],
  ["kiotviet", "cash-flow"],
  ["kiotviet", "transfers"],
  ["kiotviet", "returns"],
  ["kiotviet", "invoices"],
  ["kiotviet", "orders"],
  // By time alone, as long as not a whole page of rows has one and the same.
  ["kiotviet", "customers"],
  ["nhanh-v3", "orders"],
  ["nhanh-v3", "products"],
  ["nhanh-v2", "orders"],
  ["nhanh-v2", "customers"],
  ["pancake", "orders"],
  ["pancake", "customers"],
  ["pancake", "returns"],
  ["pancake", "purchase-orders"],
];

describe.each(divisible)("%s %s", (vendor, resource) => {
  test("a list that ignores where it should go on is read in parts, and nothing is lost", async () => {
    const { world, answers } = await openDeaf(vendor, resource);
    await world.pass(20 * MINUTE);
    expect(await missing(world)).toMatchObject(isWhole);
    for (let edits = 0; edits < 30; edits += 1) world.simulator.change();
    await world.pass(60 * MINUTE);
    expect(await missing(world)).toMatchObject(isWhole);
    expect(answers.calls.length).toBeLessThan(1_000);
  });
});

/** Nothing divides these far enough: the vendor documents no filter by time. */
const indivisible: readonly (readonly [VendorId, string])[] = [
  ["kiotviet", "supplier-orders"],
  ["pancake", "products"],
  ["nhanh-v2", "inventory"],
  ["nhanh-v3", "inventory"],
];

describe.each(indivisible)("%s %s", (vendor, resource) => {
  test("a list that cannot be divided ends after a few pages, says so, and is read whole once it is well", async () => {
    const { world, answers } = await openDeaf(vendor, resource);
    await world.pass(20 * MINUTE);
    const state = await world.deps.states.get(world.ref, resource, "full");
    expect(state.warnings).toContain("incomplete");
    expect(state.stuck).toBeGreaterThan(0);
    expect(answers.calls.length).toBeLessThan(200);
    expect(await reasonOf(world, resource)).toContain("the same rows whichever page is asked for");
    const before = world.time.now();
    await world.pass(60 * MINUTE);
    expect(answers.since(before)).toBeLessThan(200);
    world.simulator.habits.firstPages = undefined;
    await world.pass(40 * MINUTE);
    expect(await missing(world)).toMatchObject(isWhole);
    expect((await world.deps.states.get(world.ref, resource, "full")).stuck).toBeUndefined();
  });
});

test("a divided list without a total says that it may be incomplete: rows without that time are in no part", async () => {
  const { world } = await openDeaf("kiotviet", "purchase-orders", { total: false });
  await world.pass(20 * MINUTE);
  const { warnings } = await world.deps.states.get(world.ref, "purchase-orders", "full");
  expect({ warnings, ...(await missing(world)) }).toMatchObject({ warnings: ["incomplete"], ...isWhole });
});

/** Where each vendor counts the rows of a list. */
const totals = [
  { vendor: "kiotviet", resource: "cash-flow", names: ["total"] },
  { vendor: "kiotviet", resource: "customers", names: ["total"] },
  { vendor: "pancake", resource: "orders", names: ["total_entries", "total_pages"] },
  { vendor: "pancake", resource: "customers", names: ["total_entries", "total_pages"] },
  { vendor: "nhanh-v2", resource: "products", names: ["totalPages", "totalRecords"] },
] as const;

describe.each(totals)("$vendor $resource", ({ vendor, resource, names }) => {
  test.each<[string, unknown]>([
    ["zero", 0],
    ["one page", 20],
    ["negative", -1],
    ["text", "many"],
    ["nothing", null],
    ["a fraction", 7.5],
  ])("a total that says %s ends no list of full pages", async (_name, lie) => {
    const world = new World({ vendor, seed: 3, size: 60, pageSize: 20, resources: [resource] });
    const pattern = new RegExp(`"(${names.join("|")})":(\\d+|"\\d+")`, "g");
    answerWith(world, (_request, honest) => {
      const outcome = honest();
      if (outcome.kind !== "answer") return outcome;
      return { ...outcome, body: outcome.body.replaceAll(pattern, `"$1":${JSON.stringify(lie)}`) };
    });
    await world.open();
    await world.pass(60 * MINUTE);
    const { lost, stale, details } = await compare(world);
    expect({ lost, stale, details }).toEqual({ lost: 0, stale: 0, details: [] });
  });
});
