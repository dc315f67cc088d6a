import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { Rejected, RetryLater, ShopSilent } from "../../../shared/core/errors.ts";
import { type Silence, silentAgain } from "../../../shared/core/silence.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { createSilenceStore } from "../../../shared/stores/silences.ts";
import { type BreakerDeps, createBreaker } from "../../../shared/usecases/shops/breaker.ts";
import type { OpenShop } from "../../../shared/usecases/shops/open-shop.ts";
import { readFreshness } from "../../../shared/usecases/shops/shop-freshness.ts";
import { soundOut } from "../../../shared/usecases/shops/sound-out.ts";
import { World } from "../../faults/runs/world.ts";
import { syncQueues } from "../../helpers/sync-queues.ts";

const NOON = Date.UTC(2026, 10, 20, 12);

describe("a shop whose server answers nothing", () => {
  test("is probed ever more rarely, at least every five minutes", () => {
    let silence = silentAgain(undefined, "kv.test", NOON);
    const pauses: number[] = [];
    for (let probe = 0; probe < 6; probe += 1) {
      const next = silentAgain(silence, "kv.test", silence.probeAt);
      pauses.push((next.probeAt - silence.probeAt) / MINUTE);
      silence = next;
    }
    expect(silence.since).toBe(NOON);
    expect(pauses).toEqual([2, 4, 5, 5, 5, 5]);
  });

  test("gets one call at a time, holds hardly a worker, says why it is late, and is back minutes after its server", async () => {
    const server = { hangs: false, calls: [] as number[] };
    const world = new World({ vendor: "kiotviet", seed: 8, size: 10 });
    world.adapt = (deps) => ({
      ...deps,
      send: async (request) => {
        if (!server.hangs) return deps.send(request);
        server.calls.push(world.time.now());
        await world.time.sleep(request.timeout ?? 60_000);
        throw new RetryLater("no answer");
      },
    });
    await world.open();
    await world.pass(30 * MINUTE);
    server.hangs = true;
    const held = { sync: 0, news: 0, slow: 0, backfill: 0 };
    const began = world.time.now();
    for (let second = 0; second < 60 * 60; second += 5) {
      await world.pass(5 * SECOND);
      for (const name of syncQueues) held[name] += 5 * world.queues[name].working;
    }
    // 7.7 workers for as long as it lasts, before there was a breaker: 27,720 seconds.
    expect(held.sync).toBeLessThan(180);
    expect(held.sync + held.slow + held.backfill).toBeLessThan(3_600);
    const later = server.calls.filter((at) => at > began + 15 * MINUTE);
    expect(later.length).toBeGreaterThanOrEqual(5);
    expect(later.length).toBeLessThanOrEqual(20);
    const { shop, resources } = await readFreshness(await world.deps.shops.find(world.ref), world.deps);
    expect(shop.health).toBe("degraded");
    expect(resources.find(({ resource }) => resource === "orders")).toMatchObject({ late: true });
    expect((await world.deps.shops.find(world.ref)).silence).toMatchObject({ host: "vendor.test" });
    server.hangs = false;
    const before = (await world.deps.states.get(world.ref, "orders", "live")).cycles;
    await world.pass(9 * MINUTE);
    expect((await world.deps.shops.find(world.ref)).silence).toBeUndefined();
    expect((await world.deps.states.get(world.ref, "orders", "live")).cycles).toBeGreaterThan(before + 1);
  });

  test("is found out by slices that make one call each, while the shop is read for the first time", async () => {
    const server = { isGone: false, calls: [] as number[] };
    const world = new World({ vendor: "isale", seed: 8, size: 10 });
    world.adapt = (deps) => ({
      ...deps,
      send: async (request) => {
        if (!server.isGone) return deps.send(request);
        server.calls.push(world.time.now());
        throw new RetryLater("connection refused");
      },
    });
    await world.open();
    await world.pass(30 * SECOND);
    server.isGone = true;
    await world.pass(10 * MINUTE);
    const { silence } = await world.deps.shops.find(world.ref);
    // By the first single slice, and not by each resource's tries: those took five minutes and 22 calls.
    expect(silence!.since - server.calls[0]!).toBeLessThan(10 * SECOND);
    const probes = server.calls.filter((at) => at > silence!.since);
    expect(probes.length).toBeLessThanOrEqual(5);
    expect(probes.length).toBeGreaterThanOrEqual(2);
    server.isGone = false;
    await world.pass(9 * MINUTE);
    expect((await world.deps.shops.find(world.ref)).silence).toBeUndefined();
    expect((await world.deps.states.get(world.ref, "orders", "full")).cycles).toBeGreaterThan(0);
  });
});

