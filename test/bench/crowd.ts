import * as z from "zod";
import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import { RetryLater } from "../../shared/core/errors.ts";
import { MINUTE } from "../../shared/core/time.ts";
import type { ShopAccess, Vendor, VendorId } from "../../shared/core/vendor.ts";
import { createStores } from "../../shared/stores/all.ts";
import type { Priority } from "../../shared/stores/budgets.ts";
import type { Shop } from "../../shared/stores/shops.ts";
import { type OpenShopDeps, openShop } from "../../shared/usecases/shops/open-shop.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { VirtualTime } from "../faults/runs/time.ts";
import { fullest } from "./limits.ts";
import { atMost, type Benchmark } from "./report.ts";

/** Milliseconds of one request to the table, and of one call. */
const TABLE_LATENCY = 6;
const CALL_LATENCY = 300;
const START = Date.UTC(2026, 10, 20, 2);

interface Crowd {
  readonly shops: number;
  readonly priority: Priority;
  /** Milliseconds between two rounds of a shop, and its calls in each; without it each shop always has more to ask. */
  readonly round?: { readonly every: number; readonly calls: number };
}

interface CrowdResult {
  /** Calls of each crowd's shops while it was watched. */
  readonly calls: readonly (readonly number[])[];
  readonly most: number;
  readonly share: number;
  /** How often the bucket was read and written for each call that was made. */
  readonly reads: number;
  readonly writes: number;
  /** Writes that found that somebody else had come first. */
  readonly races: number;
  /** Slices that began, or began anew after a wait. */
  readonly slices: number;
}

const polls = { priority: "poll", round: { every: MINUTE, calls: 5 } } as const;
const crowds: Readonly<Record<string, readonly Crowd[]>> = {
  "1 in its backfill": [{ shops: 1, priority: "backfill" }],
  "10 in their backfill": [{ shops: 10, priority: "backfill" }],
  "100 in their backfill": [{ shops: 100, priority: "backfill" }],
  "20 with 5 calls a minute": [{ shops: 20, ...polls }],
  "15 with 5 calls a minute, 5 in their backfill": [
    { shops: 15, ...polls },
    { shops: 5, priority: "backfill" },
  ],
  "100 with 5 calls a minute": [{ shops: 100, ...polls }],
};

export const crowd: Benchmark = {
  name: "crowd",
  title: "how the shops of a deployment share a limit, in virtual time",
  async run({ vendors: wanted, quick, log }) {
    const results: { what: string; result: CrowdResult }[] = [];
    // The only vendor of which all shops share a limit.
    for (const [what, crowd] of wanted.includes("isale") ? Object.entries(crowds) : []) {
      log(what);
      results.push({ what, result: await shareLimit("isale", "orders.list", crowd, quick ? 1 : 10) });
    }
    return {
      tables: [
        {
          title: "Shops under iSale's 120 calls a minute for our address",
          columns: [
            "shops",
            "used",
            "most in a window",
            "reads/call",
            "writes/call",
            "races/call",
            "slices/call",
            "calls of a shop, least to most",
          ],
          rows: results.map(({ what, result }) => [
            what,
            `${(result.share * 100).toFixed(1)} %`,
            result.most,
            result.reads,
            result.writes,
            result.races,
            result.slices,
            result.calls.map((calls) => `${Math.min(...calls)} to ${Math.max(...calls)}`).join(", "),
          ]),
        },
      ],
      figures: Object.fromEntries(results.map(({ what, result }) => [what, result])),
      bars: results.flatMap(({ what, result }) => [
        atMost(`${what}: calls in the fullest window`, result.most, 120),
        atMost(`${what}: writes to the limit's item for each call`, result.writes, 2),
      ]),
    };
  },
};

