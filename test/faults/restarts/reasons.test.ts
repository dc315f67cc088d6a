import { expect, test } from "vitest";
import { withReasons } from "./reasons.ts";

const answers: Readonly<Record<string, unknown>> = {
  "/v1/shops/till/sync": {
    health: "degraded",
    data: [
      {
        ...{ resource: "products", state: "limited", until: "2026-03-01T08:40:00.000Z", heldDeletions: 2 },
        progress: [{ rows: 40, written: 0, phase: "confirm" }],
      },
    ],
  },
  "/v1/shops/till/budget": {
    data: [{ limit: "get", capacity: 5_000, left: 12, waiting: { poll: "2026-03-01T08:40:00.000Z" } }],
  },
  "/v1/shops/till/sync/products/deletions?limit=500": {
    data: [
      { id: "7", state: "approved", evidence: [{ at: "2026-03-01T08:01:02.000Z", way: "webhook", said: "gone" }] },
    ],
    next: null,
  },
  "/v1/shops/till/explain?resource=products&id=7": { cause: "here-and-removal-in-doubt", evidence: {} },
  "/v1/shops/till/explain?resource=products&id=8": { cause: "here", evidence: { fetching: "this" } },
};
const client = {
  get: async (path: string): Promise<any> => answers[path] ?? expect.fail(path),
  post: async (): Promise<any> => ({}),
};

test("what is lost is told with what the copy knows of it, and what its collection and its shop wait for", async () => {
  const errorOf = (id: string) => ({
    ...{ resource: "products", id, line: `products ${id}: not at the vendor`, needsTwoListings: false },
  });
  const shop = [
    "products are limited until 08:40:00, a reading is at 40 rows (confirm), 2 removals held",
    "the shop is degraded",
    "limit get: 12 of 5000 left, poll waits until 08:40:00",
  ];
  expect(await withReasons(client, "till", [errorOf("7"), errorOf("8")])).toEqual([
    [
      "products 7: not at the vendor",
      "here-and-removal-in-doubt",
      "its removal is approved (webhook gone 08:01:02)",
      ...shop,
    ].join("; "),
    ["products 8: not at the vendor", "here", "this is to be fetched", ...shop].join("; "),
  ]);
});
