import { describe, expect, test } from "vitest";
import type { SimulatedOutcome } from "../../../infra/sandbox/types.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "../sync/answers.ts";

/** KiotViet's list of registrations is odd for six hours: registrations must not pile up at the vendor. */

interface Row {
  readonly url: string;
  readonly type: string;
}
interface Listed {
  readonly total: number;
  readonly data: readonly Row[];
}

const openShop = async () => {
  const world = new World({ vendor: "kiotviet", seed: 7, size: 10, resources: ["customers"] });
  await world.open();
  await world.pass(40 * MINUTE);
  const made = { added: 0, removed: 0 };
  const report = async () => (await world.deps.watchReports.get(world.ref)).report;
  return { world, made, report };
};

/** @param shown what the vendor's list looks like */
const withList = ({ world, made }: Awaited<ReturnType<typeof openShop>>, shown: (honest: Listed) => unknown) =>
  answerWith(world, (request, honest) => {
    if (!/\/webhooks/.test(request.path)) return undefined;
    if (request.method === "POST") made.added += 1;
    if (request.method === "DELETE") made.removed += 1;
    if (request.method !== "GET") return undefined;
    const told = honest();
    return told.kind === "answer" && told.status === 200 ? answerOf(shown(JSON.parse(told.body))) : told;
  });

const EVENTS = 15;
/** What the vendor holds, whatever it shows. */
const registeredAt = ({ simulator }: World): number => {
  const made = simulator.journal.filter(({ operation }) => /^webhooks\.(create|delete)$/.test(operation));
  return made.reduce((sum, { operation }) => sum + (operation === "webhooks.create" ? 1 : -1), 0);
};
const rows = (change: (row: Row) => object) => (body: Listed) => ({ ...body, data: body.data.map(change) });

test.each([
  ["its only address as switched off", { webhook_enable: false }],
  ["no address", { webhook_url: "" }],
  ["none of the types", { webhook_types: [] }],
] as const)("pancake: a shop that shows %s is not configured again with each look", async (_name, shown) => {
  const world = new World({ vendor: "pancake", seed: 7, size: 10, resources: ["customers"] });
  await world.open();
  await world.pass(40 * MINUTE);
  let written = 0;
  answerWith(world, (request, honest) => {
    if (!/\/shops\/\d+$/.test(request.path)) return undefined;
    if (request.method === "PUT") written += 1;
    if (request.method !== "GET") return undefined;
    const told = honest();
    if (told.kind !== "answer" || told.status !== 200) return told;
    const body = JSON.parse(told.body);
    return answerOf({ ...body, shop: { ...body.shop, ...shown } });
  });
  await world.pass(6 * HOUR);
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThanOrEqual(5);
  expect((await world.deps.watchReports.get(world.ref)).report).toMatchObject({ state: "refused" });
});

describe("kiotviet takes registrations and its answers fail", () => {
  /** The list shows nothing from now on. */
  const hideAll = (world: World) =>
    answerWith(world, ({ path, method }) =>
      /\/webhooks/.test(path) && method === "GET" ? answerOf({ total: 0, pageSize: 100, data: [] }) : undefined,
    );

  /** @param answer what is told instead of the vendor's own answer, which has registered the event */
  const openWith = async (answer: (told: SimulatedOutcome) => SimulatedOutcome) => {
    const world = new World({ vendor: "kiotviet", seed: 7, size: 10, resources: ["customers"] });
    const made = { added: 0 };
    const { honest } = answerWith(world, (request, tell) => {
      if (!/\/webhooks/.test(request.path) || request.method !== "POST") return undefined;
      made.added += 1;
      return answer(tell());
    });
    await world.open();
    return { world, made, honest };
  };

  test.each([
    ["cannot be read", () => answerOf([])],
    ["is a gateway's", () => answerOf({ message: "Bad gateway" }, 502)],
  ] as const)("an answer that %s: no event is registered twice", async (_name, answer) => {
    const { world, made, honest } = await openWith(answer);
    await world.pass(90 * MINUTE);
    expect(made.added).toBeLessThanOrEqual(EVENTS);
    expect(made.added).toBeGreaterThan(EVENTS / 3);
    honest();
    await world.pass(HOUR);
    const { report } = await world.deps.watchReports.get(world.ref);
    expect([report.state, report.gaps]).toEqual(["registered", undefined]);
    expect(registeredAt(world)).toBe(EVENTS);
  });

  test("the vendor made each of them five times: some are removed with each look, until all are right", async () => {
    const world = new World({ vendor: "kiotviet", seed: 7, size: 10, resources: ["customers"] });
    const removedAt: number[] = [];
    answerWith(world, (request, tell) => {
      if (request.method === "DELETE" && /\/webhooks/.test(request.path)) removedAt.push(world.time.now());
      if (request.method === "POST" && /\/webhooks/.test(request.path)) for (let more = 0; more < 4; more += 1) tell();
      return undefined;
    });
    await world.open();
    await world.pass(HOUR);
    expect(registeredAt(world)).toBe(EVENTS);
    expect(removedAt).toHaveLength(4 * EVENTS);
    const most = removedAt.map((at) => removedAt.filter((other) => other >= at && other < at + MINUTE / 2).length);
    expect(Math.max(...most)).toBe(20);
    // One look after the other, a minute apart.
    expect(removedAt.at(-1)! - removedAt[0]!).toBeLessThan(5 * MINUTE);
  });

  test("none of which says whether it took them, and its list shows none: they are made some times, then ever more rarely", async () => {
    const { world, made } = await openWith(() => answerOf({}, 502));
    hideAll(world);
    await world.pass(6 * HOUR);
    expect(made.added).toBeGreaterThan(EVENTS);
    expect(made.added).toBeLessThanOrEqual(2 * EVENTS);
  });

  test("and its list shows none of them: those that it took before are not made with each look", async () => {
    let posts = 0;
    const { world, made } = await openWith((told) => {
      posts += 1;
      return posts % 4 === 0 ? answerOf({}, 502) : told;
    });
    hideAll(world);
    await world.pass(6 * HOUR);
    expect(made.added).toBeGreaterThan(EVENTS);
    expect(made.added).toBeLessThanOrEqual(2 * EVENTS);
  });
});

