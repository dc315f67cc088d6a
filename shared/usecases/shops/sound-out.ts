import { isDefect } from "../../core/defects.ts";
import { Rejected, RetryLater } from "../../core/errors.ts";
import type { Call } from "../../core/vendor.ts";
import type { Breaker } from "./breaker.ts";
import type { OpenShop } from "./open-shop.ts";

/** Ends a check with its first answer. */
class Heard extends Error {}

/**
 * Whether the shop's server answers anything at all, where a piece of work has called one operation and got no answer: it may
 * be one that this server never answers. So it says nothing by being asked twice.
 */
export const soundOut = async (
  { vendor, call }: OpenShop,
  unanswered: string,
  breaker: Breaker | undefined,
): Promise<void> =>
  breaker?.soundOut(async () => {
    const one = call("poll");
    const heard: Call = async (operation, asked) => {
      // A check that has further calls goes on with them.
      if (operation === unanswered) throw new Rejected("not asked again", { forbidden: true });
      await one(operation, asked).catch((error: unknown) => {
        // Any other word of the vendor's is an answer.
        if (error instanceof RetryLater || isDefect(error)) throw error;
      });
      throw new Heard();
    };
    await vendor.check(heard).catch((error: unknown) => {
      if (!(error instanceof Heard) && isDefect(error)) throw error;
    });
  });
