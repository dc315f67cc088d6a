import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Client } from "../../infra/local/client.ts";
import { orderCommand } from "../../infra/local/sandbox-tenant.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { copyErrors, feedErrors, feedMismatches, type ReadChange } from "./judge.ts";
import { type Laptop, startLaptop } from "./laptop.ts";
import type { StartedVendor, Truth, VendorOrder } from "./vendor-process.ts";

export interface RestartsOptions {
  readonly vendor: VendorId;
  readonly times: number;
  readonly seed: number;
  readonly size: number;
  /** Milliseconds for a write, and for the copy, to come to its end. A write whose answer was lost takes five minutes. */
  readonly patience: number;
  readonly say?: (line: string) => void;
}

/** Lost, twice and gaps are to be zero. */
export interface RestartsResult {
  readonly times: number;
  readonly writes: number;
  readonly records: number;
  readonly changes: number;
  /** Writes that had not come to their end when the patience ended. */
  readonly undecided: number;
  /** Records of the vendor that the copy lacks or has otherwise, and writes that never came to the vendor. */
  readonly lost: number;
  /** Writes that the vendor carried out more than once, and changes that the feed tells twice. */
  readonly twice: number;
  /** Places that the feed leaves out, and records about which it tells another story than the copy. */
  readonly gaps: number;
  readonly details: readonly string[];
  readonly seconds: number;
}

const SHOP = "till";
/** The staff acts, and the tenant orders, every so many milliseconds. */
const CHANGE_EVERY = 300;
const ORDER_EVERY = 700;
/** Counted from when the laptop answers, but for each fifth kill: that one comes in the middle of the start. */
const LONGEST_LIFE = 6_000;
const LONGEST_START = 2_500;
const PATIENCE = 120_000;

interface Write {
  readonly id: string;
  readonly state: string;
  readonly result?: { readonly id?: string };
}
const ENDED: ReadonlySet<string> = new Set(["succeeded", "rejected", "dead", "cancelled"]);

/** Kills a laptop at random moments, while a shop's staff works and a tenant's software orders and follows the feed. */
export const restarts = async (options: RestartsOptions): Promise<RestartsResult> => {
  const { vendor, times, seed, size, patience, say = () => {} } = options;
  const startedAt = Date.now();
  const random = seededRandom(seed);
  await using parts = new AsyncDisposableStack();
  const data = mkdtempSync(join(tmpdir(), "tillbridge-restarts-"));
  parts.defer(() => rmSync(data, { recursive: true, force: true }));
  const shop = parts.use(startVendor());
  const started = await shop.tell<StartedVendor>({ order: "start", vendor, size, seed });
  const laptop = parts.use(await startLaptop(join(data, "laptop")));
  const { client } = laptop;
  const { credentials, settings, hosts, since } = started;
  await client.post("/v1/shops", { id: SHOP, vendor, name: "Tạp hóa", credentials, settings, hosts, since });
  await until("a location and a product to order", async () => {
    const [locations, products] = await Promise.all([rows(client, "locations"), rows(client, "products")]);
    return locations > 0 && products > 5;
  });

  const stop = new AbortController();
  await shop.tell({ order: "change", every: CHANGE_EVERY });
  const changes: ReadChange[] = [];
  const following = follow(client, changes, stop.signal);
  const ordering = order(client, stop.signal);
  await killAgainAndAgain(laptop, times, random, say);
  await shop.tell({ order: "change", every: 0 });
  stop.abort();
  const ordered = await ordering;
  await following;

  const writes = await endOfAll(client, ordered, patience);
  const details: string[] = [];
  const truth = await settle(client, vendor, shop.tell, details, patience);
  await until("the end of the feed", async () => !(await readFeed(client, changes)));
  const { gaps, twice } = feedErrors(changes);
  const mismatches = await feedMismatches(client, SHOP, vendors[vendor], changes);
  const { missing, repeated } = judgeWrites(writes, truth);
  const lost = [...details, ...missing];
  return {
    times,
    writes: writes.length,
    records: Object.values(truth.rows).reduce((sum, { length }) => sum + length, 0),
    changes: changes.length,
    undecided: writes.filter(isUndecided).length,
    lost: lost.length,
    twice: repeated.length + twice.length,
    gaps: gaps.length + mismatches.length,
    details: [lost, repeated, twice, gaps, mismatches].flatMap((lines) => lines.slice(0, 8)),
    seconds: Math.round((Date.now() - startedAt) / 1_000),
  };
};

const startVendor = () => {
  const child: ChildProcess = fork(fileURLToPath(new URL("./vendor-process.ts", import.meta.url)));
  return {
    tell: async <Answer>(order: VendorOrder): Promise<Answer> => {
      const answer = once(child, "message");
      child.send(order);
      return (await answer)[0] as Answer;
    },
    [Symbol.dispose]: () => void child.disconnect(),
  };
};

