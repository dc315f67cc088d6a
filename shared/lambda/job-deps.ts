import { notifyShop } from "../usecases/events/fan-out-events.ts";
import type { JobDeps } from "../usecases/sync/job-deps.ts";
import type { Deps } from "./wiring.ts";

/** What the jobs need, out of what a function has. A dead worker's lease ends after `lease` milliseconds. */
export const jobDepsOf = (deps: Deps & Pick<JobDeps, "seeAnswer">, lease = 35_000): JobDeps => ({
  ...deps,
  lease,
  notifyShop: (type, shop, data) => notifyShop(type, shop, data, deps),
});
