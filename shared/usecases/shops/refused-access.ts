import { BadRequest, PerhapsSignedOut, RetryLater, SignInAgain } from "../../core/errors.ts";
import type { Clock } from "../../core/ports.ts";
import { DAY, MINUTE } from "../../core/time.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";

/*
 * A vendor that refuses a call, and accepts the credentials a moment later. It, or a gateway in front of it, is at odds with
 * itself, and that passes: the shop fails visibly and goes on trying. Where a day brings no call that is let in, the access has
 * ended after all.
 */

/** So long without one call that is let in. */
const HAS_ENDED = DAY;
/** Signing in is tried again after this: not for each call that is refused. */
const SIGN_IN_AGAIN = 10 * MINUTE;

/** The vendor has no use for the token, or a gateway in front of it lets no call in. */
export type RefusedAccess = SignInAgain | PerhapsSignedOut;
export const isRefusedAccess = (error: unknown): error is RefusedAccess =>
  error instanceof SignInAgain || error instanceof PerhapsSignedOut;

export interface Standoff {
  /** Signing in a moment ago was in vain: another time changes nothing. */
  readonly isFresh: boolean;
  /** The call was refused although the credentials were accepted, or although nobody could say whether they are. */
  note(): Promise<void>;
  /** A call was let in. */
  end(): Promise<void>;
  /** What the refusal means. */
  verdictOn(error: RefusedAccess): Error;
}

interface StandoffDeps {
  readonly shops: Pick<ShopStore, "change">;
  readonly clock: Clock;
}

/** Of credentials that are being proven nothing is kept, and the vendor's own word counts at once. */
const ofUnproven: Standoff = {
  isFresh: false,
  note: async () => undefined,
  end: async () => undefined,
  verdictOn: (error) => error,
};

export const createStandoff = (shop: Shop, isProving: boolean, { shops, clock }: StandoffDeps): Standoff => {
  if (isProving) return ofUnproven;
  let refused = shop.refused;
  const keep = async (next: Shop["refused"]): Promise<void> => {
    refused = next;
    await shops.change(refOf(shop), { refused: next }).catch((error: unknown) => {
      // A note that is not kept, or a shop that is gone, says nothing about the call.
      if (!(error instanceof RetryLater || error instanceof BadRequest)) throw error;
    });
  };
  return {
    get isFresh() {
      return refused !== undefined && clock() - refused.signedInAt < SIGN_IN_AGAIN;
    },
    note: async () => keep({ since: refused?.since ?? clock(), signedInAt: clock() }),
    end: async () => (refused === undefined ? undefined : keep(undefined)),
    verdictOn: (error) => {
      if (refused === undefined) return error;
      if (clock() - refused.since >= HAS_ENDED) return new SignInAgain(error.message);
      if (error instanceof RetryLater) return error;
      return new RetryLater(`${error.message}, although the vendor accepts the credentials`, { delivered: "no" });
    },
  };
};
