import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openApi } from "../../../shared/api/openapi.ts";
import { problemsOf } from "../../../shared/api/problems-of.ts";
import { createRouter } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const document = openApi(routes, { url: "https://api.example", vendors: Object.values(vendors) }) as any;
const operations: any[] = Object.values(document.paths).flatMap((path: any) => Object.values(path));
const root = fileURLToPath(new URL("../../..", import.meta.url));

test("the document has every route once, each with a name of its own that is a verb and a noun", () => {
  expect(operations).toHaveLength(routes.length);
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+([A-Z][a-z0-9]*)+$/);
  for (const { operationId, tags, summary, description } of operations)
    expect([tags.length, summary.length > 5, description.length > 5], operationId).toEqual([1, true, true]);
});

test("no answer is empty, and every body and parameter has a form", () => {
  const empty: string[] = [];
  for (const { operationId, responses, requestBody, parameters = [] } of operations) {
    for (const [status, answer] of Object.entries<any>(responses))
      for (const { schema } of Object.values<any>(answer.content ?? {}))
        if (Object.keys(schema).length === 0) empty.push(`${operationId} ${status}`);
    for (const { schema } of Object.values<any>(requestBody?.content ?? {}))
      if (Object.keys(schema).length === 0) empty.push(`${operationId} body`);
    for (const { $ref, schema, name } of parameters)
      if ($ref === undefined && Object.keys(schema).length === 0) empty.push(`${operationId} ${name}`);
  }
  expect(empty).toEqual([]);
});

test("every parameter says what it is", () => {
  const without = operations.flatMap(({ operationId, parameters = [] }) =>
    parameters.flatMap(({ $ref, name, description }: any) =>
      $ref === undefined && !description ? [`${operationId} ${name}`] : [],
    ),
  );
  expect(without).toEqual([]);
});

test("every list answers `data` and `next`", () => {
  const without = operations.filter(({ operationId, responses }) => {
    if (!operationId.startsWith("list")) return false;
    const { properties, required } = responses[200].content["application/json"].schema;
    return !(properties.data.type === "array" && required.includes("next"));
  });
  expect(without.map(({ operationId }) => operationId)).toEqual([]);
});

test("every query parameter and field of a body is camelCase", () => {
  for (const { query, operationId } of routes)
    for (const name of Object.keys(query.shape)) expect(name, operationId).toMatch(/^[a-z]+([A-Z][a-z0-9]*)*$/);
});

test("a write needs an Idempotency-Key and can be answered with 200, 202 and 207", () => {
  const { post } = document.paths["/v1/shops/{shop}/orders"];
  expect(post.parameters).toContainEqual({ $ref: "#/components/parameters/IdempotencyKey" });
  expect(document.components.parameters.IdempotencyKey).toMatchObject({ in: "header", required: true });
  expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(["200", "202", "207", "400", "422", "429"]));
  const { schema, ...more } = post.requestBody.content["application/json"];
  expect(schema.oneOf[0]).toEqual({ $ref: "#/components/schemas/OrdersCreateCommand" });
  expect(Object.keys(more["x-by-vendor"])).toEqual(Object.keys(vendors));
  for (const { $ref } of Object.values<any>(more["x-by-vendor"]))
    expect(document.components.schemas[$ref.split("/").at(-1)]).toMatchObject({ type: "object" });
});

test("a fixed word in a path wins over an id", () => {
  const route = createRouter(routes);
  expect(route("GET", "/v1/shops/one/orders/7").route.operationId).toBe("getOrder");
  expect(route("GET", "/v1/shops/one/leads/7").route.operationId).toBe("getRecord");
  expect(route("GET", "/v1/shops/one/orders").route.operationId).toBe("listOrders");
  expect(route("GET", "/v1/shops/one/changes").route.operationId).toBe("listChanges");
  expect(route("GET", "/v1/shops/one/sync/orders/deletions").route.operationId).toBe("listDeletions");
});

test("a route knows the problems that come from its form", () => {
  const of = (name: string) => problemsOf(routes.find(({ operationId }) => operationId === name)!);
  expect(of("getOrder")).toEqual(expect.arrayContaining(["unknown-shop", "unknown-record", "invalid-path"]));
  expect(of("createOrder")).toEqual(
    expect.arrayContaining(["idempotency-key-missing", "malformed-json", "vendor-rejected"]),
  );
  expect(of("getHealth")).not.toContain("unauthenticated");
});

test("redocly has no error and no warning", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillbridge-openapi-"));
  try {
    for (const name of ["redocly.yaml", ".redocly.lint-ignore.yaml"])
      copyFileSync(join(root, name), join(folder, name));
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(root, "node_modules/@redocly/cli/bin/cli.js"), "lint", "openapi.json", "--format=json"],
      {
        cwd: folder,
        timeout: 60_000,
        maxBuffer: 20_000_000,
        env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", CI: "true" },
      },
    );
    const { totals, problems } = JSON.parse(stdout);
    expect(problems.filter(({ ignored }: { ignored?: boolean }) => !ignored)).toEqual([]);
    expect(totals).toMatchObject({ errors: 0, warnings: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 90_000);
