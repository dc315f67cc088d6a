import { expect, test } from "vitest";
import { createHandler as createWrite } from "../../../functions/write.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { registerShop } from "../../../shared/usecases/shops/register-shop.ts";
import { submitWrite } from "../../../shared/usecases/writing/submit-write.ts";
import { World } from "../../faults/runs/world.ts";

const SHOPS = 30;
const EACH = 40;

/** The first of many waits longest, if any does: a median would not show it. */
const mean = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0) / times.length;

test("a burst in thirty shops of one tenant does not delay another tenant's write more than twice", async () => {
  const world = new World({ vendor: "kiotviet", seed: 5, size: 8, resources: ["locations", "products"] });
  const { deps, time } = world;
  // All of these shops are one account at the simulated vendor: its limit is not what is looked at here.
  Object.assign(world.vendor, { limits: world.vendor.limits.map((limit) => ({ ...limit, capacity: 1_000_000 })) });
  world.onDelivery = () => undefined;
  world.writeWorker = async (own, message, context) => {
    const { batchItemFailures } = await createWrite(own)({ Records: [message] }, context);
    if (batchItemFailures.length > 0) throw new RetryLater("the message failed");
  };
  world.queues.writes.rules = { ...world.queues.writes.rules, workers: 20 };
  await world.open();
  const place = {
    locationId: String((world.simulator.rows("locations")[0] as { id: number }).id),
    productId: String((world.simulator.rows("products")[0] as { id: number }).id),
  };
  const open = (tenant: string, id: string) =>
    time.until(
      registerShop(
        tenant,
        {
          id,
          vendor: "kiotviet",
          name: id,
          credentials: world.simulator.credentials,
          settings: world.simulator.settings,
          hosts: world.simulator.hosts("http://vendor.test"),
        },
        { ...deps, publicUrl: "https://connector.test", allowShopHosts: true, trialCallsPerMinute: 1_000 },
      ),
    );
  let count = 0;
  const order = async (tenant: string, id: string, phone: string) => {
    count += 1;
    const shop = await deps.shops.find({ tenant, shop: id });
    return submitWrite(
      shop,
      {
        kind: "orders.create",
        idempotencyKey: `key-${count}`,
        command: {
          locationId: place.locationId,
          customer: { name: "Lan", phone },
          lines: [{ productId: place.productId, quantity: 1, price: 1_000 }],
        },
      },
      deps,
    );
  };
  const timed = async (): Promise<number> => {
    const began = time.now();
    const { id } = await order("quiet", "one", `09${count}`);
    for (;;) {
      const write = await deps.ledger.find({ tenant: "quiet", shop: "one" }, id);
      if (write.state === "succeeded") return time.now() - began;
      await world.pass(50);
      if (time.now() - began > 10 * MINUTE) throw new Error(`never done: ${JSON.stringify(write)}`);
    }
  };
  await open("quiet", "one");
  for (let shop = 0; shop < SHOPS; shop += 1) await open("noisy", `shop-${shop}`);
  await world.pass(MINUTE);
  const alone: number[] = [];
  for (let write = 0; write < 9; write += 1) alone.push(await timed());
  for (let write = 0; write < EACH; write += 1)
    for (let shop = 0; shop < SHOPS; shop += 1) await order("noisy", `shop-${shop}`, "0901234567");
  const beside: number[] = [];
  for (let write = 0; write < 9; write += 1) beside.push(await timed());
  const left = (await deps.ledger.list({ tenant: "noisy", shop: "shop-3" }, { limit: 100 })).writes.filter(
    ({ state }) => state === "queued",
  );
  expect(mean(beside), `alone ${alone}, beside ${beside}`).toBeLessThan(2 * mean(alone));
  expect(left.length, "the burst still goes on").toBeGreaterThan(0);
});