describe("a shop of which one collection is never answered, and whose network is away for a moment", () => {
  test.each([
    ["isale", "customers"],
    // What is asked for to find out.
    ["kiotviet", "branches"],
    ["nhanh-v2", "depot"],
  ] as const)("is not silent: %s, %s", async (vendor, collection) => {
    const world = new World({ vendor, seed: 8, size: 10 });
    const silences: string[] = [];
    let away = false;
    world.adapt = (deps) => ({
      ...deps,
      metric: (name, ...rest) => {
        if (name === "ShopsSilent") silences.push(new Date(world.time.now()).toISOString());
        deps.metric(name, ...rest);
      },
      send: async (request) => {
        if (away || new URL(request.url).pathname.includes(collection)) throw new RetryLater("connection reset");
        return deps.send(request);
      },
    });
    await world.open();
    // Rounds begin with each minute: the network is away while slices go on by themselves.
    for (let minute = 0; minute < 30; minute += 1) {
      await world.pass(8 * SECOND);
      away = true;
      await world.pass(SECOND);
      away = false;
      await world.pass(51 * SECOND);
    }
    expect(silences).toEqual([]);
    expect((await world.deps.states.get(world.ref, "orders", "full")).cycles).toBeGreaterThan(0);
  });
});

describe("a piece of work whose calls get no answer", () => {
  const work = () => {
    const server = { answers: false, calls: 0 };
    const breaker = createBreaker({
      send: async () => {
        server.calls += 1;
        if (!server.answers) throw new RetryLater("no answer");
        return { status: 200, headers: {}, body: "{}" };
      },
      shops: { change: async () => undefined },
      silences: createSilenceStore(new MemoryTable()),
      clock: () => NOON,
      metric: () => undefined,
      patient: false,
    } as unknown as BreakerDeps);
    const call = () => breaker.send({ method: "GET", url: "https://kv.test/orders", headers: {} });
    return { server, call };
  };

  test("makes no fourth call, whatever resource it is for", async () => {
    const { server, call } = work();
    for (let one = 0; one < 3; one += 1) await expect(call()).rejects.toThrow("no answer");
    await expect(call()).rejects.toThrow(ShopSilent);
    expect(server.calls).toBe(3);
  });

  test("goes on where an answer has come between", async () => {
    const { server, call } = work();
    for (let one = 0; one < 2; one += 1) await expect(call()).rejects.toThrow("no answer");
    server.answers = true;
    await call();
    server.answers = false;
    await expect(call()).rejects.toThrow("no answer");
    expect(server.calls).toBe(4);
  });
});

