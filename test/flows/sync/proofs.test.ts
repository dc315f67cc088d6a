import { describe, expect, test, vi } from "vitest";
import type { Invoice, Order, ResourceName } from "../../../shared/core/records.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { askSoon } from "../../../shared/usecases/sync/asked.ts";
import { provenOf } from "../../../shared/usecases/sync/proven.ts";
import { compare } from "../../faults/runs/compare.ts";
import { World } from "../../faults/runs/world.ts";
import { blindFilter } from "../../helpers/blind-filter.ts";
import { answerOf, answerWith } from "./answers.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Collections that are polled by the time of change. */
const polled: readonly (readonly [VendorId, readonly ResourceName[]])[] = [
  ["kiotviet", ["products", "customers", "orders", "invoices", "returns"]],
  ["nhanh-v3", ["products", "customers", "orders"]],
  ["nhanh-v2", ["products", "customers", "orders"]],
  ["pancake", ["customers", "orders"]],
];

/** A shop of which everything was read once. No webhooks come, and no full cycle follows within some hours. */
const openRead = async (vendor: VendorId, resources: readonly ResourceName[]): Promise<World> => {
  const world = new World({ vendor, seed: 7, size: 30, resources });
  world.onDelivery = () => undefined;
  await world.open();
  await world.pass(20 * MINUTE);
  return world;
};

const changeFor = async (world: World, minutes: number): Promise<void> => {
  for (let change = 0; change < 6 * minutes; change += 1) {
    world.change();
    await world.pass(10 * SECOND);
  }
};

/** What the copy lacks, or has in an older version. That a row is gone is for other ways to find. */
const lacking = async (world: World): Promise<readonly string[]> => {
  const { details } = await compare(world, { feed: false });
  return details.filter((line) => !line.endsWith(" extra"));
};

describe.each(polled)("%s", (vendor, resources) => {
  test.each([11, 40])("a change that the filter shows %i minutes late is in the copy within the hour", async (late) => {
    const world = await openRead(vendor, resources);
    blindFilter(world, ({ listing }, row) => (listing.time?.(row) ?? 0) > world.time.now() - late * MINUTE);
    await changeFor(world, 5);
    expect(await lacking(world)).not.toEqual([]);
    await world.pass((late + 35) * MINUTE);
    expect(await lacking(world)).toEqual([]);
  });

  test("rows that the filter never shows are in the copy within the hour", async () => {
    const world = await openRead(vendor, resources);
    const since = world.time.now() - MINUTE;
    blindFilter(world, ({ listing }, row) => (listing.time?.(row) ?? 0) >= since);
    await changeFor(world, 5);
    expect(await lacking(world)).not.toEqual([]);
    await world.pass(HOUR);
    expect(await lacking(world)).toEqual([]);
  });
});

describe("stock whose stamp does not move", () => {
  const resources = ["inventory", "orders", "invoices"];
  const open = async (): Promise<World> => {
    const world = await openRead("kiotviet", resources);
    blindFilter(world, ({ name }) => name === "inventory");
    return world;
  };

  test("it is right a quarter of an hour after the last change", async () => {
    const world = await open();
    await changeFor(world, 10);
    await world.pass(15 * MINUTE);
    expect(await lacking(world)).toEqual([]);
  });

  test("it is right a minute after a poll has shown the document that moved it", async () => {
    const world = await open();
    const since = world.time.now();
    await changeFor(world, 4);
    await world.pass(2 * MINUTE);
    const invoices = world.vendor.resources.find(({ name }) => name === "invoices")!;
    const sold = new Set(
      (JSON.parse(JSON.stringify(world.simulator.rows("invoices"))) as any[])
        .filter((row) => (invoices.modified?.(row) ?? 0) >= since)
        .flatMap((row) => row.invoiceDetails.map((line: any) => String(line.productId))),
    );
    expect(sold.size).toBeGreaterThan(1);
    const wrong = (await lacking(world)).map((line) => line.split(" ")[1]!);
    expect(wrong.filter((id) => sold.has(id))).toEqual([]);
  });
});

test("a customer that no list shows is in the copy soon after an order names it", async () => {
  const world = await openRead("nhanh-v3", ["customers", "orders"]);
  const since = world.time.now() - MINUTE;
  blindFilter(world, ({ name, listing }, row) => name === "customers" && (listing.time?.(row) ?? 0) >= since);
  await changeFor(world, 10);
  await world.pass(2 * MINUTE);
  const orders = (await world.deps.records.page(world.ref, "orders", { limit: 500 })).records;
  const named = new Set(orders.map(({ record }) => (record as Order).customerId).filter((id) => id !== undefined));
  expect(named.size).toBeGreaterThan(5);
  expect((await world.deps.records.unknown(world.ref, new Map([["customers", named]]))).get("customers")).toEqual([]);
});

describe("what only the detail shows", () => {
  test("it is asked for soon after the poll, stays when the list is read again, and the status says so", async () => {
    const world = await openRead("kiotviet", ["invoices"]);
    await changeFor(world, 5);
    await world.pass(5 * MINUTE);
    const { records } = world.deps;
    expect((await records.withoutDetail(world.ref, "invoices", undefined)).ids).toEqual([]);
    const noted = async () =>
      (await records.page(world.ref, "invoices", { limit: 500 })).records.filter(
        ({ record }) => (record as Invoice).note !== undefined || (record as Invoice).orderCode !== undefined,
      ).length;
    const before = await noted();
    expect(before).toBeGreaterThan(0);
    const invoices = world.vendor.resources.find(({ name }) => name === "invoices")!;
    const states = await world.deps.states.all(world.ref, world.time.now());
    expect(provenOf(invoices, states)).toMatchObject({ complete: true, details: { complete: true } });
    for (let minute = 0; minute < 10; minute += 1) {
      await changeFor(world, 1);
      expect(await noted()).toBeGreaterThanOrEqual(before);
    }
  });
});

