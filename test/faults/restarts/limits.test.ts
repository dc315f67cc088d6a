import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { createExcuse } from "./limits.ts";

const NOW = Date.parse("2026-03-01T08:00:00Z");
const at = (milliseconds: number) => new Date(NOW + milliseconds).toISOString();

/** A shop whose limit is as `limit` says, and a clock. */
const world = (limit: { readonly blockedUntil?: string; readonly waiting?: Readonly<Record<string, string>> }) => {
  let now = NOW;
  const budget = { limit: "get", sharedBy: "shop", capacity: 5_000, windowSeconds: 3_600, left: 3, source: "" };
  const client = {
    get: async (): Promise<any> => ({ data: [{ ...budget, waiting: {}, ...limit }] }),
    post: async (): Promise<any> => ({}),
  };
  const excuse = createExcuse(client, "shop", () => now);
  return {
    excuse,
    look: (after: number) => {
      now += after;
      return excuse.look();
    },
  };
};

test.each([
  ["calls are left", {}, 0],
  ["the last one's turn has come", { waiting: { poll: at(0) } }, 0],
  ["somebody waits for calls", { waiting: { hook: at(0), poll: at(HOUR) } }, MINUTE],
  ["the vendor takes none", { blockedUntil: at(HOUR) }, MINUTE],
])("where %s, so much of a minute is excused", async (_, limit, excused) => {
  expect(await world(limit).look(MINUTE)).toBe(excused);
});

test("no more is excused than the limit's window, so that what is lost is told in the end", async () => {
  const { excuse, look } = world({ waiting: { poll: at(10 * HOUR) } });
  const looks = [await look(59 * MINUTE), await look(2 * MINUTE), await look(MINUTE)];
  expect(looks).toEqual([59 * MINUTE, MINUTE, 0]);
  expect(excuse.sum).toBe(HOUR);
});
