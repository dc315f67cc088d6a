import { expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { freshnessOf } from "../../../shared/core/freshness.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

test.each([
  ["nhanh-v3", "orders", ({ path }: SimulatedRequest) => path.endsWith("/order/deleted")],
  ["pancake", "orders", ({ query }: SimulatedRequest) => query.get("status") === "7"],
  [
    "kiotviet",
    "inventory",
    ({ query }: SimulatedRequest) => query.get("includeRemoveIds") === "true" && query.get("pageSize") === "1",
  ],
] as const)(
  "%s %s: changed rows arrive as ever while the list of deleted rows is down",
  async (vendor, name, isDeleted) => {
    const world = new World({ vendor, seed: 7, size: 30, resources: [name] });
    world.onDelivery = () => undefined;
    await world.open();
    await world.pass(40 * MINUTE);
    const resource = world.vendor.resources.find((one) => one.name === name)!;
    const drawn = () => new Map(world.simulator.rows(name).map((row) => [resource.id(row), JSON.stringify(row)]));
    const versionOf = async (id: string) => (await world.deps.records.get(world.ref, name, id))?.version ?? 0;
    answerWith(world, (request) => (isDeleted(request) ? answerOf("<html>502 Bad Gateway</html>", 502) : undefined));
    await world.pass(7 * MINUTE);
    for (let round = 0; round < 6; round += 1) {
      const before = drawn();
      let changed: string | undefined;
      for (let act = 0; act < 300 && changed === undefined; act += 1) {
        world.change();
        changed = [...drawn()].find(([id, row]) => before.get(id) !== row)?.[0];
      }
      const was = await versionOf(changed!);
      await world.pass(6 * MINUTE);
      expect(await versionOf(changed!)).toBeGreaterThan(was);
    }
    const live = await world.deps.states.get(world.ref, name, "live");
    expect(live).toMatchObject({ failures: 0, warnings: ["deletions-unread"] });
    const full = await world.deps.states.get(world.ref, name, "full");
    const shop = (await world.deps.shops.get(world.ref))!;
    expect(freshnessOf(resource, { live, full }, shop, world.time.now())).toMatchObject({
      state: "incomplete",
      late: false,
      reason: "Something is missing: the vendor's list of deleted rows could not be read.",
    });
  },
);
