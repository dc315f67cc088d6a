import { describe, expect, test } from "vitest";
import * as z from "zod";
import { faultsOf } from "../../../shared/core/input-faults.ts";
import { inWords } from "../../../shared/core/input-words.ts";

const saidOf = (schema: z.ZodType, input: unknown): string[] =>
  faultsOf(schema.safeParse(input, inWords).error!.issues, "query").map(({ field, message }) => `${field}: ${message}`);

const limit = z.object({ limit: z.coerce.number().int().min(1).max(500) });
const time = z.object({ createdSince: z.iso.datetime({ offset: true }) });

describe("what is wrong with an input is said in plain words", () => {
  test.each<[z.ZodType, unknown, string]>([
    [limit, { limit: "abc" }, "limit: must be a number"],
    [limit, { limit: "1.5" }, "limit: must be a whole number"],
    [limit, { limit: "0" }, "limit: must be at least 1"],
    [limit, { limit: "501" }, "limit: must be at most 500"],
    [
      time,
      { createdSince: "2026-11-30" },
      "createdSince: must be a time with date, hour and offset: 2026-11-30T08:00:00+07:00 or 2026-11-30T01:00:00Z",
    ],
    [z.object({ q: z.string() }), {}, "q: is missing"],
    [z.object({ state: z.enum(["a", "b"]) }), {}, "state: is missing"],
    [z.object({ state: z.enum(["a", "b"]) }), { state: "c" }, "state: must be one of a, b"],
    [z.object({ full: z.literal(true) }), { full: false }, "full: must be true"],
    [z.object({ name: z.string() }), { name: ["x"] }, "name: must be text, not a list"],
    [z.object({ name: z.string() }), { name: null }, "name: must be text, not null"],
    [z.object({ full: z.boolean() }), { full: "yes" }, "full: must be true or false, not text"],
    [z.object({ name: z.string().min(1) }), { name: "" }, "name: must not be empty"],
    [z.object({ name: z.string().max(2) }), { name: "abc" }, "name: must be at most 2 characters"],
    [z.object({ ids: z.array(z.string()).min(1) }), { ids: [] }, "ids: must not be empty"],
    [z.object({ ids: z.array(z.string()).max(1) }), { ids: ["a", "b"] }, "ids: must be at most 1 entries"],
    [z.object({ price: z.number().positive() }), { price: 0 }, "price: must be more than 0"],
    [z.object({ code: z.string().regex(/^a$/) }), { code: "b" }, "code: must match /^a$/"],
    [z.object({}), [], "query: must be an object, not a list"],
    [z.object({}), undefined, "query: is missing"],
    // A schema's own words say more.
    [z.object({ code: z.string().regex(/^a$/, "an a") }), { code: "b" }, "code: an a"],
  ])("%#", (schema, input, said) => {
    expect(saidOf(schema, input)).toEqual([said]);
  });

  test("where one of two forms is enough, each of their fields says so", () => {
    const form = z.union([
      z.strictObject({ ids: z.array(z.string()).min(1) }),
      z.strictObject({ since: z.string(), until: z.string().optional() }),
    ]);
    expect(saidOf(form, {})).toEqual([
      "ids: is missing, and so is since: send one of them",
      "since: is missing, and so is ids: send one of them",
    ]);
    expect(saidOf(form, { since: 1 })).toEqual(["since: must be text, not a number"]);
  });
});
