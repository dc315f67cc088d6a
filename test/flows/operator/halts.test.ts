import { describe, expect, test, vi } from "vitest";
import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { createHandler as createWrite } from "../../../functions/write.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import { createHaltStore } from "../../../shared/stores/halts.ts";
import { compare } from "../../faults/runs/compare.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { openWatchedShop } from "../freshness/watched-shop.ts";
import { startReceiver } from "../webhooks/receiver.ts";
import { createWebhookStack } from "../webhooks/stack.ts";

vi.setConfig({ testTimeout: 60_000 });

const REASON = "the contract has ended";

/** A shop at work: staff, webhooks and writes of ours go on. */
const open = async () => {
  const shop = await openWatchedShop("kiotviet", ["orders", "products", "customers"], { webhooks: true });
  const { world } = shop;
  world.writeWorker = async (deps, message, context) => {
    const { batchItemFailures } = await createWrite(deps)({ Records: [message] }, context);
    if (batchItemFailures.length > 0) throw new Error("the write failed");
  };
  const calls = () => world.simulator.log.length;
  const name = "Nguyễn Văn A";
  return {
    ...shop,
    /** Lets minutes pass in which the staff change something each time. @returns calls of the vendor meanwhile */
    live: async (minutes: number): Promise<number> => {
      const before = calls();
      for (let minute = 0; minute < minutes; minute += 1) {
        world.change();
        await world.pass(MINUTE);
      }
      return calls() - before;
    },
    write: (once: string) => shop.post("/v1/shops/shop/customers", { name, phone: "0900000009" }, once),
    stateOf: async (id: string) => (await shop.get(`/v1/shops/shop/writes/${id}`)).state,
    made: () => world.simulator.rows("customers").filter((row: any) => row.name === name).length,
    lacking: async () => {
      const { lost, stale, extra, feedMismatch, details } = await compare(world, { feed: true, live: true });
      return lost + stale + extra + feedMismatch > 0 ? details : [];
    },
  };
};