const killAgainAndAgain = async (laptop: Laptop, times: number, random: () => number, say: (line: string) => void) => {
  for (let time = 1; time <= times; time++) {
    const early = random() < 0.2;
    if (!early) await laptop.client.get("/v1/shops");
    const life = Math.round(random() * (early ? LONGEST_START : LONGEST_LIFE));
    await sleep(life);
    await laptop.restart();
    say(`killed ${time} of ${times}, ${early ? "while it started, " : ""}after ${life} ms`);
  }
};

const rows = async (client: Client, resource: string): Promise<number> =>
  (await client.get<{ data: readonly unknown[] }>(`/v1/shops/${SHOP}/${resource}?limit=10`)).data.length;

const until = async (what: string, isTrue: () => Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + PATIENCE; !(await isTrue()); ) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await sleep(200);
  }
};

let cursor: string | undefined;
/** Reads on from the cursor. @returns whether there was anything */
const readFeed = async (client: Client, changes: ReadChange[]): Promise<boolean> => {
  const after = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
  const page = await client.get<{ data: readonly ReadChange[]; next: string }>(
    `/v1/shops/${SHOP}/changes?limit=1000${after}`,
  );
  changes.push(...page.data);
  cursor = page.next;
  return page.data.length > 0;
};

const follow = async (client: Client, changes: ReadChange[], stop: AbortSignal): Promise<void> => {
  cursor = undefined;
  while (!stop.aborted) if (!(await readFeed(client, changes))) await sleep(100);
};

/** An order that the API has taken. */
interface Ordered {
  readonly command: object;
  readonly key: string;
}

/** Each for another customer: orders of one customer wait for each other, so a lost answer would hold them all up. */
const order = async (client: Client, stop: AbortSignal): Promise<readonly Ordered[]> => {
  const ordered: Ordered[] = [];
  while (!stop.aborted) {
    // The staff removes products: one that was there at the beginning would be refused after a while, and nothing would be tried.
    const base = await orderCommand(client, SHOP);
    const phone = `09${String(ordered.length).padStart(8, "0")}`;
    const command = { ...base, customer: { name: "Nguyễn Văn A", phone } };
    const key = `order-${ordered.length + 1}`;
    await client.post(`/v1/shops/${SHOP}/orders`, command, { "idempotency-key": key });
    ordered.push({ command, key });
    await sleep(ORDER_EVERY);
  }
  return ordered;
};

/** The same request again names the same write. */
const endOfAll = async (client: Client, ordered: readonly Ordered[], patience: number): Promise<readonly Write[]> => {
  const writes: Write[] = [];
  for (const { command, key } of ordered) {
    let write = await client.post<Write>(`/v1/shops/${SHOP}/orders`, command, { "idempotency-key": key });
    for (const deadline = Date.now() + patience; !ENDED.has(write.state) && Date.now() < deadline; ) {
      await sleep(500);
      write = await client.get<Write>(`/v1/shops/${SHOP}/writes/${write.id}`);
    }
    writes.push(write);
  }
  return writes;
};

/** Waits until the copy is what the vendor has. What is wrong at the end of the patience is left in `details`. */
const settle = async (
  client: Client,
  vendor: VendorId,
  tell: <Answer>(order: VendorOrder) => Promise<Answer>,
  details: string[],
  patience: number,
): Promise<Truth> => {
  const deadline = Date.now() + patience;
  for (let look = 0; ; look++) {
    // Not at each look: whoever asks for everything every few seconds is served the first resources again and again.
    if (look % 10 === 0) await client.post(`/v1/shops/${SHOP}/sync`, { full: true });
    await sleep(2_000);
    const truth = await tell<Truth>({ order: "tell" });
    const wrong = await copyErrors(client, SHOP, vendors[vendor], truth);
    if (wrong.length === 0) return truth;
    if (Date.now() > deadline) {
      details.push(...wrong);
      return truth;
    }
  }
};

const isUndecided = ({ state }: Write): boolean => !ENDED.has(state);

const judgeWrites = (writes: readonly Write[], { journal }: Truth) => {
  const times = new Map<string, number>();
  // Registrations of webhooks are writes as well, and may come again.
  for (const { id } of journal.filter(({ operation }) => !/webhook/i.test(operation)))
    times.set(id, (times.get(id) ?? 0) + 1);
  const named = new Map<string, number>();
  for (const { result } of writes) if (result?.id) named.set(result.id, (named.get(result.id) ?? 0) + 1);
  const missing = writes
    .filter((write) => !isUndecided(write) && (write.state !== "succeeded" || !times.has(write.result?.id ?? "")))
    .map(({ id, state }) => `write ${id}: ${state}, and not at the vendor`);
  const unnamed = [...times.keys()].filter((id) => !named.has(id));
  const repeated = [
    // A write in doubt may have been carried out, once.
    ...unnamed
      .slice(writes.filter(isUndecided).length)
      .map((id) => `order ${id}: at the vendor, and no write's result`),
    ...[...named].filter(([, count]) => count > 1).map(([id]) => `order ${id}: the result of two writes`),
  ];
  return { missing, repeated };
};
