import { createHmac } from "node:crypto";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import { type Attack, type Attacker, strike } from "./attacks.ts";
import { Neighbourhood, type Shop, type Tenant } from "./world.ts";

/** Milliseconds that a tenant's acts took, and how many were refused. */
export interface Taken {
  readonly reads: number[];
  readonly vendorReads: number[];
  readonly writes: number[];
  readonly webhooks: number[];
  readonly feed: number[];
  refused: number;
  /** What was refused or did not end in time. */
  readonly why: string[];
}

const acts = ["reads", "vendorReads", "writes", "webhooks", "feed"] as const;
export type Act = (typeof acts)[number];

export interface Compared {
  readonly attack: string;
  readonly refusedOfA: number;
  readonly why: readonly string[];
  /** 95th percentile beside the attack and alone, milliseconds. */
  readonly p95: Readonly<Record<Act, readonly [beside: number, alone: number]>>;
  readonly ratio: number;
}

const ROUND = MINUTE;
/** Between two acts of a kind. */
const EVERY = 3 * SECOND;
/** What took longer is counted as this long, and as refused. */
const PATIENCE = 30 * SECOND;

const nothing = (): Taken => ({ reads: [], vendorReads: [], writes: [], webhooks: [], feed: [], refused: 0, why: [] });

const p95 = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.max(0, Math.ceil(times.length * 0.95) - 1)] ?? 0;

interface Victim {
  readonly world: Neighbourhood;
  readonly tenant: Tenant;
  readonly kiotviet: Shop;
  readonly isale: Shop;
  readonly webhook: { readonly address: string; readonly secret: string };
  readonly productId: string;
}

const timed = async (victim: Victim, into: number[], taken: Taken, what: string, act: () => Promise<boolean>) => {
  const { time } = victim.world;
  const began = time.now();
  const ok = await act().catch(() => false);
  const took = time.now() - began;
  into.push(Math.min(took, PATIENCE));
  if (ok && took < PATIENCE) return;
  taken.refused += 1;
  taken.why.push(what);
};

/** Webhooks so far: none is the repetition of another. */
let heard = 0;

/** The usual day of a tenant, for one round. */
const live = async (victim: Victim, taken: Taken): Promise<void> => {
  const { world, tenant, kiotviet, isale } = victim;
  const { time } = world;
  const get = (path: string) => world.request(tenant, "GET", path);
  const read = () =>
    timed(
      victim,
      taken.reads,
      taken,
      "read",
      async () => (await get(`/v1/shops/${kiotviet.id}/orders?limit=50`)).status === 200,
    );
  const readVendor = () =>
    timed(victim, taken.vendorReads, taken, "read at iSale", async () => {
      const { status } = await world.request(tenant, "POST", `/v1/shops/${isale.id}/operations/tables.list`, {});
      return status === 200;
    });
  /** An order, until the vendor has it, and until a reader that waits at the feed is told of it. */
  const write = async (): Promise<void> => {
    const { body: latest } = await get(`/v1/shops/${kiotviet.id}/changes?cursor=latest`);
    const path = `/v1/shops/${kiotviet.id}/changes?cursor=${encodeURIComponent(latest.next)}&wait=20`;
    const told = timed(victim, taken.feed, taken, "feed", async () => (await get(path)).body.data.length > 0);
    await timed(victim, taken.writes, taken, "write", async () => {
      const body = {
        customer: { name: "Nguyễn Văn A", phone: "0900000001" },
        lines: [{ productId: victim.productId, quantity: 1, price: 1_000 }],
      };
      const { status, body: answer } = await world.request(
        tenant,
        "POST",
        `/v1/shops/${kiotviet.id}/orders?wait=20`,
        body,
      );
      if (status < 300 && answer.state === "succeeded") return true;
      taken.why.push(`${status} ${answer?.state ?? answer?.type}`);
      return false;
    });
    await told;
  };
  /** A genuine webhook about one order, until it is worked off. */
  const hear = async (): Promise<void> => {
    const rows = kiotviet.simulator.rows("orders") as { id: number }[];
    heard += 1;
    const data = [{ Id: rows[heard % rows.length]!.id }];
    const body = JSON.stringify({ Id: `genuine-${heard}`, Notifications: [{ Action: "order.update.1", Data: data }] });
    const signature = createHmac("sha256", victim.webhook.secret).update(body).digest("hex");
    await timed(victim, taken.webhooks, taken, "webhook", async () => {
      const headers = { "x-hub-signature": `sha1=${signature}` };
      if ((await world.post(victim.webhook.address, headers, body, "192.0.2.10")) !== 200) return false;
      for (const until = time.now() + PATIENCE; time.now() < until; await time.sleep(20))
        if (await world.isWorkedOff({ tenant: tenant.id, shop: kiotviet.id })) return true;
      return false;
    });
  };
  const end = time.now() + ROUND;
  const under: Promise<unknown>[] = [];
  while (time.now() < end) {
    under.push(read(), readVendor(), write(), hear());
    await time.sleep(EVERY);
  }
  await Promise.all(under);
};