describe("a piece of work that makes one call", () => {
  const work = (silence?: Silence) => {
    const server = { answers: [] as boolean[], calls: 0, meanwhile: async () => {} };
    const slept: number[] = [];
    let shop = { tenant: "acme", id: "shop", vendor: "kiotviet", silence } as Shop;
    const breaker = createBreaker({
      send: async () => {
        server.calls += 1;
        if (!server.answers.shift()) throw new RetryLater("no answer");
        return { status: 200, headers: {}, body: "{}", receivedAt: NOON };
      },
      shops: { change: async (_, fields) => (shop = { ...shop, ...fields }) },
      silences: createSilenceStore(new MemoryTable()),
      clock: () => NOON,
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
        await server.meanwhile();
      },
      metric: () => undefined,
      patient: true,
    });
    const send = (host: string) => breaker.send({ method: "GET", url: `https://${host}/orders`, headers: {} });
    const ask = async (host = "kv.test") => {
      await send(host).catch(() => undefined);
    };
    return { server, breaker, send, ask, slept, begin: () => breaker.admit(shop), now: () => shop };
  };

  test("asks once more after a moment, and finds a server silent that answers neither", async () => {
    const { breaker, ask, begin, slept, server, now } = work();
    await begin();
    await ask();
    await breaker.soundOut(ask);
    await breaker.settle();
    expect(slept).toEqual([3 * SECOND]);
    expect(server.calls).toBe(2);
    expect(now().silence).toMatchObject({ host: "kv.test", probes: 1 });
  });

  test.each([
    ["its call was answered", [true]],
    ["the other one is answered", [false, true]],
  ])("finds no silence where %s", async (_, answers) => {
    const { breaker, ask, begin, server, now } = work();
    server.answers = [...answers];
    await begin();
    await ask();
    await breaker.soundOut(ask);
    await breaker.settle();
    expect(server.calls).toBe(answers.length);
    expect(now().silence).toBeUndefined();
  });

  test("asks no more where work beside it has been answered in that moment", async () => {
    const { breaker, ask, begin, server, now } = work();
    server.answers = [false, true];
    server.meanwhile = ask;
    await begin();
    await ask();
    await breaker.soundOut(ask);
    await breaker.settle();
    expect(server.calls).toBe(2);
    expect(now().silence).toBeUndefined();
  });

  test("hears a server that refuses what it is asked", async () => {
    const { breaker, ask, begin, send, server, now } = work();
    server.answers = [false, true, false];
    await begin();
    await ask();
    const call = () => async () => {
      await send("kv.test");
      throw new Rejected("no permission", { forbidden: true });
    };
    const check = async (one: Call) => {
      for (const operation of ["orders.list", "products.list"]) await one(operation, {}).catch(forgive);
      return {};
    };
    const forgive = (error: unknown) => {
      if (!(error instanceof Rejected)) throw error;
    };
    await soundOut({ vendor: { check }, call } as unknown as OpenShop, "customers.list", breaker);
    await breaker.settle();
    expect(server.calls).toBe(2);
    expect(now().silence).toBeUndefined();
  });

  test("takes the call behind an answer for one call, and not for the one that tells", async () => {
    const { breaker, ask, begin, server, now } = work();
    server.answers = [false, true, false];
    await begin();
    await ask();
    // As where the vendor answers that the token has ended, and signing in anew gets no answer.
    await breaker.soundOut(async () => {
      await ask();
      await ask();
    });
    await breaker.settle();
    expect(server.calls).toBe(3);
    expect(now().silence).toBeUndefined();
  });

  test("does not take an answer to signing in for one of the server's that is silent", async () => {
    const { breaker, ask, begin, server, now } = work({ since: NOON, probes: 3, probeAt: NOON, host: "kv.test" });
    server.answers = [true, false];
    await begin();
    await ask("sign-in.test");
    await ask();
    await breaker.settle();
    expect(now().silence).toMatchObject({ host: "kv.test", probes: 4 });
  });

  test("finds nothing out where the other call may not be made", async () => {
    const { breaker, ask, begin, now } = work();
    await begin();
    await ask();
    await expect(breaker.soundOut(() => Promise.reject(new RetryLater("limit", { limited: true })))).rejects.toThrow();
    await breaker.settle();
    expect(now().silence).toBeUndefined();
  });

  test("ends a silence when its probe is answered, whatever the next collection's call does", async () => {
    const { breaker, ask, begin, server, now } = work({
      since: NOON - 9 * MINUTE,
      probes: 3,
      probeAt: NOON,
      host: "kv.test",
    });
    server.answers = [true, false];
    await begin();
    await ask();
    await ask();
    await breaker.settle();
    expect(now().silence).toBeUndefined();
  });
});

describe("a vendor's server that shops share", () => {
  const server = { vendor: "kiotviet", host: "kv.test" } as const;
  const shop = (tenant: string, id: string) => ({ tenant, shop: id });

  test("is silent for all when three shops of two tenants say so, and never by one tenant's word", async () => {
    const silences = createSilenceStore(new MemoryTable());
    for (let one = 0; one < 15; one += 1)
      expect(await silences.note(server, shop("acme", `shop${one}`), NOON)).toBe(false);
    expect(await silences.mayProbe(server, NOON)).toBe(true);
    expect(await silences.note(server, shop("rival", "shop"), NOON)).toBe(true);
  });

  test("is asked by one shop for all of them, until it answers", async () => {
    const silences = createSilenceStore(new MemoryTable());
    for (const tenant of ["acme", "rival", "third"]) await silences.note(server, shop(tenant, "shop"), NOON);
    expect(await silences.mayProbe(server, NOON)).toBe(true);
    expect(await silences.mayProbe(server, NOON + 5 * SECOND)).toBe(false);
    expect(await silences.mayProbe(server, NOON + 31 * SECOND)).toBe(true);
    expect(await silences.mayProbe({ ...server, host: "other.test" }, NOON + 32 * SECOND)).toBe(true);
    await silences.end(server);
    expect(await silences.mayProbe(server, NOON + 33 * SECOND)).toBe(true);
  });

  test("what was seen ten minutes ago says nothing any more", async () => {
    const silences = createSilenceStore(new MemoryTable());
    for (const tenant of ["acme", "rival"]) await silences.note(server, shop(tenant, "shop"), NOON);
    expect(await silences.note(server, shop("third", "shop"), NOON + 11 * MINUTE)).toBe(false);
  });
});
