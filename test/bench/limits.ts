import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { simulators } from "../../infra/local/sandbox-shops.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import { simulatedSend } from "../../infra/sandbox/serve.ts";
import type { ResourceName } from "../../shared/core/records.ts";
import { DAY, HOUR, MINUTE } from "../../shared/core/time.ts";
import type { Limit, ShopAccess, Vendor, VendorId } from "../../shared/core/vendor.ts";
import { createStores } from "../../shared/stores/all.ts";
import { CALLS_OF_ROUND, ROUNDS } from "../../shared/stores/budget-window.ts";
import { refOf } from "../../shared/stores/shops.ts";
import { openShop } from "../../shared/usecases/shops/open-shop.ts";
import { registerShop } from "../../shared/usecases/shops/register-shop.ts";
import type { JobDeps } from "../../shared/usecases/sync/job-deps.ts";
import { runSlice } from "../../shared/usecases/sync/run-slice.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { VirtualTime } from "../faults/runs/time.ts";
import { atLeast, atMost, type Benchmark } from "./report.ts";

/** A limit that a vendor publishes, and the backfill that is to use it. */
interface Backfill {
  readonly vendor: VendorId;
  readonly limit: string;
  readonly resources: readonly ResourceName[];
  /** Windows of the limit that are watched, after one that is not. */
  readonly windows: number;
  /** Rows of each large resource, and on a page: a cycle is long beside its end, at which drawn calls are given up. */
  readonly size: number;
  readonly page: number;
}

const backfills: readonly Backfill[] = [
  { vendor: "kiotviet", limit: "get", resources: ["orders"], windows: 1, size: 800, page: 2 },
  { vendor: "nhanh-v3", limit: "calls", resources: ["orders"], windows: 10, size: 800, page: 2 },
  { vendor: "isale", limit: "ip", resources: ["orders"], windows: 10, size: 3_000, page: 20 },
];

const ORIGIN = "http://vendor.test";
const START = Date.UTC(2026, 10, 20, 2);
/** Milliseconds of a vendor's answer: quick enough that the limit, and not the vendor, is what slows the worker down. */
const LATENCY = 90;

const atOnce = (milliseconds: number): number => Math.max(1, milliseconds);
/** SQS delays by whole seconds. */
const byQueue = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1_000)) * 1_000;

export const limits: Benchmark = {
  name: "limits",
  title: "share of a published limit that a backfill uses, in virtual time",
  async run({ vendors: wanted, quick, log }) {
    const results: (LimitResult & { queued: LimitResult })[] = [];
    for (const backfill of backfills.filter(({ vendor }) => wanted.includes(vendor))) {
      log(`${backfill.vendor}: ${backfill.resources.join(", ")}`);
      const length = quick ? { ...backfill, windows: 1, size: 200 } : backfill;
      const usable = await useLimit(length, atOnce);
      const queued = await useLimit(length, byQueue);
      results.push({
        ...usable,
        refused: usable.refused + queued.refused,
        most: Math.max(usable.most, queued.most),
        queued,
      });
    }
    return {
      tables: [
        {
          title: "A long backfill under the published limit, in virtual time",
          columns: [
            "vendor",
            "limit",
            "watched, min",
            "calls",
            "usable",
            "one worker behind a queue",
            "most in a window",
            "refused by the vendor",
          ],
          rows: results.map((result) => [
            result.vendor,
            `${result.limit.capacity} per ${result.limit.windowSeconds} s`,
            result.watchedSeconds / 60,
            result.calls,
            `${(result.share * 100).toFixed(1)} %`,
            `${(result.queued.share * 100).toFixed(1)} %`,
            result.most,
            result.refused,
          ]),
        },
      ],
      figures: Object.fromEntries(
        results.map(({ vendor, limit, share, queued, calls, most, refused, watchedSeconds }) => [
          vendor,
          {
            capacity: limit.capacity,
            windowSeconds: limit.windowSeconds,
            usable: share,
            oneWorkerBehindQueue: queued.share,
            calls,
            most,
            refused,
            watchedSeconds,
          },
        ]),
      ),
      bars: results.flatMap(({ vendor, limit, share, most, refused }) => [
        atLeast(`${vendor}: share of the limit that is usable, percent`, share * 100, 95 * leftByRounds(limit)),
        atMost(`${vendor}: calls in the fullest window`, most, limit.capacity),
        atMost(`${vendor}: calls that the vendor refused`, refused, 0),
      ]),
    };
  },
};

/** Share of a limit that is not kept for rounds that draw all their calls at once. */
const leftByRounds = ({ per, capacity }: Limit): number =>
  per === "operation" ? 1 - (ROUNDS * CALLS_OF_ROUND) / capacity : 1;

