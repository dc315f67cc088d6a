import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createLedgerStore, type LedgerStore, laneOf, placeBehind, type Write } from "../../../shared/stores/ledger.ts";

const ref = { tenant: "acme", shop: "one" };
const NOW = Date.UTC(2026, 10, 20);

let count = 0;
const random = (): number => {
  count += 1;
  return ((count * 7_919) % 10_000) / 10_000;
};

const draft = (id: string, entity: string, place: string): Write => ({
  ...ref,
  id,
  place,
  entity,
  kind: "orders.create",
  operation: "orders.create",
  command: {},
  state: "queued",
  attempts: 0,
  probes: 0,
  createdAt: NOW,
  requestHash: id,
});

const enter = async (ledger: LedgerStore, id: string, entity: string, now = NOW): Promise<Write> => {
  for (;;) {
    const last = await ledger.tail(ref, entity);
    const write = draft(id, entity, placeBehind(last, now, random));
    if (await ledger.add([{ write: write, key: `key-${id}` }], last, now)) return write;
  }
};

const laneIds = async (ledger: LedgerStore, entity: string): Promise<string[]> => {
  const ids: string[] = [];
  for (;;) {
    const write = await ledger.head(ref, laneOf({ entity, id: "" }));
    if (!write) return ids;
    ids.push(write.id);
    await ledger.change(write, { closed: true });
  }
};

describe("the ledger's lines", () => {
  test("keep the order of arrival, whatever the clocks of those who enter say", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ entity: fc.constantFrom("a", "b"), clock: fc.integer({ min: -90_000, max: 90_000 }) }), {
          maxLength: 30,
        }),
        async (arrivals) => {
          const ledger = createLedgerStore(new MemoryTable());
          for (const [index, { entity, clock }] of arrivals.entries())
            await enter(ledger, `w${index}`, entity, NOW + clock);
          for (const entity of ["a", "b"]) {
            const expected = arrivals.flatMap((one, index) => (one.entity === entity ? [`w${index}`] : []));
            expect(await laneIds(ledger, entity)).toEqual(expected);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test("no write gets in before one that is there, however slowly it comes", async () => {
    const ledger = createLedgerStore(new MemoryTable());
    const slow = draft("slow", "a", placeBehind(await ledger.tail(ref, "a"), NOW - 60_000, random));
    await enter(ledger, "quick", "a");
    expect(await ledger.add([{ write: slow, key: "key-slow" }], undefined, NOW)).toBe(false);
    await enter(ledger, "slow", "a");
    expect(await laneIds(ledger, "a")).toEqual(["quick", "slow"]);
  });

  test("of two that use one key, one gets in", async () => {
    const ledger = createLedgerStore(new MemoryTable());
    const first = draft("first", "a", "place-1");
    const second = draft("second", "b", "place-2");
    const added = await Promise.all([
      ledger.add([{ write: first, key: "same" }], undefined, NOW),
      ledger.add([{ write: second, key: "same" }], undefined, NOW),
    ]);
    expect(added).toEqual([true, false]);
    expect(await ledger.byKey(ref, "same", NOW)).toMatchObject({ id: "first" });
    expect(await ledger.byKey(ref, "same", NOW + 31 * 86_400_000)).toBeUndefined();
  });

  test("a write that comes again stands behind those who came meanwhile", async () => {
    const ledger = createLedgerStore(new MemoryTable());
    const write = await enter(ledger, "first", "a");
    const claimed = await ledger.move(write, "claim", {});
    const rejected = await ledger.move(claimed!, "reject", { closed: true });
    await enter(ledger, "second", "a");
    expect(await ledger.reenter(rejected!, "retry", {}, { now: NOW, random })).toMatchObject({ state: "queued" });
    expect(await laneIds(ledger, "a")).toEqual(["second", "first"]);
  });

  test("two workers cannot move a write from the same state", async () => {
    const ledger = createLedgerStore(new MemoryTable());
    const write = await enter(ledger, "one", "a");
    const claims = await Promise.all([
      ledger.move(write, "claim", { worker: "left" }),
      ledger.move(write, "claim", { worker: "right" }),
    ]);
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("a worker whose own move was repeated unnoticed knows it as his", async () => {
    const table = new MemoryTable();
    const update = table.update.bind(table);
    // What the SDK does when an answer is lost: the same conditional request once more.
    table.update = async (...request) => {
      await update(...request);
      return update(...request);
    };
    const ledger = createLedgerStore(table);
    const write = await enter(ledger, "one", "a");
    expect(await ledger.move(write, "claim", { worker: "mine" })).toMatchObject({ state: "sending" });
  });
});