describe("a suspended tenant", () => {
  test("has its keys refused with the reason, and its vendors are not called, until it is resumed and all is there", async () => {
    const { world, live, operator, get, write, stateOf, made, lacking } = await open();
    const { id } = await write("before");
    const suspended = await operator("POST", "/v1/operator/tenants/acme/suspend", { reason: REASON });
    const at = new Date(world.time.now()).toISOString();
    expect(suspended).toMatchObject({ id: "acme", suspension: { since: at, reason: REASON, by: "operator" } });
    await world.pass(MINUTE);
    await expect(get("/v1/shops")).rejects.toThrow(`suspended this tenant since ${at}: ${REASON}.`);
    await expect(get("/v1/shops")).rejects.toThrow("403");
    expect(await live(45)).toBe(0);
    expect((await operator("GET", "/v1/operator/status")).halted).toEqual({ vendors: [], tenants: ["acme"] });
    await operator("POST", "/v1/operator/tenants/acme/resume");
    // Whether the write was sent before the suspension held is a matter of seconds: it is sent once.
    await live(6);
    await world.pass(4 * MINUTE);
    expect([await stateOf(id), made()]).toEqual(["succeeded", 1]);
    expect(await lacking()).toEqual([]);
    expect((await get("/v1/shops/shop")).health).toBe("healthy");
  });

  test("keeps a write in line that was taken before, and it is sent once after the resume", async () => {
    const { world, live, operator, write, stateOf, made } = await open();
    await operator("POST", "/v1/operator/vendors/kiotviet/pause", { reason: REASON });
    await live(1);
    const { id } = await write("paused");
    await operator("POST", "/v1/operator/tenants/acme/suspend", { reason: REASON });
    await operator("POST", "/v1/operator/vendors/kiotviet/resume");
    expect(await live(40)).toBe(0);
    expect(made()).toBe(0);
    await operator("POST", "/v1/operator/tenants/acme/resume");
    await world.pass(3 * MINUTE);
    expect([await stateOf(id), made()]).toEqual(["succeeded", 1]);
  });

  test("gets a shop that it has removed removed all the same", async () => {
    const { world, operator, live } = await open();
    await operator("DELETE", "/v1/operator/tenants/acme/shops/shop");
    await operator("POST", "/v1/operator/tenants/acme/suspend", { reason: REASON });
    world.loseSyncMessages();
    await live(40);
    expect(await world.deps.shops.get(world.ref)).toBeUndefined();
  });

  test("is told nothing meanwhile, and everything afterwards, however old it is by then", async () => {
    await using receiver = await startReceiver();
    const stack = await createWebhookStack();
    const { body: endpoint } = await stack.request("POST", "/v1/endpoints", {
      ...{ key: stack.key, body: { url: receiver.url } },
    });
    const deliver = async () => {
      const handler = createDeliver(stack.depsOf("deliver"));
      await stack.tick();
      for (const { body } of stack.queues.deliveries.splice(0)) {
        const record = { messageId: "1", body: JSON.stringify(body) };
        const { batchItemFailures } = await handler({ Records: [record] }, { getRemainingTimeInMillis: () => 30_000 });
        expect(batchItemFailures).toEqual([]);
      }
    };
    receiver.answer = (response) => void response.writeHead(500).end();
    await stack.request("POST", `/v1/endpoints/${endpoint.id}/test`, { key: stack.key });
    await deliver();
    expect(receiver.received.length).toBe(1);
    const operate = (act: string, body?: unknown) =>
      stack.request("POST", `/v1/operator/tenants/acme/${act}`, { key: operatorKey, body });
    await operate("suspend", { reason: REASON });
    for (let day = 0; day < 4; day += 1) {
      stack.advance(DAY);
      await deliver();
    }
    expect(receiver.received.length).toBe(1);
    // After more than the three days for which an event is tried, its next try may fail, and it is not given up.
    await operate("resume");
    stack.advance(2 * MINUTE);
    await deliver();
    expect(receiver.received.length).toBe(2);
    receiver.answer = (response) => void response.writeHead(200).end();
    stack.advance(10 * MINUTE);
    await deliver();
    expect(receiver.received.length).toBe(3);
    const { body: events } = await stack.request("GET", `/v1/endpoints/${endpoint.id}/events`, { key: stack.key });
    expect(events.data).toMatchObject([{ state: "delivered" }]);
  });

  test("is nobody else, and cannot be resumed twice", async () => {
    let now = Date.now();
    const stack = createTestStack({ clock: () => now });
    const keys: string[] = [];
    for (const id of ["acme", "globex"]) {
      await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id, name: id } });
      const body = { name: "main", scope: "read" };
      keys.push((await stack.request("POST", `/v1/tenants/${id}/keys`, { key: operatorKey, body })).body.key);
    }
    // A trail is in the order of its milliseconds: two actions never share one here.
    const act = (path: string, body?: unknown) => {
      now += 1;
      return stack.request("POST", `/v1/operator/tenants/${path}`, { key: operatorKey, body });
    };
    const statuses = async () => {
      const found = [];
      for (const key of keys) found.push((await stack.request("GET", "/v1/shops", { key })).status);
      return found;
    };
    expect((await act("acme/resume")).body.code).toBe("not-suspended");
    expect((await act("nobody/suspend", { reason: REASON })).body.code).toBe("unknown-tenant");
    expect((await act("acme/suspend", {})).body.code).toBe("invalid-body");
    const first = (await act("acme/suspend", { reason: REASON })).body.suspension;
    expect(await statuses()).toEqual([403, 200]);
    expect((await act("acme/suspend", { reason: "unpaid" })).body.suspension).toEqual({ ...first, reason: "unpaid" });
    // Suspended or not, no tenant may do what an operator does.
    const own = await stack.request("POST", "/v1/operator/tenants/acme/resume", { key: keys[0]! });
    expect(own.body.code).toBe("forbidden");
    const key = keys[1]!;
    expect((await stack.request("POST", "/v1/operator/tenants/acme/resume", { key })).status).toBe(403);
    await act("acme/resume");
    expect(await statuses()).toEqual([200, 200]);
    const { body: trail } = await stack.request("GET", "/v1/operator/tenants/acme/audit", { key: operatorKey });
    expect(trail.data.slice(0, 2)).toMatchObject([
      { action: "tenants.resume", subject: "acme" },
      { action: "tenants.suspend", details: { reason: "unpaid" } },
    ]);
  });
});

