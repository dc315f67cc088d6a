import { deployedFunctionName } from "../topology.ts";
import { type Ask, until } from "./client.ts";
import type { OperatorCommand } from "./command-line.ts";
import type { Release } from "./emulator-template.ts";
import type { Courier, Receiver } from "./loopback.ts";
import type { Shop } from "./shop.ts";
import { startTraffic } from "./traffic.ts";

/** A stage that a tenant's software uses, with one shop in it. */
export interface Chapter {
  readonly stage: string;
  readonly shop: Shop;
  readonly tenant: Ask;
  /** The operator's command line. */
  readonly operate: OperatorCommand;
  /** Body of an order that the shop takes. */
  readonly order: object;
  readonly say: (line: string) => void;
  readonly release: (release: Release) => Promise<unknown>;
}

export const expect = (true_: boolean, what: string) => {
  if (!true_) throw new Error(what);
};

const invoiceIds = ({ simulator }: Shop) => simulator.rows("invoices").map((row) => String((row as { id: number }).id));

/** Lets the shop's staff work until there is a new invoice; answers its id. */
export const sellSomething = (shop: Shop): string => {
  const before = new Set(invoiceIds(shop));
  for (let tries = 0; tries < 1_000; tries += 1) {
    shop.simulator.change();
    const made = invoiceIds(shop).find((id) => !before.has(id));
    if (made !== undefined) return made;
  }
  throw new Error("the simulated shop sells nothing");
};

/** The event of this invoice, once. */
const heardOf = ({ events }: Receiver, invoice: string): true | undefined =>
  events.some(({ type, data }) => type === "invoices.added" && data.id === invoice) || undefined;

/** A webhook comes in, and an event goes out. */
export const hearOfSale = async ({ shop, tenant, say }: Chapter, receiver: Receiver, courier: Courier) => {
  const began = Date.now();
  const sale = sellSomething(shop);
  await until(`the event of invoice ${sale}`, 150, async () => heardOf(receiver, sale));
  expect(courier.answers.length > 0, "the vendor sent no webhook: were none registered?");
  const refused = courier.answers.filter((status) => status !== 200);
  expect(refused.length === 0, `webhooks were answered ${refused.join(", ")}`);
  await until(`the webhook that tells of invoice ${sale}`, 60, async () => {
    const { data } = await tenant("GET /v1/shops/shop/deliveries?limit=100");
    const isOfSale = ({ state, pulled }: { state: string; pulled?: Record<string, readonly string[]> }) =>
      state === "processed" && pulled?.invoices?.includes(sale) === true;
    return data.some(isOfSale) || undefined;
  });
  say(`a webhook came in and the event of the sale went out, after ${((Date.now() - began) / 1000).toFixed(1)} s`);
};

/** Every function is replaced while orders come in and the shop sells. */
export const updateUnderTraffic = async (chapter: Chapter, receiver: Receiver) => {
  const { shop, tenant, order, say, release } = chapter;
  const before = shop.simulator.journal.filter(({ operation }) => operation === "orders.create").length;
  const traffic = startTraffic(tenant, order, 500);
  const began = Date.now();
  const sales = [sellSomething(shop)];
  const selling = setInterval(() => void sales.push(sellSomething(shop)), 2_000);
  try {
    await release({ name: "second" });
  } finally {
    clearInterval(selling);
  }
  const seconds = (Date.now() - began) / 1_000;
  const writes = await traffic.stop();
  sales.push(sellSomething(shop));
  for (const [key, id] of writes)
    await until(`the order of ${key}`, 120, async () => {
      const write = await tenant(`GET /v1/shops/shop/writes/${id}`);
      expect(!["rejected", "dead"].includes(write.state), `the order of ${key} ended ${JSON.stringify(write)}`);
      return write.state === "succeeded" || undefined;
    });
  const made = shop.simulator.journal.filter(({ operation }) => operation === "orders.create").length - before;
  expect(made === writes.size, `${writes.size} orders were sent and ${made} are at the vendor`);
  for (const sale of sales) await until(`the event of invoice ${sale}`, 180, async () => heardOf(receiver, sale));
  say(
    `an update of ${seconds.toFixed(1)} s: ${writes.size} orders and ${sales.length} sales meanwhile, none lost, none twice`,
  );
};

/** A release that cannot send events: its messages end as dead letters. The release before it is deployed again. */
export const repairDefectiveRelease = async (chapter: Chapter, receiver: Receiver) => {
  const { stage, shop, operate, say, release } = chapter;
  const deliver = deployedFunctionName("deliver", stage);
  await release({ name: "third", defect: { functionName: deliver, environment: { TABLE_NAME: "no-such-table" } } });
  const sale = sellSomething(shop);
  const letters = await until("a dead letter", 180, async () => {
    const { data } = await operate("dead-letters", "deliveries");
    return data.length > 0 ? data : undefined;
  });
  expect(heardOf(receiver, sale) === undefined, "the release without a table has sent an event");
  say(`a defective release left ${letters.length} dead letters`);

  const began = Date.now();
  await release({ name: "second" });
  say(`the release before it is back, after ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  await until(`the event of invoice ${sale}, sent again by the operator`, 120, async () => {
    await operate("redrive", "deliveries");
    return heardOf(receiver, sale);
  });
  const { data } = await operate("dead-letters", "deliveries");
  expect(data.length === 0, `${data.length} dead letters are left`);
  say("the operator sent them again, and the event arrived");
};

/** What a tenant has at the vendor and in Secrets Manager goes at once; the rest follows after ten minutes (docs/privacy.md). */
export const removeTenant = async ({ shop, tenant, operate, say }: Chapter) => {
  const endedAtVendor = () => shop.simulator.journal.filter(({ operation }) => operation === "webhooks.delete").length;
  await operate("remove-tenant", "acme");
  const report = await until("the tenant's webhooks to be ended at the vendor", 120, async () => {
    const removal = await operate("removal", "acme");
    const ended = removal.webhooks.flatMap((one: { ended: string[] }) => one.ended);
    return ended.length > 0
      ? { ended, left: removal.webhooks.flatMap((one: { left: string[] }) => one.left) }
      : undefined;
  });
  expect(report.left.length === 0, `webhooks are left at the vendor: ${report.left.join(", ")}`);
  expect(
    endedAtVendor() === report.ended.length,
    `${endedAtVendor()} of ${report.ended.length} webhooks ended at the vendor`,
  );
  await until("the tenant's key to end", 60, () =>
    tenant("GET /v1/shops").then(
      () => undefined,
      (error: Error) => error.message.includes(": 401 ") || undefined,
    ),
  );
  say(`the tenant is removed: ${report.ended.length} webhooks ended at the vendor`);
};