interface LimitResult {
  readonly vendor: VendorId;
  readonly limit: Limit;
  readonly share: number;
  readonly calls: number;
  /** Most calls in any window of the limit's length, wherever it begins. */
  readonly most: number;
  readonly refused: number;
  readonly watchedSeconds: number;
}

/**
 * @param delay milliseconds after which a slice goes on that should wait for so many
 */
export const useLimit = async (
  { vendor: id, limit: limitId, resources, windows, size, page }: Backfill,
  delay: (milliseconds: number) => number,
): Promise<LimitResult> => {
  const limit = vendors[id].limits.find((one) => one.id === limitId)!;
  const window = limit.windowSeconds * 1_000;
  const time = new VirtualTime(START);
  const simulator = (await simulators[id]!())({ now: time.now, random: seededRandom(1), pageSize: page });
  simulator.seed(size);
  const vendor = shortPages(vendors[id], START - 400 * DAY, page);
  const arrivals: number[] = [];
  const table = new MemoryTable();
  const secrets = new Map<string, ShopAccess>();
  const reach = simulatedSend({ [ORIGIN]: simulator }, { now: time.now, advance: time.sleep, latency: () => LATENCY });
  const deps: JobDeps = {
    clock: time.now,
    sleep: time.sleep,
    random: seededRandom(2),
    randomId: randomUUID,
    queues: { send: async () => undefined },
    log: () => undefined,
    secrets: {
      get: async (name) => secrets.get(name),
      put: async (name, access) => {
        secrets.set(name, access);
      },
      delete: async (name) => {
        secrets.delete(name);
      },
    },
    send: (request) => {
      // The moment at which the vendor counts it: the simulator answers after the latency. Listings are all that a
      // backfill asks for, and each resource's draw from the one bucket that is watched.
      arrivals.push(time.now() + LATENCY);
      return reach(request);
    },
    vendor: () => vendor,
    secretName: (ref) => `${ref.tenant}/${ref.shop}`,
    metric: () => undefined,
    notifyShop: async () => undefined,
    lease: 305_000,
    ...createStores(table),
  };
  const { shop } = await time.until(
    registerShop(
      "bench",
      {
        id: "shop",
        vendor: id,
        name: "Bench",
        credentials: simulator.credentials,
        settings: simulator.settings,
        hosts: simulator.hosts(ORIGIN),
        since: new Date(START - 130 * DAY).toISOString(),
      },
      {
        ...deps,
        publicUrl: "https://connector.test",
        readSigningKey: async () => "",
        allowShopHosts: true,
        trialCallsPerMinute: 1_000,
      },
    ),
  );
  arrivals.length = 0;
  const end = time.now() + window * (windows + 1);
  const ref = refOf(shop);
  /** Each resource is read from its beginning again and again by a worker of its own. */
  const work = async (name: ResourceName): Promise<void> => {
    const resource = vendor.resources.find((one) => one.name === name)!;
    while (time.now() < end) {
      const open = await openShop((await deps.shops.get(ref))!, deps);
      const ended = await runSlice(
        open,
        { resource, track: "full", deadline: Math.min(end, time.now() + 240_000) },
        deps,
      );
      if (ended.outcome === "failed") throw new Error(`${id} ${name} failed`);
      if (ended.outcome === "later") await time.sleep(delay(ended.retryAt - time.now()));
      else if (ended.outcome === "busy") await time.sleep(1_000);
      else await deps.states.schedule(ref, name, "full", time.now());
      table.stream.length = 0;
    }
  };
  await time.until(Promise.all(resources.map(work)), window * (windows + 1) + HOUR);
  await setImmediate();
  const until = Math.min(end, arrivals.at(-1)!);
  const from = until - window * windows;
  const watched = arrivals.filter((at) => at > from && at <= until).length;
  return {
    vendor: id,
    limit,
    share: watched / (limit.capacity * windows),
    calls: arrivals.length,
    most: fullest(arrivals, window),
    refused: simulator.limitBroken,
    watchedSeconds: (window * windows) / 1_000,
  };
};

/** Most arrivals in any window: (at - window, at]. */
export const fullest = (arrivals: readonly number[], window: number): number => {
  const sorted = [...arrivals].sort((left, right) => left - right);
  let first = 0;
  let most = 0;
  for (const [index, at] of sorted.entries()) {
    while (sorted[first]! <= at - window) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
};

/** Few rows to a page: the same number of calls with fewer rows in memory. */
const shortPages = (vendor: Vendor, oldest: number, page: number): Vendor => ({
  ...vendor,
  resources: vendor.resources.map((resource) => ({
    ...resource,
    listing: {
      ...resource.listing,
      ...(resource.listing.paging === "none" ? {} : { pageSize: Math.min(page, resource.listing.pageSize) }),
      earliest: Math.floor(oldest / MINUTE) * 60,
    },
  })),
});
