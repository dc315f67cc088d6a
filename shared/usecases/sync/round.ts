import { isVendorError, LostLease } from "../../core/errors.ts";
import type { Clock } from "../../core/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { isLook } from "../../core/tracks.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { PollSave, SyncState, SyncStateStore, TrackName } from "../../stores/sync-states.ts";
import type { Pocket, Tallies } from "../shops/tallies.ts";

interface RoundDeps {
  readonly states: SyncStateStore;
  readonly clock: Clock;
  readonly lease: number;
  readonly tallies?: Tallies | undefined;
}

/** The polls of a shop that go on together. */
export interface Round {
  /** For the slices of the round: their claims are made already, and a complete cycle waits for `end` to be saved. */
  readonly states: SyncStateStore;
  /** Saves what has ended and gives back what was not begun. One write. Whatever happened, it has to be called. */
  end(): Promise<void>;
}

/**
 * Claims the polls of a round by one write, and saves those that find nothing by another one. What a poll has stored is
 * stored by then: a worker that dies before the end has it read once more. A poll that is not complete (many further pages, an
 * error, a limit) is saved at once, together with those that have ended before it.
 */
export const beginRound = async (
  ref: ShopRef,
  tracks: readonly TrackName[],
  { states, clock, lease, tallies }: RoundDeps,
): Promise<Round> => {
  if (tracks.length === 0) return { states, end: async () => undefined };
  const { claims, view } = await states.claimPolls(ref, tracks, clock(), lease);
  const waiting = new Map(claims.map((claimed) => [nameOf(claimed.key), claimed]));
  const ours = new Map(claims.map(({ key, fence }) => [nameOf(key), fence]));
  const ended = new Map<string, PollSave>();
  /** As this round left the item; undefined: it was saved since, and is read again. */
  let known: typeof view | undefined = view;
  let isOver = false;
  const keptUntil = clock() + lease * KEPT;
  // What is counted of a shop goes along with its polls.
  const pocket = tracks.some(({ track }) => isLook(track)) ? undefined : tallies?.of(ref);

  /** Saves all that has ended, and these. Returns those that another worker has claimed since. */
  const save = async (saves: readonly PollSave[]): Promise<readonly PollSave[]> => {
    const all = [...ended.values(), ...saves];
    const seen = known;
    known = undefined;
    ended.clear();
    for (const { claimed, state } of all) noteGap(claimed.state, state, pocket, clock());
    try {
      return await states.savePolls(all, seen, pocket);
    } catch (error) {
      if (isVendorError(error) || all.length < 2) throw error;
      // One that the table refuses must not keep the others from being saved.
      return await saveEach(all, states);
    }
  };

  return {
    states: {
      ...states,
      async claim(of, track, ...more) {
        const name = nameOf(track);
        const claimed = waiting.get(name);
        waiting.delete(name);
        return claimed ?? states.claim(of, track, ...more);
      },
      async save(claimed, state, options) {
        const name = nameOf(claimed.key);
        if (isOver || ours.get(name) !== claimed.fence) return states.save(claimed, state, options);
        const one = { claimed, state, ...options };
        if (options.release && state.cycle === undefined && state.error === undefined) ended.set(name, one);
        else if (!options.release && state.error === undefined && clock() < keptUntil) return { ...claimed, state };
        else if ((await save([one])).includes(one)) throw new LostLease(`${name}: another worker went on`);
        return { ...claimed, state };
      },
    },
    async end() {
      isOver = true;
      const unbegun = [...waiting.values()].map((claimed) => ({ claimed, state: claimed.state, release: true }));
      waiting.clear();
      await save(unbegun);
    },
  };
};

/** Share of the lease in which pages that are done need not be saved: a worker that dies has a short list read once more. */
const KEPT = 0.25;

/** Collections that are read more rarely than this are rarely asked for, and not late. */
const OFTEN = 15 * MINUTE;

/** How long the collection went without a reading, where one has just ended. */
const noteGap = (before: SyncState, after: SyncState, pocket: Pocket | undefined, now: number): void => {
  const [last, next] = [before.lastCycle?.startedAt, after.lastCycle?.startedAt];
  if (last === undefined || next === undefined || next <= last || (after.everySeconds ?? OFTEN) * SECOND > OFTEN)
    return;
  pocket?.read(Math.round((next - last) / SECOND), now);
};

/** @throws the first error, when each was tried */
const saveEach = async (saves: readonly PollSave[], states: SyncStateStore): Promise<readonly PollSave[]> => {
  const lost: PollSave[] = [];
  const errors: unknown[] = [];
  for (const one of saves)
    await states.savePolls([one]).then(
      (found) => lost.push(...found),
      (error: unknown) => errors.push(error),
    );
  if (errors.length > 0) throw errors[0];
  return lost;
};

const nameOf = ({ resource, track }: TrackName): string => `${resource}#${track}`;
