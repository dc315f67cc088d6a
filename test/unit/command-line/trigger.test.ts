import { expect, test } from "vitest";
import type { Api } from "../../../shared/command-line/api.ts";
import { trigger } from "../../../shared/command-line/commands/trigger.ts";
import type { World } from "../../../shared/command-line/world.ts";

const limit = { limit: "get", capacity: 5_000, windowSeconds: 3_600, left: 4_000, waiting: {} };

/** What is said after so many changes, of a shop that is like this. */
const said = async (changed: number, { shop = {}, limits = [limit] }: { shop?: object; limits?: object[] } = {}) => {
  const lines: string[] = [];
  const api: Api = {
    url: "https://api.example",
    // `any`: as the interface says.
    call: async (method, path): Promise<any> => {
      if (method === "POST") return { changed };
      return path.endsWith("/budget") ? { data: limits } : { health: "healthy", ...shop };
    },
  };
  const output = { json: false, value: () => {}, say: (text: string) => void lines.push(text), table: () => {} };
  await trigger({ api, output } as unknown as World, "till", changed);
  return lines.join("\n");
};

test("one change and several are told in words that fit", async () => {
  expect(await said(1)).toMatch(
    /^till: 1 change at the vendor. It arrives within seconds where a webhook .* `tail till`.$/,
  );
  expect(await said(5)).toMatch(/^till: 5 changes at the vendor. They arrive within seconds /);
});

test("no change is promised soon while the vendor's limit is used up", async () => {
  const at = "2026-11-29T20:14:00.000Z";
  const used = { ...limit, left: 20, waiting: { hook: "2026-11-29T20:12:00.000Z", poll: at } };
  expect(await said(1, { limits: [{ ...limit, windowSeconds: 1 }, used] })).toContain(
    `It arrives after ${at}: the calls that the vendor allows (get: 5,000 in 60 min) are used up`,
  );
  expect(await said(2, { limits: [{ ...used, waiting: {} }] })).toContain("They arrive after 60 min at most");
  const blocked = { ...limit, blockedUntil: new Date(Date.now() + 60_000).toISOString() };
  expect(await said(2, { limits: [blocked] })).toContain(`after ${blocked.blockedUntil}: until then the vendor takes`);
});

test("a limit of a second, or of one operation, holds nothing up", async () => {
  const limits = [
    { ...limit, capacity: 10, windowSeconds: 1, left: 0 },
    { ...limit, operation: "orders.list", left: 0 },
    { ...limit, blockedUntil: "2020-01-01T00:00:00.000Z" },
  ];
  expect(await said(1, { limits })).toContain("within seconds");
});

test("a shop that is not read, or whose server is silent, is named so", async () => {
  expect(await said(1, { shop: { health: "paused" } })).toContain("once the shop is read again, which is paused now");
  const breaker = { nextProbeAt: "2026-11-29T20:14:00.000Z" };
  expect(await said(1, { shop: { breaker } })).toContain("which is asked next at 2026-11-29T20:14:00.000Z");
});
