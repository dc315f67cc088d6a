import { randomUUID } from "node:crypto";
import type { Api } from "../api.ts";
import { ApiRefused } from "../api.ts";
import { type ApiDocument, operationsOf, type Parameter, type PlacedOperation, routeOfWrite } from "../document.ts";
import { pathPart } from "../path-part.ts";
import { placeCommand } from "../place-command.ts";
import { Trouble } from "../trouble.ts";

/** A tool as the Model Context Protocol lists it, and what it does. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly type: "object"; readonly [key: string]: unknown };
  readonly annotations: { readonly title: string; readonly readOnlyHint: boolean; readonly [hint: string]: unknown };
  /** @throws ApiRefused, Unreachable, Trouble */
  run(input: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Enough to find, read, follow and explain; every operation would drown the few that an assistant needs. */
const READS: readonly string[] = [
  "listShops",
  "getShop",
  "getSyncStatus",
  "explainRecord",
  "listOrders",
  "getOrder",
  "listCustomers",
  "listProducts",
  "listRecords",
  "getRecord",
  "searchRecords",
  "listChanges",
  "listWrites",
  "getWrite",
  "listVendorWrites",
];

/** An assistant reads every row that it is given. */
const ROWS = 20;
const MOST_ROWS = 50;

/** Tools that change nothing, out of the API's own document: parameters, forms and words are those of the API. */
export const readTools = (api: Api, document: ApiDocument): readonly Tool[] =>
  operationsOf(document)
    .filter(({ method, operation }) => method === "GET" && READS.includes(operation.operationId))
    .toSorted((one, other) => READS.indexOf(one.operation.operationId) - READS.indexOf(other.operation.operationId))
    .map((placed) => readTool(api, placed, document));

const readTool = (api: Api, { path, operation }: PlacedOperation, document: ApiDocument): Tool => {
  const parameters = (operation.parameters ?? []).filter((one): one is Parameter => "name" in one);
  const properties = propertiesOf(parameters);
  return {
    name: operation.operationId,
    description: operation.description ? `${operation.summary}\n\n${operation.description}` : operation.summary,
    inputSchema: {
      type: "object",
      properties,
      required: parameters.filter(({ required }) => required).map(({ name }) => name),
      additionalProperties: false,
      ...definitionsFor(properties, document),
    },
    annotations: { title: operation.summary, readOnlyHint: true, openWorldHint: false },
    run: (input) => {
      refuseUnknown(input, Object.keys(properties));
      const { place, query } = placeInput(input, path, parameters);
      return api.call("GET", place, { query });
    },
  };
};

const propertiesOf = (parameters: readonly Parameter[]): Readonly<Record<string, object>> => {
  const properties = Object.fromEntries(
    parameters.map(({ name, description, schema }) => [name, { ...schema, ...(description ? { description } : {}) }]),
  );
  const limit = {
    ...{ type: "integer", minimum: 1, maximum: MOST_ROWS, default: ROWS },
    description: `Rows of a page, at most ${MOST_ROWS}. \`next\` of the answer, sent as \`cursor\`, brings the following ones.`,
  };
  return properties.limit ? { ...properties, limit } : properties;
};

/** Where each value goes: into the path, or into the query. @throws Trouble for one that is missing */
const placeInput = (input: Readonly<Record<string, unknown>>, path: string, parameters: readonly Parameter[]) => {
  const query: Record<string, string> = {};
  let place = path;
  for (const { name, in: where, required } of parameters) {
    const value = name === "limit" ? rowsOf(input.limit) : (input[name] ?? undefined);
    if (value === undefined && required) throw new Trouble(`${name}: is missing.`, 2);
    if (value === undefined) continue;
    if (where === "path") place = place.replace(`{${name}}`, () => pathPart(name, value));
    else query[name] = String(value);
  }
  return { place, query };
};

/** Fewer rows than were asked for would pass for all that there are. @throws Trouble */
const rowsOf = (limit: unknown = ROWS): number => {
  const rows = Number(limit);
  if (Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS) return rows;
  throw new Trouble(`limit: a whole number from 1 to ${MOST_ROWS}. \`next\`, sent as \`cursor\`, brings more rows.`, 2);
};

/** A misspelt parameter that is left out would answer another question. */
const refuseUnknown = (input: object, known: readonly string[]): void => {
  const unknown = Object.keys(input).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Trouble(`${unknown.join(", ")}: not known. Known: ${known.join(", ")}.`, 2);
};

/** Forms that the parameters point to. */
const definitionsFor = (properties: object, { components }: ApiDocument): object =>
  JSON.stringify(properties).includes("#/components/") ? { components } : {};

/** What a dry run showed waits for so long to be sent. */
const PREPARED_FOR = 10 * 60_000;

interface Prepared {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly until: number;
}

/**
 * Two tools for writes: one shows, one sends what was shown and nothing else. The token is the write's idempotency key,
 * so an assistant that sends it twice has sent it once.
 */
export const writeTools = (api: Api, document: ApiDocument, now: () => number): readonly Tool[] => {
  const prepared = new Map<string, Prepared>();
  return [
    {
      name: "prepareWrite",
      description:
        "Shows what the vendor would get for a write, and sends nothing. Returns `request` and `confirm`, a token for sendWrite. Show the request to the person and ask before you send it.",
      inputSchema: {
        type: "object",
        properties: {
          shop: { type: "string", description: "id of the shop" },
          kind: { type: "string", description: "orders.create, customers.update, ...; see listVendorWrites" },
          command: { type: "object", description: "the fields that listVendorWrites names for this kind" },
        },
        required: ["shop", "kind", "command"],
        additionalProperties: false,
      },
      annotations: { title: "Show a write, without sending it", readOnlyHint: true, openWorldHint: false },
      run: async (input) => {
        refuseUnknown(input, ["shop", "kind", "command"]);
        const { shop, kind, command } = input as { shop?: string; kind?: string; command?: Record<string, unknown> };
        if (!shop || !kind || typeof command !== "object" || command === null || Array.isArray(command))
          throw new Trouble("shop, kind and one command are needed.", 2);
        const { method, path, body } = placeCommand(routeOfWrite(document, kind), shop, command);
        const request = await api.call(method, path, { query: { dryRun: true }, body });
        for (const [token, { until }] of prepared) if (until < now()) prepared.delete(token);
        const confirm = randomUUID();
        prepared.set(confirm, { method, path, body, until: now() + PREPARED_FOR });
        return { request, confirm, validUntil: new Date(now() + PREPARED_FOR).toISOString() };
      },
    },
    {
      name: "sendWrite",
      description:
        "Sends what prepareWrite has shown, once, and waits some seconds for the outcome. Only after the person has agreed. If the state is queued, sending, unknown or probing, look again with getWrite.",
      inputSchema: {
        type: "object",
        properties: { confirm: { type: "string", description: "the token of prepareWrite" } },
        required: ["confirm"],
        additionalProperties: false,
      },
      annotations: {
        ...{ title: "Send a write that was shown", readOnlyHint: false, destructiveHint: true },
        ...{ idempotentHint: true, openWorldHint: true },
      },
      run: async ({ confirm }) => {
        const found = prepared.get(String(confirm));
        if (!found || found.until < now())
          throw new Trouble(
            "confirm: no token of prepareWrite, or one older than ten minutes. Prepare the write again.",
            2,
          );
        const headers = { "idempotency-key": String(confirm) };
        return api.call(found.method, found.path, { query: { wait: 10 }, body: found.body, headers });
      },
    },
  ];
};

/** What a tool's trouble is called for the assistant. */
export const troubleOf = (error: unknown): string =>
  error instanceof ApiRefused ? JSON.stringify(error.problem ?? { detail: error.message }) : (error as Error).message;
