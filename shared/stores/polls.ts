import { RetryLater } from "../core/errors.ts";
import { secondsOfParts } from "../core/pace.ts";
import type { Item, Key, Table, TableWrite } from "../core/table.ts";
import { isOver, type Tally, together } from "../core/tally.ts";
import { SECOND } from "../core/time.ts";
import { dayWrite, packTally, unpackTally } from "./days.ts";
import type { ShopRef } from "./keys.ts";
import { type Cell, type Cells, packCells, unpackCells } from "./poll-item.ts";
import { type SyncState, untouched } from "./sync-state.ts";

/** Changes of one shop's item come one after the other: so often one of them looks again. */
const MOST_TRIES = 40;
/** A longer state (a list in thousands of parts, a long sentence of a vendor) would make each write of the item dear. */
const MOST_TOGETHER = 2_000;
/** Bytes of polls and counts that go into one write unit, and into two, with the item's keys and names. */
const ONE_UNIT = 920;
const TWO_UNITS = 1_940;
/**
 * Polls that leave counts less room than this have them in a second unit: moving them into the day with every round would
 * cost more.
 */
const ROOMY = 250;

/** The item as it was read or written. `n`: how often it was changed; absent before the first time. */
export interface PollsView {
  readonly n: number | undefined;
  readonly cells: Cells;
  /** What was counted of the shop and does not stand in its day yet. */
  readonly tally?: Tally | undefined;
}

/** A claim of one poll. */
export interface ClaimedPoll {
  readonly name: string;
  readonly fence: number;
  readonly state: SyncState;
}

/** What is to be saved under a claim. */
export interface SavedPoll {
  readonly name: string;
  readonly fence: number;
  readonly state: SyncState;
  /** The poll is given back. */
  readonly release: boolean;
  /** A new end of the lease; absent: the one that it has. Unix milliseconds. */
  readonly leaseUntil?: number | undefined;
}

/** The cells as they are to be, and of these polls the states that get an item of their own. */
interface Changed {
  readonly cells: Cells;
  readonly apart?: readonly SavedPoll[];
  /** Counts that the item takes along, where they find room. */
  readonly tally?: Tally | undefined;
}

/** Counts that wait to be stored. */
export interface Counts {
  take(): Tally | undefined;
  giveBack(tally: Tally): void;
}

/** The item's counts after a write, those that go into their day by the same write, and those that found no room. */
interface Placed {
  readonly tally: Tally | undefined;
  readonly over?: Tally | undefined;
  readonly left?: Tally | undefined;
}

const placeTally = (known: Tally | undefined, more: Tally | undefined, bytes: number): Placed => {
  if (!more) return { tally: known };
  const over = known && isOver(known, more.until) ? known : undefined;
  const tally = over ? more : together(known, more);
  const most = bytes <= ONE_UNIT - ROOMY ? ONE_UNIT : TWO_UNITS;
  if (bytes + packTally(tally).length <= most) return { tally, over };
  // Without room what is there goes into its day, and the rest waits with the worker.
  return { tally: undefined, over: known, left: more };
};

export const viewOfPolls = (item: Item | undefined): PollsView =>
  item
    ? { n: Number(item.n), cells: unpackCells(item), tally: unpackTally(item.tally) }
    : { n: undefined, cells: new Map() };

/** A dead worker's lease stays in the item: only its end tells. */
export const isHeld = (cell: Cell | undefined, now: number): boolean =>
  cell?.leaseUntil !== undefined && cell.leaseUntil >= now;

/** Where the states of a shop stand together. */
interface Place {
  item(ref: ShopRef): Key;
  /** Of one that is long at the moment. */
  apart(ref: ShopRef, name: string): Key;
  /** A state that stood by itself so far: it is taken in with the first claim. */
  before?(ref: ShopRef, name: string): Promise<SyncState | undefined>;
}

/**
 * The polls of a shop in one item, or its second looks: cursors, leases and fences. Each change is made of the item as it
 * was read, under the condition that nobody changed it since. So a fence that is compared here is compared and passed in one step, and
 * several polls change by one write.
 */
