import { logged } from "../core/defects.ts";
import type { ShopRef } from "../stores/keys.ts";
import { settleTally } from "../usecases/shops/tallies.ts";
import type { Deps } from "./wiring.ts";

/**
 * Does a piece of work for a shop and tells the table, when it is done, which places in line it has left, and what was
 * counted of the shop's calls, as far as nothing else will take that along.
 */
export const settled = async (
  deps: Pick<Deps, "usage" | "tallies" | "days" | "clock" | "log">,
  work: () => Promise<void>,
  ref: ShopRef,
): Promise<void> => {
  const began = deps.clock();
  try {
    await work();
  } finally {
    // A count that is too high is mended by the next recount: no reason to do the work again.
    await deps.usage
      .settle(deps.clock(), began)
      .catch((error: unknown) => deps.log("warn", "places-not-settled", logged(error)));
    await settleTally(ref, deps, deps.clock()).catch((error: unknown) =>
      deps.log("warn", "calls-not-counted", logged(error)),
    );
  }
};
