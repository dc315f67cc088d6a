import { isUsableId } from "../core/bounds.ts";
import { type Item, type Key, queryAll, type Table } from "../core/table.ts";
import { DAY, SECOND } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

/** What webhooks have named and nobody has fetched yet, for one resource of a shop. */
export interface CollectedPull {
  readonly ids: readonly string[];
  /** The resource as a whole: no ids were named, or too many. */
  readonly all: boolean;
  /** Not before these, unix milliseconds: something was just fetched. */
  readonly rest: Rest;
  readonly item: Item;
  /** More was collected than this names. */
  readonly partial?: boolean;
}

/** When ids, and when the whole resource, may be fetched again. Unix milliseconds. */
export interface Rest {
  readonly ids: number;
  readonly whole: number;
}

const ID = "i:";
const ALL = "all";
/** An update names at most so many ids; more are as good as the whole resource. */
const MOST_NAMED = 100;
/** And takes so many off: an expression of DynamoDB is at most 4 KB long. */
const MOST_REMOVED = 300;
/** A message that was sent has so long to arrive. */
const ON_ITS_WAY = 30_000;

/** The part of it that names these ids. */
export const only = (pull: CollectedPull, ids: ReadonlySet<string>): CollectedPull => ({
  ...pull,
  ids: pull.ids.filter((id) => ids.has(id)),
  all: false,
  partial: true,
  item: Object.fromEntries(
    Object.entries(pull.item)
      .filter(([name]) => !name.startsWith(ID) || ids.has(name.slice(ID.length)))
      .filter(([name]) => name !== ALL),
  ) as Item,
});

/**
 * One item per resource collects the ids that webhooks name, as counters: a hundred webhooks about one order become
 * one pull, and an id that is named again while it is being fetched is fetched again.
 */