export const createPolls = (table: Table, place: Place) => {
  const read = async (ref: ShopRef): Promise<PollsView> => viewOfPolls(await table.get(place.item(ref)));

  /** @returns what became of the counts; undefined: another worker changed the item first */
  const write = async (
    ref: ShopRef,
    { n, tally: known }: PollsView,
    { cells, apart = [], tally: more }: Changed,
  ): Promise<Placed | undefined> => {
    const packed = packCells(cells);
    const counts = placeTally(known, more, (packed.polls as Uint8Array).length);
    const change = {
      set: { ...packed, ...(more && counts.tally ? { tally: packTally(counts.tally) } : {}) },
      ...(known && !counts.tally ? { remove: ["tally"] } : {}),
      add: { n: 1 },
    };
    const when = n === undefined ? ({ absent: "n" } as const) : ({ equal: ["n", n] } as const);
    const items: TableWrite[] = apart.map(({ name, state }) => ({
      put: { ...place.apart(ref, name), state: JSON.stringify(state) },
    }));
    if (counts.over) items.push(dayWrite(ref, counts.over));
    const isWritten =
      items.length === 0
        ? (await table.update(place.item(ref), change, when)) !== undefined
        : await table.transact([{ update: place.item(ref), change, when }, ...items]).catch(otherFirst);
    return isWritten ? counts : undefined;
  };

  /** Changes the item by what `next` makes of it. `next` may be asked several times; undefined: nothing changes. */
  const edit = async (
    ref: ShopRef,
    known: PollsView | undefined,
    next: (cells: Cells) => Promise<Changed | undefined> | Changed | undefined,
    left?: (tally: Tally) => void,
  ): Promise<PollsView> => {
    let view = known ?? (await read(ref));
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const changed = await next(view.cells);
      if (!changed) return view;
      const counts = await write(ref, view, changed);
      if (counts) {
        if (counts.left) left?.(counts.left);
        return { n: (view.n ?? 0) + 1, cells: changed.cells, tally: counts.tally };
      }
      view = await read(ref);
    }
    throw new RetryLater("many workers change the shop's polls at once", { delivered: "no" });
  };

  const wholeState = async (ref: ShopRef, name: string, { state, apart }: Cell): Promise<SyncState> => {
    if (!apart) return state;
    const item = await table.get(place.apart(ref, name));
    return item ? (JSON.parse(String(item.state)) as SyncState) : state;
  };

  return {
    read,
    wholeState,

    /**
     * Takes the leases of those polls that no worker holds. One write, or none.
     * @returns `takenIn`: names of those that stood by themselves before
     */
    async claim(
      ref: ShopRef,
      names: readonly string[],
      now: number,
      leaseMilliseconds: number,
    ): Promise<{
      readonly claimed: readonly ClaimedPoll[];
      readonly view: PollsView;
      readonly takenIn: readonly string[];
    }> {
      let free: readonly string[] = [];
      const takenIn = new Set<string>();
      const view = await edit(ref, undefined, async (cells) => {
        free = names.filter((name) => !isHeld(cells.get(name), now));
        if (free.length === 0) return undefined;
        const next = new Map(cells);
        for (const name of free) {
          const before = cells.has(name) ? undefined : await place.before?.(ref, name);
          if (before) takenIn.add(name);
          next.set(name, claimedCell(cells.get(name), before, now + leaseMilliseconds));
        }
        return { cells: next };
      });
      const claimed = free.map(async (name) => {
        const cell = view.cells.get(name)!;
        return { name, fence: cell.fence, state: await wholeState(ref, name, cell) };
      });
      return { claimed: await Promise.all(claimed), view, takenIn: [...takenIn] };
    },

    /**
     * Saves what was claimed. One write for all of it.
     * @param known the item as the caller saw it last: saves a read where nobody changed it since
     * @param counts what was counted of the shop goes along, as far as it costs nothing more
     * @returns names of the polls that another worker has claimed since: nothing of theirs was saved
     */
    async save(
      ref: ShopRef,
      polls: readonly SavedPoll[],
      known?: PollsView,
      counts?: Counts,
    ): Promise<readonly string[]> {
      let lost: readonly SavedPoll[] = [];
      let waiting = counts?.take();
      const giveBack = (tally: Tally | undefined) => void (tally && counts?.giveBack(tally));
      try {
        await edit(
          ref,
          known,
          (cells) => {
            lost = polls.filter(({ name, fence }) => cells.get(name)?.fence !== fence);
            const ours = polls.filter((poll) => !lost.includes(poll));
            if (ours.length === 0) return undefined;
            return { ...placed(cells, ours), tally: waiting };
          },
          giveBack,
        );
        if (lost.length < polls.length) waiting = undefined;
      } finally {
        giveBack(waiting);
      }
      return lost.map(({ name }) => name);
    },

    /**
     * Changes states that no worker holds. A worker that held one before cannot save it any more. One write, or none.
     * @param next gives the same state where nothing is to change
     */
    async change(
      ref: ShopRef,
      names: readonly string[],
      now: number,
      next: (state: SyncState, name: string) => SyncState,
    ): Promise<void> {
      await edit(ref, undefined, async (cells) => {
        const changed: SavedPoll[] = [];
        for (const name of names) {
          const cell = cells.get(name);
          if (!cell || isHeld(cell, now)) continue;
          const before = await wholeState(ref, name, cell);
          const state = next(before, name);
          if (state !== before) changed.push({ name, fence: cell.fence + 1, state, release: true });
        }
        return changed.length === 0 ? undefined : placed(cells, changed);
      });
    },

    /**
     * Something has happened in the shop: these polls are read as soon as the seconds of each allow. One that a worker
     * holds is marked, and hears it when the worker gives it back. One write, or none.
     */
    async rouse(ref: ShopRef, shortest: ReadonlyMap<string, number>, now: number): Promise<void> {
      await edit(ref, undefined, async (cells) => {
        const changed: SavedPoll[] = [];
        const { marked, isNew, free } = markHeld(cells, shortest, now);
        for (const { name, seconds, cell } of free) {
          const before = await wholeState(ref, name, cell);
          const state = hurried(before, seconds, now);
          if (state !== before) changed.push({ name, fence: cell.fence + 1, state, release: true });
        }
        return changed.length === 0 && !isNew ? undefined : placed(marked, changed);
      });
    },

    /** Every state becomes another one, or is forgotten where there is none. Only while nobody reads. One write. */
    async renew(ref: ShopRef, next: (name: string, state: SyncState) => SyncState | undefined): Promise<void> {
      await edit(ref, undefined, async (cells) => {
        const kept: SavedPoll[] = [];
        for (const [name, cell] of cells) {
          const state = next(name, await wholeState(ref, name, cell));
          if (state) kept.push({ name, fence: cell.fence + 1, state, release: true });
        }
        return cells.size === 0 ? undefined : placed(new Map(), kept);
      });
    },
  };
};

