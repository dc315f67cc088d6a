import { createHmac } from "node:crypto";
import { SECOND } from "../../../shared/core/time.ts";
import type { Answer, Neighbourhood, Shop, Tenant } from "./world.ts";

/** What an attacker has: a tenant of its own with shops of its own, and what anybody may know of the other one. */
export interface Attacker {
  readonly world: Neighbourhood;
  readonly tenant: Tenant;
  readonly kiotviet: Shop;
  readonly isale: Shop;
  /** Twenty shops of one vendor. */
  readonly many: readonly Shop[];
  readonly webhook: { readonly address: string; readonly secret: string };
  readonly victim: { readonly kiotviet: Shop; readonly isale: Shop; readonly address: string };
}

export interface Attack {
  readonly name: string;
  /** One blow. Blows follow each other, or overlap, `every` so many milliseconds. */
  readonly every: number;
  blow(attacker: Attacker, count: number): Promise<unknown>;
  begin?(attacker: Attacker): void;
  end?(attacker: Attacker): void;
}

const request = ({ world, tenant }: Attacker, method: string, path: string, body?: unknown): Promise<Answer> =>
  world.request(tenant, method, path, body);

const register = (attacker: Attacker, count: number, shop: Shop, changed: object): Promise<Answer> =>
  request(attacker, "POST", "/v1/shops", {
    id: `claim-${count}`,
    vendor: shop.simulator.vendor,
    name: "claim",
    credentials: { ...shop.simulator.credentials, ...changed },
    settings: shop.simulator.settings,
    hosts: shop.simulator.hosts(shop.origin),
  });

const order = (count: number) => ({
  customer: { name: "Nguyễn Văn B", phone: "0900000002" },
  note: `order ${count}`,
  lines: [{ productId: "1", quantity: 1, price: 1_000 }],
});

const notification = (count: number): string =>
  JSON.stringify({ Id: `m${count}`, Notifications: [{ Action: "order.update.1", Data: [{ Id: 1 + (count % 50) }] }] });

const forged = "9".repeat(64);

/** Every way that was found of slowing a neighbour down, and more. */
export const attacks: readonly Attack[] = [
  {
    name: "registrations with invented iSale keys",
    every: 100,
    blow: (attacker, count) => register(attacker, count, attacker.isale, { publicKey: `isale_pk_invented${count}` }),
  },
  {
    name: "registrations that claim the neighbour's KiotViet shop",
    every: 100,
    blow: (attacker, count) => register(attacker, count, attacker.victim.kiotviet, { clientSecret: "invented" }),
  },
  {
    name: "reconnections with wrong keys",
    every: 100,
    blow: (attacker) =>
      request(attacker, "PUT", `/v1/shops/${attacker.isale.id}/credentials`, {
        publicKey: "isale_pk_wrong_wrong_wrong",
      }),
  },
  {
    name: "claims of a Nhanh app",
    every: 100,
    blow: (attacker, count) =>
      request(attacker, "POST", "/v1/shops", {
        id: `nhanh-${count}`,
        vendor: "nhanh-v3",
        name: "claim",
        credentials: { appId: "73", secretKey: "a-secret-that-is-invented" },
      }),
  },
  {
    name: "a thousand writes in one request",
    every: 5_000,
    blow: (attacker, count) =>
      request(
        attacker,
        "POST",
        `/v1/shops/${attacker.kiotviet.id}/orders`,
        Array.from({ length: 1_000 }, (_, index) => order(count * 1_000 + index)),
      ),
  },
  {
    name: "single writes, as many as are let in",
    every: 50,
    blow: (attacker, count) => request(attacker, "POST", `/v1/shops/${attacker.kiotviet.id}/orders`, order(count)),
  },
  {
    name: "hundreds of long waits at the feed",
    every: 100,
    blow: (attacker) => request(attacker, "GET", `/v1/shops/${attacker.kiotviet.id}/changes?wait=20`),
  },
  {
    name: "huge pages with raw rows",
    every: 50,
    blow: (attacker) => request(attacker, "GET", `/v1/shops/${attacker.kiotviet.id}/orders?limit=500&raw=true`),
  },
  {
    name: "a storm of reads at iSale",
    every: 50,
    blow: (attacker) => request(attacker, "POST", `/v1/shops/${attacker.isale.id}/operations/tables.list`, {}),
  },
  {
    name: "full readings of twenty shops, again and again",
    every: 3_000,
    blow: (attacker, count) =>
      request(attacker, "POST", `/v1/shops/${attacker.many[count % attacker.many.length]!.id}/sync`, { full: true }),
  },
  {
    name: "proven webhooks at its own address",
    every: 20,
    blow: ({ world, webhook, tenant }, count) => {
      const body = notification(count);
      const signature = createHmac("sha256", webhook.secret).update(body).digest("hex");
      return world.post(webhook.address, { "x-hub-signature": `sha1=${signature}` }, body, tenant.address);
    },
  },
  {
    name: "forged webhooks at the neighbour's address",
    every: 20,
    blow: ({ world, victim, tenant }, count) =>
      world.post(victim.address, { "x-hub-signature": `sha1=${forged}` }, notification(count), tenant.address),
  },
  {
    name: "forged webhooks of megabytes at the neighbour's address",
    every: 500,
    blow: ({ world, victim, tenant }) =>
      world.post(victim.address, { "x-hub-signature": `sha1=${forged}` }, "x".repeat(4_000_000), tenant.address),
  },
  {
    name: "webhooks at addresses of nobody",
    every: 20,
    blow: ({ world, tenant }, count) =>
      world.post(`https://hooks.example/kiotviet/nobody-${count}`, {}, notification(count), tenant.address),
  },
  {
    name: "requests with wrong keys",
    every: 20,
    blow: ({ world, tenant }, count) => world.request({ ...tenant, key: `tb_wrong_${count}` }, "GET", "/v1/shops"),
  },
  {
    name: "twenty shops of a vendor that hangs",
    every: 3_000,
    begin: ({ world, many }) => {
      for (const { origin } of many) world.hanging.add(origin);
    },
    blow: (attacker, count) =>
      request(attacker, "POST", `/v1/shops/${attacker.many[count % attacker.many.length]!.id}/check`),
    end: ({ world, many }) => {
      for (const { origin } of many) world.hanging.delete(origin);
    },
  },
];

/** Blows for so long; each is begun whether or not the ones before it have been answered. */
export const strike = async (
  attack: Attack,
  attacker: Attacker,
  milliseconds: number,
  from: number,
): Promise<number> => {
  const { time } = attacker.world;
  const end = time.now() + milliseconds;
  let count = from;
  attack.begin?.(attacker);
  while (time.now() < end) {
    // What becomes of it is the attacker's own business.
    void attack.blow(attacker, count).catch(() => undefined);
    count += 1;
    await time.sleep(attack.every);
  }
  attack.end?.(attacker);
  await time.sleep(SECOND);
  return count;
};
