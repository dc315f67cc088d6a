import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../../shared/api/answers/problem.ts";
import { eventSchema } from "../../../shared/api/event-catalog.ts";
import { createRouter, type Route } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { commands } from "../../../shared/core/commands.ts";
import { eventTypes } from "../../../shared/core/event-types.ts";
import { canonicalResources } from "../../../shared/core/records.ts";
import type { WriteKind } from "../../../shared/core/vendor.ts";
import { sourceFiles } from "../../helpers/source-files.ts";

const readme = fileURLToPath(new URL("../../../README.md", import.meta.url));
const pages = [
  { path: "README.md", text: readFileSync(readme, "utf8") },
  ...sourceFiles("docs", ".md"),
  ...sourceFiles("shared/vendors", ".md"),
];

interface Block {
  readonly page: string;
  /** `answer: listChanges 200`, from the comment above the block. */
  readonly about: string | undefined;
  readonly text: string;
}

const blocksOf = ({ path, text }: { path: string; text: string }): Block[] =>
  [...text.matchAll(/(?:<!-- ([^>]+) -->\s*\n\s*)?```json\n([\s\S]*?)\n\s*```/g)].map(([, about, json]) => ({
    page: path,
    about,
    text: json!,
  }));

const routeNamed = (name: string | undefined): Route => {
  const route = routes.find(({ operationId }) => operationId === name);
  if (!route) throw new Error(`there is no operation ${name}`);
  return route;
};

const commandOf = (body: z.ZodType): z.ZodType => {
  const kind = (body.meta() as { commandOf?: WriteKind } | undefined)?.commandOf;
  return kind === undefined ? body : commands[kind];
};

/** What a block is checked against. */
const schemaOf = (about: string): z.ZodType => {
  const [kind, name = "", status] = about.split(/[:\s]+/);
  if (kind === "problem") return Problem;
  if (kind === "answer") return routeNamed(name).answers[Number(status)]!;
  if (kind === "body") return commandOf(routeNamed(name).body!);
  if (kind === "event") return eventSchema(eventTypes(canonicalResources).find(({ type }) => type === name)!);
  if (kind === "other") return z.unknown();
  throw new Error(`unknown: ${about}`);
};

const blocks = pages.flatMap(blocksOf);

describe("JSON in the docs", () => {
  test.each(blocks.map((block, index) => [block.page, index, block] as const))("%s, block %i", (_, __, block) => {
    expect(block.about, "a comment above says what it is: <!-- answer: getShop 200 -->").toBeDefined();
    const parsed = schemaOf(block.about!).safeParse(JSON.parse(block.text));
    expect(parsed.error?.issues ?? []).toEqual([]);
  });
});

/** `curl $API/v1/shops -X PUT -d '{...}'`: method, path, query and body. */
const curlsIn = ({ path, text }: { path: string; text: string }) =>
  [...text.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, script]) => script!.replaceAll("\\\n", " ").split(/\n(?=\S)/))
    .filter((command) => /\bcurl\b.*\$API/.test(command))
    .map((command) => {
      const [, address = ""] = /["']?\$API([^\s"']*)/.exec(command)!;
      const body = /-d '([\s\S]*?)'/.exec(command)?.[1];
      const method = /-X (\w+)/.exec(command)?.[1] ?? (body === undefined ? "GET" : "POST");
      return { page: path, method, address, body };
    });

const curls = pages.flatMap(curlsIn);

describe("commands in the docs", () => {
  test("there are some", () => expect(curls.length).toBeGreaterThan(3));

  test.each(curls.map((curl) => [curl.page, curl.method, curl.address, curl] as const))(
    "%s: %s %s",
    (_, __, ___, curl) => {
      const [path = "", query = ""] = curl.address.split("?");
      const { route } = createRouter(routes)(curl.method, path);
      expect(route.query.safeParse(Object.fromEntries(new URLSearchParams(query))).error?.issues ?? []).toEqual([]);
      if (curl.body === undefined) return;
      expect(commandOf(route.body!).safeParse(JSON.parse(curl.body)).error?.issues ?? []).toEqual([]);
    },
  );
});

test("docs/events.md names every type that is no collection's, with its sentence", () => {
  const text = readFileSync(new URL("../../../docs/events.md", import.meta.url), "utf8");
  for (const { type, summary } of eventTypes([])) expect(text).toContain(`| \`${type}\` | ${summary} |`);
});

test("query parameters in the docs are ones that a route has", () => {
  const known = new Set(routes.flatMap(({ query }) => Object.keys(query.shape)));
  const unknown = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/`[^`\n]*(?:GET|POST|PATCH|PUT|DELETE)?[^`\n]*\/v1\/[^`\n]*\?(\w+)=?/g)].flatMap(([, name]) =>
      known.has(name!) ? [] : [`${path}: ${name}`],
    ),
  );
  expect(unknown).toEqual([]);
});
