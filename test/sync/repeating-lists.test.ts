import { describe, expect, test } from "vitest";
import type { SimulatedOutcome } from "../../infra/sandbox/types.ts";
import { MINUTE } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { compare } from "../faults/compare.ts";
import { World } from "../faults/world.ts";
import { answerWith, type Lie } from "./answers.ts";

const bodyOf = (outcome: SimulatedOutcome): any => (outcome.kind === "answer" ? JSON.parse(outcome.body) : {});
const withBody = (outcome: SimulatedOutcome, body: unknown): SimulatedOutcome =>
  outcome.kind === "answer" ? { ...outcome, body: JSON.stringify(body) } : outcome;

interface Case {
  readonly vendor: VendorId;
  readonly resource: string;
  readonly path: RegExp;
  /** The list ignores where it should go on. */
  readonly lie: Lie;
}

/** Every vendor's list, told always to begin at its first page: page sizes are honoured, places are not. */
const cases: readonly Case[] = [
  {
    vendor: "kiotviet",
    resource: "cash-flow",
    path: /cashflow/,
    lie: (request, honest) => {
      request.query.set("currentItem", "0");
      const outcome = honest();
      const { total: _total, ...body } = bodyOf(outcome);
      return withBody(outcome, body);
    },
  },
  {
    vendor: "pancake",
    resource: "customers",
    path: /customers/,
    lie: (request, honest) => {
      for (const name of ["page_number", "page"]) if (request.query.has(name)) request.query.set(name, "1");
      const outcome = honest();
      const { total_entries: _total, total_pages: _pages, ...body } = bodyOf(outcome);
      return withBody(outcome, body);
    },
  },
  {
    vendor: "nhanh-v2",
    resource: "products",
    path: /product/,
    lie: (request, honest) => {
      Object.assign(request, {
        body: request.body.replace(/\\"page\\":\s*\d+/, '\\"page\\":1').replace(/"page":\s*\d+/, '"page":1'),
      });
      return honest();
    },
  },
  {
    vendor: "nhanh-v3",
    resource: "orders",
    path: /order\/list/,
    lie: (_request, honest) => {
      const outcome = honest();
      const body = bodyOf(outcome);
      return withBody(outcome, { ...body, paginator: { ...body.paginator, next: { id: null } } });
    },
  },
];

describe.each(cases)("$vendor $resource", ({ vendor, resource, path, lie }) => {
  test("a list that ignores where it should go on ends after a few pages, and is read whole once it is well", async () => {
    const world = new World({
      vendor,
      seed: 7,
      size: 60,
      pageSize: 20,
      resources: [resource],
      fullEverySeconds: 1_800,
    });
    const answers = answerWith(world, (request, honest) =>
      path.test(request.path) ? lie(request, honest) : undefined,
    );
    await world.open();
    await world.pass(20 * MINUTE);
    const state = await world.deps.states.get(world.ref, resource, "full");
    expect(state.warnings).toContain("incomplete");
    expect(state.stuck).toBeGreaterThan(0);
    expect(answers.calls.length).toBeLessThan(200);
    const before = world.time.now();
    await world.pass(60 * MINUTE);
    expect(answers.since(before)).toBeLessThan(200);
    answers.honest();
    await world.pass(40 * MINUTE);
    const { lost, stale, details } = await compare(world);
    expect({ lost, stale, details }).toMatchObject({ lost: 0, stale: 0 });
    expect((await world.deps.states.get(world.ref, resource, "full")).stuck).toBeUndefined();
  });
});

/** Where each vendor counts the rows of a list. */
const totals = [
  { vendor: "kiotviet", resource: "cash-flow", names: ["total"] },
  { vendor: "kiotviet", resource: "customers", names: ["total"] },
  { vendor: "pancake", resource: "orders", names: ["total_entries", "total_pages"] },
  { vendor: "pancake", resource: "customers", names: ["total_entries", "total_pages"] },
  { vendor: "nhanh-v2", resource: "products", names: ["totalPages", "totalRecords"] },
] as const;

describe.each(totals)("$vendor $resource", ({ vendor, resource, names }) => {
  test.each<[string, unknown]>([
    ["zero", 0],
    ["one page", 20],
    ["negative", -1],
    ["text", "many"],
    ["nothing", null],
    ["a fraction", 7.5],
  ])("a total that says %s ends no list of full pages", async (_name, lie) => {
    const world = new World({ vendor, seed: 3, size: 60, pageSize: 20, resources: [resource] });
    const pattern = new RegExp(`"(${names.join("|")})":(\\d+|"\\d+")`, "g");
    answerWith(world, (_request, honest) => {
      const outcome = honest();
      if (outcome.kind !== "answer") return outcome;
      return { ...outcome, body: outcome.body.replaceAll(pattern, `"$1":${JSON.stringify(lie)}`) };
    });
    await world.open();
    await world.pass(60 * MINUTE);
    const { lost, stale, details } = await compare(world);
    expect({ lost, stale, details }).toEqual({ lost: 0, stale: 0, details: [] });
  });
});
