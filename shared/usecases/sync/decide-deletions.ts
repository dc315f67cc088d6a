import type { Resource } from "../../core/vendor.ts";
import type { CandidateStore } from "../../stores/candidates.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { ShopStore } from "../../stores/shops.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";
import { tracksOf } from "./tracks.ts";

export interface DecisionDeps {
  readonly candidates: CandidateStore;
  readonly states: SyncStateStore;
  readonly shops: ShopStore;
  readonly clock: () => number;
}

/** Held deletions that one read of the table brings. */
const AT_ONCE = 1_000;

/**
 * A person decides on held deletions. The shop is woken for it: the next cycle carries out what was approved.
 * @param decide what is decided about this record; undefined: it stays held
 * @returns decided records
 */
export const decideDeletions = async (
  ref: ShopRef,
  resource: Resource,
  decide: (id: string) => "approved" | "dismissed" | undefined,
  deps: DecisionDeps,
): Promise<number> => {
  let decided = 0;
  let after: string | undefined;
  do {
    const page = await deps.candidates.list(ref, resource.name, AT_ONCE, after);
    for (const { id, state } of page.candidates) {
      const decision = state === "held" ? decide(id) : undefined;
      if (decision && (await deps.candidates.decide(ref, resource.name, id, decision))) decided += 1;
    }
    after = page.next;
  } while (after !== undefined);
  if (decided > 0) {
    await deps.states.schedule(ref, resource.name, tracksOf(resource)[0]!, deps.clock());
    await deps.shops.wake(ref, deps.clock());
  }
  return decided;
};
