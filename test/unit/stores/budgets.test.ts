import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Limit } from "../../../shared/core/vendor.ts";
import { priorities, reserveOf } from "../../../shared/stores/budget-window.ts";
import { type Bucket, createBudgetStore, type Priority } from "../../../shared/stores/budgets.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { startEngineTable } from "../../bench/world.ts";

const START = Date.UTC(2026, 10, 20);
const limitOf = (capacity: number, windowSeconds: number, more: Partial<Limit> = {}): Limit => ({
  id: "calls",
  scope: "shop",
  per: "all",
  capacity,
  windowSeconds,
  source: "test",
  ...more,
});
const published = {
  KiotViet: limitOf(5_000, 3_600),
  Nhanh: limitOf(150, 30),
  iSale: limitOf(120, 60),
} as const;

/** The most calls that fell into one window, wherever it begins. */
const busiest = (arrivals: readonly number[], windowSeconds: number): number => {
  const sorted = [...arrivals].sort((left, right) => left - right);
  let most = 0;
  let first = 0;
  for (const [last, arrival] of sorted.entries()) {
    while (sorted[first]! <= arrival - windowSeconds * 1_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
};

/** Draws like a worker: undefined where nothing is left. */
const draw = async (
  store: ReturnType<typeof createBudgetStore>,
  buckets: readonly Bucket[],
  want: number,
  priority: Priority,
  now: number,
) => {
  try {
    return { grant: await store.take(buckets, { want, priority }, now) };
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    expect(error.limited).toBe(true);
    return { retryAt: error.retryAt! };
  }
};

/** A backfill of one shop for some windows; slices end where the budget does, and wake up by `rounding`. */
const backfill = async (
  limit: Limit,
  windows: number,
  latency: number,
  rounding: number,
  table = new MemoryTable(),
) => {
  const store = createBudgetStore(table);
  const buckets = [{ key: "bucket", limit }];
  const arrivals: number[] = [];
  const want = Math.max(1, Math.min(20, Math.floor(limit.capacity / 50)));
  const end = START + windows * limit.windowSeconds * 1_000;
  for (let now = START; now < end; ) {
    const { grant, retryAt } = await draw(store, buckets, want, "backfill", now);
    if (!grant) {
      now += Math.max(1, Math.ceil((retryAt - now) / rounding)) * rounding;
      continue;
    }
    for (let call = 0; call < grant.count && now < grant.until; call += 1) {
      arrivals.push(now);
      now += latency;
    }
  }
  return arrivals.filter((arrival) => arrival < end);
};

describe("a published limit", () => {
  test.each(Object.entries(published))(
    "%s: at least 95 % can be used by a backfill, and never more than all",
    async (_name, limit) => {
      const windows = limit.windowSeconds > 1_000 ? 4 : 20;
      for (const latency of [20, 150]) {
        const share = async (rounding: number): Promise<number> => {
          const arrivals = await backfill(limit, windows, latency, rounding);
          expect(busiest(arrivals, limit.windowSeconds)).toBeLessThanOrEqual(limit.capacity);
          return arrivals.length / (windows * limit.capacity);
        };
        expect(await share(1)).toBeGreaterThanOrEqual(0.95);
        // A worker that comes late by up to a second at each turn.
        expect(await share(1_000)).toBeGreaterThanOrEqual(0.94);
      }
    },
  );

  test.each(Object.entries(published))(
    "%s: its item fits into a kilobyte, so that drawing costs one write",
    async (_name, limit) => {
      const table = new MemoryTable();
      await backfill(limit, 2, 20, 1, table);
      const item = (await table.get(keys.budget("bucket")))!;
      // The longest name that a bucket has in practice, and what may come on top.
      const besides = 100 + JSON.stringify(Object.fromEntries(priorities.map((name) => [name, START]))).length;
      expect(JSON.stringify(item).length + besides).toBeLessThan(1_024);
    },
  );

  test("counted within a wider one needs no write of its own, and still keeps the vendor's word", async () => {
    const store = createBudgetStore(new MemoryTable());
    const wide = { key: "ip", limit: limitOf(5, 60, { id: "ip" }) };
    const inner = { key: "key", limit: limitOf(10, 60, { id: "key", within: "ip" }) };
    expect((await store.take([wide, inner], { want: 20, priority: "write" }, START)).count).toBe(5);
    const [outside, inside] = await store.report([wide, inner], START);
    expect([outside?.left, inside?.left]).toEqual([0, 10]);
    await store.block(inner, START + 90_000, START);
    expect(await draw(store, [wide, inner], 1, "write", START + 80_000)).toEqual({ retryAt: START + 90_000 });
    expect((await draw(store, [wide], 1, "write", START + 80_000)).grant?.count).toBe(1);
  });

  test("is not exceeded in any window, whenever workers draw, and as late as a grant lets them call", async () => {
    const schedule = fc.array(
      fc.record({
        wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 20_000 })),
        want: fc.integer({ min: 1, max: 20 }),
        priority: fc.constantFrom(...priorities),
        // When the granted calls are made: at once, or up to the grant's last moment.
        late: fc.double({ min: 0, max: 0.999, noNaN: true }),
        // How long they are on their way.
        way: fc.constantFrom(0, 0, 0.5, 1),
        // Clocks of two workers differ a little.
        behind: fc.constantFrom(0, 0, 0, 30),
      }),
      { minLength: 20, maxLength: 200 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 90 }),
        schedule,
        async (capacity, windowSeconds, draws) => {
          const limit = limitOf(capacity, windowSeconds);
          const longestWay = Math.min(500, (windowSeconds * 1_000) / 120);
          const store = createBudgetStore(new MemoryTable());
          const arrivals: number[] = [];
          let now = START;
          for (const { wait, want, priority, late, way, behind } of draws) {
            now += wait;
            const { grant } = await draw(store, [{ key: "bucket", limit }], want, priority, now - behind);
            if (!grant) continue;
            expect(grant.count).toBeLessThanOrEqual(want);
            for (let call = 0; call < grant.count; call += 1) {
              const begins = now + Math.floor((grant.until - now - 1) * (call === 0 ? 0 : late));
              arrivals.push(begins + Math.floor(longestWay * way));
            }
          }
          expect(busiest(arrivals, windowSeconds)).toBeLessThanOrEqual(capacity);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ["KiotViet", published.KiotViet, 500],
    ["Nhanh", published.Nhanh, 250],
    ["iSale", published.iSale, 500],
    ["iSale from an address that others share", { ...published.iSale, adaptive: "below" } as const, 500],
  ])(
    "%s: is kept where one call was long on its way, and the next window's are there at once",
    async (_, limit, way) => {
      const store = createBudgetStore(new MemoryTable());
      const buckets = [{ key: "bucket", limit }];
      // The last moment of a slot, since a slot counts from its end.
      const slot = Math.ceil((limit.windowSeconds * 1_000) / 180);
      const drawnAt = Math.ceil(START / slot) * slot - 1;
      const { grant } = await draw(store, buckets, limit.capacity, "write", drawnAt);
      expect(grant!.count).toBe(limit.capacity);
      const arrives = grant!.until - 1 + way;
      const { retryAt } = await draw(store, buckets, 1, "write", arrives);
      expect(retryAt).toBeGreaterThanOrEqual(arrives + limit.windowSeconds * 1_000);
    },
  );

  test("of nested limits the tightest decides, and a refusal draws from none of them", async () => {
    const table = new MemoryTable();
    const store = createBudgetStore(table);
    const wide = { key: "wide", limit: limitOf(100, 60, { id: "wide" }) };
    const tight = { key: "tight", limit: limitOf(5, 60, { id: "tight" }) };
    expect((await store.take([wide, tight], { want: 20, priority: "write" }, START)).count).toBe(5);
    const refused = await draw(store, [wide, tight], 1, "write", START + 1_000);
    expect(refused.grant).toBeUndefined();
    expect(refused.retryAt).toBeGreaterThan(START + 60_000);
    const [report] = await store.report([wide], START + 1_000);
    expect(report?.left).toBe(95);
  });

  test("what is refused now is granted at the time that the refusal names", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: 200 }),
        fc.integer({ min: 1, max: 120 }),
        fc.constantFrom(...priorities),
        async (capacity, windowSeconds, priority) => {
          const store = createBudgetStore(new MemoryTable());
          const buckets = [{ key: "bucket", limit: limitOf(capacity, windowSeconds) }];
          let now = START;
          for (let turn = 0; turn < 3 * capacity; turn += 1) {
            const { grant, retryAt } = await draw(store, buckets, 7, priority, now);
            if (grant) continue;
            expect(retryAt).toBeGreaterThan(now);
            expect(retryAt).toBeLessThanOrEqual(now + windowSeconds * 1_500 + 1_000);
            now = retryAt!;
            let again = await draw(store, buckets, 1, priority, now);
            // A backfill may find that its even pace, and not the limit, holds it up a little longer.
            if (!again.grant && priority === "backfill") {
              now = again.retryAt!;
              again = await draw(store, buckets, 1, priority, now);
            }
            expect(again.grant?.count).toBe(1);
            if (now > START + windowSeconds * 4_000) return;
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("priorities", () => {
  test("the more urgent a class, the less it leaves; a write finds something when all others have drawn", async () => {
    for (const limit of Object.values(published)) {
      const reserves = priorities.map((priority) => reserveOf(limit, limit.capacity, priority));
      expect(reserves).toEqual([...reserves].sort((left, right) => left - right));
      const store = createBudgetStore(new MemoryTable());
      const buckets = [{ key: "bucket", limit }];
      const drain = async (priority: Priority): Promise<number> => {
        for (let count = 0; ; ) {
          const { grant } = await draw(store, buckets, 20, priority, START);
          if (!grant) return count;
          count += grant.count;
        }
      };
      let drawn = 0;
      for (const priority of [...priorities].reverse().slice(0, -1)) drawn += await drain(priority);
      const left = await drain("write");
      expect(left).toBeGreaterThan(0);
      expect(drawn + left).toBe(limit.capacity);
      const [report] = await store.report(buckets, START);
      expect(report?.left).toBe(0);
      expect(Object.keys(report!.waiting).sort()).toEqual([...priorities].sort());
    }
  });
});

describe("those who were refused", () => {
  const limit = limitOf(60, 60);
  const bucket = { key: "bucket", limit };
  const fullStore = async () => {
    const store = createBudgetStore(new MemoryTable());
    await store.take([bucket], { want: 60, priority: "write" }, START);
    return store;
  };

  test("get turns one behind the other, about as fast as the limit allows", async () => {
    const store = await fullStore();
    const turns: number[] = [];
    for (let shop = 0; shop < 50; shop += 1)
      turns.push((await draw(store, [bucket], 2, "poll", START + 1_000)).retryAt!);
    expect(turns[0]).toBeGreaterThan(START + 60_000);
    for (const [place, turn] of turns.slice(1).entries()) expect(turn - turns[place]!).toBe(1_600);
  });

  test("wait in the line of their class only", async () => {
    const store = await fullStore();
    for (let shop = 0; shop < 50; shop += 1) await draw(store, [bucket], 2, "backfill", START + 1_000);
    const write = await draw(store, [bucket], 1, "write", START + 1_000);
    expect(write.retryAt).toBeLessThan(START + 63_000);
  });

  test("keep no place when they asked through the API, from where nobody may come back", async () => {
    const store = await fullStore();
    for (let request = 0; request < 50; request += 1) {
      const { retryAt } = await draw(store, [bucket], 1, "passthrough", START + 1_000);
      expect(retryAt).toBeLessThan(START + 63_000);
    }
  });

  test("come before a worker that has had its turn", async () => {
    const store = await fullStore();
    for (let shop = 0; shop < 5; shop += 1) await draw(store, [bucket], 2, "poll", START + 1_000);
    const now = START + 63_000;
    const before = await draw(store, [bucket], 1, "poll", now);
    expect(before.grant?.count).toBe(1);
    await expect(store.take([bucket], { want: 1, priority: "poll", yields: true }, now)).rejects.toMatchObject({
      limited: true,
    });
    // Nobody stands in line any more.
    expect((await store.take([bucket], { want: 1, priority: "poll", yields: true }, now + 20_000)).count).toBe(1);
  });

  test("do not disturb each other for long, when a hundred ask the engine at the same moment", {
    timeout: 60_000,
  }, async () => {
    await using engine = await startEngineTable();
    const wide = { key: "ip", limit: limitOf(120, 60) };
    let reads = 0;
    let writes = 0;
    const store = createBudgetStore({
      ...engine.table,
      getMany: (...given) => {
        reads += 1;
        return engine.table.getMany(...given);
      },
      update: (...given) => {
        writes += 1;
        return engine.table.update(...given);
      },
    });
    // All want one call, and each comes back when it is told to.
    let drawers = Array.from({ length: 100 }, () => START);
    const arrivals: number[] = [];
    while (drawers.length > 0) {
      const now = Math.min(...drawers);
      const here = drawers.filter((at) => at === now);
      const drawn = await Promise.all(here.map(() => draw(store, [wide], 1, "poll", now)));
      drawers = [
        ...drawers.filter((at) => at > now),
        ...drawn.flatMap(({ retryAt }) => (retryAt === undefined ? [] : [retryAt])),
      ];
      for (const { grant } of drawn) if (grant) arrivals.push(now);
    }
    expect(arrivals).toHaveLength(100);
    expect(busiest(arrivals, 60)).toBeLessThanOrEqual(120);
    expect(reads / 100).toBeLessThan(6);
    expect(writes / 100).toBeLessThan(8);
  });
});

describe("the vendor's own word", () => {
  test("stops everybody until then, whatever our count says", async () => {
    const store = createBudgetStore(new MemoryTable());
    const bucket = { key: "bucket", limit: published.iSale };
    await store.block(bucket, START + 30_000, START);
    // A shorter word does not shorten a longer one.
    await store.block(bucket, START + 10_000, START);
    expect(await draw(store, [bucket], 1, "write", START + 29_999)).toEqual({ retryAt: START + 30_000 });
    expect((await draw(store, [bucket], 1, "write", START + 30_000)).grant?.count).toBe(1);
  });

  test("halves a rate that nobody published, and it creeps up again while nobody complains", async () => {
    const store = createBudgetStore(new MemoryTable());
    const bucket = { key: "bucket", limit: limitOf(10, 1, { adaptive: true }) };
    const capacityAt = async (now: number) => (await store.report([bucket], now))[0]!.capacity;
    await store.block(bucket, START + 2_000, START);
    expect(await capacityAt(START + 2_000)).toBe(5);
    // Refused again before a call was let in: that tells nothing new about the rate.
    await store.block(bucket, START + 5_000, START + 3_000);
    expect(await capacityAt(START + 5_000)).toBe(5);
    await store.opened([bucket]);
    await store.block(bucket, START + 12_000, START + 10_000);
    expect(await capacityAt(START + 12_000)).toBe(2);
    expect(await capacityAt(START + 600_000)).toBeGreaterThan(5);
    expect(await capacityAt(START + 86_400_000)).toBeLessThanOrEqual(50);
  });

  test("a vendor that goes on refusing is asked half as often each time, and as ever once it lets a call in", async () => {
    const store = createBudgetStore(new MemoryTable());
    const bucket = { key: "bucket", limit: published.iSale };
    const waits: number[] = [];
    let now = START;
    const refuse = async () => {
      const until = await store.block(bucket, now + 2_000, now);
      waits.push((until - now) / 1_000);
      now = until;
    };
    for (let refusal = 0; refusal < 12; refusal += 1) await refuse();
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    await store.opened([bucket]);
    await refuse();
    expect(waits.at(-1)).toBe(2);
  });

  test("calls that were under way when the limit was closed make no wait longer", async () => {
    const store = createBudgetStore(new MemoryTable());
    const bucket = { key: "bucket", limit: published.iSale };
    expect(await store.block(bucket, START + 10_000, START)).toBe(START + 10_000);
    for (let late = 1; late <= 5; late += 1) await store.block(bucket, START + 10_000 + late, START + late);
    expect(await store.block(bucket, START + 30_000, START + 20_000)).toBe(START + 40_000);
  });

  test.each([
    ["counted", {}],
    ["counted in a wider one", { within: "ip" }],
  ])("after a refusal one call finds out, and the others wait for its outcome (limit %s)", async (_name, more) => {
    const store = createBudgetStore(new MemoryTable());
    const bucket = { key: "bucket", limit: limitOf(150, 30, more) };
    await store.block(bucket, START + 60_000, START);
    const now = START + 60_000;
    const first = await draw(store, [bucket], 20, "poll", now);
    expect(first.grant).toMatchObject({ count: 1, probes: [bucket] });
    const others = await Promise.all(
      Array.from({ length: 20 }, (_, index) => draw(store, [bucket], 20, "write", now + index)),
    );
    for (const { grant, retryAt } of others) {
      expect(grant).toBeUndefined();
      expect(retryAt).toBeGreaterThan(now + 1_000);
    }
    await store.opened([bucket]);
    const after = await draw(store, [bucket], 20, "write", now + 3_000);
    expect(after.grant?.count).toBe(20);
    expect(after.grant?.probes).toBeUndefined();
  });

  test("two workers that come together send one call between them", async () => {
    const store = createBudgetStore(new MemoryTable());
    const bucket = { key: "bucket", limit: published.Nhanh };
    await store.block(bucket, START + 60_000, START);
    const drawn = await Promise.all(Array.from({ length: 10 }, () => draw(store, [bucket], 5, "poll", START + 60_000)));
    expect(drawn.filter(({ grant }) => grant).map(({ grant }) => grant?.count)).toEqual([1]);
  });

  test("a call that died with its worker is followed by another one half a minute later", async () => {
    const store = createBudgetStore(new MemoryTable());
    const bucket = { key: "bucket", limit: published.Nhanh };
    await store.block(bucket, START + 60_000, START);
    expect((await draw(store, [bucket], 5, "write", START + 60_000)).grant?.count).toBe(1);
    expect((await draw(store, [bucket], 5, "write", START + 89_999)).grant).toBeUndefined();
    expect((await draw(store, [bucket], 5, "write", START + 90_000)).grant?.count).toBe(1);
  });

  test("a vendor that refuses one address after the other is asked more rarely at the next ones too", async () => {
    const store = createBudgetStore(new MemoryTable());
    const bucketOf = (path: number): Bucket => ({
      key: `nhanh#calls#shop#${path}`,
      limit: limitOf(150, 30, { per: "operation" }),
    });
    const waits: number[] = [];
    for (let path = 0; path < 12; path += 1)
      waits.push((await store.block(bucketOf(path), START + 30_000, START)) - START);
    expect(waits.map((wait) => wait / 1_000)).toEqual([30, 30, 30, 30, 60, 60, 60, 60, 120, 120, 120, 120]);
    await store.opened([bucketOf(0)]);
    expect((await store.block(bucketOf(20), START + 30_000, START)) - START).toBe(30_000);
  });
});

test("workers that draw at the same moment share what is left, and no call is granted twice", async () => {
  const store = createBudgetStore(new MemoryTable());
  const limit = limitOf(40, 60);
  const bucket: Bucket = { key: "shop", limit };
  const draws = await Promise.all(Array.from({ length: 12 }, () => draw(store, [bucket], 10, "write", START)));
  const granted = draws.reduce((sum, { grant }) => sum + (grant?.count ?? 0), 0);
  expect(granted).toBeGreaterThan(0);
  const [report] = await store.report([bucket], START);
  expect(granted + report!.left).toBe(40);
});

describe("a round where each operation has a limit of its own", () => {
  const limit = limitOf(11, 30, { per: "operation" });
  const operations = ["a", "b", "c"].map((id) => ({ key: `nhanh#calls#shop#${id}`, limit }));
  const open = () => createBudgetStore(new MemoryTable());

  test("is one draw for four calls of each, twice within a window and the time that its calls have", async () => {
    const store = open();
    const first = (await store.takeRound(operations, START))!;
    expect([...first.keys]).toEqual(operations.map(({ key }) => key));
    expect(first).toMatchObject({ calls: 4, until: START + 10_000 });
    expect(await store.takeRound(operations, START + 1_000)).toBeDefined();
    expect(await store.takeRound(operations, START + 2_000)).toBeUndefined();
    // Calls of the first one may have begun ten seconds after it, and count for thirty more.
    expect(await store.takeRound(operations, START + 39_000)).toBeUndefined();
    expect(await store.takeRound(operations, START + 42_000)).toBeDefined();
  });

  test("has its calls kept for it: all others together get eight less than the limit", async () => {
    const store = open();
    expect((await store.take([operations[0]!], { want: 10, priority: "write" }, START)).count).toBe(3);
    await expect(store.take([operations[0]!], { want: 1, priority: "write" }, START + 1)).rejects.toMatchObject({
      limited: true,
    });
    expect((await store.takeRound(operations, START + 2))?.keys.has(operations[0]!.key)).toBe(true);
  });

  test("calls no operation that the vendor refuses", async () => {
    const store = open();
    await store.block(operations[1]!, START + 60_000, START);
    const keysOf = async (now: number) => [...(await store.takeRound(operations, now))!.keys];
    expect(await keysOf(START + 1_000)).toEqual(["nhanh#calls#shop#a", "nhanh#calls#shop#c"]);
    // Closed no more, and nobody has been let in yet.
    expect(await keysOf(START + 90_000)).toEqual(["nhanh#calls#shop#a", "nhanh#calls#shop#c"]);
  });

  test("still calls none that is closed when another one of the vendor's is open again", async () => {
    const store = open();
    for (const one of operations.slice(0, 2)) await store.block(one, START + 60_000, START);
    await store.opened([operations[0]!]);
    const { keys: called } = (await store.takeRound(operations, START + 1_000))!;
    expect([...called]).not.toContain(operations[1]!.key);
  });

  test("reads no state of operations while the vendor has refused none of them", async () => {
    const table = new MemoryTable();
    const read: string[] = [];
    const { getMany } = table;
    table.getMany = (wanted, ...rest) => {
      read.push(...wanted.map(({ pk }) => pk));
      return getMany.call(table, wanted, ...rest);
    };
    await createBudgetStore(table).takeRound(operations, START);
    expect(read).toEqual(["BUDGET#nhanh#calls#shop#@rounds", "BUDGET#nhanh#calls#shop"]);
  });

  test("of few operations, or of one limit for all, is drawn call by call", async () => {
    const store = open();
    expect(await store.takeRound(operations.slice(0, 2), START)).toBeUndefined();
    const shared = operations.map((one) => ({ ...one, limit: limitOf(5, 30, { per: "all" }) }));
    expect(await store.takeRound(shared, START)).toBeUndefined();
  });
});

describe("calls that are planned for the next windows of a small limit", () => {
  const limit = limitOf(10, 1);
  const bucket: Bucket = { key: "shop", limit };
  const poll = { want: 20, priority: "poll" } as const;

  test("are drawn by one write, as many in each window as it lets in beside some for others", async () => {
    const store = createBudgetStore(new MemoryTable());
    const plan = (await store.takeAhead(bucket, poll, START))!;
    expect(plan.map(({ from, count }) => [from - START, count])).toEqual([
      [0, 7],
      [1_401, 7],
      [2_802, 6],
    ]);
    // A webhook finds calls beside them at once, and a second round waits until they are over.
    expect((await draw(store, [bucket], 2, "hook", START)).grant?.count).toBe(2);
    const second = (await store.takeAhead(bucket, poll, START + 10)) ?? [];
    for (const { from } of second) expect(from).toBeGreaterThan(START + 2_802);
  });

  test("and all others never exceed the limit in any window, however late each begins", async () => {
    const step = fc.record({
      wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 4_000 })),
      want: fc.integer({ min: 1, max: 25 }),
      ahead: fc.boolean(),
      priority: fc.constantFrom(...priorities),
      late: fc.double({ min: 0, max: 0.999, noNaN: true }),
      behind: fc.constantFrom(0, 0, 0, 30),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(1, 2),
        fc.array(step, { minLength: 10, maxLength: 120 }),
        async (capacity, windowSeconds, steps) => {
          const buckets = [{ key: "bucket", limit: limitOf(capacity, windowSeconds) }] as const;
          const store = createBudgetStore(new MemoryTable());
          const arrivals: number[] = [];
          let now = START;
          for (const { wait, want, ahead, priority, late, behind } of steps) {
            now += wait;
            const begun = (from: number, until: number, count: number): void => {
              for (let call = 0; call < count; call += 1)
                arrivals.push(from + Math.floor((until - from - 1) * (call === 0 ? 0 : late)));
            };
            if (ahead) {
              const plan = (await store.takeAhead(buckets[0], { want, priority }, now - behind)) ?? [];
              for (const { from, until, count } of plan) begun(from, until, count);
            } else {
              const { grant } = await draw(store, buckets, want, priority, now - behind);
              if (grant) begun(now, grant.until, grant.count);
            }
          }
          expect(busiest(arrivals, windowSeconds)).toBeLessThanOrEqual(capacity);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("are none where a worker waits in line, another tenant draws, the vendor refuses, or the window is long", async () => {
    const closed = createBudgetStore(new MemoryTable());
    await closed.block(bucket, START + 5_000, START);
    expect(await closed.takeAhead(bucket, poll, START)).toBeUndefined();

    const waited = createBudgetStore(new MemoryTable());
    await draw(waited, [bucket], 10, "write", START);
    expect((await draw(waited, [bucket], 5, "hook", START)).retryAt).toBeGreaterThan(START);
    expect(await waited.takeAhead(bucket, poll, START)).toBeUndefined();

    const shared = createBudgetStore(new MemoryTable());
    await shared.take([{ ...bucket, tenant: "other" }], { want: 1, priority: "poll" }, START);
    expect(await shared.takeAhead({ ...bucket, tenant: "acme" }, poll, START + 5)).toBeUndefined();

    const long = createBudgetStore(new MemoryTable());
    expect(await long.takeAhead({ ...bucket, limit: limitOf(5_000, 3_600) }, poll, START)).toBeUndefined();
    expect(await long.takeAhead(bucket, { ...poll, want: 2 }, START)).toBeUndefined();
  });

  test("of two workers at one moment only one gets a plan", async () => {
    const store = createBudgetStore(new MemoryTable());
    const plans = await Promise.all([store.takeAhead(bucket, poll, START), store.takeAhead(bucket, poll, START)]);
    expect(plans.filter((plan) => plan !== undefined)).toHaveLength(1);
  });
});