/** A poll as its new worker holds it. `before`: the state that stood by itself so far. */
const claimedCell = (cell: Cell | undefined, before: SyncState | undefined, leaseUntil: number): Cell => {
  const { fence, ...rest } = cell ?? { fence: 0, state: before ?? untouched };
  return { ...rest, fence: fence + 1, leaseUntil };
};

/**
 * The cells in which those that a worker holds say that something has happened. `isNew`: some did not say so before.
 * `free`: the polls that no worker holds.
 */
const markHeld = (cells: Cells, shortest: ReadonlyMap<string, number>, now: number) => {
  const marked = new Map(cells);
  const free: { readonly name: string; readonly seconds: number; readonly cell: Cell }[] = [];
  let isNew = false;
  for (const [name, seconds] of shortest) {
    const cell = cells.get(name);
    if (!cell) continue;
    if (!isHeld(cell, now)) {
      free.push({ name, seconds, cell });
      continue;
    }
    isNew ||= cell.roused === undefined;
    marked.set(name, { ...cell, roused: seconds });
  }
  return { marked, isNew, free };
};

/** The cells with these states in them. */
const placed = (cells: Cells, saved: readonly SavedPoll[]): Changed => {
  const polls = saved.map((poll) => heard(poll, cells.get(poll.name)?.roused));
  const apart = polls.filter(({ state }) => JSON.stringify(state).length > MOST_TOGETHER);
  const next = new Map(cells);
  for (const poll of polls) {
    const { leaseUntil: before, roused } = cells.get(poll.name) ?? {};
    const { fence, leaseUntil = before } = poll;
    const kept = {
      ...(poll.release || leaseUntil === undefined ? {} : { leaseUntil }),
      ...(poll.release || roused === undefined ? {} : { roused }),
    };
    if (apart.includes(poll)) next.set(poll.name, { fence, ...kept, state: untouched, apart: true });
    else next.set(poll.name, { fence, ...kept, state: poll.state });
  }
  return { cells: next, apart };
};

/** What has happened while the poll was read shortens its rest. */
const heard = (poll: SavedPoll, seconds: number | undefined): SavedPoll =>
  poll.release && seconds !== undefined ? { ...poll, state: hurried(poll.state, seconds, 0) } : poll;

/** It rests for longer than so many seconds. What waits after an error or for a limit waits on. */
export const rests = ({ everySeconds = 0, error, limitedUntil, stuck }: SyncState, seconds: number): boolean =>
  everySeconds > seconds && !error && limitedUntil === undefined && !stuck;

/** The same poll where it does not rest; else it is due so many seconds after it was read, or now. */
const hurried = (state: SyncState, seconds: number, now: number): SyncState => {
  if (!rests(state, seconds)) return state;
  const soonest = Math.max(seconds, secondsOfParts(state.dividedInto));
  const soon = Math.max(now, (state.lastCycle?.startedAt ?? 0) + soonest * SECOND);
  return { ...state, everySeconds: seconds, nextAt: Math.min(state.nextAt, soon) };
};

/** Another transaction was at the item: nothing was stored. */
const otherFirst = (error: unknown): false => {
  if (error instanceof RetryLater && error.delivered === "no") return false;
  throw error;
};
