import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { driftOf, parseField, seeShape } from "../../../shared/core/shapes.ts";
import { DAY, HOUR } from "../../../shared/core/time.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { shapes } from "../../../shared/shapes/all.ts";
import { createDriftStore } from "../../../shared/stores/drifts.ts";
import { createSeeAnswer } from "../../../shared/usecases/shops/watch-answers.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { setAt } from "../field/flip-kinds.ts";
import { documentedCodes } from "./documented-codes.ts";
import { documentedAnswers, type Observed, sandboxAnswers } from "./observe.ts";

const createWatch = () => {
  const table = new MemoryTable();
  const drifts = createDriftStore(table);
  const metrics: { name: string; dimensions: unknown }[] = [];
  const logs: unknown[] = [];
  const keys: string[] = [];
  const time = { now: Date.parse("2026-11-27T05:00:00Z") };
  const deps = {
    drifts,
    metric: (name: string, _value: number, dimensions?: unknown) => void metrics.push({ name, dimensions }),
    log: (_level: string, message: string, fields?: unknown) => void logs.push({ message, ...(fields as object) }),
    clock: () => time.now,
    randomId: () => {
      keys.push("key of the test");
      return "key of the test";
    },
  };
  return { table, drifts, metrics, logs, time, deps, keys, see: createSeeAnswer(shapes, deps) };
};

const entriesOf = async ({ drifts }: { drifts: ReturnType<typeof createDriftStore> }) =>
  (await drifts.list(undefined, 1_000)).entries;

/** Orders of each vendor: the rows, a field to change, the field of the state and one that is always there. */
const planted: Readonly<
  Record<VendorId, { rows: string; amount: string; state: string; code: unknown; always: string }>
> = {
  kiotviet: { rows: "data[]", amount: "total", state: "status", code: 6, always: "purchaseDate" },
  "nhanh-v3": { rows: "data[]", amount: "products[].price", state: "info.status", code: 81, always: "info.id" },
  "nhanh-v2": {
    rows: "data.orders[]",
    amount: "calcTotalMoney",
    state: "statusCode",
    code: "Lost",
    always: "statusCode",
  },
  pancake: { rows: "data[]", amount: "total_price", state: "status", code: 33, always: "bill_full_name" },
  isale: { rows: "data[]", amount: "total", state: "status", code: 12, always: "createdAt" },
};

describe.each(vendorIds)("answers of %s", async (vendor) => {
  const answers = await sandboxAnswers(vendor, 11);
  const orders = answers.find(
    ({ operation, json }) => operation === "orders.list" && JSON.stringify(json).length > 2_000,
  )!;
  const { rows, amount, state, code, always } = planted[vendor];
  const changedBy = (change: (json: any) => void): Observed => {
    const json: any = structuredClone(orders.json);
    change(json);
    return { operation: "orders.list", json };
  };
  const told = async ({ operation, json }: Observed) => {
    const watch = createWatch();
    await watch.see(vendor, operation, json);
    return { ...watch, entries: await entriesOf(watch) };
  };

  test("are known as the documents draw them and as another sandbox shop shows them", async () => {
    const drawn = documentedAnswers(vendor).filter(({ made }) => !made);
    const found = [...answers, ...drawn].flatMap(({ operation, json }) => {
      const table: Readonly<Record<string, readonly string[]>> = shapes[vendor];
      const known = new Map((table[operation] ?? []).map(parseField));
      return driftOf(seeShape(json), known).map(
        (drift) => `${operation} ${drift.kind} ${drift.path} ${drift.found ?? ""}`,
      );
    });
    expect([...new Set(found)]).toEqual([]);
    expect(answers.length).toBeGreaterThan(30);
  });

  test("that show a new field are told by its path", async () => {
    const { entries, metrics, logs } = await told(
      changedBy((json) => setAt(json, `${rows}.loyalty`, () => ({ tier: "gold", holder: "Nguyễn Văn An" }))),
    );
    const path = `${rows}.loyalty`;
    expect(entries).toMatchObject([{ vendor, operation: "orders.list", kind: "new-field", path, found: "object" }]);
    expect(metrics).toEqual([
      { name: "AnswersDrifted", dimensions: undefined },
      { name: "AnswersDrifted", dimensions: { vendor } },
    ]);
    expect(logs).toMatchObject([{ message: "answers-drifted", vendor, path }]);
    expect(JSON.stringify([entries, logs])).not.toContain("Nguyễn");
    expect(JSON.stringify(entries[0]?.fixture)).toContain("loyalty");
  });

  test("that show a new field in a row of megabytes are told without the row, which is not even made up", async () => {
    const { entries, keys } = await told(
      changedBy((json) => setAt(json, `${rows}.loyalty`, () => "Nguyễn Văn An ".repeat(100_000))),
    );
    expect(entries).toMatchObject([{ kind: "new-field", path: `${rows}.loyalty` }]);
    expect(entries[0]?.fixture).toBeNull();
    expect(keys).toEqual([]);
  });

  test("with another type are told", async () => {
    const { entries } = await told(changedBy((json) => setAt(json, `${rows}.${amount}`, (before) => [before])));
    const path = `${rows}.${amount}`;
    expect(entries).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: "new-type", path, found: "list" })]),
    );
  });

  test("with a new code of a state are told by the code", async () => {
    const { entries } = await told(changedBy((json) => setAt(json, `${rows}.${state}`, () => code)));
    expect(entries).toMatchObject([{ kind: "new-code", path: `${rows}.${state}`, found: String(code) }]);
  });

  test("with text in the place of a code are told without the text", async () => {
    const name = "Trần Thị Bình, 0912345678";
    const { entries, logs } = await told(changedBy((json) => setAt(json, `${rows}.${state}`, () => name)));
    expect(entries.length).toBeGreaterThan(0);
    expect(JSON.stringify([entries.map(({ fixture: _, ...entry }) => entry), logs])).not.toMatch(/Bình|0912345678/);
  });

  test("that lack a field which was always there are told", async () => {
    const { json } = changedBy((one) => setAt(one, `${rows}.${always}`, () => undefined));
    const { entries } = await told({ operation: "orders.list", json: JSON.parse(JSON.stringify(json)) });
    expect(entries).toMatchObject([{ kind: "missing-field", path: `${rows}.${always}` }]);
  });
});

