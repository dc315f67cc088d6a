import { logged } from "../core/defects.ts";
import type { Deps, LambdaContext } from "./wiring.ts";

/** A handler that tells the table, when its work is done, which places in line the work has left. */
export const settled =
  <Event, Result>(
    deps: Pick<Deps, "usage" | "clock" | "log">,
    handle: (event: Event, context: LambdaContext) => Promise<Result>,
  ) =>
  async (event: Event, context: LambdaContext): Promise<Result> => {
    try {
      return await handle(event, context);
    } finally {
      // A count that is too high is mended by the next recount: no reason to do the work again.
      await deps.usage
        .settle(deps.clock())
        .catch((error: unknown) => deps.log("warn", "places in line not settled", logged(error)));
    }
  };
