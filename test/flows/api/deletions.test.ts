import { afterAll, beforeAll, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

let shop: Awaited<ReturnType<typeof serve>>;
let stack: TestStack;
let key: string;
let clock = Date.parse("2026-11-20T08:00:00Z");

const get = async (path: string) => (await stack.request("GET", `/v1/shops/shop${path}`, { key })).body;
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  stack.request("POST", `/v1/shops/shop${path}`, { key, body, headers });
const ids = async (query = "") =>
  ((await get(`/customers?limit=500${query}`)).data as { id: string }[]).map(({ id }) => id);
const deleteAtVendor = async (gone: readonly string[]) => {
  for (const id of gone)
    await post("/operations/customers.delete", { params: { id: Number(id) } }, { "idempotency-key": `delete-${id}` });
  await stack.drain();
};
const cycle = async (full = false) => {
  clock += 3_600_000;
  await post("/sync", { full });
  await stack.drain();
};

interface Deletion {
  readonly id: string;
  readonly state: string;
  readonly evidence: readonly unknown[];
}

beforeAll(async () => {
  const simulator = createKiotVietSimulator({ now: () => clock, random: seededRandom(21) });
  simulator.seed(100);
  shop = await serve(simulator);
  const pass = (milliseconds: number) => {
    clock += milliseconds;
  };
  stack = createTestStack({ clock: () => clock, pass });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  key = (
    await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } })
  ).body.key;
  const hosts = simulator.hosts(shop.url);
  const registered = await stack.request("POST", "/v1/shops", {
    key,
    body: { id: "shop", vendor: "kiotviet", name: "Shop", credentials: simulator.credentials, hosts },
  });
  expect(registered.status).toBe(201);
  await stack.drain();
});
afterAll(() => shop[Symbol.asyncDispose]());

test("a few deletions at the vendor become tombstones and `customers.deleted` changes", async () => {
  const [one, two] = await ids();
  await deleteAtVendor([one!, two!]);
  await cycle();
  expect(await ids()).not.toContain(one);
  expect(await ids("&deleted=true")).toContain(one);
  // At the top as well: nobody takes it for a record that is there.
  expect(await get(`/customers/${one}`)).toMatchObject({ deleted: true, _meta: { deleted: true } });
  expect((await get("/customers")).data.every((record: object) => !("deleted" in record))).toBe(true);
  const changes = (await get("/changes?resources=customers&limit=1000")).data as { id: string; type: string }[];
  expect(
    changes
      .filter(({ type }) => type === "customers.deleted")
      .map(({ id }) => id)
      .sort(),
  ).toEqual([one, two].sort());
});

test("the evidence of a removal can be read for a day", async () => {
  const [removed] = (await get("/sync/customers/deletions")).data as Deletion[];
  expect(removed).toMatchObject({ state: "removed", removedAt: expect.any(String), observedAt: expect.any(String) });
  expect(removed!.evidence).toEqual([
    { way: "list-page", said: "gone", at: expect.any(String) },
    {
      way: "detail",
      said: "gone",
      at: expect.any(String),
      words: expect.stringContaining("không tồn tại"),
      canary: expect.any(String),
    },
  ]);
});

test("more deletions than the brake allows are held until the tenant decides", async () => {
  const before = await ids();
  const gone = before.slice(0, 30);
  await deleteAtVendor(gone);
  await cycle();
  expect(await ids()).toEqual(before);
  const listed = (await get("/sync/customers/deletions")).data as Deletion[];
  const held = listed.filter(({ state }) => state === "held");
  expect(held.map(({ id, state }) => `${id} ${state}`).sort()).toEqual(gone.map((id) => `${id} held`).sort());
  expect(
    (await get("/sync")).data.find(({ resource }: { resource: string }) => resource === "customers").heldDeletions,
  ).toBe(30);

  expect((await post("/sync/customers/deletions", { decision: "approve", ids: gone.slice(0, 10) })).body).toEqual({
    decision: "approve",
    decided: 10,
  });
  // Nobody asks for a cycle: the decision itself makes the collection due.
  clock += 1_000;
  await stack.tick();
  await stack.drain();
  expect(await ids()).toEqual(before.slice(10));

  expect((await post("/sync/customers/deletions", { decision: "dismiss" })).body.decided).toBe(20);
  await cycle(true);
  expect(await ids()).toEqual(before.slice(10));
  const audit = (await stack.request("GET", "/v1/audit", { key })).body.data as { action: string }[];
  expect(audit.filter(({ action }) => action === "deletions.decide")).toHaveLength(2);
});

test("a verification reads records again, repairs what differs and says so", async () => {
  const all = await ids();
  const id = all.at(-1);
  const item = (await stack.table.get({ pk: "T#acme#S#shop#R#customers", sk: id! }))!;
  const other = (await stack.table.get({ pk: "T#acme#S#shop#R#customers", sk: all.at(-2)! }))!;
  await stack.table.put({ ...item, body: other.body!, hash: other.hash! });
  expect((await post("/sync/customers/verify", {})).status).toBe(202);
  clock += 1_000;
  await stack.drain();
  const report = await get("/sync/customers/verify");
  expect(report.different).toEqual([id]);
  // The dismissed ones are still not at the vendor, and stay because the tenant said so.
  expect(report).toMatchObject({ checked: 88, equal: 67, vendorTotal: 68 });
  expect(report.gone).toHaveLength(20);
  expect(await ids()).toEqual(all);
  expect((await get(`/customers/${id}`)).id).toBe(id);
});
