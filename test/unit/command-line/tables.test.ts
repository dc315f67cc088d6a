import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRouter } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import type { Api } from "../../../shared/command-line/api.ts";
import { listAllShops, showStatus } from "../../../shared/command-line/commands/operating.ts";
import { operatorCalls, runOperatorCall } from "../../../shared/command-line/commands/operator-calls.ts";
import { erasePerson, retention } from "../../../shared/command-line/commands/privacy.ts";
import { listRecords, listShops } from "../../../shared/command-line/commands/reading.ts";
import { createOutput } from "../../../shared/command-line/output.ts";
import type { World } from "../../../shared/command-line/world.ts";

/** What the API really answered, by operation. */
const examples: Readonly<Record<string, { readonly answer?: any }>> = JSON.parse(
  readFileSync(new URL("../../../shared/api/examples.json", import.meta.url), "utf8"),
);
const operationAt = createRouter(routes);

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const worldOf = (answerOf: (operationId: string) => any = (operationId) => examples[operationId]!.answer) => {
  const tables: Table[] = [];
  const said: string[] = [];
  const asked: string[] = [];
  const api: Api = {
    url: "https://api.example",
    call: async (method, path): Promise<any> => {
      const { operationId } = operationAt(method, path).route;
      asked.push(operationId);
      const answer = answerOf(operationId);
      return Array.isArray(answer?.data) ? { ...answer, next: null } : answer;
    },
  };
  const output = {
    ...{ json: false, value: () => {}, say: (text: string) => void said.push(text) },
    table: (head: readonly string[], rows: Table["rows"]) => void tables.push({ head, rows }),
  };
  return { world: { api, output } as unknown as World, tables, said, asked };
};

const emptyColumns = ({ head, rows }: Table): string[] =>
  head.filter((_, column) => rows.every((row) => row[column] === ""));

describe("a table shows what the API answers", () => {
  test.each([
    ["orders", ["id", "code", "status", "total", "who or what", "created"]],
    ["invoices", ["id", "code", "status", "total", "who or what", "created"]],
    ["returns", ["id", "code", "status", "total", "who or what", "created"]],
    ["customers", ["id", "code", "who or what", "created"]],
    ["products", ["id", "code", "price", "who or what", "created"]],
    ["purchase-orders", ["id", "code", "status", "total", "who or what", "created"]],
    ["cash-flow", ["id", "code", "status", "total", "created"]],
    ["vouchers", ["id", "code", "status"]],
    ["locations", ["id", "code", "who or what"]],
  ])("of %s, with no column that nothing fills", async (resource, columns) => {
    const { world, tables } = worldOf();
    await listRecords(world, "kiotviet", resource, { limit: 20 });
    const [table] = tables as [Table];
    expect(table.head).toEqual(columns);
    expect(emptyColumns(table)).toEqual([]);
  });

  test("of an order with its status, not the word for it alone", async () => {
    const { world, tables } = worldOf();
    await listRecords(world, "kiotviet", "orders", { limit: 20 });
    const [{ head, rows }] = tables as [Table];
    const statuses = examples.listOrders!.answer.data.map(({ status }: { status: string }) => status);
    expect(rows.map((row) => row[head.indexOf("status")])).toEqual(statuses);
  });

  test("of no record with its head", async () => {
    const { world, tables } = worldOf(() => ({ data: [] }));
    await listRecords(world, "kiotviet", "orders", { limit: 20 });
    expect(tables).toEqual([{ head: ["id", "code", "status", "total", "price", "who or what", "created"], rows: [] }]);
  });

  test("of shops, what the copy has of a person, and how long what is kept", async () => {
    for (const show of [
      (world: World) => listShops(world),
      (world: World) => erasePerson(world, "0912345678", true),
      (world: World) => retention(world, {}),
    ]) {
      const { world, tables } = worldOf();
      await show(world);
      expect(tables.map(emptyColumns)).toEqual([[]]);
    }
  });

  test("of how the deployment and all shops stand", async () => {
    const behind = { tenant: "acme", shop: "s", vendor: "isale", health: "degraded" };
    const { world, tables } = worldOf((operationId) => {
      const { answer } = examples[operationId]!;
      if (operationId === "listAllShops")
        return { data: [{ ...behind, cause: "stalled", lateResources: 2, behindSeconds: 90 }, ...answer.data] };
      const byVendor = [{ vendor: "isale", shops: 1, notHealthy: 1, longestBehindSeconds: 90 }];
      return { ...answer, shops: { ...answer.shops, byVendor } };
    });
    await showStatus(world);
    await listAllShops(world, { limit: 10 });
    expect(tables.map(emptyColumns)).toEqual([[], []]);
  });

  // Fields that a row has only at times: what stands there then is read from the answer's own form.
  const withColumns = operatorCalls.filter(({ columns }) => columns !== undefined);
  test.each(withColumns.map((one) => [one.name, one] as const))(
    "of operator %s, with columns that the answer has",
    async (_, call) => {
      const { world, tables, asked } = worldOf();
      await runOperatorCall(
        world,
        call,
        call.takes.map((name) => name.replaceAll(/\W/g, "")),
        {},
      );
      const [operationId] = asked as [string];
      const schema = routes.find((one) => one.operationId === operationId)!.answers[200] as any;
      const row = schema.shape.data.element.shape as Readonly<Record<string, { isOptional(): boolean }>>;
      for (const column of call.columns!) expect(Object.keys(row)).toContain(column);
      const [table] = tables as [Table];
      if (table.rows.length === 0) return;
      expect(emptyColumns(table).filter((column) => !row[column]!.isOptional())).toEqual([]);
    },
  );
});

test("a person who is not here was not erased from anywhere, and the vendors are not said to have them", async () => {
  const { world, said } = worldOf(() => ({ data: [] }));
  await erasePerson(world, "0912345678", true);
  expect(said).toEqual(["Nothing here names this phone, so nothing was erased."]);
});

test.each([
  ["a screen", true, "…"],
  ["a pipe", false, "x".repeat(60)],
])("a long value on %s", (_, isTTY, kept) => {
  let text = "";
  const write = (chunk: string) => {
    text += chunk;
    return true;
  };
  createOutput(false, { isTTY, write } as never).table(["name"], [["x".repeat(60)]]);
  expect(text.split("\n")[1]!.slice(isTTY ? -1 : 0)).toBe(kept);
});
