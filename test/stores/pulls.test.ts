import fc from "fast-check";
import { expect, test } from "vitest";
import { createPullStore } from "../../shared/stores/pulls.ts";
import { MemoryTable } from "../memory-table.ts";

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

test("what a webhook names is taken over or joined at any instant, and fetched once somebody has it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), instant, async (actions, last) => {
      const table = new BoundedTable();
      const pulls = createPullStore(table);
      let taken: Awaited<ReturnType<typeof pulls.begin>>;
      for (const { kind, now, until, id } of actions) {
        table.begin();
        if (kind === "add") taken = (await pulls.add(ref, "orders", [id], now, until)) ?? taken;
        else if (kind === "begin") {
          let joined = false;
          table.meanwhile = async () => {
            joined = (await pulls.add(ref, "orders", [id], now, until)) === undefined;
          };
          const begun = await pulls.begin(ref, "orders", now, until);
          table.meanwhile = undefined;
          if (joined) expect(begun?.ids).toContain(id);
          taken = begun ?? taken;
        } else if (kind === "giveBack") await pulls.giveBack(ref, "orders", until);
        else if (taken) await pulls.finish(ref, "orders", taken, now, { ids: 0, whole: 0 });
      }
      table.begin();
      const mine = await pulls.add(ref, "orders", ["mine"], last, last + 10);
      // Whoever joined relies on the one who is at it, or comes when that one's time is over.
      const seen = mine ?? (await pulls.begin(ref, "orders", 1_000_000, 1_000_010));
      expect(seen?.ids).toContain("mine");
    }),
    { numRuns: 500 },
  );
});
