import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { orderCommand } from "../../../infra/local/sandbox-tenant.ts";
import { eventually } from "../../helpers/engines.ts";
import { createCommandLine } from "./run.ts";
import { type LocalStack, startStack } from "./stack.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

const bin = fileURLToPath(new URL("../../../shared/command-line/tillbridge.js", import.meta.url));

let stack: LocalStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const env = () => ({ PATH: process.env.PATH ?? "", TILLBRIDGE_URL: stack.url, TILLBRIDGE_KEY: stack.key });

const overStdio = async (...args: string[]) => {
  const client = new Client({ name: "test", version: "1" });
  const transport = new StdioClientTransport({ command: process.execPath, args: [bin, "mcp", ...args], env: env() });
  await client.connect(transport);
  return { client, [Symbol.asyncDispose]: () => client.close() };
};

const overHttp = async (...args: string[]) => {
  using line = createCommandLine();
  await line.run(["login", "--url", stack.url, "--key", stack.key]);
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const { child, errors } = line.begin(["mcp", "--http", String(port), ...args]);
  await eventually("the server says where it is", () => errors().includes("/mcp"), 50);
  const url = new URL(/http:\S+/.exec(errors())![0]);
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(url) as Parameters<Client["connect"]>[0]);
  return {
    client,
    url,
    [Symbol.asyncDispose]: async () => {
      await client.close();
      const ended = once(child, "exit");
      child.kill("SIGINT");
      expect((await ended)[0]).toBe(0);
    },
  };
};

const call = async (client: Client, name: string, input: Record<string, unknown> = {}) => {
  const { content, isError } = await client.callTool({ name, arguments: input });
  const [{ text }] = content as [{ text: string }];
  return { isError: isError === true, text, value: isError ? undefined : JSON.parse(text) };
};

describe.each([
  ["standard input and output", overStdio],
  ["streamable HTTP", overHttp],
] as const)("over %s", (_, connect) => {
  test("an assistant finds shops, orders, one record, how current they are, and why one is missing", async () => {
    await using open = await connect();
    const { client } = open;
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["listShops", "listOrders", "getRecord", "getSyncStatus", "explainRecord", "listChanges"]),
    );
    for (const { name, annotations, inputSchema, description } of tools) {
      expect([name, annotations?.readOnlyHint, inputSchema.additionalProperties]).toEqual([name, true, false]);
      expect(description!.length).toBeGreaterThan(20);
    }
    expect((await call(client, "listShops")).value.data).toMatchObject([{ id: "kiotviet" }]);
    const { value: orders } = await call(client, "listOrders", { shop: "kiotviet", limit: 2 });
    expect(orders.data).toHaveLength(2);
    const { value: more } = await call(client, "listOrders", { shop: "kiotviet", limit: 2, cursor: orders.next });
    expect(more.data[0].id).not.toBe(orders.data[0].id);
    const one = { shop: "kiotviet", resource: "orders", id: orders.data[0].id };
    expect((await call(client, "getRecord", one)).value).toMatchObject({ code: orders.data[0].code });
    expect((await call(client, "getSyncStatus", { shop: "kiotviet" })).value.data.length).toBeGreaterThan(15);
    const missing = await call(client, "explainRecord", { shop: "kiotviet", resource: "products", code: "NEVER" });
    expect(missing.value).toMatchObject({ found: false });
    expect(missing.value.sentence).toContain("NEVER is not here");
  });

  test("what is wrong comes back as a sentence, not as an answer to another question", async () => {
    await using open = await connect();
    const { client } = open;
    expect(await call(client, "listOrders", { shop: "kiotviet", kode: "DH1" })).toMatchObject({ isError: true });
    expect((await call(client, "listOrders", { shop: "kiotviet", kode: "DH1" })).text).toMatch(/^kode: not known\./);
    expect((await call(client, "listOrders", {})).text).toBe("shop: is missing.");
    for (const limit of [0, 51, 500, 1.5, "x"])
      expect((await call(client, "listOrders", { shop: "kiotviet", limit })).text).toMatch(/^limit: .* from 1 to 50\./);
    expect((await call(client, "getShop", { shop: "nowhere" })).text).toContain('"status":404');
    expect((await call(client, "sendWrite", { confirm: "x" })).text).toBe("There is no tool sendWrite.");
  });

  test("a write is shown first, and nothing else than what was shown is sent, once", async () => {
    await using open = await connect("--allow-writes");
    const { client } = open;
    const command = await orderCommand(stack.tenant.client, "kiotviet");
    const prepared = await call(client, "prepareWrite", { shop: "kiotviet", kind: "orders.create", command });
    expect(prepared.value).toMatchObject({ confirm: expect.any(String), request: {} });
    const writes = async () => (await stack.tenant.client.get("/v1/shops/kiotviet/writes?limit=100")).data.length;
    const before = await writes();
    for (const confirm of [undefined, "made-up", ""])
      expect((await call(client, "sendWrite", { confirm })).text).toMatch(/^confirm: no token of prepareWrite/);
    expect(await writes()).toBe(before);
    const { confirm } = prepared.value;
    const sent = await call(client, "sendWrite", { confirm });
    const again = await call(client, "sendWrite", { confirm });
    expect(again.value.id).toBe(sent.value.id);
    expect(await writes()).toBe(before + 1);
    const refused = await call(client, "prepareWrite", {
      shop: "kiotviet",
      kind: "orders.create",
      command: { lines: [] },
    });
    expect(refused).toMatchObject({ isError: true });
    expect(refused.text).toContain("lines");
  });
});

test("the HTTP server takes nothing from a page in a browser, nor under a foreign name", async () => {
  await using open = await overHttp();
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const ask = (more: Record<string, string>) =>
    fetch(open.url, { method: "POST", headers: { ...headers, ...more }, body });
  expect((await ask({})).status).toBe(200);
  expect((await ask({ origin: "https://evil.example" })).status).toBe(403);
  expect((await fetch(open.url)).status).toBe(405);
});
