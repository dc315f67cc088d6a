import fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createPullStore, only } from "../../../shared/stores/pulls.ts";

const ref = { tenant: "acme", shop: "shop" };

/** A table that ends work which goes round in circles. */
class BoundedTable extends MemoryTable {
  #updates = 0;
  /** What another worker does right before the next update that only lets go. */
  meanwhile: (() => Promise<void>) | undefined;

  begin(): void {
    this.#updates = 0;
  }

  override async update(...change: Parameters<MemoryTable["update"]>): ReturnType<MemoryTable["update"]> {
    const [, { set, add, remove }] = change;
    if (remove && !set && !add) await this.#interrupt();
    this.#updates += 1;
    if (this.#updates > 20) throw new Error("round in circles");
    return super.update(...change);
  }

  async #interrupt(): Promise<void> {
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
  }
}

/** Few instants, so that they often meet, and halves between them. */
const instant = fc.integer({ min: 2, max: 12 }).map((half) => half / 2);
const action = fc.record({
  kind: fc.constantFrom("add", "begin", "giveBack", "finish"),
  now: instant,
  until: instant,
  id: fc.constantFrom("1", "2"),
});

test("what a webhook names is taken over or joined at any instant, and fetched once a worker has it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), instant, async (actions, last) => {
      const table = new BoundedTable();
      const pulls = createPullStore(table);
      let taken: Awaited<ReturnType<typeof pulls.begin>>;
      for (const { kind, now, until, id } of actions) {
        table.begin();
        if (kind === "add") taken = (await pulls.add(ref, "orders", [id], { now, until })) ?? taken;
        else if (kind === "begin") {
          let joined = false;
          table.meanwhile = async () => {
            joined = (await pulls.add(ref, "orders", [id], { now, until })) === undefined;
          };
          const begun = await pulls.begin(ref, "orders", now, until);
          table.meanwhile = undefined;
          if (joined) expect(begun?.ids).toContain(id);
          taken = begun ?? taken;
        } else if (kind === "giveBack") await pulls.giveBack(ref, "orders", until);
        else if (taken) await pulls.finish(ref, "orders", taken, { now, rest: { ids: 0, whole: 0 } });
      }
      table.begin();
      const mine = await pulls.add(ref, "orders", ["mine"], { now: last, until: last + 10 });
      // Whoever joined relies on the one who is at it, or comes when that one's time is over.
      const seen = mine ?? (await pulls.begin(ref, "orders", 1_000_000, 1_000_010));
      expect(seen?.ids).toContain("mine");
    }),
    { numRuns: 500 },
  );
});

test("a pull of any number of ids is finished, and what is named meanwhile stays on the list", async () => {
  const manyIds = fc.integer({ min: 1, max: 1_500 });
  /** What webhooks name between two updates of `finish`: ids of the pull again, and others. */
  const between = fc.array(fc.option(fc.integer({ min: 1, max: 1_600 }), { nil: undefined }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(manyIds, between, fc.boolean(), async (count, names, isPart) => {
      const named = [...names];
      const table = new (class extends MemoryTable {
        interrupts = false;
        override async update(...change: Parameters<MemoryTable["update"]>): ReturnType<MemoryTable["update"]> {
          const id = change[1].remove && this.interrupts ? named.shift() : undefined;
          if (id !== undefined) {
            meanwhile.push(String(id));
            expect(
              await pulls.add(ref, "orders", [String(id)], { now: 12, until: 20 }),
              "somebody is at it",
            ).toBeUndefined();
          }
          return super.update(...change);
        }
      })();
      const pulls = createPullStore(table);
      const meanwhile: string[] = [];
      await pulls.add(ref, "orders", ["first"], { now: 1, until: 10 });
      const ids = Array.from({ length: count }, (_, index) => String(index + 1));
      for (let at = 0; at < count; at += 100)
        await pulls.add(ref, "orders", ids.slice(at, at + 100), { now: 1, until: 10 });
      const pull = (await pulls.begin(ref, "orders", 11, 100))!;
      expect(pull.ids).toHaveLength(count + 1);
      const done = isPart ? only(pull, new Set(ids)) : pull;
      table.interrupts = true;
      const isLeft = await pulls.finish(ref, "orders", done, { now: 13, rest: { ids: 0, whole: 0 } });
      table.interrupts = false;
      const next = await pulls.begin(ref, "orders", 1_000_000, 1_000_010);
      const expected = new Set([...meanwhile, ...(isPart ? ["first"] : [])]);
      expect(new Set(next?.ids ?? [])).toEqual(expected);
      expect(isLeft).toBe(expected.size > 0);
    }),
    { numRuns: 100 },
  );
});

test("who joins a list is told for which piece of work it was taken over", async () => {
  const store = createPullStore(new MemoryTable());
  const times = { now: 1_000, until: 61_000 };
  expect((await store.addFor(ref, "orders", ["1"], { ...times, by: "a" })).pull?.ids).toEqual(["1"]);
  expect(await store.addFor(ref, "orders", ["2"], { ...times, now: 2_000, by: "b" })).toEqual({ by: "a" });
  // Its own earlier worker: that one may have died.
  expect(await store.addFor(ref, "orders", ["1"], { ...times, now: 3_000, by: "a" })).toEqual({ by: "a" });
  const later = { now: 61_001, until: 121_000 };
  expect((await store.addFor(ref, "orders", ["3"], later)).pull?.ids.toSorted()).toEqual(["1", "2", "3"]);
  expect(await store.addFor(ref, "orders", ["4"], { ...later, by: "b" })).toEqual({ by: undefined });
});

test("what is named without taking the list over is fetched by the next worker", async () => {
  const store = createPullStore(new MemoryTable());
  await store.name(ref, "orders", ["1", "2"], 1_000);
  expect((await store.begin(ref, "orders", 1_001, 61_000))?.ids).toEqual(["1", "2"]);
  // While it is at it: it must not end before it has seen this.
  await store.name(ref, "orders", ["3"], 1_002);
  expect((await store.waiting(ref, "orders")).ids).toEqual(["1", "2", "3"]);
});
