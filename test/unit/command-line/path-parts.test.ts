import { describe, expect, test } from "vitest";
import type { Api } from "../../../shared/command-line/api.ts";
import { operatorCalls } from "../../../shared/command-line/commands/operator-calls.ts";
import { listRecords } from "../../../shared/command-line/commands/reading.ts";
import { type ApiDocument, routeOfWrite } from "../../../shared/command-line/document.ts";
import { readTools, writeTools } from "../../../shared/command-line/mcp/tools.ts";
import { placeCommand } from "../../../shared/command-line/place-command.ts";
import type { World } from "../../../shared/command-line/world.ts";

const none = ["..", ".", "", "7/metadata", "../..", "/"];

/** Answers nothing, and remembers what it was asked. */
const remembering = () => {
  const asked: unknown[] = [];
  const api: Api = {
    url: "https://api.example",
    // `any`: as the interface says.
    call: async (method, path, options): Promise<any> => void asked.push([method, path, options?.query]),
  };
  return { api, asked };
};

const inPath = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } }) as const;
const bodyOf = (form: string) => ({
  content: { "application/json": { schema: { $ref: `#/components/schemas/${form}` } } },
});
const dryRun = { name: "dryRun", in: "query", required: false, schema: {} } as const;
const document: ApiDocument = {
  paths: {
    "/v1/shops/{shop}/orders/{id}": {
      get: { operationId: "getOrder", tags: ["Records"], summary: "One.", parameters: [inPath("shop"), inPath("id")] },
    },
    "/v1/shops/{shop}/invoices/{id}": {
      patch: {
        ...{ operationId: "updateInvoice", tags: ["Commands"], summary: "Changes one." },
        ...{ parameters: [inPath("shop"), inPath("id"), dryRun], requestBody: bodyOf("InvoicesUpdateCommand") },
      },
    },
    "/v1/shops/{shop}/pause": {
      post: {
        ...{ operationId: "pauseShop", tags: ["Commands"], summary: "Stops.", parameters: [inPath("shop")] },
        requestBody: bodyOf("ShopsPauseCommand"),
      },
    },
  },
  components: { schemas: {} },
};

describe.each(none)("%j as an id", (id) => {
  test("of a command is refused by its name", () => {
    const route = routeOfWrite(document, "invoices.update");
    expect(() => placeCommand(route, "s", { id })).toThrow(/^id: "/);
    expect(() => placeCommand(route, id, { id: "7" })).toThrow(/^shop: "/);
  });

  test("is refused by an assistant's tools, and nothing is asked", async () => {
    const { api, asked } = remembering();
    const run = async (name: string, input: object) =>
      [...readTools(api, document), ...writeTools(api, document, Date.now)]
        .find((tool) => tool.name === name)!
        .run(input as Record<string, unknown>);
    await expect(run("getOrder", { shop: "s", id })).rejects.toThrow(/^id: /);
    await expect(run("getOrder", { shop: [id], id: "7" })).rejects.toThrow(/^shop: /);
    await expect(run("prepareWrite", { shop: "s", kind: "invoices.update", command: { id } })).rejects.toThrow(/^id: /);
    await expect(run("prepareWrite", { shop: id, kind: "invoices.update", command: { id: "7" } })).rejects.toThrow(
      /^shop/,
    );
    expect(asked).toEqual([]);
  });

  test("is refused by the operator's commands and by lists", async () => {
    const given = ["a", "b", "c"];
    for (const { name, takes, call } of operatorCalls)
      for (const [index, what] of takes.entries()) {
        const wrong = given.with(index, id);
        const isInPath = call(given, {}).path.split("/").includes(given[index]!);
        if (isInPath) expect(() => call(wrong, {}), `${name} ${what}`).toThrow("cannot be an id or a name");
      }
    const { api, asked } = remembering();
    await expect(listRecords({ api } as World, "s", id, { limit: 1 })).rejects.toThrow(/^resource: /);
    expect(asked).toEqual([]);
  });
});

test("a write is shown by a dry run alone: a route that has none is no write", async () => {
  const { api, asked } = remembering();
  const [prepare] = writeTools(api, document, Date.now);
  await prepare!.run({ shop: "s", kind: "invoices.update", command: { id: "a b", note: "x" } });
  expect(asked).toEqual([["PATCH", "/v1/shops/s/invoices/a%20b", { dryRun: true }]]);
  await expect(prepare!.run({ shop: "s", kind: "shops.pause", command: {} })).rejects.toThrow(/^There is no write/);
  await expect(prepare!.run({ shop: "s", kind: "invoices.update", command: [{}] })).rejects.toThrow("one command");
  expect(asked).toHaveLength(1);
});
