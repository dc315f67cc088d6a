import { describe, expect, test } from "vitest";
import { runExperiments } from "../../../infra/field/report.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openFieldShop } from "./world.ts";

describe.each(vendorIds)("a visit to a shop of %s", (vendor) => {
  test("stays within its calls, breaks no limit and writes nothing", async () => {
    const shop = await openFieldShop(vendor);
    const before = shop.simulator.log.length;
    const visit = await shop.visit({ calls: 120 });
    const report = await runExperiments(visit, shop.table);
    const made = shop.simulator.log.slice(before);
    expect(report.calls.made).toBe(made.length);
    expect(report.calls.made).toBeLessThanOrEqual(120);
    expect(shop.simulator.limitBroken).toBe(0);
    expect(shop.simulator.journal).toEqual([]);
    const kinds = new Map(vendors[vendor].operations.map(({ id, kind }) => [id, kind]));
    const other = made.filter(({ operation }) => !["read", "auth"].includes(kinds.get(operation ?? "") ?? "none"));
    expect(other.map(({ operation }) => operation)).toEqual([]);
    expect(report.experiments.filter(({ verdict }) => verdict === "cannot tell").length).toBeLessThan(4);
  });

  test("asks no operation that is not a read", async () => {
    const shop = await openFieldShop(vendor);
    const visit = await shop.visit();
    const before = shop.simulator.log.length;
    for (const { id, kind } of vendors[vendor].operations) {
      if (kind !== "read") await expect(visit.ask(id), id).rejects.toThrow(/no read operation/);
    }
    expect(shop.simulator.log.length).toBe(before);
  });

  test("ends with what it has when its calls are spent", async () => {
    const shop = await openFieldShop(vendor);
    const visit = await shop.visit({ calls: 5 });
    const report = await runExperiments(visit, shop.table);
    expect(report.calls).toEqual({ made: 5, most: 5 });
    expect(report.experiments.filter(({ evidence }) => evidence.includes("calls of this run are spent"))).not.toEqual(
      [],
    );
  });

  test("asks an equal question once", async () => {
    const shop = await openFieldShop(vendor);
    const visit = await shop.visit();
    const operation = vendors[vendor].operations.find(({ id }) => /^(branches|depots|shops|tables)\.list$/.test(id))!;
    const { made } = visit.calls;
    await visit.ask(operation.id, operation.method === "POST" ? { body: {} } : {});
    await visit.ask(operation.id, operation.method === "POST" ? { body: {} } : {});
    expect(visit.calls.made).toBe(made + 1);
  });
});

test("a limit that opens within a minute is waited for", async () => {
  const shop = await openFieldShop("isale");
  const visit = await shop.visit({ calls: 400 });
  const began = shop.now();
  for (let n = 0; n < 130; n += 1) {
    const { said } = await visit.ask("products.get", { params: { id: String(n) } });
    expect(said).not.toBe("later");
  }
  expect(shop.now() - began).toBeGreaterThan(20_000);
  expect(shop.simulator.limitBroken).toBe(0);
});

test("a limit that stays closed for longer ends in no verdict", async () => {
  const shop = await openFieldShop("kiotviet");
  const visit = await shop.visit({
    flip: { answer: () => ({ status: 429, headers: { "retry-after": "600" }, json: { message: "slow down" } }) },
    session: { token: "a token that the shop has" },
  });
  const report = await runExperiments(visit, shop.table);
  expect(report.counts).toEqual({ holds: 0, "does not hold": 0, "cannot tell": report.experiments.length });
  expect(report.experiments.some(({ evidence }) => evidence.includes("limit is used up"))).toBe(true);
});