test("what the first second look has found is asked for as well", async () => {
  const world = await openRead("kiotviet", ["invoices"]);
  const { records, states, table } = world.deps;
  const since = world.time.now() - MINUTE;
  blindFilter(world, ({ listing }, row) => (listing.time?.(row) ?? 0) >= since);
  const stored = async () => (await records.page(world.ref, "invoices", { limit: 500 })).records.length;
  const before = await stored();
  for (let change = 0; change < 30; change += 1) world.change();
  await table.delete(keys.looks(world.ref));
  const looks = async () => (await states.get(world.ref, "invoices", "whole")).cycles;
  while ((await looks()) === 0) await world.pass(MINUTE);
  await world.pass(2 * MINUTE);
  expect(await looks()).toBe(1);
  expect(await stored()).toBeGreaterThan(before);
  expect((await records.withoutDetail(world.ref, "invoices", undefined)).ids).toEqual([]);
});

/** What stands before a vendor at times, in the place of one record. */
const noAnswers = [
  [
    "a page of maintenance",
    () => answerOf("<html><body>Maintenance</body></html>", 200, { "content-type": "text/html" }),
  ],
  ["a gateway's 404", () => answerOf({ message: "no Route matched with those values" }, 404)],
  ["an empty object", () => answerOf({})],
  ["a 500", () => answerOf({ message: "Server Error" }, 500)],
] as const;

describe.each(noAnswers)("%s in the place of a record", (_what, answer) => {
  test("is no answer: what only the detail shows comes soon after it has ended", async () => {
    const world = await openRead("kiotviet", ["invoices"]);
    const answers = answerWith(world, ({ path }) => (/\/invoices\/\d+$/.test(path) ? answer() : undefined));
    await changeFor(world, 3);
    await world.pass(10 * MINUTE);
    answers.honest();
    const { records } = world.deps;
    expect((await records.withoutDetail(world.ref, "invoices", undefined)).ids).not.toEqual([]);
    await world.pass(30 * MINUTE);
    expect((await records.withoutDetail(world.ref, "invoices", undefined)).ids).toEqual([]);
  });

  test("is asked for ever more rarely", async () => {
    const world = await openRead("kiotviet", ["invoices"]);
    const path = `/invoices/${(world.simulator.rows("invoices") as { id: number }[])[0]!.id}`;
    let calls = 0;
    answerWith(world, (request) => {
      if (!request.path.endsWith(path)) return undefined;
      calls += 1;
      return answer();
    });
    await askSoon({ ref: world.ref, resource: "invoices", reason: "detail" }, [path.split("/").at(-1)!], world.deps);
    await world.pass(10 * MINUTE);
    expect(calls).toBeGreaterThan(3);
    expect(calls).toBeLessThan(12);
  });
});

describe("a verification", () => {
  test("it compares what only a detail shows as well", async () => {
    const world = await openRead("kiotviet", ["invoices"]);
    const { id } = (world.simulator.rows("invoices") as { id: number }[])[0]!;
    const note = "Giao sau 18 giờ";
    answerWith(world, ({ path }, honest) => {
      const outcome = path.endsWith(`/invoices/${id}`) ? honest() : undefined;
      return outcome?.kind === "answer"
        ? answerOf({ ...JSON.parse(String(outcome.body)), description: note })
        : outcome;
    });
    world.queues.sync.add({ body: { type: "verify", ...world.ref, resource: "invoices" }, group: world.ref.tenant });
    await world.pass(5 * MINUTE);
    const { states, records } = world.deps;
    expect(await states.verification(world.ref, "invoices")).toMatchObject({ complete: true, different: [`${id}`] });
    expect((await records.get(world.ref, "invoices", `${id}`))?.record).toMatchObject({ note });
  });

  test("it notices rows that the poll's filter never shows", async () => {
    const world = await openRead("nhanh-v3", ["products"]);
    const since = world.time.now() - MINUTE;
    blindFilter(world, ({ listing }, row) => (listing.time?.(row) ?? 0) >= since);
    const before = new Set(
      (await world.deps.records.page(world.ref, "products", { limit: 500 })).records.map(({ id }) => id),
    );
    while ((world.simulator.rows("products") as any[]).every(({ id }) => before.has(String(id)))) world.change();
    world.queues.sync.add({ body: { type: "verify", ...world.ref, resource: "products" }, group: world.ref.tenant });
    await world.pass(5 * MINUTE);
    const report = (await world.deps.states.verification(world.ref, "products")) as any;
    expect(report).toMatchObject({ complete: true, listing: { at: expect.any(String) } });
    expect(report.listing.missing).toBeGreaterThan(0);
    expect(await lacking(world)).toEqual([]);
  });
});

test("the status says when everything was read without the filter, and how many rows were missing", async () => {
  const world = await openRead("nhanh-v3", ["customers"]);
  await world.pass(40 * MINUTE);
  const customers = world.vendor.resources.find(({ name }) => name === "customers")!;
  const { proofs, provenAt } = provenOf(customers, await world.deps.states.all(world.ref, world.time.now()));
  expect(proofs.map(({ kind }) => kind)).toEqual(["full", "late", "whole"]);
  expect(proofs[0]).toMatchObject({ records: expect.any(Number), missing: null });
  expect(proofs[2]).toMatchObject({ records: world.simulator.rows("customers").length, missing: 0 });
  expect(Date.parse(provenAt!)).toBeGreaterThan(world.time.now() - 45 * MINUTE);
});
