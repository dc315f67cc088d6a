import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { type CanonicalResource, canonicalResources } from "../../core/records.ts";
import { isoTime } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { changedAt, type StoredRecord } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { resourcesOf } from "../../usecases/shops/resources-of.ts";
import { recordAnswer } from "../answers/records.ts";
import { pageAnswer, TimeInput } from "../answers/words.ts";
import { decodeCursor, defineRoute, PageQuery, pageOf, type Request, type Route } from "../route.ts";
import { findShop, ShopId } from "./shops.ts";

export const ResourceParams = ShopId.extend({ resource: z.string().max(60) });
export const RecordParams = ResourceParams.extend({ id: z.string().min(1).max(300) });
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

/** @throws BadRequest 404 */
export const findResource = ({ deps }: Request, shop: Shop, name: string): Resource => {
  const resource = resourcesOf(shop, deps).find((one) => one.name === name);
  if (!resource)
    throw new BadRequest(404, "unknown-resource", `A ${shop.vendor} shop has no resource ${name}.`, [
      { field: "resource", message: name },
    ]);
  return resource;
};

/** A record that is gone says so at the top, where nobody takes it for one that is there. */
export const shown = (stored: StoredRecord, raw: boolean) => ({
  ...(stored.deleted ? { deleted: true as const } : {}),
  ...stored.record,
  ...(stored.metadata ? { metadata: stored.metadata } : {}),
  _meta: {
    ...stored.record._meta,
    version: stored.version,
    updatedAt: isoTime(changedAt(stored)),
    ...(stored.modified === undefined ? {} : { vendorModifiedAt: isoTime(stored.modified) }),
    ...(stored.deleted ? { deleted: true as const } : {}),
    ...(stored.origin === undefined ? {} : { origin: stored.origin }),
  },
  ...(raw ? { _raw: stored.raw } : {}),
});

const MOST_IDS = 100;

/** @throws BadRequest 400 for an empty id, and for more than can be answered */
const idsOf = (text: string): string[] => {
  const ids = [...new Set(text.split(","))];
  if (ids.some((id) => id === "" || Buffer.byteLength(id) > 1_000))
    throw invalidQuery([{ field: "id", message: "ids with commas between, none empty, each of at most 1,000 bytes" }]);
  if (ids.length > MOST_IDS)
    throw invalidQuery([{ field: "id", message: `at most ${MOST_IDS} ids; these are ${ids.length}` }]);
  return ids;
};

/** Of records in one answer, in JSON as UTF-8. Lambda's answers end at 6 MB. */
const MOST_BYTES = 3_500_000;

/** Pages of the table looked at for one answer, so that a rare filter cannot hold a request for long. */
const MOST_LOOKED_AT = 20;

const ListQuery = z.strictObject({
  ...PageQuery,
  updatedSince: TimeInput.optional().describe("stored at or after"),
  id: z
    .string()
    .optional()
    .describe(`one id, or up to ${MOST_IDS} with commas between; without other filters and pages`),
  code: z.string().optional().describe("the number or code that people at the shop use"),
  deleted: flag.describe("with tombstones"),
  raw: flag.describe("with the vendor's own row under _raw"),
});
type ListQuery = z.infer<typeof ListQuery>;

/** Ids name the whole answer: a filter beside them would leave records out without a word. */
const besideIds = ["updatedSince", "code", "cursor"] as const;

const invalidQuery = (errors: readonly { readonly field: string; readonly message: string }[]): BadRequest =>
  new BadRequest(400, "invalid-query", "The query is not what this route takes.", errors);

const listById = async (query: ListQuery, ref: ShopRef, resource: string, deps: Deps) => {
  const others = besideIds.filter((name) => query[name] !== undefined);
  if (others.length > 0)
    throw invalidQuery(others.map((field) => ({ field, message: "does not go together with id" })));
  const found = await deps.records.getMany(ref, resource, idsOf(query.id!));
  return pageOf(found.filter(({ deleted }) => query.deleted || !deleted).map((one) => shown(one, query.raw)));
};

const listRecords = async (request: Request<{ shop: string }, ListQuery>, resource: string) => {
  const { query, deps } = request;
  const shop = await findShop(request);
  findResource(request, shop, resource);
  const ref = refOf(shop);
  if (query.id !== undefined) return listById(query, ref, resource, deps);
  const changedSince = query.updatedSince === undefined ? undefined : Date.parse(query.updatedSince);
  const data: ReturnType<typeof shown>[] = [];
  let bytes = 0;
  let last = "";
  let after = decodeCursor(z.string(), query.cursor);
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += 1) {
    const page = await deps.records.page(ref, resource, {
      after,
      limit: query.limit - data.length,
      changedSince,
      deleted: query.deleted,
    });
    const matching =
      query.code === undefined
        ? page.records
        : page.records.filter(({ record }) => (record as { code?: string }).code === query.code);
    after = page.next;
    for (const one of matching) {
      const record = shown(one, query.raw);
      bytes += Buffer.byteLength(JSON.stringify(record));
      // The rest comes with the next page. One record is smaller than the bound.
      if (bytes > MOST_BYTES && data.length > 0) return pageOf(data, last);
      data.push(record);
      last = one.id;
    }
    if (after === undefined || data.length >= query.limit) break;
  }
  return pageOf(data, after);
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
  query: ListQuery,
  status: 200,
  problems: ["unknown-resource"],
} as const;
const single = {
  ...listing,
  query: z.strictObject({ raw: flag }),
  problems: ["unknown-resource", "unknown-record"],
} as const;

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
      summary: `Lists ${words}, in pages, in the order of their ids.`,
      params: ShopId,
      answer: pageAnswer(answer),
      handle: (request) => listRecords(request, resource),
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
  defineRoute({
    ...listing,
    path: "/v1/shops/{shop}/{resource}",
    operationId: "listRecords",
    summary: "Lists records of a collection without a canonical form, in pages, in the order of their ids.",
    params: ResourceParams,
    answer: pageAnswer(raw),
    handle: (request) => listRecords(request, request.params.resource),
  }),
  defineRoute({
    ...single,
    path: "/v1/shops/{shop}/{resource}/{id}",
    operationId: "getRecord",
    summary: "Reads one record of a collection without a canonical form.",
    params: RecordParams,
    answer: raw,
    handle: (request) => readRecord(request, request.params.resource),
  }),
];
