import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import type { Evidence } from "../../../shared/sync/evidence.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOON = Date.UTC(2026, 10, 20, 5);
const words = (minute: number): Evidence => ({ way: "detail", said: "gone", at: NOON + minute * MINUTE });
const absence: Evidence = { way: "absence", said: "not-shown", at: NOON };
const report: Evidence = { way: "webhook", said: "gone", at: NOON };

const open = async (...evidence: readonly Evidence[]) => {
  const candidates = createCandidateStore(new MemoryTable());
  for (const one of evidence) await candidates.note(ref, "orders", [{ id: "7", evidence: one }]);
  return {
    candidates,
    evidence: async () => (await candidates.open(ref, "orders")).map((one) => one.evidence),
    shown: (minute: number) => candidates.shown(ref, "orders", ["7"], NOON + minute * MINUTE),
  };
};

describe("a candidate that the vendor shows", () => {
  test("is none any more where nothing but silence spoke against it", async () => {
    const { shown, evidence } = await open(words(0), absence);
    await shown(1);
    expect(await evidence()).toEqual([]);
  });

  test("stays with what was seen after the vendor was asked", async () => {
    const { shown, evidence } = await open(words(0), words(2));
    await shown(1);
    expect(await evidence()).toEqual([[words(2)]]);
  });

  test("stays with what the vendor has reported: its answers may be behind its reports", async () => {
    const { shown, evidence } = await open(report, words(0));
    await shown(1);
    expect(await evidence()).toEqual([[report]]);
  });

  test("stays where it was removed: the brake counts it", async () => {
    const { candidates, shown } = await open(words(0));
    const [one] = await candidates.open(ref, "orders");
    await candidates.save(ref, "orders", { ...one!, state: "removed", removedAt: NOON }, "pending");
    await shown(1);
    expect((await candidates.open(ref, "orders")).map(({ state }) => state)).toEqual(["removed"]);
  });
});
