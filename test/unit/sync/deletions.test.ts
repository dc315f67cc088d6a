import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { Rejected, RetryLater, VendorChanged } from "../../../shared/core/errors.ts";
import type { Call, Listing, Resource } from "../../../shared/core/vendor.ts";
import { type CandidateStore, createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { type Person, pageOf, person, ref, staff } from "../../helpers/staff.ts";

/** A collection that is listed whole, with or without a call that asks for one row. */
const open = (options: { get?: boolean; cut?: boolean; token?: boolean; hidden?: number; pageSize?: number } = {}) => {
  let now = Date.UTC(2026, 10, 20);
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const candidates = createCandidateStore(table);
  const states = createSyncStateStore(table);
  const shop = {
    listed: new Map<number, Person>(),
    there: new Map<number, Person>(),
    asked: 0,
    /** What the list shows instead of them. */
    shown: undefined as ((rows: readonly Person[]) => readonly Person[]) | undefined,
    /** The list begins at its beginning, wherever it is asked to. */
    isStuck: false,
    /** What asking for one of them is answered with. */
    fails: new Map<number, RetryLater>(),
    /** Milliseconds that asking for one takes. */
    slow: 0,
  };
  const whole = staff(
    options.get
      ? { operation: "staff.get", call: (id) => ({ params: { id } }), read: (answer: Person) => answer }
      : undefined,
  );
  // `cut`: the vendor has no pages, and shows its first fifty rows.
  const cut = { ...whole.listing, paging: "none", call: () => ({ params: { offset: 0, size: 50 } }) } as const;
  const paged = { ...whole.listing, pageSize: options.pageSize ?? whole.listing.pageSize };
  // `token`: pages of five, each with the place where the next one begins, and no total.
  const byToken = {
    ...whole.listing,
    paging: "token",
    pageSize: 5,
    call: ({ token = 0 }) => ({ params: { offset: token, size: 5 } }),
    read: ({ rows, offset }) => ({ rows, ...(rows.length === 5 ? { next: offset + 5 } : {}) }),
  } as const satisfies Listing;
  const resource = { ...whole, listing: options.token ? byToken : options.cut ? cut : paged };
  const call: Call = async (operation, { params = {} }) => {
    if (operation === "staff.list") {
      const rows = [...shop.listed.values()];
      const page = pageOf(shop.shown?.(rows) ?? rows, shop.isStuck ? { ...params, offset: 0 } : params);
      return { ...page, offset: params.offset, total: page.total + (options.hidden ?? 0) };
    }
    shop.asked += 1;
    now += shop.slow;
    const failure = shop.fails.get(Number(params.id));
    if (failure) throw failure;
    const row = shop.there.get(Number(params.id));
    if (!row) throw new Rejected("unknown", { notFound: true });
    return row;
  };
  /** `hidden`: missing from the list though it exists. */
  const add = (count: number): void => {
    for (let id = 1; id <= count; id += 1) {
      const row = person(id);
      shop.listed.set(id, row);
      shop.there.set(id, row);
    }
  };
  const remove = (...ids: readonly number[]): void => {
    for (const id of ids) {
      shop.listed.delete(id);
      shop.there.delete(id);
    }
  };
  let holdings = Number.POSITIVE_INFINITY;
  const dieAfterHolding = (most: number): void => {
    holdings = most;
  };
  const cycle = async (minutes = 60): Promise<void> => {
    now += minutes * 60_000;
    const died = Promise.withResolvers<never>();
    const mortal: CandidateStore = {
      ...candidates,
      save: async (...given) => {
        // Nothing of a dead worker runs on, and its lease stays until it lapses.
        if (holdings === 0) {
          died.reject(new Error("killed"));
          await new Promise(() => undefined);
        }
        holdings -= 1;
        await candidates.save(...given);
      },
    };
    const deps = {
      states,
      records,
      candidates: mortal,
      clock: () => now,
      random: Math.random,
      metric: () => undefined,
    };
    const job = { ref, resource, track: "full" as const, settings: {}, call, deadline: now + 60_000, lease: 90_000 };
    let slice = await Promise.race([syncSlice(job, deps), died.promise]);
    // A page that lacks what is counted is asked for again before it is believed.
    for (let times = 0; times < 10 && (slice.outcome === "more" || slice.outcome === "later"); times += 1) {
      if (slice.outcome === "later") now = slice.retryAt;
      slice = await syncSlice({ ...job, deadline: now + 60_000 }, deps);
    }
    expect(slice).toMatchObject({ outcome: "done" });
  };
  const living = async (): Promise<number> => {
    let count = 0;
    let after: string | undefined;
    do {
      const page = await records.livingIds(ref, "staff", after);
      count += page.ids.length;
      after = page.next;
    } while (after !== undefined);
    return count;
  };
  const state = () => states.get(ref, "staff", "full");
  /** What has become of the candidates, by id. */
  const candidateStates = async () =>
    Object.fromEntries((await candidates.list(ref, "staff")).candidates.map(({ id, state }) => [id, state]));
  return {
    shop,
    add,
    remove,
    cycle,
    dieAfterHolding,
    living,
    state,
    states: candidateStates,
    candidates,
    now: () => now,
  };
};

describe("a page that shows a row twice", () => {
  const twice = (rows: readonly Person[]): readonly Person[] =>
    rows.map((row, place) => (place === 1 ? rows[0]! : row));

  test("deletes nothing that it lacks, however often it comes, and the status says that the list is not whole", async () => {
    // No pages and no total: only the repetition tells.
    const world = open({ cut: true });
    world.add(10);
    await world.cycle();
    world.shop.shown = twice;
    for (let times = 0; times < 4; times += 1) await world.cycle();
    expect(await world.living()).toBe(10);
    expect((await world.state()).warnings).toEqual(["incomplete"]);
  });

  test("is no reason to keep what later lists lack", async () => {
    const world = open({ cut: true });
    world.add(10);
    await world.cycle();
    world.shop.shown = twice;
    await world.cycle();
    world.shop.shown = undefined;
    world.remove(2);
    for (let times = 0; times < 2; times += 1) await world.cycle();
    expect(await world.living()).toBe(9);
    expect((await world.state()).warnings).toBeUndefined();
  });
});

describe("pages with a continuation that show a row twice", () => {
  test("delete nothing that they lack, however often they come", async () => {
    const world = open({ token: true });
    world.add(18);
    await world.cycle();
    // The fifth row stands at the head of the second page once more, and the sixth nowhere.
    world.shop.shown = (rows) => rows.map((row, place) => (place === 5 ? rows[4]! : row));
    for (let times = 0; times < 4; times += 1) await world.cycle();
    expect(await world.living()).toBe(18);
    expect((await world.state()).warnings).toEqual(["incomplete"]);
    world.shop.shown = undefined;
    world.remove(2);
    for (let times = 0; times < 2; times += 1) await world.cycle();
    expect(await world.living()).toBe(17);
    expect((await world.state()).warnings).toBeUndefined();
  });
});

describe("a row that is missing from a listing that was cut off", () => {
  const fill = async (get: boolean) => {
    const world = open({ get, cut: true });
    // Thirty at first, forty more before them later: twenty of the first are listed no more.
    world.add(30);
    await world.cycle();
    const first = [...world.shop.listed];
    world.shop.listed.clear();
    for (let id = 31; id <= 70; id += 1) {
      world.shop.listed.set(id, person(id));
      world.shop.there.set(id, person(id));
    }
    for (const [id, row] of first) world.shop.listed.set(id, row);
    world.remove(29);
    return world;
  };

  test("is asked for by itself, and stays unless the vendor says that it is gone", async () => {
    const world = await fill(true);
    await world.cycle();
    expect((await world.state()).warnings).toEqual(["incomplete"]);
    // Twenty; another one that shows that the vendor's "unknown" is about one record; and that one again.
    expect(world.shop.asked).toBe(22);
    expect(await world.living()).toBe(69);
    expect(await world.states()).toEqual({ 29: "removed" });
  });

  test("proves nothing where the vendor cannot be asked", async () => {
    const world = await fill(false);
    await world.cycle();
    await world.cycle();
    expect(await world.living()).toBe(70);
  });
});

describe("a row that is missing from a listing whose total counts more than it shows", () => {
  test("proves nothing, and the listing comes to its end", async () => {
    const world = open({ hidden: 2 });
    world.add(120);
    await world.cycle();
    world.remove(7);
    await world.cycle();
    await world.cycle();
    expect((await world.state()).warnings).toEqual(["incomplete"]);
    expect(await world.living()).toBe(120);
  });
});

describe("a row that is missing from a listing that reaches its total on paper only", () => {
  test.each([120, 80, 51])("is not missed where the list ignores its place, of %i rows", async (count) => {
    const world = open();
    world.add(count);
    await world.cycle();
    expect((await world.state()).warnings).toBeUndefined();
    world.shop.isStuck = true;
    for (let cycle = 0; cycle < 3; cycle += 1) await world.cycle();
    expect((await world.state()).warnings).toEqual(["incomplete"]);
    expect(await world.living()).toBe(count);
    world.shop.isStuck = false;
    await world.cycle();
    expect((await world.state()).warnings).toBeUndefined();
  });

  test("is not missed where another row stands in its place", async () => {
    const world = open();
    world.add(120);
    await world.cycle();
    world.shop.shown = (rows) => rows.map((row, place) => (place === 70 ? rows[3]! : row));
    for (let cycle = 0; cycle < 3; cycle += 1) await world.cycle();
    expect((await world.state()).warnings).toEqual(["incomplete"]);
    expect(await world.living()).toBe(120);
  });

  test("is missed where rows were deleted while the list was read", async () => {
    const world = open();
    world.add(120);
    await world.cycle();
    world.remove(7);
    let pages = 0;
    world.shop.shown = (rows) => {
      pages += 1;
      // From its second page on, the list lacks the last row.
      return pages % 3 === 1 ? rows : rows.slice(0, -1);
    };
    for (let cycle = 0; cycle < 2; cycle += 1) await world.cycle();
    expect((await world.state()).warnings).toBeUndefined();
    expect(await world.living()).toBeLessThan(120);
  });
});

describe("a row that is missing from a complete listing", () => {
  test("is asked for, and gone only if the vendor says so", async () => {
    const world = open({ get: true });
    world.add(30);
    await world.cycle();
    world.remove(7);
    world.shop.listed.delete(8); // hidden by the list, and still there
    await world.cycle();
    expect(world.shop.asked).toBe(3);
    expect(await world.living()).toBe(29);
    expect(await world.states()).toEqual({ 7: "removed" });
  });

  test("keeps no other from being decided while the vendor fails over it, and is gone after a second listing", async () => {
    const world = open({ get: true });
    world.add(30);
    await world.cycle();
    world.remove(7, 8, 9);
    world.shop.fails.set(8, new RetryLater("out of order"));
    await world.cycle();
    expect(await world.living()).toBe(28);
    expect(await world.states()).toMatchObject({ 7: "removed", 8: "pending", 9: "removed" });
    expect((await world.state()).failures).toBe(0);
    await world.cycle();
    expect(await world.living()).toBe(27);
  });

  test("stays through an outage that takes longer than a slice has", async () => {
    const world = open({ get: true });
    world.add(100);
    await world.cycle();
    world.remove(1, 2, 3, 4);
    for (let id = 1; id <= 100; id += 1) world.shop.fails.set(id, new RetryLater("no answer"));
    world.shop.slow = 30_000;
    for (let cycle = 0; cycle < 3; cycle += 1) await world.cycle();
    expect(await world.living()).toBe(100);
    world.shop.fails.clear();
    world.shop.slow = 0;
    await world.cycle();
    expect(await world.living()).toBe(96);
  });

  test("waits where a limit is used up", async () => {
    const world = open({ get: true });
    world.add(30);
    await world.cycle();
    world.remove(7);
    world.shop.fails.set(7, new RetryLater("too many", { limited: true, retryAt: world.now() + 7_200_000 }));
    await expect(world.cycle()).rejects.toThrow("later");
    expect(await world.living()).toBe(30);
  });

  test("that cannot be asked for takes a second complete listing without it, some minutes later", async () => {
    const world = open();
    world.add(30);
    await world.cycle();
    world.remove(7);
    await world.cycle();
    expect(await world.living()).toBe(30);
    expect((await world.state()).nextAt).toBe(world.now() + 5 * 60_000);
    await world.cycle(1 / 60);
    await world.cycle(1);
    expect(await world.living()).toBe(30);
    await world.cycle(4);
    expect(await world.living()).toBe(29);
  });

  test("takes a second listing soon only once, where that one is not complete", async () => {
    const options = { hidden: 0 };
    const world = open(options);
    world.add(30);
    await world.cycle();
    world.remove(7);
    await world.cycle();
    expect((await world.state()).nextAt - world.now()).toBe(5 * 60_000);
    expect((await world.state()).repeats).toBe(true);
    options.hidden = 1;
    await world.cycle(5);
    // Its regular time, which has its place in the shop's grid.
    expect((await world.state()).repeats).toBeUndefined();
    options.hidden = 0;
    await world.cycle();
    expect(await world.living()).toBe(29);
  });

  test("takes no third listing soon, though every listing lacks another row", async () => {
    const world = open();
    world.add(100);
    await world.cycle();
    const regular = (await world.state()).nextAt - world.now();
    const soon: boolean[] = [];
    for (let id = 1; id <= 4; id += 1) {
      world.remove(id);
      await world.cycle();
      soon.push((await world.state()).nextAt - world.now() < regular);
    }
    expect(soon).toEqual([true, false, true, false]);
    await world.cycle();
    expect(await world.living()).toBe(96);
  });

  test("is no candidate any more when the next listing shows it", async () => {
    const world = open();
    world.add(30);
    await world.cycle();
    const row = world.shop.listed.get(7)!;
    world.shop.listed.delete(7);
    await world.cycle();
    world.shop.listed.set(7, row);
    await world.cycle();
    world.shop.listed.delete(7);
    await world.cycle();
    // Twice missing, but not twice in a row.
    expect(await world.living()).toBe(30);
  });
});

describe("a list of what was deleted", () => {
  const MINUTES = 60_000;
  const openLive = (get?: Resource<Person>["get"]) => {
    let now = Date.UTC(2026, 10, 20);
    const table = new MemoryTable();
    const records = createRecordStore(table);
    const states = createSyncStateStore(table);
    const candidates = createCandidateStore(table);
    const gone: { id: number; at: number }[] = [];
    let trouble: Error | undefined;
    const calls: string[] = [];
    const changed = (operation: string): Pick<Listing, "operation" | "strategy" | "paging" | "pageSize" | "call"> => ({
      operation,
      strategy: "modified",
      paging: "none",
      pageSize: 1_000,
      call: ({ from }) => ({ params: { from } }),
    });
    const base = staff(get);
    const resource: Resource<Person> = {
      ...base,
      listing: { ...changed("staff.list"), read: (answer) => answer },
      deletions: { listing: { ...changed("staff.deleted"), read: (answer) => answer }, id: ({ id }) => String(id) },
    };
    const call: Call = async (operation, { params = {} }) => {
      calls.push(operation);
      if (operation === "staff.get") throw new Rejected("not for you", { forbidden: true });
      if (operation === "staff.deleted" && trouble) throw trouble;
      return { rows: operation === "staff.list" ? [] : gone.filter(({ at }) => at >= Number(params.from)) };
    };
    const deps = { states, records, candidates, clock: () => now, random: Math.random, metric: () => undefined };
    const slice = () => {
      const track = "live" as const;
      return syncSlice({ ref, resource, track, settings: {}, call, deadline: now + MINUTES, lease: 90_000 }, deps);
    };
    return {
      calls,
      hire: async (count: number) => {
        const seen = Array.from({ length: count }, (_, at) => person(at + 1)).map((row) => ({
          id: String(row.id),
          modified: undefined,
          record: { id: String(row.id), name: row.name },
          raw: row,
        }));
        await records.upsert(ref, "staff", seen, now);
        // As the backfill leaves it: the brake knows how large the collection is.
        const claimed = await states.claim(ref, { resource: "staff", track: "full" }, now, MINUTES);
        const lastCycle = { startedAt: now, endedAt: now, rows: count, written: count, removed: 0, stored: count };
        await states.save(claimed!, { cycles: 1, nextAt: now, failures: 0, lastCycle }, { release: true });
      },
      /** `late`: the vendor shows it so much later than it is stamped, milliseconds. */
      dismiss: (id: number, late = 0) => gone.push({ id, at: now - late }),
      minute: async () => {
        now += MINUTES;
        expect(await slice()).toMatchObject({ outcome: "done" });
      },
      slice: () => slice(),
      living: async (): Promise<number> => (await records.livingIds(ref, "staff", undefined)).ids.length,
      refuse: (now: boolean): void => {
        trouble = now ? new Rejected("not for you", { forbidden: true }) : undefined;
      },
      fail: (error: Error | undefined): void => {
        trouble = error;
      },
      state: () => states.get(ref, "staff", "live"),
    };
  };

  test("is asked for every five minutes, and whatever was deleted between is found then", async () => {
    const world = openLive();
    await world.hire(600);
    for (let minute = 1; minute <= 20; minute += 1) {
      await world.minute();
      // Some are shown at once, some only after minutes.
      world.dismiss(minute, (minute % 4) * 2 * MINUTES);
    }
    expect(world.calls.filter((operation) => operation === "staff.list")).toHaveLength(20);
    expect(world.calls.filter((operation) => operation === "staff.deleted")).toHaveLength(4);
    for (let minute = 1; minute <= 5; minute += 1) await world.minute();
    expect(await world.living()).toBe(580);
  });

  test("that is refused holds up nothing, is told of, and is asked for again after an hour from where it was", async () => {
    const world = openLive();
    await world.hire(4);
    await world.minute();
    world.refuse(true);
    world.dismiss(1);
    const { cursor } = await world.state();
    for (let minute = 1; minute <= 30; minute += 1) {
      await world.minute();
      expect((await world.state()).warnings ?? []).toEqual(minute < 5 ? [] : ["deletions-refused"]);
    }
    expect((await world.state()).cursor).toBe(cursor! + 30 * MINUTES);
    expect(world.calls.filter((operation) => operation === "staff.deleted")).toHaveLength(2);
    world.refuse(false);
    for (let minute = 1; minute <= 40; minute += 1) await world.minute();
    expect(await world.living()).toBe(3);
    expect((await world.state()).warnings).toBeUndefined();
  });

  test.each([
    ["out of order", new RetryLater("502, the vendor is out of order")],
    ["of a form that nobody knows", new VendorChanged("no list of rows", "<html>")],
  ])("that is %s holds up no row, is told of, and goes on from where it was", async (_what, error) => {
    const world = openLive();
    await world.hire(4);
    await world.minute();
    const { deleted } = await world.state();
    world.fail(error);
    world.dismiss(1);
    for (let minute = 1; minute <= 30; minute += 1) {
      await world.minute();
      expect((await world.state()).warnings ?? []).toEqual(minute < 5 ? [] : ["deletions-unread"]);
    }
    expect(await world.state()).toMatchObject({ failures: 0, deleted: { cursor: deleted!.cursor } });
    expect(world.calls.filter((operation) => operation === "staff.list")).toHaveLength(31);
    expect(world.calls.filter((operation) => operation === "staff.deleted")).toHaveLength(7);
    world.fail(undefined);
    for (let minute = 1; minute <= 10; minute += 1) await world.minute();
    expect(await world.living()).toBe(3);
    expect((await world.state()).warnings).toBeUndefined();
  });

  test("for which a limit is used up is waited for", async () => {
    const world = openLive();
    await world.hire(4);
    world.fail(new RetryLater("a limit", { limited: true, delivered: "no" }));
    expect(await world.slice()).toMatchObject({ outcome: "later" });
    expect((await world.state()).cycle?.phase).toBe("deleted");
  });

  const forbidden: NonNullable<Resource<Person>["get"]> = {
    operation: "staff.get",
    call: (id) => ({ params: { id } }),
    read: (answer) => answer,
  };

  test("is the vendor's last word where our key may not ask for the row", async () => {
    const world = openLive(forbidden);
    await world.hire(3);
    await world.minute();
    world.dismiss(1);
    for (let minute = 1; minute <= 5; minute += 1) await world.minute();
    expect(await world.living()).toBe(2);
  });
});

describe("the brake", () => {
  test("holds more deletions than a cycle may make, and forgets them when the rows are listed again", async () => {
    const world = open();
    world.add(200);
    await world.cycle();
    const rows = [...world.shop.listed];
    world.shop.listed.clear();
    await world.cycle();
    await world.cycle();
    expect(await world.living()).toBe(200);
    expect((await world.state()).held).toBe(200);
    for (const [id, row] of rows) world.shop.listed.set(id, row);
    await world.cycle();
    expect((await world.state()).held).toBeUndefined();
    expect(await world.states()).toEqual({});
    expect(await world.living()).toBe(200);
  });

  test("holds all of them or none, however many there are", async () => {
    const world = open({ get: true, pageSize: 2_000 });
    world.add(10_000);
    await world.cycle();
    world.remove(...Array.from({ length: 1_400 }, (_, index) => index + 1));
    await world.cycle();
    expect(await world.living()).toBe(10_000);
    expect((await world.state()).held).toBe(1_400);
  });

  test("lets many go where they are few of all, and each is asked for", async () => {
    const world = open({ get: true, pageSize: 2_000 });
    world.add(6_000);
    await world.cycle();
    world.remove(...Array.from({ length: 290 }, (_, index) => index + 1));
    await world.cycle();
    expect(await world.living()).toBe(5_710);
    // And one that is alive.
    expect(world.shop.asked).toBe(291);
    expect((await world.state()).held).toBeUndefined();
  });

  test("holds the rest as well when the worker dies over it", async () => {
    const world = open({ get: true });
    world.add(200);
    await world.cycle();
    world.remove(...Array.from({ length: 30 }, (_, index) => index + 1));
    world.dieAfterHolding(15);
    await expect(world.cycle()).rejects.toThrow("killed");
    world.dieAfterHolding(Number.POSITIVE_INFINITY);
    await world.cycle();
    expect(await world.living()).toBe(200);
    expect((await world.state()).held).toBe(30);
  });

  test("does not count what this listing has shown", async () => {
    const world = open();
    world.add(200);
    await world.cycle();
    const rows = [...world.shop.listed];
    for (let id = 1; id <= 10; id += 1) world.shop.listed.delete(id);
    await world.cycle();
    for (const [id, row] of rows) world.shop.listed.set(id, row);
    for (let id = 21; id <= 30; id += 1) world.shop.listed.delete(id);
    await world.cycle();
    await world.cycle();
    expect(await world.living()).toBe(190);
  });

  test("lets go what the tenant approved, and leaves alone what the tenant dismissed", async () => {
    const world = open();
    world.add(200);
    await world.cycle();
    for (let id = 1; id <= 100; id += 1) world.remove(id);
    await world.cycle();
    for (let id = 1; id <= 100; id += 1)
      await world.candidates.decide(ref, "staff", String(id), id <= 60 ? "approved" : "dismissed");
    await world.cycle();
    await world.cycle();
    expect(await world.living()).toBe(140);
    expect((await world.state()).held).toBeUndefined();
  });
});
