import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Client } from "../../../infra/local/client.ts";
import { orderCommand } from "../../../infra/local/sandbox-tenant.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import type { Vendor, VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { decideHeld } from "./held.ts";
import {
  type CopyError,
  copyErrors,
  feedErrors,
  feedMismatches,
  idsAtVendor,
  patienceFor,
  type ReadChange,
} from "./judge.ts";
import { isLeftToPeople, isUndecided, judgeWrites, type Ordered, tellUndecided, type Write } from "./judge-writes.ts";
import { type Laptop, startLaptop } from "./laptop.ts";
import { createExcuse, type Excuse } from "./limits.ts";
import { withReasons } from "./reasons.ts";
import type { StartedVendor, Truth, VendorOrder } from "./vendor-process.ts";

export interface RestartsOptions {
  readonly vendor: VendorId;
  readonly times: number;
  readonly seed: number;
  readonly size: number;
  /**
   * Milliseconds for a write to come to its end, and for the copy to come nearer to the vendor. A write whose answer was lost
   * takes five minutes. While a limit of the vendor is used up they do not count.
   */
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
  /** Writes of which nobody can tell, because staff has rewritten the order; a person decides. */
  readonly leftToPeople: number;
  /** Writes that the vendor refused, because the staff had removed what was ordered. */
  readonly refused: number;
  /** Writes that were given up and told so, and that the vendor does not have. */
  readonly dead: number;
  /** Deletions that waited for a person's word, and got it. */
  readonly held: number;
  /** Records of the vendor that the copy lacks or has otherwise, and writes without an effect or a reason. */
  readonly lost: number;
  /** Writes that the vendor carried out once more than the ledger says, and changes that the feed tells twice. */
  readonly twice: number;
  /** Places that the feed leaves out, and records about which it tells another story than the copy. */
  readonly gaps: number;
  readonly details: readonly string[];
  /** Seconds in which the judge waited for a limit. */
  readonly limited: number;
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
  const ordering = order(client, stop.signal, random);
  await killAgainAndAgain(laptop, times, random, say);
  await shop.tell({ order: "change", every: 0 });
  stop.abort();
  const ordered = await ordering;
  await following;

  const excuse = createExcuse(client, SHOP);
  const writes = await endOfAll(client, ordered, patience, excuse);
  const settled = await settle({ client, vendor: vendors[vendor], shop: SHOP, tell: shop.tell, patience, excuse });
  const { truth } = settled;
  await until("the end of the feed", async () => !(await readFeed(client, changes)));
  const { gaps, twice } = feedErrors(changes);
  const mismatches = await feedMismatches(client, SHOP, vendors[vendor], changes);
  const { missing, repeated, refused, dead } = judgeWrites(writes, truth.journal, soldAt(vendors[vendor], truth));
  const lost = [...(await withReasons(client, SHOP, settled.wrong)), ...missing];
  const undecided = writes.map(({ write }) => write).filter(isUndecided);
  for (const line of [...lost, ...undecided.map(tellUndecided)]) say(line);
  return {
    times,
    writes: writes.length,
    records: Object.values(truth.rows).reduce((sum, { length }) => sum + length, 0),
    changes: changes.length,
    undecided: undecided.length,
    leftToPeople: writes.filter(({ write }) => isLeftToPeople(write)).length,
    refused,
    dead,
    held: settled.held,
    lost: lost.length,
    twice: repeated.length + twice.length,
    gaps: gaps.length + mismatches.length,
    details: [lost, repeated, twice, gaps, mismatches].flatMap((lines) => lines.slice(0, 8)),
    limited: Math.round(excuse.sum / 1_000),
    seconds: Math.round((Date.now() - startedAt) / 1_000),
  };
};

const soldAt = ({ resources }: Vendor, truth: Truth) =>
  idsAtVendor(resources.find(({ name }) => name === "products")!, truth);

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

/** Each for another customer: orders of one customer wait for each other, so a lost answer would hold them all up. */
const order = async (client: Client, stop: AbortSignal, random: () => number): Promise<readonly Ordered[]> => {
  const ordered: Ordered[] = [];
  while (!stop.aborted) {
    // The staff removes products. The copy may show one that is gone for a while, so each order takes another one.
    const base = await orderCommand(client, SHOP, (products) => products[Math.floor(random() * products.length)]);
    const phone = `09${String(ordered.length).padStart(8, "0")}`;
    const command = { ...base, customer: { name: "Nguyễn Văn A", phone } };
    const key = `order-${ordered.length + 1}`;
    await client.post(`/v1/shops/${SHOP}/orders`, command, { "idempotency-key": key });
    ordered.push({ command, key, phone, products: base.lines.map(({ productId }) => productId) });
    await sleep(ORDER_EVERY);
  }
  return ordered;
};

/** The same request again names the same write. */
const endOfAll = async (client: Client, ordered: readonly Ordered[], patience: number, excuse: Excuse) => {
  const ends: { readonly order: Ordered; readonly write: Write }[] = [];
  for (const order of ordered) {
    let write = await client.post<Write>(`/v1/shops/${SHOP}/orders`, order.command, { "idempotency-key": order.key });
    for (let deadline = Date.now() + patience; isUndecided(write) && Date.now() < deadline; ) {
      await sleep(500);
      deadline += await excuse.look();
      write = await client.get<Write>(`/v1/shops/${SHOP}/writes/${write.id}`);
    }
    ends.push({ order, write });
  }
  return ends;
};

/**
 * Waits until the copy is what the vendor has: as long as it comes nearer, because a busy machine needs its time. `wrong`: what
 * is not, when nothing became better within the patience, and in the time that the engine and the vendor's limits may take by their
 * own rules.
 */
const settle = async ({
  client,
  vendor,
  shop,
  tell,
  patience,
  excuse,
}: {
  readonly client: Client;
  readonly vendor: Vendor;
  readonly shop: string;
  readonly tell: <Answer>(order: VendorOrder) => Promise<Answer>;
  readonly patience: number;
  readonly excuse: Excuse;
}): Promise<{ readonly truth: Truth; readonly wrong: readonly CopyError[]; readonly held: number }> => {
  let held = 0;
  let least = Number.POSITIVE_INFINITY;
  let nearerAt = Date.now();
  for (let nextFull = 0; ; ) {
    // Not at each look: whoever asks for everything again and again is served the first resources alone.
    if (Date.now() >= nextFull) {
      await client.post(`/v1/shops/${shop}/sync`, { full: true });
      nextFull = Date.now() + patience / 4;
    }
    await sleep(2_000);
    const truth = await tell<Truth>({ order: "tell" });
    held += await decideHeld(client, shop, vendor, truth);
    const errors = await copyErrors(client, shop, vendor, truth);
    nearerAt += await excuse.look();
    if (errors.length === 0 || Date.now() > nearerAt + patienceFor(errors, patience))
      return { truth, wrong: errors, held };
    if (errors.length >= least) continue;
    least = errors.length;
    nearerAt = Date.now();
    nextFull = Math.max(nextFull, Date.now() + patience / 4);
  }
};