test.each(vendorIds)("every code that a document of %s lists is known, and no other", (vendor) => {
  const table: Readonly<Record<string, readonly string[]>> = shapes[vendor];
  for (const [place, codes] of Object.entries(documentedCodes[vendor])) {
    const [operation = "", path = ""] = place.split(" ");
    const known = new Map((table[operation] ?? []).map(parseField)).get(path);
    expect([...(known?.codes ?? [])].sort(), place).toEqual(codes.map(String).sort());
  }
});

test("a state of a parcel that no document lists is told", async () => {
  const drawn = documentedAnswers("pancake").filter(({ operation }) => operation === "orders.list");
  const { json } = structuredClone(drawn.find((one) => JSON.stringify(one.json).includes("partner_status"))!) as any;
  for (const row of json.data) if (row.partner) row.partner.partner_status = "teleported";
  const watch = createWatch();
  await watch.see("pancake", "orders.list", json);
  expect(await entriesOf(watch)).toContainEqual(
    expect.objectContaining({ kind: "new-code", path: "data[].partner.partner_status", found: "teleported" }),
  );
});

describe("the watch", () => {
  const odd = { total: 1, pageSize: 1, data: [], news: "x" };

  test("looks at the first answers, then at one of fifty", async () => {
    const { see, metrics } = createWatch();
    const plain = { total: 0, pageSize: 20, timestamp: "2026-11-27T05:00:00+07:00", data: [] };
    for (let n = 0; n < 3; n += 1) await see("kiotviet", "branches.list", plain);
    for (let n = 0; n < 46; n += 1) await see("kiotviet", "branches.list", { ...plain, news: 1 });
    expect(metrics).toEqual([]);
    await see("kiotviet", "branches.list", { ...plain, news: 1 });
    expect(metrics.length).toBe(2);
  });

  test("writes a change once in an hour, whatever number of answers shows it, and counts the hours", async () => {
    const { see, table, time, drifts } = createWatch();
    const write = async () => {
      for (let n = 0; n < 500; n += 1) await see("kiotviet", "branches.list", odd);
    };
    await write();
    const before = table.stream.length;
    await write();
    expect(table.stream.length).toBe(before);
    time.now += HOUR + 1;
    await write();
    const entries = await entriesOf({ drifts });
    expect(entries.find(({ path }) => path === "news")).toMatchObject({ times: 2, lastAt: time.now });
  });

  test("of two workers counts a change twice in an hour at most as one item", async () => {
    const { deps, see, drifts, table } = createWatch();
    await see("kiotviet", "branches.list", odd);
    const items = (await entriesOf({ drifts })).length;
    const before = table.stream.length;
    await createSeeAnswer(shapes, deps)("kiotviet", "branches.list", odd);
    expect((await entriesOf({ drifts })).length).toBe(items);
    expect(table.stream.length).toBe(before);
  });

  test("tells a bounded number of changes of an operation", async () => {
    const { see, metrics } = createWatch();
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`field${n}`, n]));
    await see("kiotviet", "branches.list", { ...odd, ...many });
    expect(metrics.length).toBe(60);
  });

  test("stops nobody when the table does not take its note", async () => {
    const { deps } = createWatch();
    const drifts = { ...deps.drifts, note: async () => Promise.reject(new Error("throttled")) };
    await expect(
      createSeeAnswer(shapes, { ...deps, drifts })("kiotviet", "branches.list", odd),
    ).resolves.toBeUndefined();
  });
});

test("an operator reads the changes, and a tenant does not", async () => {
  const stack = createTestStack();
  const see = createSeeAnswer(shapes, stack.deps);
  await see("pancake", "shops.list", { shops: [], success: true, plan: { name: "Nguyễn Văn An" } });
  const answer = await stack.request("GET", "/v1/operator/drift", { key: operatorKey });
  expect(answer.status).toBe(200);
  expect(answer.body.data).toMatchObject([
    { vendor: "pancake", operation: "shops.list", kind: "new-field", path: "plan", found: "object", times: 1 },
  ]);
  expect(Date.now() - Date.parse(answer.body.data[0].firstAt)).toBeLessThan(DAY);
  expect(JSON.stringify(answer.body)).not.toContain("Nguyễn");
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const { body } = await stack.request("POST", "/v1/tenants/acme/keys", {
    key: operatorKey,
    body: { name: "main", scope: "admin" },
  });
  expect((await stack.request("GET", "/v1/operator/drift", { key: body.key })).status).toBe(403);
});