export const createPullStore = (table: Table) => {
  const keyOf = (ref: ShopRef, resource: string) => ({ pk: keys.pulls(ref), sk: resource });
  /** Until when a worker is at a list, or comes for it, as far as this instance has seen. Only costs depend on it. */
  const busyUntil = new Map<string, number>();
  const remember = (list: string, until: number): void => {
    if (busyUntil.size > 5_000) busyUntil.clear();
    busyUntil.set(list, until);
  };

  /**
   * The same as `add` for a piece of work that is done once the list is. `by`: the one that has taken the list over, where that is
   * known; it sees to all of the list, also after its worker has died.
   */
  const addFor = async (
    ref: ShopRef,
    resource: string,
    ids: readonly string[],
    { now, until, by }: { readonly now: number; readonly until: number; readonly by?: string },
  ): Promise<{ readonly pull?: CollectedPull; readonly by?: string | undefined }> => {
    const add = additionOf(ids);
    const key = keyOf(ref, resource);
    const ttl = Math.ceil((now + DAY) / 1_000);
    const fetching = nameOf(key);
    const claim = claimOf({ waitingUntil: until, runningUntil: until, ttl }, by);
    // While another worker is at it, one write does. Whether one is, was seen a moment ago. The exact opposite of the other
    // condition: between the two there would be an instant at which nobody gets in.
    const join = () => table.update(key, { add }, { atLeast: ["waitingUntil", now] });
    const seen = (busyUntil.get(fetching) ?? 0) > now ? await join() : undefined;
    if (seen) return takerOf(seen);
    for (;;) {
      const taken = await table.update(
        key,
        { ...claim, add },
        { any: [{ absent: "waitingUntil" }, { below: ["waitingUntil", now] }] },
      );
      if (taken) {
        remember(fetching, until);
        return { pull: toPull(taken) };
      }
      const joined = await join();
      if (joined) {
        remember(fetching, Number(joined.waitingUntil));
        return takerOf(joined);
      }
    }
  };

  return {
    addFor,

    /**
     * Notes what is to be fetched.
     * @returns what is collected, taken over until `until` as `begin` does; undefined: another worker is at it and will see
     */
    async add(
      ref: ShopRef,
      resource: string,
      ids: readonly string[],
      times: { readonly now: number; readonly until: number },
    ): Promise<CollectedPull | undefined> {
      return (await addFor(ref, resource, ids, times)).pull;
    },

    /** The lists with records to be fetched that were taken over for a piece of work. */
    async takenBy(ref: ShopRef, by: string): Promise<readonly string[]> {
      const lists: string[] = [];
      for await (const item of queryAll(table, { pk: keys.pulls(ref) }))
        if (item.by === by && Object.keys(item).some(isNamed)) lists.push(item.sk);
      return lists;
    },

    /** Notes what is to be fetched by the worker that is at it, or by the one that the caller sends for. */
    async name(ref: ShopRef, resource: string, ids: readonly string[], now: number): Promise<void> {
      const ttl = Math.ceil((now + DAY) / 1_000);
      await table.update(keyOf(ref, resource), { set: { ttl }, add: additionOf(ids) });
    },

    /**
     * Notes what is to be fetched later, at `nextAt`. One write.
     * @returns whether a message has to come then; false: another worker is at it, or a message is on its way
     */
    async note(
      ref: ShopRef,
      resource: string,
      ids: readonly string[],
      { now, nextAt }: { readonly now: number; readonly nextAt: number },
    ): Promise<boolean> {
      const key = keyOf(ref, resource);
      const add = additionOf(ids);
      const fetching = nameOf(key);
      const join = () => table.update(key, { add }, { atLeast: ["waitingUntil", now] });
      if ((busyUntil.get(fetching) ?? 0) > now && (await join())) return false;
      for (;;) {
        const set = { waitingUntil: nextAt + ON_ITS_WAY, nextAt, ttl: Math.ceil((now + DAY) / 1_000) };
        const isFirst = { any: [{ absent: "waitingUntil" }, { below: ["waitingUntil", now] }] } as const;
        const first = await table.update(key, { set, add, remove: ["runningUntil"] }, isFirst);
        const noted = first ?? (await join());
        if (!noted) continue;
        // After that another worker has been there, and joining would be in vain.
        remember(fetching, Number(noted.nextAt ?? noted.waitingUntil));
        return first !== undefined;
      }
    },

    /** Takes over what is collected until `until`. Undefined: nothing is, another worker is on it, or it is not due. */
    async begin(ref: ShopRef, resource: string, now: number, until: number): Promise<CollectedPull | undefined> {
      const key = keyOf(ref, resource);
      const item = await table.update(
        key,
        { set: { runningUntil: until, waitingUntil: until }, remove: ["nextAt"] },
        {
          all: [
            { present: "n" },
            { any: [{ absent: "runningUntil" }, { below: ["runningUntil", now] }] },
            // A queue counts in seconds.
            { any: [{ absent: "nextAt" }, { below: ["nextAt", now + SECOND] }] },
          ],
        },
      );
      // A worker that names a record from here on joins us and relies on us: so nothing ends unless all was seen.
      for (let current = item; current?.runningUntil === until; current = await table.get(key)) {
        const pull = toPull(current);
        if (pull.ids.length > 0 || pull.all) return pull;
        const seen = { all: [{ equal: ["n", Number(current.n)] }, { equal: ["runningUntil", until] }] } as const;
        if (await table.update(key, { remove: ["runningUntil", "waitingUntil"] }, seen)) return undefined;
      }
      return undefined;
    },

    /** Takes what was fetched off the list. True: more was named meanwhile, and the caller must see to it. */
    async finish(
      ref: ShopRef,
      resource: string,
      pull: CollectedPull,
      { now, rest }: { readonly now: number; readonly rest: Rest },
    ): Promise<boolean> {
      const key = keyOf(ref, resource);
      // Most of the time nothing was named meanwhile: then what was taken over is still all there is.
      let current = pull.partial ? await table.get(key) : pull.item;
      // What is named again after it was taken off counts from one again, as it may have done when it was taken over.
      const off: string[] = [];
      while (current) {
        const seen = { equal: ["n", Number(current.n)] } as const;
        const portion = nextPortion(current, doneOf(pull.item, current, off), now, rest);
        const stored = await table.update(key, portion.change, seen);
        if (stored && portion.end) {
          remember(nameOf(key), portion.end.waitingUntil);
          return portion.end.isLeft;
        }
        if (stored) off.push(...portion.change.remove);
        current = stored ?? (await table.get(key));
      }
      return false;
    },

    /** What is to be fetched; reads and changes nothing. */
    async waiting(ref: ShopRef, resource: string): Promise<Pick<CollectedPull, "ids" | "all">> {
      const item = await table.get(keyOf(ref, resource));
      return item ? toPull(item) : { ids: [], all: false };
    },

    /**
     * When that is due which `begin` did not give, unix milliseconds. Undefined: nothing is left, or a worker is on it.
     * The message that is to come then may have died with the worker that was to send it.
     */
    async dueAt(ref: ShopRef, resource: string, now: number): Promise<number | undefined> {
      const item = await table.get(keyOf(ref, resource));
      const isIdle = item !== undefined && Number(item.runningUntil ?? 0) < now && Object.keys(item).some(isNamed);
      return isIdle && item.nextAt !== undefined ? Number(item.nextAt) : undefined;
    },

    /** Gives back what could not be fetched now. The caller sends the message that comes at `nextAt`, or comes itself. */
    async giveBack(ref: ShopRef, resource: string, nextAt: number): Promise<void> {
      await table.update(
        keyOf(ref, resource),
        { set: { waitingUntil: nextAt + ON_ITS_WAY, nextAt }, remove: ["runningUntil"] },
        { present: "n" },
      );
    },
  };
};

