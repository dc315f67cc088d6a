import { describe, expect, test } from "vitest";
import { routes } from "../../../shared/api/routes/index.ts";
import { twinned, twinOf } from "../../../shared/api/routes/operator-tenants.ts";
import { operatorCalls } from "../../../shared/command-line/commands/operator-calls.ts";
import { createOperatorProgram } from "../../../shared/command-line/operator-program.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

const open = async () => {
  const stack = createTestStack();
  for (const id of ["acme", "globex"]) {
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id, name: id } });
    await stack.deps.shops.create({
      ...{ tenant: id, id: "shop", vendor: "kiotviet", name: "Shop", health: "healthy", settings: {}, account: id },
      ...{ hookToken: `hook-${id}`, createdAt: new Date().toISOString() },
    });
  }
  return stack;
};

/** The command line against the API in memory. */
const run = async (stack: TestStack, ...args: readonly string[]): Promise<any> => {
  const printed: unknown[] = [];
  const call = async (method: string, path: string, { query = {}, body }: any = {}) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][];
    const search = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
    const answer = await stack.request(method, `${path}${search}`, { key: operatorKey, body });
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.body.code}`);
    return answer.body;
  };
  const output = { json: true, value: (value: unknown) => printed.push(value), say: () => {}, table: () => {} };
  const world = { output, api: { url: "", call } } as never;
  await createOperatorProgram(() => world).parseAsync([...args, "--json"], { from: "user" });
  return printed.at(-1);
};

const letter = (id: string, body: string) => ({ id, body, sentAt: Date.parse("2026-11-20T02:00:00Z") });

describe("dead letters", () => {
  test("are listed by whose work they are, and nothing else of them is shown", async () => {
    const stack = await open();
    const secret = { type: "cycle", tenant: "acme", shop: "shop", note: "tbo_secret", ids: ["p1"] };
    stack.dead.sync.push(letter("1", JSON.stringify(secret)), letter("2", "<html>token=abc</html>"));
    const { data } = await run(stack, "dead-letters", "sync");
    expect(data).toEqual([
      {
        ...{ id: "1", sentAt: "2026-11-20T02:00:00.000Z", bytes: JSON.stringify(secret).length, isOurs: true },
        about: { type: "cycle", tenant: "acme", shop: "shop" },
      },
      { id: "2", sentAt: "2026-11-20T02:00:00.000Z", bytes: 22, isOurs: false },
    ]);
    expect((await run(stack, "status")).deadLetters).toEqual([{ queue: "sync", messages: 2 }]);
  });

  test("are sent again, one or all, and the trails of their tenants say so", async () => {
    const stack = await open();
    const bodies = ["acme", "globex", "nobody"].map((tenant) => ({ type: "cycle", tenant, shop: "shop" }));
    stack.dead.sync.push(...bodies.map((body, index) => letter(String(index), JSON.stringify(body))));
    expect(await run(stack, "redrive", "sync", "--id", "1")).toEqual({ redriven: 1 });
    expect(stack.queues.sync.map(({ body }) => body)).toEqual([bodies[1]]);
    expect(stack.dead.sync.map(({ id }) => id)).toEqual(["0", "2"]);
    expect(await run(stack, "redrive", "sync")).toEqual({ redriven: 2 });
    expect(stack.dead.sync).toEqual([]);
    for (const tenant of ["acme", "globex"]) {
      const { data } = await run(stack, "audit", tenant);
      expect(data[0], tenant).toMatchObject({ action: "dead-letters.redrive", subject: "sync", by: "operator" });
    }
    expect((await stack.deps.tenants.auditTrail("nobody", undefined, 10)).entries).toEqual([]);
  });
});

describe("what an operator does in a tenant's place", () => {
  test("happens to that tenant's shop, and stands in both trails", async () => {
    const stack = await open();
    await run(stack, "pause", "acme", "shop");
    expect(await stack.deps.shops.find({ tenant: "acme", shop: "shop" })).toMatchObject({ health: "paused" });
    expect(await stack.deps.shops.find({ tenant: "globex", shop: "shop" })).toMatchObject({ health: "healthy" });
    for (const trail of [await run(stack, "audit", "acme"), await run(stack, "audit")])
      expect(trail.data[0]).toMatchObject({ action: "shops.pause", subject: "shop", by: "operator" });
    await run(stack, "resume", "acme", "shop");
    expect(await stack.deps.shops.find({ tenant: "acme", shop: "shop" })).toMatchObject({ health: "healthy" });
    await run(stack, "sync", "acme", "shop", "--full");
    expect(stack.queues.sync).toMatchObject([{ body: { type: "cycle", tenant: "acme", shop: "shop" }, group: "acme" }]);
    expect((await run(stack, "audit", "acme")).data[0]).toMatchObject({ by: "operator", subject: "shop" });
  });

  test("says why a record is not here, of any tenant", async () => {
    const stack = await open();
    const { found, cause, sentence } = await run(stack, "explain", "globex", "shop", "--code", "DH000123");
    expect([found, typeof cause, sentence.length > 20]).toEqual([false, "string", true]);
  });

  test("is refused for a tenant that is not there, and to tenants", async () => {
    const stack = await open();
    await expect(run(stack, "resources", "nobody", "shop")).rejects.toThrow("404 unknown-tenant");
    await expect(run(stack, "resources", "acme", "other")).rejects.toThrow("404 unknown-shop");
    const made = await stack.request("POST", "/v1/tenants/acme/keys", {
      ...{ key: operatorKey, body: { name: "main", scope: "admin" } },
    });
    const path = "/v1/operator/tenants/acme/shops/shop/sync";
    expect((await stack.request("GET", path, { key: made.body.key })).status).toBe(403);
  });

  test("has no operation that shows a tenant's records", () => {
    const shown = twinned.map((name) => routes.find(({ operationId }) => operationId === name)!);
    expect(shown.filter(({ tag }) => tag === "Records" || tag === "Commands")).toEqual([]);
    for (const name of twinned)
      expect(
        routes.find(({ operationId }) => operationId === twinOf(name)),
        name,
      ).toMatchObject({
        ...{ access: "operator", tag: "Operator" },
      });
  });
});

test("each command of an operator asks for a route that is there", async () => {
  const patterns = routes.map(({ method, path }) => ({
    method,
    path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));
  for (const { name, call } of operatorCalls) {
    const { method, path } = call(["acme", "shop"], {});
    expect(
      patterns.some((one) => one.method === method && one.path.test(path)),
      `${name}: ${method} ${path}`,
    ).toBe(true);
  }
});
