import { timeOfId } from "../../core/ids.ts";
import { SECOND } from "../../core/time.ts";

/** The queue holds the message of a gathering back for so long. */
export const GATHERED_SECONDS = 1;
/** What is stored by then is there when the message comes, whatever the clocks of others say. */
const JOINED_WITHIN = 0.6 * SECOND;
/** A shop of which nobody has told for so long is told of at once. */
const QUIET = 30 * SECOND;
const MOST_SHOPS = 10_000;

/** Webhooks of a shop that share a message. */
export interface Gathering {
  /** The delivery that the message names. */
  readonly head: string;
  /** Deliveries join, and the message is sent, until then. Unix milliseconds. */
  readonly until: number;
  /** The message is on its way. */
  isTold: boolean;
}

/**
 * Which shops this instance has told of: the webhooks of a busy shop share a message, and so a worker. One of a quiet shop
 * has a message of its own, which waits for nobody. Only costs depend on it: what nobody tells of, `tick` finds.
 */
export const createGatherings = () => {
  const told = new Map<string, { readonly at: number; readonly gathering?: Gathering }>();
  return {
    /**
     * A delivery is about to be stored.
     * @returns the gathering that it joins, or begins; undefined: it goes at once
     */
    join(shop: string, id: string, now: number): Gathering | undefined {
      const before = told.get(shop);
      const open = before?.gathering;
      if (open !== undefined && now < open.until && timeOfId(id) >= timeOfId(open.head)) return open;
      const isBusy = before !== undefined && now - before.at < QUIET;
      const gathering = isBusy ? { head: id, until: now + JOINED_WITHIN, isTold: false } : undefined;
      if (told.size > MOST_SHOPS) told.clear();
      told.set(shop, { at: now, ...(gathering ? { gathering } : {}) });
      return gathering;
    },
  };
};

export type Gatherings = ReturnType<typeof createGatherings>;
