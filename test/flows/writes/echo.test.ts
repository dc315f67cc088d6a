import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import type { OperationCall, VendorId } from "../../../shared/core/vendor.ts";
import { jobDepsOf } from "../../../shared/lambda/job-deps.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { pullRecords } from "../../../shared/usecases/sync/pull-records.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

describe("our own change that a webhook or a poll brings before the write has read it back", () => {
  let shop: WriteShop;
  const open = async (vendor: VendorId) => {
    shop = await openWriteShop(vendor);
  };
  const send = async (method: string, path: string, body: object): Promise<string> => {
    const answer = await shop.request(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    return answer.body.id;
  };
  /** The vendor has it, and nobody has told us so. */
  const inTheDark = async (method: string, path: string, body: object): Promise<string> => {
    shop.world.simulator.faults.next("timeoutAfterCommit", (request) => request.method !== "GET");
    const id = await send(method, path, body);
    await shop.world.pass(3_000);
    expect((await shop.write(id)).state).toBe("sending");
    return id;
  };
  const pull = async (resource: string, ids: readonly string[]): Promise<void> => {
    const { deps, ref, time } = shop.world;
    await time.until(pullRecords({ ref, resource, ids }, time.now() + MINUTE, jobDepsOf(deps)));
  };
  const staff = async (operation: string, call: OperationCall): Promise<void> => {
    const { deps, ref, time } = shop.world;
    const opened = await openShop(await deps.shops.find(ref), deps);
    await time.until(opened.call("write")(operation, call));
  };
  const changesOf = async (resource: string, id: string) => {
    // The stream is looked at once a minute at the latest, and read some seconds after that.
    await shop.world.pass(2 * MINUTE);
    const { deps, ref, time } = shop.world;
    const changes = await deps.feed.after(ref, resource, 0, { limit: 1_000, now: time.now() });
    return changes.filter((change) => change.id === id);
  };
  const location = () => shop.ids("locations").find((id) => id !== "0")!;

  beforeEach(() => open("kiotviet"));

  test("stock by a webhook's pull carries the write's id in the feed", async () => {
    const productId = shop.ids("products")[0]!;
    const id = await inTheDark("POST", "stock", { productId, locationId: location(), absolute: 4_321 });
    await pull("inventory", [productId]);
    expect((await shop.write(id)).state).toBe("sending");
    expect((await changesOf("inventory", productId)).at(-1)).toMatchObject({ type: "updated", origin: id });
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({ state: "succeeded" });
    const origins = (await changesOf("inventory", productId)).slice(1).map(({ origin }) => origin);
    expect(origins).toEqual([id]);
  });

  test("a new order by a poll is known by the mark that it carries", async () => {
    const id = await inTheDark("POST", "orders", {
      locationId: location(),
      customer: { name: "Lan", phone: "0901234567" },
      lines: [{ productId: shop.ids("products")[0], quantity: 1, price: 10_000 }],
    });
    await shop.world.deps.states.schedule(shop.world.ref, "orders", "live", shop.world.time.now());
    await pull("orders", []);
    const order = shop.ids("orders").at(-1)!;
    expect(await changesOf("orders", order)).toMatchObject([{ type: "added", origin: id }]);
  });

  test("a new customer who carries no mark is known by what was asked", async () => {
    await open("pancake");
    const id = await inTheDark("POST", "customers", { name: "Nguyễn Thị Lan", phone: "0901234567" });
    const customer = shop.ids("customers").at(-1)!;
    await pull("customers", [customer]);
    expect(await changesOf("customers", customer)).toMatchObject([{ type: "added", origin: id }]);
  });

  test("a stranger's change of the same record is a stranger's", async () => {
    const productId = shop.ids("products")[0]!;
    const branchId = Number(location());
    // Ours never arrives.
    shop.world.simulator.faults.next("timeout", ({ method }) => method !== "GET");
    await send("POST", "stock", { productId, locationId: location(), absolute: 4_321 });
    await shop.world.pass(3_000);
    await staff("products.update", {
      params: { id: productId },
      body: { branchId, inventories: [{ branchId, onHand: 9 }] },
    });
    await pull("inventory", [productId]);
    const [change] = (await changesOf("inventory", productId)).slice(-1);
    expect(change).toMatchObject({ type: "updated" });
    expect(change).not.toHaveProperty("origin");
  });

  test("a shop that writes nothing asks nothing about it", async () => {
    const { world } = shop;
    const productId = shop.ids("products")[0]!;
    const branchId = Number(location());
    await staff("products.update", {
      params: { id: productId },
      body: { branchId, inventories: [{ branchId, onHand: 9 }] },
    });
    let queries = 0;
    const query = world.memory.query.bind(world.memory);
    world.memory.query = async (one) => {
      if (one.pk.endsWith("#LANES")) queries += 1;
      return query(one);
    };
    await pull("inventory", [productId]);
    expect(queries).toBe(0);
    expect((await changesOf("inventory", productId)).length).toBe(2);
  });
});
