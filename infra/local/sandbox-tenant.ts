import { randomUUID } from "node:crypto";
import { DAY, HOUR } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import type { ShopRef } from "../../shared/stores/keys.ts";
import { ApiProblem, type Client, createClient } from "./client.ts";
import type { Kept } from "./kept.ts";
import type { Local } from "./runner.ts";
import type { SandboxShop } from "./sandbox.ts";
import { sandboxName, sandboxSchedule } from "./sandbox-shops.ts";

/** The tenant of this laptop, and its key. */
export interface LaptopTenant {
  readonly key: string;
  readonly client: Client;
}

export const laptopTenant = "laptop";

/** By the public API, as an operator would do it; once for a data folder. */
export const ensureTenant = async (
  { apiUrl, operatorKey }: Pick<Local, "apiUrl" | "operatorKey">,
  kept: Kept,
): Promise<LaptopTenant> => {
  const known = kept.get("tenant", "key");
  if (known !== undefined) return { key: known, client: createClient(apiUrl, known) };
  const operator = createClient(apiUrl, operatorKey);
  await operator.post("/v1/tenants", { id: laptopTenant, name: "Laptop" }).catch((error: unknown) => {
    // Killed after this and before the key was kept.
    if (!(error instanceof ApiProblem && error.status === 409)) throw error;
  });
  const wanted = { name: "npm start", scope: "admin" };
  const { key } = await operator.post<{ key: string }>(`/v1/tenants/${laptopTenant}/keys`, wanted);
  kept.set("tenant", "key", key);
  return { key, client: createClient(apiUrl, key) };
};

/** The room of the sandbox shops' names: their vendors end with us. */
const SANDBOXES = "sandboxes";

/** Shops of the run before whose vendors are no more. */
export const sandboxesIn = (kept: Kept): readonly ShopRef[] =>
  [...kept.all(SANDBOXES).keys()].map((shop) => ({ tenant: laptopTenant, shop }));

export const dropSandboxes = (kept: Kept): void => {
  for (const { shop } of sandboxesIn(kept)) kept.delete(SANDBOXES, shop);
};

/** One that is refused keeps none of the others away. @returns how many there are */
export const registerSandboxShops = async (
  shops: readonly SandboxShop[],
  to: {
    readonly client: Client;
    readonly kept: Kept;
    readonly size: number;
    readonly onRefused: (vendor: VendorId, error: Error) => void;
  },
): Promise<number> => {
  let registered = 0;
  for (const shop of shops) {
    // Before there is anything to be forgotten.
    to.kept.set(SANDBOXES, shop.vendor, "");
    try {
      await registerSandboxShop(to.client, shop, to.size);
      registered += 1;
    } catch (error) {
      to.onRefused(shop.vendor, error as Error);
    }
  }
  return registered;
};

/** By the public API, as the tenant's software would do it: nothing but the base addresses tells it from a real shop. */
export const registerSandboxShop = async (client: Client, shop: SandboxShop, size: number): Promise<void> => {
  const { vendor, credentials, settings, hosts } = shop;
  // Nhanh hands out its past in portions of 10 or 31 days, under a limit: no further than the sandbox's first bills.
  const days = vendor.startsWith("nhanh") ? 130 : 450;
  const since = new Date(Date.now() - days * DAY - size * HOUR).toISOString();
  const schedule = sandboxSchedule(vendor);
  const body = { id: vendor, vendor, name: sandboxName(vendor), credentials, settings, hosts, since, schedule };
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

export interface OrderCommand {
  readonly locationId?: string;
  readonly customer: { readonly name: string; readonly phone: string };
  readonly lines: readonly { readonly productId: string; readonly quantity: number; readonly price: number }[];
}

/** An order of one piece of a product that the shop has. @param choose one of those that can be ordered */
export const orderCommand = async (
  client: Client,
  shop: string,
  choose = (products: readonly Sellable[]): Sellable | undefined => products[0],
): Promise<OrderCommand> => {
  const list = async <Row>(resource: string, limit: number) =>
    (await client.get<{ data: readonly Row[] }>(`/v1/shops/${shop}/${resource}?limit=${limit}`)).data;
  const [locations, products] = await Promise.all([list<Named>("locations", 1), list<Sellable>("products", 100)]);
  const product = choose(products.filter(({ active, type, price }) => active !== false && type !== "service" && price));
  if (!product) throw new Error(`${shop} has no product that could be ordered.`);
  return {
    ...(locations[0] ? { locationId: locations[0].id } : {}),
    customer: { name: "Nguyễn Văn A", phone: "0900000001" },
    lines: [{ productId: product.id, quantity: 1, price: Math.round(Number(product.price)) }],
  };
};

/** One order, through the ledger to the vendor and back. Resolves with the vendor's id; throws with the reason. */
export const createOrder = async (client: Client, shop: string, until: number): Promise<string> => {
  const command = await orderCommand(client, shop);
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
