import { decideDeletions } from "../../../shared/usecases/sync/decide-deletions.ts";
import type { World } from "./world.ts";

/**
 * The tenant looks at what the brake holds: he approves what is gone at the vendor, and dismisses the rest.
 * @returns whether something was decided
 */
export const decideHeld = async (world: World): Promise<boolean> => {
  let decided = 0;
  for (const resource of world.vendor.resources) {
    const alive = new Set(world.simulator.rows(resource.name).map((row) => resource.id(row)));
    const decide = (id: string) => (alive.has(id) ? "dismissed" : "approved");
    decided += await decideDeletions(world.ref, resource, decide, world.deps);
  }
  return decided > 0;
};
