import { logged } from "../core/defects.ts";
import type { Deps } from "./wiring.ts";

/** Does a piece of work of one tenant and tells the table, when it is done, which places in line it has left. */
export const settled = async (
  deps: Pick<Deps, "usage" | "clock" | "log">,
  work: () => Promise<void>,
): Promise<void> => {
  const began = deps.clock();
  try {
    await work();
  } finally {
    // A count that is too high is mended by the next recount: no reason to do the work again.
    await deps.usage
      .settle(deps.clock(), began)
      .catch((error: unknown) => deps.log("warn", "places-not-settled", logged(error)));
  }
};
