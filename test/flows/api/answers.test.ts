import { beforeAll, describe, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

let stack: TestStack;
let key: string;
const get = (path: string) => stack.request("GET", `/v1/shops/shop${path}`, { key });

beforeAll(async () => {
  const simulator = createKiotVietSimulator({ now: Date.now, random: seededRandom(5) });
  simulator.seed(1);
  const shop = await serve(simulator);
  stack = createTestStack();
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  key = (
    await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } })
  ).body.key;
  await stack.request("POST", "/v1/shops", {
    key,
    body: {
      id: "shop",
      vendor: "kiotviet",
      name: "Shop",
      credentials: simulator.credentials,
      hosts: simulator.hosts(shop.url),
    },
  });
  await stack.drain();
  const rows = Array.from({ length: 60 }, (_, index) => ({
    id: `large-${String(index).padStart(3, "0")}`,
    modified: undefined,
    // Of random text, so that it does not deflate to nothing.
    record: { id: `large-${String(index).padStart(3, "0")}`, name: randomText(100_000, index) },
    raw: {},
    volatile: undefined,
    unlisted: undefined,
  }));
  await stack.deps.records.upsert({ tenant: "acme", shop: "shop" }, "surcharges", rows as never, Date.now());
  await shop[Symbol.asyncDispose]();
});

const randomText = (length: number, seed: number): string => {
  const random = seededRandom(seed + 1);
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join("");
};

test("an answer stays below what Lambda can send, and the pages together hold every record once", async () => {
  const ids: string[] = [];
  let cursor = "";
  let pages = 0;
  do {
    const { status, body } = await get(`/surcharges?limit=500${cursor}`);
    expect(status).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(6_000_000 / 1.3);
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.next === null ? "" : `&cursor=${body.next}`;
    pages += 1;
  } while (cursor !== "");
  expect(pages).toBeGreaterThan(1);
  const large = ids.filter((id) => id.startsWith("large-"));
  expect(large).toEqual(Array.from({ length: 60 }, (_, index) => `large-${String(index).padStart(3, "0")}`));
});

describe("ids in the query", () => {
  test.each([
    ["none", "?id="],
    ["an empty one between", "?id=1,,2"],
    ["more than can be answered", `?id=${Array.from({ length: 101 }, (_, index) => index).join(",")}`],
    ["one that no key of the table can hold", `?id=${"x".repeat(1_100)}`],
  ])("%s: a refusal that names the field", async (_, query) => {
    const { status, body } = await get(`/products${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field: "id" }]);
  });
});