/** Many shops of one deployment under one limit, each with a worker of its own, in virtual time. */
export const shareLimit = async (
  id: VendorId,
  operation: string,
  crowds: readonly Crowd[],
  minutes: number,
): Promise<CrowdResult> => {
  const time = new VirtualTime(START);
  const counts = { reads: 0, writes: 0, races: 0, slices: 0 };
  /** Takes its time, so that workers get in each other's way; only the budget uses it. */
  class SharedTable extends MemoryTable {
    override async getMany(...given: Parameters<MemoryTable["getMany"]>) {
      await time.sleep(TABLE_LATENCY);
      counts.reads += 1;
      return super.getMany(...given);
    }
    override async update(...given: Parameters<MemoryTable["update"]>) {
      await time.sleep(TABLE_LATENCY);
      counts.writes += 1;
      const item = await super.update(...given);
      if (!item) counts.races += 1;
      return item;
    }
  }
  const vendor: Vendor = {
    ...vendors[id],
    operations: vendors[id].operations.map((each) => ({ ...each, answer: z.any() })),
    authorize: async () => ({ token: "token" }),
    request: () => ({ method: "GET", url: "http://vendor.test/", headers: {} }),
    judge: () => ({}),
  };
  const arrivals: number[] = [];
  const access: ShopAccess = { credentials: {}, session: { token: "token" } };
  const deps = {
    ...createStores(new SharedTable()),
    clock: time.now,
    sleep: time.sleep,
    random: seededRandom(1),
    randomId: () => "id",
    secrets: { get: async () => access, put: async () => undefined, delete: async () => undefined },
    send: async () => {
      arrivals.push(time.now());
      await time.sleep(CALL_LATENCY);
      return { status: 200, headers: {}, body: "", receivedAt: time.now() };
    },
    vendor: () => vendor,
    secretName: () => "secret",
    metric: () => undefined,
  } satisfies OpenShopDeps & { random: () => number };
  const end = START + (minutes + 2) * MINUTE;
  const watchedFrom = START + 2 * MINUTE;
  const random = seededRandom(2);

  /** As `runSlice` does it: what must wait for longer than a moment is left to the queue. */
  const work = async (name: string, { priority, round }: Crowd, done: () => void): Promise<void> => {
    const shop = {
      tenant: "bench",
      id: name,
      vendor: id,
      account: name,
      settings: {},
      credentials: {},
    } as unknown as Shop;
    await time.sleep(Math.floor(random() * (round?.every ?? 1_000)));
    for (let next = time.now(); time.now() < end; next += round?.every ?? 0) {
      await time.sleep(next - time.now());
      let left = round?.calls ?? Number.POSITIVE_INFINITY;
      while (left > 0 && time.now() < end) {
        counts.slices += 1;
        const open = await openShop(shop, deps);
        try {
          for (; left > 0 && time.now() < end; left -= 1) {
            await open.call(priority)(operation, {});
            if (time.now() >= watchedFrom) done();
          }
        } catch (error) {
          if (!(error instanceof RetryLater)) throw error;
          await time.sleep(Math.max(1, Math.ceil((error.retryAt! - time.now()) / 1_000)) * 1_000);
        }
      }
    }
  };
  const calls = crowds.map(({ shops }) => new Array<number>(shops).fill(0));
  await time.until(
    Promise.all(
      crowds.flatMap((crowd, group) =>
        calls[group]!.map((_, shop) =>
          work(`${group}-${shop}`, crowd, () => {
            calls[group]![shop]! += 1;
          }),
        ),
      ),
    ),
  );
  const limit = vendor.limits.find(
    (one) => one.id === vendor.operations.find((each) => each.id === operation)!.buckets[0],
  )!;
  const watched = arrivals.filter((at) => at >= watchedFrom && at < end).length;
  return {
    calls,
    most: fullest(arrivals, limit.windowSeconds * 1_000),
    share: watched / ((limit.capacity * minutes * 60) / limit.windowSeconds),
    reads: counts.reads / arrivals.length,
    writes: counts.writes / arrivals.length,
    races: counts.races / arrivals.length,
    slices: counts.slices / arrivals.length,
  };
};
