import { afterEach, describe, expect, test, vi } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { type ExplanationFacts, explain, explanationCauses } from "../../../shared/core/explanation.ts";
import type { Freshness } from "../../../shared/core/freshness.ts";
import { createWebhookStack, type WebhookStack } from "../webhooks/stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const NOW = Date.UTC(2026, 10, 20, 8);
const MINUTE = 60_000;
const current: Freshness = { state: "current", late: false, lag: 30_000, promisedSeconds: 60 };
const facts = (more: Partial<ExplanationFacts> = {}): ExplanationFacts => ({
  sought: { resource: "orders", by: "id", value: "7" },
  freshness: current,
  lastReading: { startedAt: NOW - MINUTE, endedAt: NOW - MINUTE + 5_000 },
  unreadableRows: 0,
  now: NOW,
  ...more,
});
const record = { id: "7", version: 3, observedAt: NOW - 10 * MINUTE, deleted: false, unread: [] };
const state = (name: Freshness["state"], reason: string): Freshness => ({ ...current, state: name, reason });
const deletion = (name: string) => ({ state: name, seenAt: NOW - MINUTE, ways: ["absence", "detail"] });

/** Facts, the cause that they are, and words that the sentence must say. Each fact alone, and beside weaker ones. */
const cases: readonly [string, Partial<ExplanationFacts>, readonly string[]][] = [
  ["here", { record }, ["is here, as it was at 2026-11-20T07:50:00.000Z"]],
  ["here-and-unread", { record: { ...record, unread: ["total", "lines.0.price"] } }, ["total, lines.0.price"]],
  ["here-and-behind", { record, freshness: state("stalled", "Nobody reads it.") }, ["Nobody reads it."]],
  ["here-and-asked-again", { record, pull: "this", freshness: state("stalled", "x") }, ["is being fetched"]],
  ["here-and-removal-held", { record, deletion: deletion("held") }, ["waits for your decision"]],
  ["here-and-removal-in-doubt", { record, deletion: deletion("pending") }, ["absence, detail", "07:59"]],
  ["here", { record, deletion: deletion("dismissed") }, ["is here"]],
  [
    "deleted",
    { record: { ...record, deleted: true }, deletion: deletion("removed") },
    ["deleted at the vendor", "detail"],
  ],
  ["another-field", { other: { by: "code", id: "99" } }, ["7 is the code of the record 99"]],
  ["write-open", { write: { id: "w1", state: "unknown" } }, ["your write w1 is unknown"]],
  ["write-failed", { write: { id: "w1", state: "rejected", reason: "No stock." } }, ["w1 is rejected. No stock."]],
  ["unanswered", { unanswered: { since: NOW - MINUTE, givenUp: false } }, ["answers nothing", "asked again"]],
  ["unanswered", { unanswered: { since: NOW - MINUTE, givenUp: true } }, ["comparison of everything"]],
  ["asked-for", { pull: "this" }, ["is being fetched"]],
  ["shop-paused", { freshness: state("paused", "Nothing is read while the shop is needs-reauth.") }, ["needs-reauth"]],
  ["no-permission", { errorCode: "forbidden", freshness: state("failing", "It lacks a permission.") }, ["permission"]],
  ["failing", { errorCode: "RetryLater", freshness: state("failing", "It answers 503.") }, ["503"]],
  ["limited", { freshness: state("limited", "The limit.") }, ["The limit."]],
  [
    "first-reading",
    { lastReading: undefined, freshness: state("backfilling", "Since noon.") },
    ["not here yet", "Since noon."],
  ],
  ["first-reading", { lastReading: undefined }, ["first reading is not complete"]],
  ["not-searched-whole", { searched: { records: 10_000, all: false } }, ["10000 records", "Ask by id"]],
  ["rows-unread", { unreadableRows: 2 }, ["2 of the vendor's rows"]],
  ["fewer-than-the-vendor", { counts: { stored: 100, vendorTotal: 105 } }, ["counts 105 and 100 are here"]],
  [
    "not-at-the-vendor",
    { counts: { stored: 105, vendorTotal: 105 } },
    ["did not show it until 2026-11-20T07:59:00.000Z"],
  ],
  ["behind", { freshness: state("catching-up", "It is being read.") }, ["It is being read."]],
  ["older-than-since", { since: "2026-01-01T00:00:00.000Z" }, ["Nothing older than 2026-01-01"]],
  ["not-at-the-vendor", {}, ["arrives within 60 seconds"]],
];

