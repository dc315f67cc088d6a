import { contentHash } from "../core/content.ts";
import { LostLease } from "../core/errors.ts";
import { type Item, queryAll, type Table } from "../core/table.ts";
import type { Tally } from "../core/tally.ts";
import { DAY } from "../core/time.ts";
import { isLook, type Track } from "../core/tracks.ts";
import { keys, type ShopRef } from "./keys.ts";
import { type Counts, createPolls, isHeld, type PollsView, rests, viewOfPolls } from "./polls.ts";
import { type Cycle, type SyncState, untouched } from "./sync-state.ts";

export type { Cycle, SyncState, SyncWarning, Unreconciled, Unsure } from "./sync-state.ts";

/** A state that this worker may save: nobody else can, until the lease ends. */
export interface ClaimedState {
  readonly key: {
    readonly ref: ShopRef;
    readonly resource: string;
    readonly track: Track;
    /** It stands in the item of the shop's polls, or in that of its second looks. */
    readonly polled: boolean;
  };
  readonly fence: number;
  readonly state: SyncState;
}

/** A state, and who holds it. */
export type ListedState = SyncState & {
  /** A worker holds the lease, and may still be alive. */
  readonly running: boolean;
  /** A worker died, or was too slow, while it held the lease. */
  readonly abandoned: boolean;
};

/** A resource's track, by its names. */
export interface TrackName {
  readonly resource: string;
  readonly track: Track;
}

export interface ClaimedTrack extends TrackName {
  /** This `full` track is the resource's only one. */
  readonly polled?: boolean;
}

/** Claims of one write. `view`: the item as this write left it. */
export interface ClaimedTogether {
  readonly claims: readonly ClaimedState[];
  readonly view: PollsView;
}

/** A cycle, and how many pieces of its seen ids are saved. */
type SavedSoFar = Pick<Cycle, "id" | "chunks">;

interface Unreadable {
  readonly body: string;
  readonly reason: string;
}

const nameOf = ({ resource, track }: TrackName): string => `${resource}#${track}`;

/**
 * Checkpoints and cursors under leases with fences. The polls of a shop (`live`, and `full` where a resource has no other
 * track) stand together in one item, its second looks in another one; every other track has an item of its own.
 */
