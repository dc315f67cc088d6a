import { createKiotVietSimulator } from "../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, simulatedSend } from "../../infra/sandbox/simulator.ts";
import type { VendorSimulator } from "../../infra/sandbox/types.ts";
import type { Key, Query, TableWrite } from "../../shared/core/table.ts";
import { kindOf } from "../../shared/stores/partitions.ts";
import { createTestStack, operatorKey, type TestStack } from "../helpers/memory-deps.ts";

export const ENTITIES = 200;

export const simulatedShop = (seed: number): VendorSimulator => {
  const simulator = createKiotVietSimulator({ now: Date.now, random: seededRandom(seed), limits: false });
  simulator.seed(20);
  return simulator;
};

/** Orders of so many customers in turn: each customer has a line. */
export const orders = (simulator: VendorSimulator, count: number, name: string): object[] => {
  const [product] = simulator.rows("products") as { id: number }[];
  const [location] = simulator.rows("locations") as { id: number }[];
  return Array.from({ length: count }, (_, index) => ({
    locationId: String(location!.id),
    customer: { name: "Bench", phone: `09${10_000_000 + (index % ENTITIES)}` },
    lines: [{ productId: String(product!.id), quantity: 1, price: 10_000 }],
    note: `${name}-${index}`,
  }));
};

export const made = (simulator: VendorSimulator, name: string): number =>
  simulator.journal.filter(
    ({ operation, body }) =>
      operation === "orders.create" && String((body as { description?: string }).description).startsWith(`${name}-`),
  ).length;

/** Requests to the table from now on, each as DynamoDB would count one call: by what is asked, and of which partitions. */
const countRequests = (table: TestStack["table"]): Map<string, number> => {
  const asked = new Map<string, number>();
  for (const name of ["get", "getMany", "put", "update", "delete", "query", "transact", "writeMany"] as const) {
    const call = table[name].bind(table) as (...given: unknown[]) => unknown;
    Object.assign(table, {
      [name]: (...given: unknown[]) => {
        const kinds = new Set([given[0]].flat().map((one) => kindOf(partitionOf(one as Asked)) ?? "?"));
        const what = `${name} ${[...kinds].join(", ")}`;
        asked.set(what, (asked.get(what) ?? 0) + 1);
        return call(...given);
      },
    });
  }
  return asked;
};

type Asked = Key | Query | TableWrite;

const partitionOf = (one: Asked): string => {
  if ("put" in one) return one.put.pk;
  if ("update" in one) return one.update.pk;
  if ("delete" in one) return one.delete.pk;
  return "check" in one ? one.check.pk : one.pk;
};

/** The real functions over a table in memory and a vendor in the same process. */
export const writesInMemory = async (count: number) => {
  const simulator = simulatedShop(1);
  const stack = createTestStack();
  Object.assign(stack.deps, { send: simulatedSend({ "http://vendor.test": simulator }, { now: Date.now }) });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const { key } = (
    await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } })
  ).body;
  const shop = {
    id: "shop",
    vendor: "kiotviet",
    name: "Shop",
    credentials: simulator.credentials,
    settings: simulator.settings,
    hosts: simulator.hosts("http://vendor.test"),
  };
  await stack.request("POST", "/v1/shops", { key, body: shop });
  await stack.drain();
  const asked = countRequests(stack.table);
  const began = performance.now();
  const answer = await stack.request("POST", "/v1/shops/shop/orders", {
    key,
    body: orders(simulator, count, "memory"),
    headers: { "idempotency-key": "memory" },
  });
  if (answer.status !== 207) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  const accepted = performance.now();
  await stack.drain();
  const ended = performance.now();
  if (made(simulator, "memory") !== count) throw new Error(`${made(simulator, "memory")} of ${count} orders were made`);
  return {
    accepting: accepted - began,
    performing: ended - accepted,
    requests: [...asked].map(([what, times]) => [what, times / count] as const),
  };
};
