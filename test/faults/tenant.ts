import type { World } from "./world.ts";

/**
 * The tenant looks at what the brake holds: he approves what is gone at the vendor, and dismisses the rest.
 * @returns whether something was held
 */
export const decideHeld = async (world: World): Promise<boolean> => {
  let held = false;
  for (const resource of world.vendor.resources) {
    const { candidates } = await world.deps.candidates.list(world.ref, resource.name);
    if (!candidates.some(({ state }) => state === "held")) continue;
    const alive = new Set(world.simulator.rows(resource.name).map((row) => resource.id(row)));
    for (const { id, state } of candidates) {
      if (state !== "held") continue;
      held = true;
      await world.deps.candidates.decide(world.ref, resource.name, id, alive.has(id) ? "dismissed" : "approved");
    }
  }
  return held;
};
