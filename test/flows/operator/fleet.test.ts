import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { openWatchedShop } from "../freshness/watched-shop.ts";

const NOW = Date.parse("2026-11-20T02:00:00Z");
const ago = (minutes: number): number => NOW - minutes * MINUTE;

const shopOf = (tenant: string, id: string, fields: Partial<Shop> = {}): Shop => ({
  ...{
    tenant,
    id,
    vendor: "kiotviet",
    name: id,
    health: "healthy",
    settings: {},
    account: id,
    hookToken: `${tenant}-${id}`,
  },
  createdAt: "2026-01-01T00:00:00.000Z",
  ...fields,
});

const late = (behindSince: number, cause: "defect" | "no-answer" = "no-answer", resources = 1): Partial<Shop> => ({
  health: "degraded",
  lateness: { cause, behindSince, resources },
});

const open = async (...shops: readonly Shop[]) => {
  const stack = createTestStack({ clock: () => NOW });
  for (const shop of shops) await stack.deps.shops.create(shop);
  const get = async (path: string) => {
    const { status, body } = await stack.request("GET", path, { key: operatorKey });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  const names = async (query = "") =>
    (await get(`/v1/operator/shops${query}`)).data.map(({ tenant, shop }: any) => `${tenant}/${shop}`);
  return { ...stack, get, names };
};

describe("shops of all tenants", () => {
  const some = [
    shopOf("a", "well"),
    shopOf("a", "an-hour-behind", late(ago(60), "defect", 3)),
    shopOf("b", "a-day-behind", { ...late(ago(1_440)), vendor: "isale" }),
    shopOf("b", "ten-minutes-behind", late(ago(10))),
    shopOf("c", "no-access", { health: "needs-reauth", stoppedAt: ago(5_000), vendor: "pancake" }),
    shopOf("c", "paused", { health: "paused", stoppedAt: ago(9_000) }),
  ];

  test("are listed the worst first, with the time that each is behind and the cause", async () => {
    const { get, names } = await open(...some);
    expect(await names()).toEqual([
      "b/a-day-behind",
      "a/an-hour-behind",
      "b/ten-minutes-behind",
      "c/no-access",
      "c/paused",
      "a/well",
    ]);
    const { data } = await get("/v1/operator/shops");
    expect(data[1]).toEqual({
      ...{ tenant: "a", shop: "an-hour-behind", vendor: "kiotviet", health: "degraded", cause: "defect" },
      ...{ lateResources: 3, behindSince: "2026-11-20T01:00:00.000Z", behindSeconds: 3_600 },
    });
    expect(data.at(-1)).toEqual({ tenant: "a", shop: "well", vendor: "kiotviet", health: "healthy" });
  });

  test("are found by tenant, vendor, health and time, alone and together", async () => {
    const { names } = await open(...some);
    expect(await names("?tenant=b")).toEqual(["b/a-day-behind", "b/ten-minutes-behind"]);
    expect(await names("?vendor=pancake")).toEqual(["c/no-access"]);
    expect(await names("?health=paused")).toEqual(["c/paused"]);
    expect(await names("?behindSeconds=601&health=degraded")).toEqual(["b/a-day-behind", "a/an-hour-behind"]);
    expect(await names("?tenant=b&vendor=isale&behindSeconds=60")).toEqual(["b/a-day-behind"]);
  });

  test("come in pages that hold each of them once, in one order, however small the pages", async () => {
    const many = Array.from({ length: 53 }, (_, index) =>
      shopOf(`t${index % 7}`, `s${index}`, {
        vendor: vendorIds[index % 5]!,
        ...(index % 3 === 0 ? late(ago(index)) : {}),
      }),
    );
    const { get, names } = await open(...many);
    const whole = await names("?limit=500");
    expect(new Set(whole).size).toBe(53);
    for (const [limit, query] of [
      [1, ""],
      [4, ""],
      [7, "&vendor=isale"],
      [50, "&tenant=t3"],
    ] as const) {
      const expected = await names(`?limit=500${query}`);
      const found: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const page: any = await get(`/v1/operator/shops?limit=${limit}${query}${next ? `&cursor=${next}` : ""}`);
        expect(page.data.length).toBeLessThanOrEqual(limit);
        found.push(...page.data.map(({ tenant, shop }: any) => `${tenant}/${shop}`));
        next = page.next;
      }
      expect(found, `${limit}${query}`).toEqual(expected);
    }
  });

  test("have one line each, whatever they go through, and none when they are gone", async () => {
    const { deps, names } = await open(shopOf("a", "one"));
    const ref = { tenant: "a", shop: "one" };
    for (const fields of [
      late(ago(5)),
      late(ago(5), "defect"),
      late(ago(7)),
      { health: "needs-reauth", stoppedAt: ago(1) },
      { health: "healthy" },
      { vendor: "nhanh-v3" },
      { health: "removing" },
      { health: "healthy" },
    ] as const) {
      await deps.shops.change(ref, fields);
      expect(await names(), JSON.stringify(fields)).toEqual(["a/one"]);
    }
    expect(await names("?health=removing&vendor=nhanh-v3")).toEqual(["a/one"]);
    await deps.shops.delete(await deps.shops.find(ref), NOW);
    expect(await names()).toEqual([]);
  });

  test("cost no write of a line while a shop stands as before", async () => {
    const { deps, table } = await open(shopOf("a", "one", late(ago(5))));
    const lines = () => table.stream.filter(({ key }) => key.pk.startsWith("FLEET#")).length;
    const before = lines();
    for (const fields of [{ reason: "The vendor is silent." }, { name: "New" }, late(ago(5))])
      await deps.shops.change({ tenant: "a", shop: "one" }, fields);
    expect(lines()).toBe(before);
  });

  test("are shown to operators alone", async () => {
    const { request } = await open(...some);
    await request("POST", "/v1/tenants", { key: operatorKey, body: { id: "a", name: "A" } });
    const { body } = await request("POST", "/v1/tenants/a/keys", {
      key: operatorKey,
      body: { name: "m", scope: "admin" },
    });
    for (const path of ["/v1/operator/shops", "/v1/operator/status"]) {
      expect((await request("GET", path)).status).toBe(401);
      expect((await request("GET", path, { key: body.key })).status).toBe(403);
    }
  });
});

