import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRouter } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { shaperOf } from "../../../shared/api/shape-answer.ts";
import { commands } from "../../../shared/core/commands.ts";
import type { WriteKind } from "../../../shared/core/vendor.ts";
import { type Example, type Examples, takeTour } from "./tour.ts";

const kept: Examples = JSON.parse(readFileSync(new URL("../../../shared/api/examples.json", import.meta.url), "utf8"));

/** Every path of a value with the type at its end; entries of a list stand for one another. */
const shapeOf = (value: unknown, path = ""): string[] => {
  if (Array.isArray(value)) return [`${path} list`, ...value.flatMap((one) => shapeOf(one, `${path}[]`))];
  if (typeof value !== "object" || value === null) return [`${path} ${value === null ? "null" : typeof value}`];
  return Object.entries(value).flatMap(([name, inner]) => shapeOf(inner, `${path}.${name}`));
};
const shape = ({ status, body, answer }: Example) => [
  `status ${status}`,
  ...new Set([...shapeOf(body, "body"), ...shapeOf(answer, "answer")].sort()),
];

test("every operation has an example, and every example is of an operation", () => {
  const names = routes.map(({ operationId }) => operationId);
  expect(Object.keys(kept).sort()).toEqual(names.sort());
});

describe("an example", () => {
  test.each(Object.entries(kept))(
    "of %s is what its route takes and answers",
    (operationId, { path, query, body, status, answer }) => {
      const { route } = createRouter(routes)(routes.find((one) => one.operationId === operationId)!.method, path);
      expect(route.operationId).toBe(operationId);
      const asked = Object.fromEntries(new URLSearchParams(query ?? ""));
      expect(route.query.safeParse(asked).error?.issues ?? []).toEqual([]);
      const kind = (route.body?.meta() as { commandOf?: WriteKind } | undefined)?.commandOf;
      const command =
        kind && (path.endsWith(`/${kind.split(".")[0]}`) || !route.path.includes("{id}")) ? commands[kind] : route.body;
      if (body !== undefined) expect(command!.safeParse(body).error?.issues ?? []).toEqual([]);
      expect(Object.keys(route.answers)).toContain(String(status));
      if (answer === undefined) return;
      const schema = route.answers[status]!;
      expect(schema.safeParse(answer).error?.issues ?? []).toEqual([]);
      const extra: string[] = [];
      shaperOf(schema)(answer, [], (field) => extra.push(field));
      expect(extra).toEqual([]);
    },
  );
});

test("asked again, every operation answers in the form of its example", async () => {
  const now = await takeTour();
  expect(Object.keys(now)).toEqual(Object.keys(kept));
  for (const [name, example] of Object.entries(now))
    expect([name, ...shape(example)]).toEqual([name, ...shape(kept[name]!)]);
}, 120_000);