/** Two tenants in one deployment, with shops that have been read once. */
export const settle = async (ofMany = 20): Promise<{ victim: Victim; attacker: Attacker }> => {
  const world = new Neighbourhood();
  const { time } = world;
  const open = async () => {
    const [a, b] = [await world.tenant("a", "192.0.2.1"), await world.tenant("b", "192.0.2.2")];
    const [kiotviet, isale] = [
      await world.shop(a, "kiotviet", "kiotviet", 30),
      await world.shop(a, "isale", "isale", 10),
    ];
    const own = [await world.shop(b, "kiotviet", "kiotviet", 30), await world.shop(b, "isale", "isale", 10)] as const;
    const many: Shop[] = [];
    for (let index = 0; index < ofMany; index += 1) {
      many.push(await world.shop(b, "pancake", `pancake-${index}`, 3));
      await time.sleep(20 * SECOND);
    }
    await time.sleep(10 * MINUTE);
    const hook = async (tenant: Tenant) =>
      (await world.request(tenant, "GET", "/v1/shops/kiotviet/webhooks/instructions")).body as Victim["webhook"];
    const products = await world.request(a, "GET", "/v1/shops/kiotviet/products?limit=20");
    const productId = products.body.data.find(({ type }: { type?: string }) => type === "goods")?.id as string;
    const victim = { world, tenant: a, kiotviet, isale, webhook: await hook(a), productId };
    const known = { kiotviet, isale, address: victim.webhook.address };
    const attacker = { world, tenant: b, kiotviet: own[0], isale: own[1], many, webhook: await hook(b), victim: known };
    return { victim, attacker };
  };
  return time.until(open(), 4 * 60 * MINUTE);
};

/** Rounds alone and beside the attack in turns, so that what one leaves behind meets both. */
export const compare = async (
  attack: Attack,
  { victim, attacker }: Awaited<ReturnType<typeof settle>>,
  rounds: number,
): Promise<Compared> => {
  const { time } = victim.world;
  const [alone, beside] = [nothing(), nothing()];
  const run = async (): Promise<void> => {
    let count = time.now() % 1_000_000;
    // Instances that were never used are slower the first time.
    await live(victim, nothing());
    for (let round = 0; round < rounds; round += 1) {
      await live(victim, alone);
      const [next] = await Promise.all([strike(attack, attacker, ROUND, count), live(victim, beside)]);
      count = next;
      // What the attack has left in lines and limits is its own to wait for, and not the next round's.
      await time.sleep(5 * MINUTE);
    }
  };
  await time.until(run(), 24 * 60 * MINUTE);
  const both = Object.fromEntries(
    acts.map((act) => [act, [p95(beside[act]), p95(alone[act])]]),
  ) as unknown as Compared["p95"];
  const ratios = acts.map((act) => (both[act][1] === 0 ? 1 : both[act][0] / both[act][1]));
  const refusedOfA = Math.max(0, beside.refused - alone.refused);
  return { attack: attack.name, refusedOfA, why: [...new Set(beside.why)], p95: both, ratio: Math.max(...ratios) };
};
