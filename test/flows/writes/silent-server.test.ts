import { describe, expect, test } from "vitest";
import { RetryLater, ShopSilent } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

/** A shop of KiotViet whose server can stop answering. `calls`: what it was asked meanwhile. */
const open = async () => {
  const shop = await openWriteShop("kiotviet");
  const { world } = shop;
  const server = { hangs: false, calls: [] as string[] };
  world.adapt = (deps) => ({
    ...deps,
    send: async (request) => {
      if (!server.hangs) return deps.send(request);
      server.calls.push(`${request.method} ${new URL(request.url).pathname}`);
      await world.time.sleep(request.timeout ?? 60_000);
      throw new RetryLater("no answer");
    },
  });
  const submit = async (index: number): Promise<string> => {
    const body = { name: `Lan ${index}`, phone: `09012345${String(index).padStart(2, "0")}` };
    const answer = await shop.request("POST", "customers", body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    return answer.body.id;
  };
  const written = () => server.calls.filter((call) => call.startsWith("POST") && call.endsWith("/customers"));
  const made = () => shop.journal().filter(({ operation }) => operation === "customers.create").length;
  return { ...shop, server, submit, written, made };
};

describe("writes to a shop whose server answers nothing", () => {
  test("wait in their lines, not sent, and are carried out once each when it answers again", async () => {
    const { world, server, submit, write, written, made } = await open();
    server.hangs = true;
    await world.pass(10 * MINUTE);
    expect((await world.deps.shops.find(world.ref)).silence).toBeDefined();
    server.calls.length = 0;
    const ids = [await submit(1), await submit(2), await submit(3)];
    await world.pass(20 * MINUTE);
    // What is asked meanwhile asks, and writes nothing: a call at a time, every five minutes.
    expect(written()).toEqual([]);
    expect(server.calls.length).toBeLessThan(20);
    for (const id of ids) expect(await write(id)).toMatchObject({ state: "queued", attempts: 0 });
    server.hangs = false;
    await world.pass(7 * MINUTE);
    for (const id of ids) expect(await write(id)).toMatchObject({ state: "succeeded", attempts: 1 });
    expect(made()).toBe(ids.length);
  });

  test("that this worker cannot send any more have made no try, however often that happens", async () => {
    let isSilent = true;
    const shop = openStubShop("kiotviet", async (operation) => {
      if (operation !== "customers.create") return { data: [], total: 0 };
      if (isSilent) throw new ShopSilent("the server answers nothing", { delivered: "no" });
      return { data: { id: 1, code: "KH1" } };
    });
    const command = { name: "Lan", phone: "0901234567" };
    const { id } = await shop.submit({ kind: "customers.create", command });
    // More often than a write is tried.
    for (let round = 0; round < 30; round += 1) {
      await shop.run();
      shop.time.now += 5 * MINUTE;
    }
    expect(await shop.write(id)).toMatchObject({ state: "queued", attempts: 0 });
    isSilent = false;
    await shop.run();
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", attempts: 1 });
  });

  test("go out at once when a person finds that the server answers again", async () => {
    const { world, server, submit, write, request } = await open();
    server.hangs = true;
    await world.pass(10 * MINUTE);
    const id = await submit(1);
    await world.pass(2 * MINUTE);
    const silent = (await world.deps.shops.find(world.ref)).silence!;
    expect(silent.probeAt).toBeGreaterThan(world.time.now() + MINUTE / 2);
    server.hangs = false;
    const { status, body } = await request("POST", "check", {});
    expect({ status, ok: body.ok }).toEqual({ status: 200, ok: true });
    expect((await world.deps.shops.find(world.ref)).silence).toBeUndefined();
    await world.pass(silent.probeAt - world.time.now() - 1_000);
    expect(await write(id)).toMatchObject({ state: "succeeded", attempts: 1 });
  });

  test("of a paused shop are carried out as well: their worker finds out by itself", async () => {
    const { world, server, submit, write, request, made } = await open();
    server.hangs = true;
    await world.pass(10 * MINUTE);
    expect((await request("POST", "pause")).status).toBe(200);
    const id = await submit(1);
    await world.pass(10 * MINUTE);
    server.hangs = false;
    await world.pass(7 * MINUTE);
    expect(await write(id)).toMatchObject({ state: "succeeded", attempts: 1 });
    expect((await world.deps.shops.find(world.ref)).silence).toBeUndefined();
    expect(made()).toBe(1);
  });

  test("are sent no more once the first of them have got no answer, and each is carried out once in the end", async () => {
    const { world, server, submit, write, written, made } = await open();
    world.ticks(false);
    const ids: string[] = [];
    server.hangs = true;
    for (let index = 1; index <= 40; index += 1) ids.push(await submit(index));
    await world.pass(4 * MINUTE);
    expect((await world.deps.shops.find(world.ref)).silence).toBeDefined();
    // As many as are sent side by side.
    expect(written().length).toBeLessThanOrEqual(24);
    const untried = await Promise.all(ids.map(write));
    expect(untried.filter(({ state, attempts }) => state === "queued" && attempts === 0).length).toBeGreaterThanOrEqual(
      16,
    );
    server.hangs = false;
    world.ticks(true);
    await world.pass(40 * MINUTE);
    for (const id of ids) expect(await write(id)).toMatchObject({ state: "succeeded" });
    expect(made()).toBe(ids.length);
  });
});
