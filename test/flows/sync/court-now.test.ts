import { expect, test } from "vitest";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { jobDepsOf } from "../../../shared/lambda/job-deps.ts";
import { pullRecords } from "../../../shared/usecases/sync/pull-records.ts";
import { World } from "../../faults/runs/world.ts";

/** A shop whose tenant has it read once a day. */
const quietShop = async (): Promise<World> => {
  const world = new World({ vendor: "kiotviet", seed: 12, size: 12, resources: ["products"] });
  world.onDelivery = () => undefined;
  await world.open();
  await world.pass(10 * MINUTE);
  await world.deps.shops.change(world.ref, { schedule: { "*": DAY / 1_000 } });
  await world.pass(10 * MINUTE);
  return world;
};

test("a deletion that a webhook names arrives within minutes, however rarely the resource is read", async () => {
  const world = await quietShop();
  const [product] = world.simulator.rows("products") as { id: number }[];
  const id = String(product!.id);
  world.simulator.handle({
    method: "DELETE",
    path: `/products/${id}`,
    query: new URLSearchParams(),
    headers: await headersOf(world),
    body: "",
  });
  expect(world.simulator.rows("products").some((row) => String((row as { id: number }).id) === id)).toBe(false);
  // No other record is shown in that minute: the first answer proves nothing by itself.
  world.between = {
    answer: (request) =>
      /\/products\/\d+$/.test(request.path) && !request.path.endsWith(`/${id}`)
        ? { kind: "answer", status: 500, headers: {}, body: "", delay: 0 }
        : world.askVendor(request),
  };
  await world.time.until(
    pullRecords({ ref: world.ref, resource: "products", ids: [id] }, world.time.now() + MINUTE, jobDepsOf(world.deps)),
  );
  expect((await world.deps.records.get(world.ref, "products", id))?.deleted).toBe(false);
  world.between = undefined;
  await world.pass(5 * MINUTE);
  expect((await world.deps.records.get(world.ref, "products", id))?.deleted).toBe(true);
});

const headersOf = async (world: World): Promise<Record<string, string>> => {
  const access = await world.deps.secrets.get(world.deps.secretName(world.ref));
  return { authorization: `Bearer ${access?.session?.token}`, retailer: String(access?.credentials.retailer) };
};
