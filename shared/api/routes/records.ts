import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { type Findable, findable, isFindable } from "../../core/finding.ts";
import { inParallel } from "../../core/parallel.ts";
import { type CanonicalResource, canonicalResources } from "../../core/records.ts";
import type { Resource } from "../../core/vendor.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { ShopChoice } from "../../usecases/finding/find-in-shops.ts";
import { resourcesOf } from "../../usecases/shops/resources-of.ts";
import { recordAnswer } from "../answers/records.ts";
import { blockwise, pageAnswer, pageInShops, TimeInput } from "../answers/words.ts";
import { code, filters, invalidQuery, sort } from "../finding-query.ts";
import { type ListQuery, listById, listFound, listInOrderOfIds, MOST_IDS, shown } from "../list-records.ts";
import { defineRoute, PageQuery, type Request, type Route } from "../route.ts";
import { findShop, ShopId, shopNamed } from "./named-shop.ts";

/** Read side by side. */
const SHOPS_AT_ONCE = 16;

export const ResourceParams = ShopId.extend({
  resource: z.string().max(60).describe("name of the collection: orders, customers, ..."),
});
export const RecordParams = ResourceParams.extend({
  id: z.string().min(1).max(300).describe("the vendor's id of the record"),
});
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

/** @throws BadRequest 404 */
export const findResource = ({ deps }: Request, shop: Shop, name: string): Resource => {
  const resource = resourcesOf(shop, deps).find((one) => one.name === name);
  if (!resource)
    throw new BadRequest(404, "unknown-resource", `A shop of ${shop.vendor} has no resource ${name}.`, [
      { field: "resource", message: name },
    ]);
  return resource;
};

const pages = {
  ...PageQuery,
  id: z
    .string()
    .optional()
    .describe(
      `one id, or up to ${MOST_IDS} with commas between; without other filters and pages. All are answered, or the problem names those that are not here`,
    ),
  deleted: flag.describe("with those that are gone at the vendor"),
  raw: flag.describe("with the vendor's own row under _raw"),
};

const PlainQuery = z.strictObject({
  ...pages,
  code,
  updatedSince: TimeInput.optional().describe("stored at or after"),
});

/** What a list of the collection takes. */
const queryOf = (resource: string): z.ZodObject =>
  isFindable(resource)
    ? z.strictObject({
        ...pages,
        sort: sort.describe(
          "by the time of creation at the vendor; without it newest first where a filter is given, and by id without a filter or with `updatedSince` alone",
        ),
        ...filters[resource],
      })
    : PlainQuery;

/** Filters that the order of ids can do as well. */
const plain: readonly string[] = ["cursor", "limit", "deleted", "raw", "updatedSince"];
const isPlain = (query: ListQuery): boolean =>
  Object.entries(query).every(([name, value]) => value === undefined || plain.includes(name));

const listRecords = async (request: Request<{ shop: string }>, resource: string) => {
  const { deps, tenant } = request;
  const query = request.query as ListQuery;
  const shop = await findShop(request);
  findResource(request, shop, resource);
  const ref = refOf(shop);
  if (query.id !== undefined) return listById(query, ref, resource, deps);
  if (isFindable(resource) && !isPlain(query))
    return listFound(query, { tenant, choice: [shop.id], resource, namesShops: false }, deps);
  return listInOrderOfIds(query, ref, resource, deps);
};

/** The shops that a list over several looks through. @throws BadRequest 400 naming those that are not the tenant's */
export const shopChoiceOf = async (request: Request, named: string | undefined): Promise<ShopChoice> => {
  if (named === undefined) return "all";
  const wanted = [...new Set(named.split(","))];
  const unknown: string[] = [];
  await inParallel(wanted, SHOPS_AT_ONCE, async (id) => {
    const shop = await shopNamed(id, request);
    if (!shop || shop.health === "removing") unknown.push(id);
  });
  if (unknown.length > 0)
    throw invalidQuery(
      unknown.sort().map((id) => ({
        field: "shop",
        message: id === "" ? "ids of shops with commas between, none empty" : `there is no shop ${id}`,
      })),
    );
  return wanted;
};

const listOverShops = async (request: Request<unknown, ListQuery & { readonly shop?: string }>, resource: Findable) => {
  const { shop: named, ...query } = request.query;
  const choice = await shopChoiceOf(request, named);
  return listFound(query, { tenant: request.tenant, choice, resource, namesShops: true }, request.deps);
};

const readRecord = async (
  request: Request<{ shop: string; id: string }, { raw: boolean }>,
  resource: string,
): Promise<ReturnType<typeof shown>> => {
  const { params, query, deps } = request;
  const shop = await findShop(request);
  findResource(request, shop, resource);
  const stored = await deps.records.get(refOf(shop), resource, params.id);
  if (!stored) throw new BadRequest(404, "unknown-record", `There is no record ${params.id} in ${resource}.`);
  return shown(stored, query.raw);
};

