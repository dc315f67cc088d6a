import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createHandler as createIntake } from "../../../functions/intake.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { createFeedStore } from "../../../shared/stores/feed.ts";
import { stepsOf, withStep } from "../../../shared/stores/trail.ts";
import { createWorld, shopId, type World } from "../../contract/vendors/contract-world.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** An employee edits a customer at the vendor itself. */
const editAtVendor = async ({ simulator, hosts }: World, id: string, change: object): Promise<void> => {
  const { clientId, clientSecret, retailer } = simulator.credentials as Record<string, string>;
  const form = { client_id: clientId!, client_secret: clientSecret!, grant_type: "client_credentials" };
  const body = new URLSearchParams({ ...form, scopes: "PublicApi.Access" });
  const signedIn = await fetch(`${hosts.id}/connect/token`, { method: "POST", body });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const answer = await fetch(`${hosts.api}/customers/${id}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, retailer: retailer!, "content-type": "application/json" },
    body: JSON.stringify(change),
  });
  if (!answer.ok) throw new Error(await answer.text());
};

const deliverWebhooks = async ({ simulator, stack }: World): Promise<void> => {
  const intake = createIntake(stack.depsOf("intake"));
  for (const { url, headers, body } of simulator.takeDeliveries())
    await intake({ rawPath: new URL(url).pathname, headers, body, requestContext: { http: { method: "POST" } } });
  await stack.drain();
};

describe("the history of a record", () => {
  let world: World;
  let id: string;
  const history = async () => (await world.request("GET", `/v1/shops/${shopId}/customers/${id}/history`)).body;
  beforeAll(async () => {
    world = await createWorld("kiotviet", createKiotVietSimulator, { size: 12 });
    expect((await world.register(shopId)).status).toBe(201);
    await world.stack.drain();
    await world.cycle();
    id = [...(await world.records("customers")).keys()][0]!;
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("tells of each version what brought it, which fields it changed, whose write it was, and who was told", async () => {
    expect((await history()).versions).toMatchObject([{ version: 1, way: "first-copy" }]);
    const endpoint = await world.request("POST", "/v1/endpoints", { url: "https://crm.example/hooks" });

    world.pass(MINUTE);
    await editAtVendor(world, id, { name: "Lan, do nhân viên sửa" });
    world.simulator.takeDeliveries();
    world.pass(MINUTE);
    await world.cycle(["customers"]);

    world.pass(MINUTE);
    await editAtVendor(world, id, { name: "Lan, báo bằng webhook" });
    await deliverWebhooks(world);

    world.pass(MINUTE);
    const write = await world.write("PATCH", `customers/${id}`, { name: "Lan, lệnh của ta" }, "history-1");
    expect(write.state).toBe("succeeded");
    world.pass(MINUTE);
    await world.request("PUT", `/v1/shops/${shopId}/customers/${id}/metadata`, { crm: "C-17" });
    await world.stack.drain();

    const told = await history();
    const renamed = expect.arrayContaining(["name"]);
    expect(told).toMatchObject({ shop: shopId, resource: "customers", id, version: 5 });
    expect(told.versions).toMatchObject([
      { version: 5, way: "metadata", type: "customers.updated", fields: ["metadata"] },
      { version: 4, way: "own-write", fields: renamed, origin: write.id },
      { version: 3, way: "webhook", fields: renamed, changeId: `customers:${id}:3` },
      { version: 2, way: "list-page", fields: renamed },
    ]);
    expect(told.writes).toMatchObject([{ id: write.id, kind: "customers.update", state: "succeeded" }]);
    const heard = told.events.map(({ type, state, endpoint: to }: any) => [type, state, to]);
    expect(heard).toEqual(Array(4).fill(["customers.updated", "pending", endpoint.body.id]));
  });

  test("names the vendor's fields of which each canonical field is made", async () => {
    const { sources } = await history();
    expect(sources).toMatchObject({ name: ["name"], phone: ["contactNumber"], updatedAt: ["modifiedDate"] });
  });

  test("of a record that is not here is refused", async () => {
    const answer = await world.request("GET", `/v1/shops/${shopId}/customers/0/history`);
    expect([answer.status, answer.body.code]).toEqual([404, "unknown-record"]);
  });
});

describe("a record's trail", () => {
  test("keeps the last twelve versions, the newest first", () => {
    let trail: string | undefined;
    for (let version = 1; version <= 40; version += 1)
      trail = withStep(trail, { version, at: version * DAY, way: "webhook" });
    const steps = stepsOf(trail);
    expect(steps).toHaveLength(12);
    expect(steps[0]).toEqual({ version: 40, at: 40 * DAY, way: "webhook" });
    expect(steps.at(-1)?.version).toBe(29);
  });

  test("leaves out what newer code has written, and takes some ten bytes a version", () => {
    expect(stepsOf("1Zabc 2Wabc").map(({ version }) => version)).toEqual([2]);
    expect(withStep(undefined, { version: 7, at: Date.parse("2026-11-28"), way: "absence" })).toHaveLength(10);
  });
});

describe("changes of one record in a feed of many", () => {
  test("are found by their time, among those of others and behind what is no longer kept", async () => {
    const table = new MemoryTable();
    const feed = createFeedStore(table);
    const ref = { tenant: "acme", shop: "hanoi" };
    const start = Date.parse("2026-09-15T03:00:00Z");
    const at = (minute: number) => start + minute * MINUTE;
    for (let minute = 0; minute < 500; minute += 1) {
      const drafts = [minute % 100 === 50 ? "7" : `other-${minute}`].map((id) => ({
        resource: "orders",
        id,
        version: minute,
        type: "updated" as const,
        fields: ["status"],
        at: new Date(at(minute)).toISOString(),
      }));
      // Published a little later than it was seen.
      await feed.append(ref, "orders", drafts, at(minute) + 20_000);
    }
    const wanted = [50, 150, 450].map((minute) => ({ version: minute, at: at(minute) }));
    const found = await feed.changesOf(
      ref,
      { resource: "orders", id: "7" },
      [...wanted, { version: 9, at: at(9) }],
      at(500),
    );
    expect([...found].map(([version, { seq }]) => [version, seq])).toEqual([
      [50, 51],
      [150, 151],
      [450, 451],
    ]);
    const feedKey = "T#acme#S#hanoi#F#orders";
    const { items } = await table.query({ pk: feedKey, from: "#", to: `#${String(100).padStart(15, "0")}` });
    expect(items.length).toBeGreaterThan(0);
    for (const { sk } of items) await table.delete({ pk: feedKey, sk });
    const later = await feed.changesOf(ref, { resource: "orders", id: "7" }, wanted, at(500));
    expect([...later.keys()]).toEqual([150, 450]);
  });
});