describe("kiotviet's list of webhooks", () => {
  test.each([
    ["the address with a slash behind it", rows((row) => ({ ...row, url: `${row.url}/` }))],
    ["the types in capitals", rows(({ type, ...row }) => ({ ...row, type: type.toUpperCase() }))],
    ["the types with the shop's number behind", rows(({ type, ...row }) => ({ ...row, type: `${type}.500400541` }))],
  ] as const)("with %s shows what is registered", async (_name, shown) => {
    const shop = await openShop();
    withList(shop, shown);
    await shop.world.pass(6 * HOUR);
    expect(shop.made).toEqual({ added: 0, removed: 0 });
    expect(await shop.report()).toMatchObject({ state: "registered" });
  });

  test("that counts more than it shows is no list: nothing is registered, and the shop says why", async () => {
    const shop = await openShop();
    const { honest } = withList(shop, (body) => ({ ...body, data: [] }));
    await shop.world.pass(6 * HOUR);
    expect(shop.made).toEqual({ added: 0, removed: 0 });
    expect(await shop.report()).toMatchObject({ state: "unavailable", reason: expect.stringContaining("0 of 15") });
    honest();
    await shop.world.pass(30 * MINUTE);
    expect(await shop.report()).toMatchObject({ state: "registered" });
  });

  test.each([
    ["is empty", () => ({ total: 0, pageSize: 100, data: [] }), 0],
    ["has rows without a type", rows((row) => ({ ...row, type: null })), 0],
    ["shows all as inactive", rows((row) => ({ ...row, isActive: false })), EVENTS],
  ] as const)(
    "that %s has them registered once more, then one by one and ever more rarely",
    async (_name, shown, gone) => {
      const shop = await openShop();
      const { honest } = withList(shop, shown);
      await shop.world.pass(6 * HOUR);
      // At once, and after half an hour, an hour and two hours more.
      expect(shop.made.added).toBeGreaterThan(EVENTS);
      expect(shop.made.added).toBeLessThanOrEqual(EVENTS + 4);
      expect(shop.made.removed).toBeLessThanOrEqual(gone);
      const told = await shop.report();
      expect(told).toMatchObject({ state: "refused", reason: expect.stringContaining("waits twice as long") });
      expect(told.events).toEqual([]);
      expect(Object.keys(told.refused ?? {})).toHaveLength(EVENTS);
      await shop.world.pass(3 * DAY);
      expect(shop.made.added).toBeLessThanOrEqual(EVENTS + 10);
      // What is there twice goes when the list shows it.
      honest();
      await shop.world.pass(30 * MINUTE);
      expect(await shop.report()).toMatchObject({ state: "registered" });
      const { events, refused } = await shop.report();
      expect([events.length, refused]).toEqual([EVENTS, undefined]);
      expect(registeredAt(shop.world)).toBe(EVENTS);
    },
  );

  test("that shows the one that is tried has all the others registered at once", async () => {
    const shop = await openShop();
    let isBlind = true;
    withList(shop, (body) => (isBlind ? { ...body, total: 0, data: [] } : body));
    await shop.world.pass(20 * MINUTE);
    isBlind = false;
    await shop.world.pass(20 * MINUTE);
    expect(await shop.report()).toMatchObject({ state: "registered" });
    expect((await shop.report()).reason).toBeUndefined();
  });
});