describe("one sentence says why a record is here or not", () => {
  test.each(cases)("%s", (cause, more, words) => {
    const answer = explain(facts(more));
    expect(answer).toMatchObject({ cause, found: cause.startsWith("here") });
    for (const word of ["orders", "id 7", ...words]) expect(answer.sentence).toContain(word);
    expect(answer.sentence).toMatch(/^[A-Z].*\.$/);
    expect(answer.sentence).not.toMatch(/undefined|NaN|\s{2}/);
  });

  test("every cause has a case", () => {
    expect([...explanationCauses].filter((cause) => !cases.some(([name]) => name === cause))).toEqual([]);
  });
});

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

describe("asked over the API, at a shop that was read", () => {
  const read = async () => {
    const stack = await createWebhookStack();
    const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(3), limits: false });
    simulator.seed(20);
    const served = await serve(simulator, { mostDelay: 0 });
    open.push(served as unknown as AsyncDisposable);
    await stack.register("shop-1", simulator, served.url);
    await stack.work();
    await stack.tick();
    await stack.work();
    return { stack, simulator };
  };
  const ask = async (stack: WebhookStack, query: string) =>
    (await stack.request("GET", `/v1/shops/shop-1/explain?${query}`, { key: stack.key })).body;

  test("a record is found by id, by code in any composition, and a customer by any spelling of a phone number", async () => {
    const { stack } = await read();
    const list = async (resource: string) =>
      (await stack.request("GET", `/v1/shops/shop-1/${resource}`, { key: stack.key })).body.data;
    const [order] = await list("orders");
    expect(await ask(stack, `id=${order.id}`)).toMatchObject({ found: true, cause: "here", record: { id: order.id } });
    expect(await ask(stack, `code=${order.code.toLowerCase()}`)).toMatchObject({
      cause: "here",
      record: { id: order.id },
    });
    const customer = (await list("customers")).find(({ phone }: { phone?: string }) => phone);
    const spelled = encodeURIComponent(`+84 ${customer.phone.replace(/^(0|\+84)/, "").replace(/(\d{3})/g, "$1.")}`);
    expect(await ask(stack, `resource=customers&phone=${spelled}`)).toMatchObject({
      found: true,
      record: { id: customer.id },
    });
  });

  test("a code that was given as an id is named as what it is", async () => {
    const { stack } = await read();
    const [order] = (await stack.request("GET", "/v1/shops/shop-1/orders", { key: stack.key })).body.data;
    const answer = await ask(stack, `id=${order.code}`);
    expect(answer).toMatchObject({ found: false, cause: "another-field" });
    expect(answer.sentence).toContain(`${order.code} is the code of the record ${order.id}`);
  });

  test("what the vendor does not have is not at the vendor, and the evidence says until when", async () => {
    const { stack } = await read();
    const answer = await ask(stack, "resource=products&code=NEVER");
    expect(answer).toMatchObject({ found: false, evidence: { state: "current", searched: { all: true } } });
    expect(["not-at-the-vendor", "older-than-since"]).toContain(answer.cause);
    expect(Date.parse(answer.evidence.lastReading.startedAt)).toBeGreaterThan(0);
  });

  test("a paused shop says that nothing is read", async () => {
    const { stack } = await read();
    await stack.request("POST", "/v1/shops/shop-1/pause", { key: stack.key });
    expect(await ask(stack, "id=404404")).toMatchObject({ cause: "shop-paused" });
  });

  test("exactly one of id, code and phone is asked for", async () => {
    const { stack } = await read();
    for (const query of ["", "id=1&code=2"]) {
      expect(await ask(stack, query)).toMatchObject({
        status: 400,
        errors: [{ message: "exactly one of id, code and phone" }],
      });
    }
    expect(await ask(stack, "resource=nothing&id=1")).toMatchObject({ status: 404 });
  });
});