describe("shops whose server answers nothing", () => {
  const silence = { since: ago(7), probes: 3, probeAt: NOW + MINUTE, host: "kv.test" };
  const breaker = {
    ...{ vendor: "kiotviet", host: "kv.test", since: "2026-11-20T01:53:00.000Z", probes: 3 },
    nextProbeAt: "2026-11-20T02:01:00.000Z",
  };

  test("are listed with the server, since when, and when it is asked again; the others are not", async () => {
    const { get } = await open(
      shopOf("a", "well"),
      shopOf("a", "silent", { silence }),
      shopOf("b", "late-too", { ...late(ago(5)), silence: { ...silence, host: "other.test" } }),
    );
    expect((await get("/v1/operator/breakers")).data).toEqual([
      { tenant: "b", shop: "late-too", ...breaker, host: "other.test", serverIsSilent: false },
      { tenant: "a", shop: "silent", ...breaker, serverIsSilent: false },
    ]);
    expect((await get("/v1/operator/breakers?tenant=a&vendor=kiotviet")).data).toHaveLength(1);
    expect((await get("/v1/operator/breakers?vendor=isale")).data).toEqual([]);
  });

  test("say so themselves, each in its own answer", async () => {
    const { get, request } = await open(shopOf("a", "silent", { silence }), shopOf("a", "well"));
    await request("POST", "/v1/tenants", { key: operatorKey, body: { id: "a", name: "A" } });
    const of = (shop: string, path = "") => get(`/v1/operator/tenants/a/shops/${shop}${path}`);
    for (const path of ["", "/sync"]) {
      expect((await of("silent", path)).breaker).toEqual(breaker);
      expect(await of("well", path)).not.toHaveProperty("breaker");
    }
  });

  test("are told from those of a server that is silent for several tenants", async () => {
    const { deps, get } = await open(shopOf("a", "one", { silence }), shopOf("b", "two", { silence }));
    const note = (tenant: string, shop: string) =>
      deps.silences.note({ vendor: "kiotviet", host: "kv.test" }, { tenant, shop }, NOW);
    const shown = async () => (await get("/v1/operator/breakers")).data.map((one: any) => one.serverIsSilent);
    await note("a", "one");
    await note("a", "three");
    expect(await shown()).toEqual([false, false]);
    await note("b", "two");
    expect(await shown()).toEqual([true, true]);
  });

  test("leave the list with the first answer", async () => {
    const { deps, get } = await open(shopOf("a", "one", { silence }));
    await deps.shops.change({ tenant: "a", shop: "one" }, { silence: undefined });
    expect((await get("/v1/operator/breakers")).data).toEqual([]);
    expect((await get("/v1/operator/shops")).data).toHaveLength(1);
  });
});

describe("the status of the deployment", () => {
  test("counts shops by health, vendor and cause", async () => {
    const { get } = await open(
      shopOf("a", "one"),
      shopOf("a", "two", late(ago(60), "defect")),
      shopOf("b", "three", late(ago(90))),
      shopOf("b", "four", { vendor: "isale", health: "needs-reauth", stoppedAt: ago(9_000) }),
    );
    expect((await get("/v1/operator/status")).shops).toEqual({
      total: 4,
      byHealth: [
        { health: "degraded", shops: 2 },
        { health: "needs-reauth", shops: 1 },
        { health: "healthy", shops: 1 },
      ],
      byVendor: [
        { vendor: "kiotviet", shops: 3, notHealthy: 2, longestBehindSeconds: 5_400 },
        { vendor: "isale", shops: 1, notHealthy: 1 },
      ],
      byCause: [
        { vendor: "kiotviet", cause: "defect", shops: 1 },
        { vendor: "kiotviet", cause: "no-answer", shops: 1 },
      ],
    });
  });

  test("says that the schedule is late when work is due and nobody takes it", async () => {
    const { deps, get } = await open();
    const due = (id: string, minutes: number) =>
      deps.shops.schedule({ kind: "shop", tenant: "a", id, dueAt: ago(minutes) });
    await due("one", 2);
    expect((await get("/v1/operator/status")).schedule).toEqual({ isLate: false, overdue: 1, lateSeconds: 120 });
    await due("two", 4);
    expect((await get("/v1/operator/status")).schedule).toEqual({ isLate: true, overdue: 2, lateSeconds: 240 });
  });
});

test("a listing that we cannot read shows in the operator's list within the watchdog's rounds, and no more once it is repaired", async () => {
  const { world, operator, break: damage, mend } = await openWatchedShop("kiotviet", ["orders", "customers"]);
  const first = async () => (await operator("GET", "/v1/operator/shops")).data[0];
  expect(await first()).toMatchObject({ tenant: "acme", shop: "shop", health: "healthy" });
  damage("orders", () => ({
    read: () => {
      throw new TypeError("a defect");
    },
  }));
  await world.pass(2 * HOUR);
  expect(await first()).toMatchObject({ health: "degraded", cause: "defect", lateResources: 1 });
  mend();
  await world.pass(2 * HOUR);
  expect(await first()).toEqual({ tenant: "acme", shop: "shop", vendor: "kiotviet", health: "healthy" });
});
