import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createWebhookStack, type WebhookStack } from "../webhooks/stack.ts";

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

const PARTITION = keys.deliveries({ tenant: "acme", shop: "shop" });
const vendors = ["kiotviet", "pancake", "nhanh-v3", "nhanh-v2"] as const;

interface Signed {
  readonly headers: Record<string, string>;
  readonly body: string;
}

const setUp = async (vendor: VendorId) => {
  const stack = await createWebhookStack();
  const metrics: Record<string, number> = {};
  stack.deps.metric = (name, value) => {
    metrics[name] = (metrics[name] ?? 0) + value;
  };
  const simulator = (await simulators[vendor]!())({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(5);
  const served = await serve(simulator, { mostDelay: 0 });
  open.push(served);
  await stack.register("shop", simulator, served.url);
  await stack.work();
  simulator.takeDeliveries();
  const shown = await stack.request("GET", "/v1/shops/shop/webhooks/instructions", { key: stack.key });
  const { address, secret } = shown.body as { address: string; secret: string };
  const business = (await stack.deps.shops.get({ tenant: "acme", shop: "shop" }))?.route?.business;
  const payload = (id: number): Record<string, unknown> =>
    vendor.startsWith("nhanh")
      ? { event: "orderUpdate", businessId: Number(business), data: { info: { id }, orderId: id } }
      : vendor === "pancake"
        ? { type: "orders", id, status: 1, items: [] }
        : { Id: `m${id}`, Notifications: [{ Action: "order.update.1", Data: [{ Id: id }] }] };
  const signedBy = (by: string, id: number, more: object = {}): Signed => {
    const content = { ...payload(id), ...more, ...(vendor === "nhanh-v2" ? { webhooksVerifyToken: by } : {}) };
    const body = JSON.stringify(content);
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (vendor === "kiotviet")
      headers["x-hub-signature"] = `sha1=${createHmac("sha256", by).update(body).digest("hex")}`;
    if (vendor === "pancake") headers["x-tillbridge-secret"] = by;
    if (vendor === "nhanh-v3") headers.authorization = by;
    return { headers, body };
  };
  const post = ({ headers, body }: Signed) => stack.intake("POST", address, { headers, body });
  const states = async () =>
    (await stack.deps.deliveries.list(PARTITION, undefined, 1_000)).deliveries.map(({ outcome }) => outcome?.state);
  return { stack, simulator, served, address, secret, signedBy, post, states, metrics };
};

/** Items written, and their bytes: DynamoDB counts a write unit for each begun kilobyte. */
const writesSince = (stack: WebhookStack, from: number): { items: number; units: number } => {
  const written = stack.table.stream.slice(from).flatMap(({ new: item }) => (item ? [item] : []));
  const sizeOf = (value: unknown): number =>
    value instanceof Uint8Array ? value.length : typeof value === "string" ? Buffer.byteLength(value) : 8;
  const units = written.map((item) =>
    Math.ceil(Object.entries(item).reduce((sum, [name, value]) => sum + name.length + sizeOf(value), 0) / 1_024),
  );
  return { items: written.length, units: units.reduce((sum, unit) => sum + unit, 0) };
};

describe.each(vendors)("forged webhooks of %s", (vendor) => {
  test("six hundred of them are answered 200, counted and not worked on; a genuine one among them is processed", async () => {
    const { stack, simulator, signedBy, post, secret, states, metrics } = await setUp(vendor);
    const from = stack.table.stream.length;
    const calls = simulator.log.length;
    let genuine: unknown;
    for (let index = 0; index < 600; index += 1) {
      expect((await post(signedBy("invented", index))).statusCode).toBe(200);
      if (index === 300) {
        expect(stack.queues.news).toEqual([]);
        expect((await post(signedBy(secret, 1))).statusCode).toBe(200);
        // It waits behind nothing.
        expect(stack.queues.news).toHaveLength(1);
        genuine = stack.queues.news[0]!.body;
      }
    }
    expect(stack.queues.news.map(({ body }) => body)).toEqual([genuine]);
    expect(metrics.QuarantinedDeliveries).toBe(600);
    const { items, units } = writesSince(stack, from);
    // Twenty that are kept: delivery, outcome, count and the two bounds of each.
    expect(items).toBeLessThanOrEqual(20 * 5 + 10);
    expect(units).toBeLessThanOrEqual(20 * 8 + 10);
    await stack.work();
    expect(simulator.log.length - calls).toBeLessThanOrEqual(20);
    const found = await states();
    expect(found.filter((state) => state === "quarantined")).toHaveLength(20);
    expect(found.filter((state) => state === "processed")).toHaveLength(1);
  });

  test("bodies of megabytes cost what small ones do", async () => {
    const { stack, signedBy, post } = await setUp(vendor);
    const from = stack.table.stream.length;
    // Text that no packer makes smaller.
    const random = seededRandom(3);
    const filler = Buffer.from(Uint8Array.from({ length: 3_000_000 }, () => random() * 256)).toString("base64");
    for (let index = 0; index < 5; index += 1)
      expect((await post(signedBy("invented", index, { filler }))).statusCode).toBe(200);
    expect((await post({ headers: {}, body: "x".repeat(9_900_000) })).statusCode).toBe(200);
    expect(writesSince(stack, from).units).toBeLessThanOrEqual(5 * 25);
    const [kept] = (await stack.deps.deliveries.list(PARTITION, undefined, 1)).deliveries;
    expect((await stack.deps.deliveries.get(PARTITION, kept!.id))!.body.length).toBeLessThanOrEqual(16_384);
    expect(kept!.bytes).toBeGreaterThan(3_000_000);
  });

  test("what is kept of them ends within six hours, and an hour later some more are kept", async () => {
    const { stack, signedBy, post, states } = await setUp(vendor);
    const from = stack.table.stream.length;
    for (let index = 0; index < 30; index += 1) await post(signedBy("invented", index));
    const now = Math.ceil(stack.now() / 1_000);
    const kept = stack.table.stream.slice(from).flatMap(({ new: item }) => (item?.pk === PARTITION ? [item] : []));
    expect(kept.length).toBe(40);
    for (const { ttl } of kept) expect(Number(ttl)).toBeLessThanOrEqual(now + 6 * 3_600);
    stack.advance(3_700_000);
    for (let index = 30; index < 60; index += 1) await post(signedBy("invented", index));
    expect(await states()).toHaveLength(40);
  });
});

test("what belongs to no shop is kept a few times an hour, of one sender less, and its address is never asked for", async () => {
  const { stack } = await setUp("kiotviet");
  const from = stack.table.stream.length;
  for (let index = 0; index < 500; index += 1) await stack.intake("POST", `/kiotviet/unknown-${index}`, { body: "{}" });
  expect((await stack.deps.deliveries.list(keys.unroutedDeliveries(), undefined, 1_000)).deliveries).toHaveLength(60);
  expect(writesSince(stack, from).items).toBeLessThanOrEqual(200);
});

test.each([
  ["a token of four kilobytes", "POST", `/kiotviet/${"t".repeat(4_096)}`],
  ["an app of four kilobytes", "POST", `/nhanh/app/${"1".repeat(4_096)}`],
  ["a token with a separator", "POST", "/pancake/a%23b%00c"],
  ["a vendor that is none", "POST", "/__proto__/constructor"],
  ["a path without an end", "PUT", `/${"a/".repeat(2_000)}`],
] as const)("%s is answered 200", async (_name, method, path) => {
  const stack = await createWebhookStack();
  const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const body of [nested, `{"businessId":"${"9".repeat(3_000)}"}`, '{"businessId":{"a":1}}', "\u0000", "{"])
    expect((await stack.intake(method, path, { body })).statusCode).toBe(200);
});

test("a hundred thousand nested arrays at a shop's own address are answered 200", async () => {
  const { address, stack } = await setUp("nhanh-v3");
  const nested = `{"businessId":1,"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  expect((await stack.intake("POST", address, { headers: { authorization: "x" }, body: nested })).statusCode).toBe(200);
});

test("a tenant that floods its own address with proven webhooks is read instead; the next minute they are stored", async () => {
  const { stack, signedBy, post, secret } = await setUp("kiotviet");
  const from = stack.table.stream.length;
  for (let index = 0; index < 2_000; index += 1) expect((await post(signedBy(secret, index))).statusCode).toBe(200);
  const stored = () => stack.table.stream.slice(from).filter(({ new: item }) => item?.pk === PARTITION).length;
  expect(stored()).toBeGreaterThanOrEqual(1_200);
  expect(stored()).toBeLessThanOrEqual(1_240);
  const due = await Promise.all(
    Array.from({ length: 8 }, (_, shard) => stack.deps.shops.due(shard, stack.now(), undefined)),
  );
  expect(due.flatMap(({ work }) => work)).toContainEqual(expect.objectContaining({ kind: "shop", id: "shop" }));
  const before = stored();
  stack.advance(70_000);
  await post(signedBy(secret, 5_000));
  expect(stored()).toBe(before + 1);
});
