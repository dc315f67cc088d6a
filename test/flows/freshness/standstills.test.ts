import { describe, expect, test } from "vitest";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Table } from "../../../shared/core/table.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { type Vendor, type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { parseRecordKey } from "../../../shared/stores/keys.ts";
import { compare } from "../../faults/runs/compare.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const BROKEN = "orders";
const never = (): Promise<never> => new Promise(() => undefined);

/** As DynamoDB does with an item above 400 KB. */
const refusing = (table: Table): Table => {
  const check = (pk: string) => {
    if (parseRecordKey(pk)?.resource !== BROKEN) return;
    throw Object.assign(new Error("Item size has exceeded the maximum allowed size"), { name: "ValidationException" });
  };
  const own: Partial<Table> = {
    put: async (item, when) => {
      check(item.pk);
      return table.put(item, when);
    },
    update: async (key, change, when) => {
      check(key.pk);
      return table.update(key, change, when);
    },
    transact: async (writes) => {
      for (const write of writes) if ("put" in write) check(write.put.pk);
      return table.transact(writes);
    },
    insert:
      table.insert &&
      (async (items) => {
        for (const { pk } of items) check(pk);
        return table.insert!(items);
      }),
  };
  // A table may be an instance of a class: its methods are not its own, and a copy would have none.
  return new Proxy(table, {
    get: (target, name: keyof Table) => {
      if (name in own) return own[name];
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
};

interface Cause {
  readonly name: string;
  begin(shop: WatchedShop): void | Promise<void>;
  /** What undoes it, beside `mend`. */
  end?(shop: WatchedShop): void | Promise<void>;
  /** What `orders` says of it after three hours. */
  readonly state: RegExp;
  readonly reason: RegExp;
  /** Others stand still as well. */
  readonly all?: boolean;
  /** The tenant is not told, because the watchdog stands still itself: he reads it. */
  readonly untold?: boolean;
}

const causes: readonly Cause[] = [
  {
    name: "a vendor that names its limit again and again",
    begin: ({ world }) => world.suffer({ vendor: { limit: 1 } }),
    end: ({ world }) => world.suffer({}),
    state: /^(limited|failing)$/,
    reason: /limit|cannot be read at the moment/,
    all: true,
  },
  {
    name: "a wait until next year, wherever it came from",
    async begin({ world }) {
      const { states } = world.deps;
      for (const track of ["live", "full"] as const) {
        const now = world.time.now();
        const claimed = await states.claim(world.ref, { resource: BROKEN, track }, now, 1);
        if (claimed) await states.save(claimed, { ...claimed.state, nextAt: Date.UTC(2027, 5, 1) }, { release: true });
      }
    },
    async end({ world }) {
      for (const track of ["live", "full"] as const)
        await world.deps.states.schedule(world.ref, BROKEN, track, world.time.now());
    },
    state: /^stalled$/,
    reason: /it goes on at 2027-06-01T00:00:00.000Z/,
  },
  {
    name: "a table that refuses to save a record",
    begin: (shop) => {
      shop.adapt((deps) => {
        const table = refusing(deps.table);
        // What an operator has halted is the function's own, and no tenant's.
        const { halts: _, ...stores } = createStores(table);
        return { table, ...stores };
      });
      for (let count = 0; count < 40; count += 1) shop.world.change();
    },
    state: /^failing$/,
    reason: /^A defect of ours stops it \(ValidationException\); the operator is told\.$/,
  },
  {
    name: "a schedule that stands still",
    begin: ({ world }) => world.ticks(false),
    end: ({ world }) => world.ticks(true),
    state: /^stalled$/,
    reason: /was due at .* and has not begun/,
    all: true,
    untold: true,
  },
  {
    name: "a message at which each worker dies",
    begin: (shop) =>
      shop.adapt((deps) => ({
        states: {
          ...deps.states,
          claim: (ref, track, ...rest) =>
            track.resource === BROKEN ? never() : deps.states.claim(ref, track, ...rest),
          // It takes the others of its round with it, once.
          async claimPolls(ref, polls, ...rest) {
            const claims = await deps.states.claimPolls(ref, polls, ...rest);
            return polls.some(({ resource }) => resource === BROKEN) ? never() : claims;
          },
        },
      })),
    state: /^stalled$/,
    reason: /has not begun|taken up by a worker/,
  },
  {
    name: "a shop whose secret cannot be read",
    begin: (shop) =>
      shop.adapt((deps) => ({
        secrets: {
          ...deps.secrets,
          get: async () => {
            throw new RetryLater("the secret cannot be read: throttled", { delivered: "no" });
          },
        },
      })),
    state: /^failing$/,
    reason: /^The shop could not be opened\. It cannot be read at the moment: the secret cannot be read: throttled\.$/,
    all: true,
  },
  {
    name: "a defect of ours in each call",
    begin: (shop) =>
      shop.adapt((deps) => ({
        vendor: (id) => {
          const vendor: Vendor = deps.vendor(id);
          return {
            ...vendor,
            request: () => {
              throw new TypeError("headers is not iterable");
            },
          };
        },
      })),
    state: /^failing$/,
    reason: /^A defect of ours stops it \(TypeError\); the operator is told\.$/,
    all: true,
  },
];

const begin = (vendor: VendorId) => openWatchedShop(vendor, [BROKEN, "products", "customers"]);

describe.each(vendorIds)("at %s", (vendor) => {
  test.each(causes)(
    "$name is seen with its reason, and its end as well",
    async (cause) => {
      const shop = await begin(vendor);
      const { world } = shop;
      const fine = ["current", "incomplete"];
      for (const line of Object.values(await shop.lines())) expect(fine, line.resource).toContain(line.state);
      await cause.begin(shop);
      await world.pass(3 * HOUR);

      const lines = await shop.lines();
      expect(lines[BROKEN]!.state).toMatch(cause.state);
      expect(lines[BROKEN]!.reason).toMatch(cause.reason);
      expect(lines[BROKEN]!.lagSeconds).toBeGreaterThan(2.5 * 3_600);
      for (const line of Object.values(lines)) {
        const late = (line.lagSeconds ?? Number.POSITIVE_INFINITY) > Math.max(900, 5 * line.promisedSeconds);
        if (late) expect(line.state, line.resource).not.toBe("current");
        if (!cause.all && line.resource !== BROKEN) expect(fine, line.resource).toContain(line.state);
      }
      expect(await shop.get("/v1/shops/shop")).toMatchObject({
        health: "degraded",
        reason: expect.stringContaining(BROKEN),
      });
      expect(await shop.get("/v1/shops/shop/sync")).toMatchObject({ health: "degraded" });
      const told = (await shop.events()).filter(({ type }) => type === "shop.degraded");
      expect(told.length > 0).toBe(!cause.untold);

      shop.mend();
      await cause.end?.(shop);
      // Failures wait up to an hour, and the watchdog comes every quarter of one.
      await world.pass(2 * HOUR);
      for (const line of Object.values(await shop.lines()))
        expect(fine, `${line.resource}: ${line.reason}`).toContain(line.state);
      expect(await shop.get("/v1/shops/shop")).toMatchObject({ health: "healthy" });
      if (!cause.untold) expect((await shop.events()).at(-1)).toMatchObject({ type: "shop.recovered" });
    },
    120_000,
  );

  test("a list without end says `current` only where its rows could be read in parts", async () => {
    const shop = await begin(vendor);
    // The same rows for ever, and a total that is never reached.
    shop.break(BROKEN, (listing) => ({
      read: (answer, ask) => {
        const page = listing.read(answer, ask);
        return { ...page, total: 1_000_000, next: page.next ?? ask.token ?? { id: null }, full: true };
      },
    }));
    for (let minutes = 0; minutes < 180; minutes += 20) {
      await shop.world.pass(20 * MINUTE);
      if (minutes < 40) continue;
      const { state, reason } = await shop.line(BROKEN);
      // Nhanh v3 takes both ends of an interval, and its answers without a continuation of their own are whole.
      if (vendor === "nhanh-v3") expect(await compare(shop.world)).toMatchObject({ lost: 0, stale: 0 });
      else expect({ state, reason }).not.toMatchObject({ state: "current" });
    }
    shop.mend();
    await shop.world.pass(2 * HOUR);
    expect((await shop.line(BROKEN)).state).toBe("current");
  }, 120_000);
});
