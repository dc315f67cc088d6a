import { randomUUID } from "node:crypto";
import { DAY, HOUR } from "../../shared/core/time.ts";
import { type Client, createClient } from "./client.ts";
import type { Local } from "./runner.ts";
import type { SandboxShop } from "./sandbox.ts";

/** The tenant that the sandbox shops belong to, and its key. */
export interface SandboxTenant {
  readonly key: string;
  readonly client: Client;
}

/** By the public API, as an operator would do it. */
export const createTenant = async ({ apiUrl, operatorKey }: Pick<Local, "apiUrl" | "operatorKey">) => {
  const operator = createClient(apiUrl, operatorKey);
  const id = "sandbox";
  await operator.post("/v1/tenants", { id, name: "Sandbox" });
  const { key } = await operator.post<{ key: string }>(`/v1/tenants/${id}/keys`, { name: "npm start", scope: "admin" });
  return { key, client: createClient(apiUrl, key) } satisfies SandboxTenant;
};

/** By the public API, as the tenant's software would do it: nothing but the base addresses tells it from a real shop. */
export const registerSandboxShop = async (client: Client, shop: SandboxShop, size: number): Promise<void> => {
  const { vendor, credentials, settings, hosts } = shop;
  // Nhanh hands out its past in portions of 10 or 31 days, under a limit: no further than the sandbox's first bills.
  const days = vendor.startsWith("nhanh") ? 130 : 450;
  const since = new Date(Date.now() - days * DAY - size * HOUR).toISOString();
  // iSale sends no webhooks: asked more often than usual, so that one sees it move.
  const schedule = vendor === "isale" ? { schedule: { orders: 20, customers: 60, inventory: 60 } } : {};
  const body = { id: vendor, vendor, name: `Sandbox ${vendor}`, credentials, settings, hosts, since, ...schedule };
  await client.post("/v1/shops", body);
  if (vendor.startsWith("nhanh")) await enterWebhook(client, vendor, hosts);
};

/** Nhanh takes an app's webhook address on a page of its developer console only; the sandbox has that page as well. */
const enterWebhook = async (client: Client, shop: string, hosts: SandboxShop["hosts"]): Promise<void> => {
  const { address, secret } = await client.get<{ address: string; secret: string }>(
    `/v1/shops/${shop}/webhooks/instructions`,
  );
  const answer = await fetch(`${hosts.api}/console/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: address, verifyToken: secret }),
  });
  if (!answer.ok) throw new Error(`The sandbox of ${shop} does not take the webhook address: ${await answer.text()}`);
};

interface Named {
  readonly id: string;
}
interface Sellable extends Named {
  readonly price?: number | string;
  readonly active?: boolean;
  readonly type?: string;
  readonly variants?: unknown;
}

/** One order, through the ledger to the vendor and back. Resolves with the vendor's id; throws with the reason. */
export const createOrder = async (client: Client, shop: string, until: number): Promise<string> => {
  const list = async <Row>(resource: string, limit: number) =>
    (await client.get<{ data: readonly Row[] }>(`/v1/shops/${shop}/${resource}?limit=${limit}`)).data;
  const [locations, products] = await Promise.all([list<Named>("locations", 1), list<Sellable>("products", 100)]);
  const product = products.find(({ active, type, price }) => active !== false && type !== "service" && price);
  if (!product) throw new Error(`${shop} has no product that could be ordered.`);
  const command = {
    ...(locations[0] ? { locationId: locations[0].id } : {}),
    customer: { name: "Nguyễn Văn A", phone: "0900000001" },
    lines: [{ productId: product.id, quantity: 1, price: Math.round(Number(product.price)) }],
  };
  interface Write {
    readonly id: string;
    readonly state: string;
    readonly reason?: unknown;
    readonly error?: unknown;
    readonly result?: { readonly id?: string };
  }
  const headers = { "idempotency-key": randomUUID() };
  let write = await client.post<Write>(`/v1/shops/${shop}/orders?wait=10`, command, headers);
  while (["queued", "sending", "unknown", "probing"].includes(write.state) && Date.now() < until) {
    write = await client.get<Write>(`/v1/shops/${shop}/writes/${write.id}?wait=10`);
  }
  if (write.state !== "succeeded") {
    throw new Error(`The order for ${shop} is ${write.state}. ${JSON.stringify(write.error ?? write.reason ?? "")}`);
  }
  return write.result?.id ?? write.id;
};
