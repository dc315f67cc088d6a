import { beforeEach, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createLedgerStore, type LedgerStore, type Write } from "../../../shared/stores/ledger.ts";

const ref = { tenant: "acme", shop: "one" };
let ledger: LedgerStore;

/** Of 900 writes every three hundredth was rejected, and the oldest three came in one batch. */
beforeEach(async () => {
  const table = new MemoryTable();
  ledger = createLedgerStore(table);
  for (let count = 0; count < 900; count += 1) {
    const id = `w${String(count).padStart(4, "0")}`;
    const state: Write["state"] = count % 300 === 0 ? "rejected" : "succeeded";
    const write = { ...ref, id, state, ...(count < 3 ? { batch: "batch-1" } : {}) };
    await table.put({ pk: keys.writes(ref), sk: id, state, write: JSON.stringify(write) });
  }
});

const all = async (options: { state?: Write["state"]; batch?: string; limit: number }): Promise<string[][]> => {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await ledger.list(ref, { ...options, after });
    pages.push(page.writes.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return pages;
};

test("a page of a state is as full as there are writes in that state, however many others are newer", async () => {
  expect(await all({ state: "rejected", limit: 2 })).toEqual([["w0600", "w0300"], ["w0000"]]);
  expect(await all({ batch: "batch-1", limit: 50 })).toEqual([["w0002", "w0001", "w0000"]]);
  expect((await all({ limit: 100 })).map((page) => page.length)).toEqual(Array.from({ length: 9 }, () => 100));
});