describe("a vendor that an operator has paused", () => {
  test("is called for nobody, tenants read why, and its shops are whole again afterwards", async () => {
    const { world, live, operator, get, post, write, stateOf, made, lacking } = await open();
    await operator("POST", "/v1/operator/vendors/kiotviet/pause", { reason: "KiotViet blocks our address" });
    await world.pass(MINUTE);
    const { id } = await write("paused");
    expect(await live(2 * 60)).toBe(0);
    expect(await stateOf(id)).toBe("queued");
    const { health, reason } = await get("/v1/shops/shop");
    expect(health).toBe("paused");
    expect(reason).toContain("KiotViet blocks our address");
    for (const line of (await get("/v1/shops/shop/sync")).data) expect(line.state).toBe("paused");
    await expect(post("/v1/shops/shop/check", undefined)).rejects.toThrow("KiotViet blocks our address");
    await expect(post("/v1/shops/shop/check", undefined)).rejects.toThrow("503");
    // For those who run the deployment it is no trouble of the shop's.
    expect((await operator("GET", "/v1/operator/shops")).data).toMatchObject([{ shop: "shop", health: "healthy" }]);
    expect(await world.deps.shops.get(world.ref)).toMatchObject({ health: "healthy" });
    await operator("POST", "/v1/operator/vendors/kiotviet/resume");
    await live(6);
    await world.pass(4 * MINUTE);
    expect([await stateOf(id), made()]).toEqual(["succeeded", 1]);
    expect((await get("/v1/shops/shop")).health).toBe("healthy");
    expect(await lacking()).toEqual([]);
  });

  test("is told to tenants as no event: its shops were to be read by nobody", async () => {
    const { live, operator, events } = await open();
    await operator("POST", "/v1/operator/vendors/kiotviet/pause", { reason: REASON });
    await live(90);
    await operator("POST", "/v1/operator/vendors/kiotviet/resume");
    await live(45);
    expect((await events()).map(({ type }) => type)).toEqual([]);
  });

  test("leaves the shops of the others at work", async () => {
    const { operator, live } = await open();
    const { data } = await operator("GET", "/v1/operator/vendors");
    expect(data.length).toBe(5);
    await operator("POST", "/v1/operator/vendors/isale/pause", { reason: REASON });
    expect(await live(3)).toBeGreaterThan(3);
    const paused = (await operator("GET", "/v1/operator/vendors")).data.filter((one: any) => one.paused);
    expect(paused).toMatchObject([{ vendor: "isale", paused: { reason: REASON, by: "operator" } }]);
    await expect(operator("POST", "/v1/operator/vendors/kiotviet/resume")).rejects.toThrow("not-paused");
  });
});

describe("what operators have stopped", () => {
  test("is read every 15 seconds by an instance, and an outage of the table changes nothing of what was known", async () => {
    const { table } = createTestStack();
    let reads = 0;
    let isAway = true;
    const away = new RetryLater("away", { delivered: "no" });
    const halts = createHaltStore({
      ...Object.assign(Object.create(table), {}),
      get: async (key: any) => {
        reads += 1;
        if (isAway) throw away;
        return table.get(key);
      },
    });
    const other = createHaltStore(table);
    await other.pauseVendor("pancake", { since: 1, reason: REASON, by: "operator" });
    // Nothing is known: work waits, because it may be what was stopped.
    await expect(halts.read(0)).rejects.toBe(away);
    isAway = false;
    expect([...(await halts.read(0)).vendors.keys()]).toEqual(["pancake"]);
    reads = 0;
    for (let at = 0; at < 15 * SECOND; at += SECOND) await halts.read(at);
    expect(reads).toBe(0);
    await other.resumeVendor("pancake", 10 * SECOND);
    isAway = true;
    expect([...(await halts.read(16 * SECOND)).vendors.keys()]).toEqual(["pancake"]);
    isAway = false;
    const { vendors, endedVendors } = await halts.read(16 * SECOND);
    expect([[...vendors], [...endedVendors]]).toEqual([[], [["pancake", 10 * SECOND]]]);
  });

  test("is forgotten a week after its end, and with the tenant's id", async () => {
    const { table, deps } = createTestStack();
    const halts = createHaltStore(table);
    const tenant = (id: string) => deps.tenants.create({ id, name: id, createdAt: "2026-11-20T02:00:00.000Z" });
    for (const id of ["acme", "globex", "initech"]) await tenant(id);
    const halt = { since: 1, reason: REASON, by: "operator" };
    for (const id of ["acme", "globex", "initech"]) await halts.suspendTenant(id, halt);
    await halts.resumeTenant("acme", DAY);
    await halts.resumeTenant("globex", 8 * DAY + HOUR);
    const { tenants, endedTenants } = await halts.readAnew(9 * DAY);
    expect([[...tenants], [...endedTenants]]).toEqual([[["initech", 1]], [["globex", 8 * DAY + HOUR]]]);
    await table.delete({ pk: "TENANTS", sk: "initech" });
    expect(await tenant("initech")).toBe(true);
    expect([...(await halts.readAnew(9 * DAY)).tenants]).toEqual([]);
  });
});
