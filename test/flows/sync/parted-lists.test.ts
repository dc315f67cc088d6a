import { expect, test } from "vitest";
import { HOUR } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

const storedIn = async (world: World, name: string) =>
  (await world.deps.records.page(world.ref, name, { limit: 1000 })).records;

/** A page of the list that names the parts, and never the end of that list. */
const oneMore = (body: any) => ({ ...body, total: body.total + 1 });
const neverEnds = (body: any) => ({ ...body, paginator: { next: { id: null } } });

const parted: readonly (readonly [VendorId, string, string, (body: any) => unknown])[] = [
  ["kiotviet", "price-book-prices", "/pricebooks", oneMore],
  ["kiotviet", "vouchers", "/vouchercampaign", oneMore],
  ["nhanh-v3", "price-book-products", "/promotion/pricelist", neverEnds],
  ["nhanh-v3", "vouchers", "/promotion/batch", neverEnds],
];

test.each(parted)(
  "%s %s arrive though the list that names their parts has no end",
  async (vendor, name, path, told) => {
    const world = new World({ vendor, seed: 7, size: 30, resources: [name] });
    world.onDelivery = () => undefined;
    let asked = 0;
    answerWith(world, (request, honest) => {
      if (!request.path.endsWith(path)) return undefined;
      asked += 1;
      const outcome = honest();
      if (outcome.kind !== "answer" || outcome.status !== 200) return outcome;
      return answerOf(told(JSON.parse(outcome.body)));
    });
    await world.open();
    await world.pass(HOUR);
    expect(asked).toBeGreaterThan(0);
    const rows = world.simulator.rows(name).length;
    expect(rows).toBeGreaterThan(0);
    expect(await storedIn(world, name)).toHaveLength(rows);
    expect(await world.deps.states.get(world.ref, name, "full")).toMatchObject({
      failures: 0,
      warnings: ["incomplete"],
    });
  },
);
