import { afterEach, describe, expect, test } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { operatorKey } from "../../helpers/memory-deps.ts";
import { createWebhookStack } from "../webhooks/stack.ts";

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

/** Two tenants with a shop each at one app and business. */
const setUp = async (vendor: "nhanh-v3" | "nhanh-v2") => {
  const stack = await createWebhookStack();
  const simulator = (await simulators[vendor]!())({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(5);
  const served = await serve(simulator, { mostDelay: 0 });
  open.push(served);
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "beta", name: "beta" } });
  const made = { name: "main", scope: "admin" };
  const beta = (await stack.request("POST", "/v1/tenants/beta/keys", { key: operatorKey, body: made })).body.key;
  const acme = stack.key;
  const hosts = simulator.hosts(served.url);
  for (const key of [acme, beta]) {
    const body = { id: "shop", vendor, name: "x", credentials: simulator.credentials, hosts };
    expect((await stack.request("POST", "/v1/shops", { key, body })).status).toBe(201);
  }
  stack.queues.sync.splice(0);
  const sync = createSync(stack.deps);
  /** Webhooks and watchdogs alone: nothing else of the shops is looked at here. */
  const work = async (): Promise<void> => {
    for (const { body } of [...stack.queues.sync.splice(0), ...stack.queues.news.splice(0)])
      if (["delivery", "watch"].includes(String((body as { type?: unknown }).type)))
        await sync(
          { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
          { getRemainingTimeInMillis: () => 30_000 },
        );
  };
  const shown = async (key: string): Promise<{ address: string; secret: string }> =>
    (await stack.request("GET", "/v1/shops/shop/webhooks/instructions", { key })).body;
  const rotate = async (key: string): Promise<number> => {
    const { status } = await stack.request("POST", "/v1/shops/shop/webhooks/rotate", { key });
    await work();
    return status;
  };
  const business = (await stack.deps.shops.get({ tenant: "acme", shop: "shop" }))!.route!.business;
  const { address } = await shown(acme);
  let id = 0;
  /** @returns what became of it at both */
  const tell = async (token: string): Promise<(string | undefined)[]> => {
    id += 1;
    stack.advance(1_000);
    const body = { event: "orderUpdate", businessId: Number(business), data: { info: { id }, orderId: id } };
    const content = JSON.stringify(vendor === "nhanh-v2" ? { ...body, webhooksVerifyToken: token } : body);
    const headers = { "content-type": "application/json", ...(vendor === "nhanh-v3" ? { authorization: token } : {}) };
    expect((await stack.intake("POST", address, { headers, body: content })).statusCode).toBe(200);
    await work();
    return Promise.all(
      [acme, beta].map(
        async (key) => (await stack.request("GET", "/v1/shops/shop/deliveries?limit=1", { key })).body.data[0]?.state,
      ),
    );
  };
  const audited = async (key: string): Promise<string[]> =>
    (await stack.request("GET", "/v1/audit", { key })).body.data.map(({ action }: { action: string }) => action);
  return { stack, acme, beta, shown, rotate, tell, audited };
};

describe.each(["nhanh-v3", "nhanh-v2"] as const)("two tenants at one app of %s", (vendor) => {
  test("one rotates twice: what the vendor still sends is believed for both, and both find it in their audit trail", async () => {
    const { stack, acme, beta, shown, rotate, tell, audited } = await setUp(vendor);
    const { secret: first } = await shown(acme);
    expect(await rotate(beta)).toBe(200);
    expect(await rotate(beta)).toBe(200);
    stack.advance(3 * DAY);
    // Nobody has set a new one at the vendor.
    expect(await tell(first)).toEqual(["processed", "processed"]);
    for (const key of [acme, beta]) expect(await audited(key)).toContain("webhooks.adopt-secret");
    expect(await audited(beta)).toContain("webhooks.rotate");
    expect(JSON.stringify(await stack.request("GET", "/v1/audit", { key: acme }))).not.toContain("beta");
    const { secret: third } = await shown(acme);
    expect(third).toBe((await shown(beta)).secret);
    expect(third).not.toBe(first);
    expect(await tell(third)).toEqual(["processed", "processed"]);
    // The vendor uses the new one: the first ends a day later.
    expect(await tell(first)).toEqual(["processed", "processed"]);
    stack.advance(DAY + MINUTE);
    expect(await tell(first)).toEqual(["quarantined", "quarantined"]);
    expect(await tell(third)).toEqual(["processed", "processed"]);
  });

  test("rotations without end are refused until the vendor uses a new secret", async () => {
    const { shown, rotate, acme, beta, tell } = await setUp(vendor);
    const { secret: first } = await shown(acme);
    const statuses: number[] = [];
    for (let time = 0; time < 14; time += 1) statuses.push(await rotate(beta));
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(new Set(statuses.slice(10))).toEqual(new Set([409]));
    expect(await tell(first)).toEqual(["processed", "processed"]);
    expect(await tell((await shown(acme)).secret)).toEqual(["processed", "processed"]);
    expect(await tell("an-invented-token-of-a-stranger")).toEqual(["quarantined", "quarantined"]);
  });

  test("what one calls is not shown to the other", async () => {
    const { stack, acme, beta } = await setUp(vendor);
    const left = async (key: string) =>
      JSON.stringify((await stack.request("GET", "/v1/shops/shop/budget", { key })).body.data);
    stack.advance(10 * MINUTE);
    const before = await left(acme);
    const [{ operation }] = JSON.parse(before) as [{ operation: string }];
    for (let time = 0; time < 5; time += 1)
      expect(
        (await stack.request("POST", `/v1/shops/shop/operations/${operation}`, { key: beta, body: { body: {} } }))
          .status,
      ).toBe(200);
    expect(await left(acme)).toBe(before);
    expect(await left(beta)).not.toBe(before);
  });
});