export type PullStore = ReturnType<typeof createPullStore>;

const takerOf = ({ by }: Item) => ({ by: by === undefined ? undefined : String(by) });
const claimOf = (times: Readonly<Record<string, number>>, by: string | undefined) =>
  by === undefined ? { set: times, remove: ["nextAt", "by"] } : { set: { ...times, by }, remove: ["nextAt"] };

const nameOf = ({ pk, sk }: Key): string => `${pk}#${sk}`;

const additionOf = (ids: readonly string[]): Readonly<Record<string, number>> => {
  const usable = [...new Set(ids)].filter(isUsableId);
  // What cannot be asked for by its id may be among what has changed.
  const distinct = usable.length === new Set(ids).size ? usable : [];
  const named = distinct.length === 0 || distinct.length > MOST_NAMED ? [ALL] : distinct.map((id) => `${ID}${id}`);
  return { n: 1, ...Object.fromEntries(named.map((name) => [name, 1])) };
};

const toPull = (item: Item): CollectedPull => ({
  ids: Object.keys(item)
    .filter((name) => name.startsWith(ID))
    .map((name) => name.slice(ID.length)),
  all: item[ALL] !== undefined,
  rest: restOf(item),
  item,
});

/** Of what was taken over, all that is still as it was then and is not taken off yet. */
const doneOf = (taken: Item, current: Item, off: readonly string[]): string[] => {
  const gone = new Set(off);
  return Object.keys(taken).filter((name) => isNamed(name) && !gone.has(name) && current[name] === taken[name]);
};

interface Portion {
  readonly change: { readonly set?: Readonly<Record<string, number>>; readonly remove: readonly string[] };
  /** Present: it is the last one. */
  readonly end?: { readonly isLeft: boolean; readonly waitingUntil: number };
}

/** As many of these as are taken off at once. */
const nextPortion = (current: Item, done: readonly string[], now: number, rest: Rest): Portion => {
  // A worker that names a record meanwhile still joins us. That ends with the last portion.
  if (done.length > MOST_REMOVED) return { change: { remove: done.slice(0, MOST_REMOVED) } };
  const finished = new Set(done);
  const isLeft = Object.keys(current).some((name) => isNamed(name) && !finished.has(name));
  const waitingUntil = Math.max(now, rest.ids, rest.whole) + ON_ITS_WAY;
  const set = {
    idsNotBefore: rest.ids,
    wholeNotBefore: rest.whole,
    ...(isLeft ? { waitingUntil, nextAt: rest.ids } : {}),
  };
  const remove = ["runningUntil", ...(isLeft ? [] : ["waitingUntil"]), ...done];
  return { change: { set, remove }, end: { isLeft, waitingUntil: isLeft ? waitingUntil : 0 } };
};

const isNamed = (name: string): boolean => name.startsWith(ID) || name === ALL;
const restOf = (item: Item): Rest => ({ ids: Number(item.idsNotBefore ?? 0), whole: Number(item.wholeNotBefore ?? 0) });