/** The names of a collection's two routes: of the list, and of one record. */
const canonicalNames: Readonly<Record<CanonicalResource, readonly [list: string, one: string]>> = {
  locations: ["Locations", "Location"],
  categories: ["Categories", "Category"],
  products: ["Products", "Product"],
  inventory: ["Inventory", "InventoryOfProduct"],
  customers: ["Customers", "Customer"],
  orders: ["Orders", "Order"],
  invoices: ["Invoices", "Invoice"],
  returns: ["Returns", "Return"],
  "customer-groups": ["CustomerGroups", "CustomerGroup"],
  "customer-levels": ["CustomerLevels", "CustomerLevel"],
  staff: ["Staff", "StaffMember"],
  suppliers: ["Suppliers", "Supplier"],
  "purchase-orders": ["PurchaseOrders", "PurchaseOrder"],
  "supplier-orders": ["SupplierOrders", "SupplierOrder"],
  transfers: ["Transfers", "Transfer"],
  "price-books": ["PriceBooks", "PriceBook"],
  "price-book-prices": ["PriceBookPrices", "PriceBookPrice"],
  "price-book-products": ["PriceBookProducts", "PriceBookProduct"],
  promotions: ["Promotions", "Promotion"],
  "advanced-promotions": ["AdvancedPromotions", "AdvancedPromotion"],
  "voucher-campaigns": ["VoucherCampaigns", "VoucherCampaign"],
  vouchers: ["Vouchers", "Voucher"],
  "cash-flow": ["CashEntries", "CashEntry"],
};

const listing = {
  method: "GET",
  tag: "Records",
  access: "read",
  status: 200,
  problems: ["unknown-resource", "unknown-record"],
} as const;
const single = {
  ...listing,
  query: z.strictObject({ raw: pages.raw }),
  problems: ["unknown-resource", "unknown-record"],
} as const;

const finding =
  "All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records " +
  "were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.";

/** One list over all shops of the tenant, for each collection that is found by what its records hold. */
const routesOverShops: readonly Route[] = findable.map((resource) =>
  defineRoute({
    ...listing,
    problems: [],
    path: `/v1/${resource}`,
    operationId: `list${canonicalNames[resource][0]}OfAllShops`,
    summary: `Finds ${resource} in all shops of the tenant, the newest first; each names its shop in \`_meta\`.`,
    description: `${finding} ${blockwise}`,
    query: z.strictObject({
      ...PageQuery,
      shop: z.string().max(5_000).optional().describe("only these shops: ids with commas between"),
      sort: sort.describe("by the time of creation at the vendor; newest first without it"),
      ...filters[resource],
      deleted: pages.deleted,
      raw: pages.raw,
    }),
    answer: pageInShops(recordAnswer(resource)),
    handle: (request) => listOverShops(request as Request, resource),
  }),
);

/** Canonical collections have routes of their own, so that the document says what each of their records holds. */
const canonicalRoutes: readonly Route[] = canonicalResources.flatMap((resource) => {
  const answer = recordAnswer(resource);
  const [list, one] = canonicalNames[resource];
  const words = resource.replaceAll("-", " ");
  return [
    defineRoute({
      ...listing,
      path: `/v1/shops/{shop}/${resource}`,
      operationId: `list${list}`,
      summary: isFindable(resource)
        ? `Lists ${words}, or finds them by what they hold.`
        : `Lists ${words}, in pages, in the order of their ids.`,
      ...(isFindable(resource) ? { description: finding } : {}),
      params: ShopId,
      query: queryOf(resource),
      answer: pageAnswer(answer),
      handle: (request) => listRecords(request as Request, resource),
    }),
    defineRoute({
      ...single,
      path: `/v1/shops/{shop}/${resource}/{id}`,
      operationId: `get${one}`,
      summary: `Reads one record of ${words}.`,
      params: ShopId.extend({ id: RecordParams.shape.id }),
      answer,
      handle: (request) => readRecord(request, resource),
    }),
  ];
});

const raw = recordAnswer("");

export const recordRoutes: readonly Route[] = [
  ...canonicalRoutes,
  ...routesOverShops,
  defineRoute({
    ...listing,
    path: "/v1/shops/{shop}/{resource}",
    operationId: "listRecords",
    description:
      "For every collection: orders, invoices, returns, customers, products, inventory, locations, suppliers, and those that one vendor " +
      "alone has. A collection with a route of its own is answered in the same form here. `GET /v1/shops/{shop}/sync` names the shop's collections.",
    summary: "Lists records of any collection that the shop's vendor has, in pages, in the order of their ids.",
    params: ResourceParams,
    query: PlainQuery,
    answer: pageAnswer(raw),
    handle: (request) => listRecords(request as Request, request.params.resource),
  }),
  defineRoute({
    ...single,
    path: "/v1/shops/{shop}/{resource}/{id}",
    operationId: "getRecord",
    summary: "Reads one record of any collection that the shop's vendor has.",
    description:
      "A collection with a route of its own (orders, invoices, returns, inventory, locations, ...) is answered in the same form here.",
    params: RecordParams,
    answer: raw,
    handle: (request) => readRecord(request, request.params.resource),
  }),
];