export const createSyncStateStore = (table: Table) => {
  const polls = createPolls(table, { item: keys.polls, apart: keys.pollApart });
  const looks = createPolls(table, {
    item: keys.looks,
    apart: keys.lookApart,
    before: async (ref, name) => {
      const item = await ownItem(ref, trackOf(name));
      return item && read(item);
    },
  });
  const packOf = (track: Track) => (isLook(track) ? looks : polls);

  /** Whether the state stands with others. Where it stands nowhere yet, `polled` says where it is to be. */
  const isPacked = async (ref: ShopRef, name: TrackName, polled: boolean): Promise<boolean> => {
    if (name.track !== "full") return name.track === "live" || isLook(name.track);
    return (await polls.read(ref)).cells.has(nameOf(name)) || (polled && !(await ownItem(ref, name)));
  };
  const ownItem = (ref: ShopRef, { resource, track }: TrackName): Promise<Item | undefined> =>
    table.get(keys.syncState(ref, resource, track));

  return {
    /** Takes the lease; undefined when another worker has it. One write. */
    async claim(
      ref: ShopRef,
      { resource, track, polled = false }: ClaimedTrack,
      now: number,
      leaseMilliseconds: number,
    ): Promise<ClaimedState | undefined> {
      if (await isPacked(ref, { resource, track }, polled)) {
        const { claims } = await this.claimPolls(ref, [{ resource, track }], now, leaseMilliseconds);
        return claims[0];
      }
      const item = await table.update(
        keys.syncState(ref, resource, track),
        { set: { leaseUntil: now + leaseMilliseconds }, add: { fence: 1 } },
        { any: [{ absent: "leaseUntil" }, { below: ["leaseUntil", now] }] },
      );
      return item && { key: { ref, resource, track, polled: false }, fence: Number(item.fence), state: read(item) };
    },

    /** Takes the leases of those polls, or second looks, that no other worker has. One write, or none. */
    async claimPolls(
      ref: ShopRef,
      tracks: readonly TrackName[],
      now: number,
      leaseMilliseconds: number,
    ): Promise<ClaimedTogether> {
      const pack = packOf(tracks[0]?.track ?? "live");
      const { claimed, view, takenIn } = await pack.claim(ref, tracks.map(nameOf), now, leaseMilliseconds);
      for (const name of takenIn) {
        const { resource, track } = trackOf(name);
        await table.delete(keys.syncState(ref, resource, track));
      }
      const claims = claimed.map(({ name, fence, state }) => {
        const { resource, track } = tracks.find((one) => nameOf(one) === name)!;
        return { key: { ref, resource, track, polled: true }, fence, state };
      });
      return { claims, view };
    },

    /**
     * Saves a checkpoint, or with `release` ends the work. One write.
     * @throws LostLease when another worker has claimed the state since
     */
    async save(
      claimed: ClaimedState,
      state: SyncState,
      options: { release: boolean; leaseUntil?: number },
    ): Promise<ClaimedState> {
      const { ref, resource, track, polled } = claimed.key;
      const saved = polled
        ? (await this.savePolls([{ claimed, state, ...options }])).length === 0
        : await table.update(
            keys.syncState(ref, resource, track),
            {
              set: {
                state: JSON.stringify(state),
                ...(options.leaseUntil === undefined ? {} : { leaseUntil: options.leaseUntil }),
              },
              ...(options.release ? { remove: ["leaseUntil"] } : {}),
            },
            { equal: ["fence", claimed.fence] },
          );
      if (!saved) throw new LostLease(`${resource} ${track}: another worker went on`);
      return { ...claimed, state };
    },

    /**
     * Saves polls of one shop together, or second looks. One write.
     * @param known the item as the caller saw it last
     * @param counts see `Counts`
     * @returns those that another worker has claimed since: of them nothing was saved
     */
    async savePolls(saves: readonly PollSave[], known?: PollsView, counts?: Counts): Promise<readonly PollSave[]> {
      const [first] = saves;
      if (!first) return [];
      const toSave = saves.map(({ claimed: { key, fence }, state, release, leaseUntil }) => ({
        name: nameOf(key),
        fence,
        state,
        release,
        leaseUntil,
      }));
      const { ref, track } = first.claimed.key;
      const lost = await packOf(track).save(ref, toSave, known, isLook(track) ? undefined : counts);
      return saves.filter(({ claimed }) => lost.includes(nameOf(claimed.key)));
    },

    /** What was counted of the shop and does not stand in its day yet. */
    async tally(ref: ShopRef): Promise<Tally | undefined> {
      return (await polls.read(ref)).tally;
    },

    async get(ref: ShopRef, resource: string, track: Track): Promise<SyncState> {
      if (track === "live" || track === "full" || isLook(track)) {
        const name = nameOf({ resource, track });
        const pack = packOf(track);
        const cell = (await pack.read(ref)).cells.get(name);
        if (cell) return pack.wholeState(ref, name, cell);
        if (track === "live") return untouched;
      }
      const item = await ownItem(ref, { resource, track });
      return item ? read(item) : untouched;
    },

    /**
     * All states of a shop by `resource#track`.
     * @param eventual what was saved within the last second may be missing; costs half as much
     */
    async all(ref: ShopRef, now: number, { eventual = false } = {}): Promise<Map<string, ListedState>> {
      const items = new Map<string, Item>();
      for await (const item of queryAll(table, { pk: keys.syncStates(ref), eventual })) items.set(item.sk, item);
      return statesIn(items, ref, now);
    },

    /**
     * Keeps a piece of the ids that a complete listing has shown, for the worker that goes on. A piece of an earlier
     * worker that no checkpoint counts is replaced, and never the other way round.
     * @throws LostLease when another worker has gone on from here
     */
    async saveSeen({ key, fence }: ClaimedState, { id, chunks }: SavedSoFar, bytes: Uint8Array, now: number) {
      const ttl = Math.ceil((now + 7 * DAY) / 1_000);
      const place = { pk: keys.seen(key.ref, key.resource), sk: `${id}#${String(chunks).padStart(6, "0")}` };
      const ours = { any: [{ absent: "fence" }, { below: ["fence", fence + 1] }] } as const;
      if (!(await table.put({ ...place, bytes, ttl, fence }, ours)))
        throw new LostLease(`${key.resource} ${key.track}: another worker went on`);
    },

    /** The first `chunks` pieces of a cycle, fewer when some have lapsed; a piece behind them belongs to no checkpoint. */
    async loadSeen(ref: ShopRef, resource: string, { id, chunks }: SavedSoFar): Promise<Uint8Array[]> {
      const pieces: Uint8Array[] = [];
      const last = `${id}#${String(Math.max(0, chunks - 1)).padStart(6, "0")}`;
      if (chunks === 0) return pieces;
      for await (const item of queryAll(table, { pk: keys.seen(ref, resource), from: `${id}#`, to: last }))
        pieces.push(item.bytes as Uint8Array);
      return pieces;
    },

    /** Keeps an answer or row that nobody could read, for a person to look at. */
    async keepUnreadable(ref: ShopRef, resource: string, { body, reason }: Unreadable, now: number): Promise<void> {
      // At most three bytes a letter, and 400 KB an item.
      const kept = body.slice(0, 100_000);
      await table.put({
        pk: keys.unreadable(ref),
        sk: `${resource}#${contentHash(kept)}`,
        body: kept,
        reason: reason.slice(0, 1_000),
        at: now,
        ttl: Math.ceil((now + 30 * DAY) / 1_000),
      });
    },

    async saveVerification(ref: ShopRef, resource: string, report: object): Promise<void> {
      await table.put({ ...keys.verification(ref, resource), report: JSON.stringify(report) });
    },

    async verification(ref: ShopRef, resource: string): Promise<unknown> {
      const item = await table.get(keys.verification(ref, resource));
      return item && JSON.parse(String(item.report));
    },

    /**
     * The shop reads another version of its vendor from here on: how far everything was read stays true, but no place in a
     * list does, nor what was noted of deletions. Everything is due. Only while nobody reads.
     * @param kept names of the resources that go on; the states of others are removed
     */
    async beginAnew(ref: ShopRef, kept: ReadonlySet<string>, now: number): Promise<void> {
      for (const pack of [polls, looks])
        await pack.renew(ref, (name, state) => (kept.has(resourceOf(name)) ? anew(state, now) : undefined));
      for await (const item of queryAll(table, { pk: keys.syncStates(ref) })) {
        const key = { pk: item.pk, sk: item.sk };
        if (isOfPack(ref, item.sk)) continue;
        if (!kept.has(resourceOf(item.sk))) await table.delete(key);
        else {
          const state = JSON.stringify(anew(read(item), now));
          await table.update(key, { set: { state }, remove: ["leaseUntil"], add: { fence: 1 } });
        }
      }
    },

    /**
     * Polls that rest are read as often as they can be from now on, by the seconds that `shortest` names for each; those
     * that a worker holds, when it gives them back.
     * @returns whether there were such. Costs half a read unit where there were none.
     */
    async rouse(ref: ShopRef, shortest: ReadonlyMap<string, number>, now: number): Promise<boolean> {
      const [item] = await table.getMany([keys.polls(ref)], undefined, { eventual: true });
      const { cells } = viewOfPolls(item);
      const sought = [...shortest].filter(([name, seconds]) => {
        const cell = cells.get(name);
        if (!cell) return false;
        return isHeld(cell, now) ? cell.roused === undefined : rests(cell.state, seconds);
      });
      if (sought.length === 0) return false;
      await polls.rouse(ref, new Map(sought), now);
      return true;
    },

    /** Makes the next cycle due now; a running one is not disturbed. What was never read is due anyway. */
    async schedule(ref: ShopRef, resource: string, track: Track, now: number): Promise<void> {
      const name = { resource, track };
      if (await isPacked(ref, name, false))
        return packOf(track).change(ref, [nameOf(name)], now, (state) => ({ ...state, nextAt: now }));
      const key = keys.syncState(ref, resource, track);
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const item = await table.get(key);
        if (!item || heldBy(item.leaseUntil, now).running) return;
        const state = { ...read(item), nextAt: now };
        const when = { equal: ["fence", Number(item.fence)] } as const;
        if (await table.update(key, { set: { state: JSON.stringify(state) }, add: { fence: 1 } }, when)) return;
      }
    },
  };
};

