import { describe, expect, test } from "vitest";
import { javaIsThere } from "../../helpers/engines.ts";
import { createCheck } from "./check.ts";
import { type Finding, fuzz } from "./fuzz.ts";
import type { FuzzEngine } from "./world.ts";

/** Drawn once: a test that is tried again tries the same. */
const today = Date.now() % 1_000_000_000;

const run = async (engine: FuzzEngine, seed: number, cases: number) => {
  const findings: Finding[] = [];
  const result = await fuzz({ engine, seed, cases, onFinding: (finding) => findings.push(finding) });
  return { findings, result };
};

describe("requests that the API's document suggests, valid, almost valid and wild", { timeout: 120_000 }, () => {
  test("have answers that the document tells of, and none is a failure of ours", async () => {
    const { findings, result } = await run("memory", 1, 500);
    expect(findings).toEqual([]);
    // Most of them reach a route's own work, and each kind of refusal is among them.
    expect(Object.keys(result.statuses)).toEqual(
      expect.arrayContaining(["200", "202", "400", "401", "403", "404", "422"]),
    );
  });

  test("from a seed of today: the finding names its seed", async () => {
    expect((await run("memory", today, 250)).findings).toEqual([]);
  });

  test.skipIf(!javaIsThere)("have the same answers over AWS's own engine", async () => {
    const { findings } = await run("dynamodb-local", 7, 120);
    expect(findings).toEqual([]);
  });
});

describe("an answer is noticed", () => {
  const schema = { type: "object", required: ["id"], properties: { id: { $ref: "#/components/schemas/Id" } } };
  const document = {
    paths: { "/things": { get: { responses: { 200: { content: { "application/json": { schema } } } } } } },
    components: { schemas: { Id: { type: "string" } } },
  };
  const check = createCheck(document);
  const request = { method: "GET", path: "/things", query: "", headers: {}, as: "admin" } as const;
  const answer = (statusCode: number, body: unknown, headers = { "content-type": "application/json" }) =>
    check(request, { statusCode, headers, body: JSON.stringify(body) });

  test.each([
    ["that is a failure of ours", () => answer(500, {}), /status 500/],
    ["with a status that is not in the document", () => answer(418, {}), /418 is not in the document/],
    ["without a field that it must have", () => answer(200, {}), /outside of its schema: id/],
    ["with a field of another type", () => answer(200, { id: 1 }), /outside of its schema: id/],
    ["that is larger than Lambda can send", () => answer(200, { id: '"'.repeat(3_000_000) }), /larger/],
    ["with a line break in a header", () => answer(200, { id: "a" }, { "content-type": "a\r\nb" }), /line break/],
  ])("%s", (_, faults, words) => {
    expect(faults().join()).toMatch(words);
  });

  test("but not one that is as the document says", () => {
    expect(answer(200, { id: "a" })).toEqual([]);
  });
});
