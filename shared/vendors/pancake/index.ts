import * as z from "zod";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { rowsIn, type Untyped } from "../../core/rows.ts";
import {
  defineVendor,
  type HttpAnswer,
  type HttpRequest,
  type Operation,
  type ShopContext,
  withPersonal,
} from "../../core/vendor.ts";
import { judge } from "./answers.ts";
import { collections } from "./collections.ts";
import { operations } from "./operations.ts";
import { personal } from "./personal.ts";
import { resources } from "./resources.ts";
import type { Shop } from "./schema.ts";
import { sources } from "./sources.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

const credentialsOf = (shop: ShopContext) => shop.access.credentials as { apiKey: string; shopId: string };

/** Arrays as `key[]=a&key[]=b` and maps as `key[a][]=b`: JSON in a parameter is answered with 500 (field note). */
const append = (query: URLSearchParams, name: string, value: unknown): void => {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) append(query, `${name}[]`, item);
  } else if (typeof value === "object") {
    for (const [key, item] of Object.entries(value)) append(query, `${name}[${key}]`, item);
  } else {
    query.append(name, String(value));
  }
};

const request = (
  operation: Operation,
  call: { params?: Readonly<Record<string, unknown>>; body?: unknown },
  shop: ShopContext,
) => {
  const { apiKey, shopId } = credentialsOf(shop);
  const { shop_id: asked, ...params } = call.params ?? {};
  if (asked !== undefined && String(asked) !== shopId) {
    throw new Rejected("another shop's id", { code: "wrong-shop", fields: { shop_id: "must be the shop's own id" } });
  }
  const own: Record<string, unknown> = { ...params, shop_id: shopId };
  const used = new Set(["shop_id"]);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    used.add(name);
    return encodeURIComponent(String(own[name]));
  });
  const query = new URLSearchParams({ api_key: apiKey });
  for (const [name, value] of Object.entries(params)) if (!used.has(name)) append(query, name, value);
  const hasBody = operation.method !== "GET";
  return {
    method: operation.method,
    url: `${shop.hosts[operation.host ?? "api"]}${path}?${query}`,
    headers: {
      accept: "application/json",
      // Some shops refuse the key in the query alone with "Missing access_token" (field note, recorded): both.
      authorization: `Bearer ${apiKey}`,
      ...(hasBody ? { "content-type": "application/json" } : {}),
    },
    ...(hasBody ? { body: JSON.stringify(call.body ?? {}) } : {}),
  };
};

const listShops = operations.find(({ id }) => id === "shops.list") as Operation;
const getShop = operations.find(({ id }) => id === "shops.get") as Operation;

const isShop = (shop: Shop, id: string): boolean =>
  String(shop.id) === id || (rowsIn(shop.pages) ?? []).some((page: Untyped) => String(page?.shop_id) === id);

/**
 * The list names a shop by its pages alone (sample of the document): one without a page has to be asked for.
 * @returns undefined: the vendor says that the key does not open it
 */
const askForShop = async (
  shop: ShopContext,
  send: (sent: HttpRequest) => Promise<HttpAnswer>,
): Promise<Shop | undefined> => {
  const { shopId } = credentialsOf(shop);
  try {
    const answer = getShop.answer.safeParse(judge(await send(request(getShop, {}, shop)), getShop));
    const found = (answer.data as { shop: Shop } | undefined)?.shop;
    if (!found) throw new VendorChanged("GET /shops/{shop_id}: without a shop", "");
    return found.id === undefined || found.id === null || String(found.id) === shopId ? found : undefined;
  } catch (error) {
    if (error instanceof SignInAgain || (error instanceof Rejected && error.forbidden)) return undefined;
    if (!(error instanceof Rejected || error instanceof VendorChanged)) throw error;
    // Who registers a shop types its number, and hears at once that it may be another. A key that has opened the shop before
    // ends by the vendor's own word about the key alone.
    if (shop.access.session === undefined) return undefined;
    throw new RetryLater(`Pancake does not show the shop: ${error.message}`);
  }
};

export const pancake = defineVendor({
  id: "pancake",
  name: "Pancake POS",
  hosts: { api: "https://pos.pages.fm/api/v1" },
  credentials: z.object({
    apiKey: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ secret: true })
      .describe("Cấu hình -> Cấu hình ứng dụng -> API KEY"),
    shopId: z.coerce
      .string()
      .trim()
      .regex(/^\d+$/)
      .max(20)
      .describe("the number in the address of the shop's pages: pos.pages.fm/shop/<number>"),
  }),
  settings: z.object({}),
  limits: [
    {
      id: "shop",
      scope: "shop",
      per: "all",
      capacity: 10,
      windowSeconds: 1,
      adaptive: true,
      source: "no number is published; integrations pause 100 ms between calls and more after a 429 (field note)",
    },
  ],
  operations,
  resources: withPersonal(resources, personal),
  collections,
  sources,
  writes,
  webhooks,
  account: ({ credentials }) => String(credentials.shopId),
  renewable: true,
  authorize: async (shop, send) => {
    const { apiKey, shopId } = credentialsOf(shop);
    let answer: unknown;
    try {
      answer = judge(await send(request(listShops, {}, shop)), listShops);
    } catch (error) {
      if (error instanceof SignInAgain) throw new Rejected("Pancake does not accept the key", { code: "api-key" });
      if (error instanceof Rejected && shop.access.session !== undefined)
        throw new RetryLater(`Pancake does not list the key's shops: ${error.message}`);
      throw error;
    }
    const shops = listShops.answer.safeParse(answer);
    if (!shops.success) throw new VendorChanged("GET /shops: an unknown shape", JSON.stringify(answer));
    const listed = (shops.data as { shops: Shop[] }).shops.find((one) => isShop(one, shopId));
    const found = listed ?? (await askForShop(shop, send));
    if (!found) {
      throw new Rejected("the key does not open this shop", {
        code: "shop-id",
        fields: { shopId: "not among the shops that the key opens" },
      });
    }
    return { token: apiKey, grants: { shopId, ...(found.name ? { shopName: String(found.name) } : {}) } };
  },
  check: async (call) => {
    const { shops } = (await call("shops.list", {})) as { shops: Shop[] };
    // Only a call of the shop's own shows that the key still opens it.
    await call("shops.get", {}).catch((error: unknown) => {
      if (!(error instanceof Rejected || error instanceof VendorChanged)) throw error;
    });
    return { shops: shops.map((one) => ({ id: one.id ?? null, name: one.name ?? null })) };
  },
  request,
  judge,
});