export type SyncStateStore = ReturnType<typeof createSyncStateStore>;

/** One poll to be saved with others. */
export interface PollSave {
  readonly claimed: ClaimedState;
  readonly state: SyncState;
  readonly release: boolean;
  readonly leaseUntil?: number;
}

const resourceOf = (name: string): string => name.slice(0, name.lastIndexOf("#"));
const trackOf = (name: string): TrackName => ({
  resource: resourceOf(name),
  track: name.slice(name.lastIndexOf("#") + 1) as Track,
});

const isOfPack = (ref: ShopRef, sk: string): boolean =>
  [keys.polls(ref), keys.looks(ref)].some((pack) => sk.startsWith(pack.sk));

/** The states in all the items of a shop. */
const statesIn = (items: ReadonlyMap<string, Item>, ref: ShopRef, now: number): Map<string, ListedState> => {
  const states = new Map<string, ListedState>();
  for (const item of items.values())
    if (!isOfPack(ref, item.sk)) states.set(item.sk, { ...read(item), ...heldBy(item.leaseUntil, now) });
  const packs = [
    { item: keys.polls(ref), apart: keys.pollApart },
    { item: keys.looks(ref), apart: keys.lookApart },
  ];
  for (const { item, apart } of packs)
    for (const [name, cell] of viewOfPolls(items.get(item.sk)).cells) {
      const own = cell.apart ? items.get(apart(ref, name).sk) : undefined;
      states.set(name, { ...(own ? read(own) : cell.state), ...heldBy(cell.leaseUntil, now) });
    }
  return states;
};

/** What is left of a state when its lists are read in another way. */
const anew = ({ cursor, cycles, lastCycle }: SyncState, now: number): SyncState => {
  const { stored: _, vendorTotal: __, ...last } = lastCycle ?? {};
  return {
    ...untouched,
    ...(cursor === undefined ? {} : { cursor }),
    cycles,
    nextAt: now,
    ...(lastCycle ? { lastCycle: last as typeof lastCycle } : {}),
  };
};

/** A dead worker's lease stays in the item: only its end tells. */
const heldBy = (leaseUntil: unknown, now: number): Pick<ListedState, "running" | "abandoned"> => {
  const running = leaseUntil !== undefined && Number(leaseUntil) >= now;
  return { running, abandoned: leaseUntil !== undefined && !running };
};

const read = (item: Item): SyncState =>
  item.state === undefined ? untouched : (JSON.parse(String(item.state)) as SyncState);
