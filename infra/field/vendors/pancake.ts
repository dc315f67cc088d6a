import type { Collection, FieldTable, Question } from "../experiment.ts";
import { localTime, number, numberOrText, text } from "../forms.ts";
import { answeredSo, clockAgrees } from "../kinds/access.ts";
import { boundIncluded, filterHeld, filterIgnored, sorted, unknownIgnored } from "../kinds/filters.ts";
import { orderStable, pagesJoin, sizeCut, sizeHonoured, totalShown } from "../kinds/pages.ts";
import {
  addsUp,
  codesKnown,
  type Detail,
  deletedHidden,
  detailAgrees,
  formOf,
  saleStamps,
  sumOf,
  sumOfParts,
} from "../kinds/rows.ts";
import { at, listOf, numberOf, type Raw, timeOf } from "../raw.ts";

const DAY = 86_400_000;
const DOCUMENT = "Pancake POS Open API";
const ADAPTER = "shared/vendors/pancake";

const seconds = (value: unknown): unknown => {
  const time = timeOf(value, "Z");
  return time === undefined ? value : Math.floor(time / 1_000);
};

interface Shape {
  readonly page?: "page_number" | "page";
  readonly from?: string;
  readonly to?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

const collection = (operation: string, { page = "page_number", from, to, more }: Shape = {}): Collection => ({
  operation,
  rows: "data",
  id: "id",
  ask: (question: Question) => ({
    params: {
      ...(question.size === undefined ? {} : { page_size: question.size }),
      [page]: question.page ?? 1,
      ...(from === undefined || question.from === undefined ? {} : { [from]: seconds(question.from) }),
      ...(to === undefined || question.to === undefined ? {} : { [to]: seconds(question.to) }),
      ...more,
      ...question.more,
    },
  }),
});

const byChange: Shape = {
  from: "startDateTime",
  to: "endDateTime",
  more: { updateStatus: "updated_at", option_sort: "last_updated_order_asc" },
};
const orders = collection("orders.list", byChange);
const newestOrders = collection("orders.list");
const deleted = collection("orders.list", { more: { status: 7 } });
const variations = collection("variations.list");
const customers = collection("customers.list", { from: "start_time_updated_at", to: "end_time_updated_at" });
const returns = collection("returns.list", { page: "page", from: "start_time", to: "end_time" });
const cashFlow = collection("cash-flow.list", { page: "page", from: "startDateTime", to: "endDateTime" });

const orderDetail: Detail = {
  collection: newestOrders,
  operation: "orders.get",
  call: ({ id }) => ({ params: { order_id: String(id) } }),
  row: (json) => json?.data ?? json,
};

const lineOf = ({
  quantity,
  discount_each_product: off,
  is_discount_percent: percent,
  is_bonus_product: gift,
  variation_info: info,
}: Raw): number | undefined => {
  const price = numberOf(info?.retail_price);
  if (price === undefined) return undefined;
  if (gift === true) return 0;
  const each = percent === true ? (price * (numberOf(off) ?? 0)) / 100 : (numberOf(off) ?? 0);
  return (price - each) * (numberOf(quantity) ?? 0);
};

export const pancake = (now: number): FieldTable => {
  const lately: Question = { size: 100, from: now - 30 * DAY, to: now };
  const byTime = { time: ["updated_at"], zone: "Z", closed: true } as const;
  return {
    experiments: [
      {
        id: "clock",
        assumption: "The vendor's clock agrees with ours.",
        source: "header of its answers",
        about: [],
        reliedOn: "shared/sync/spans.ts: windows end now",
        run: clockAgrees("shops.list", {}, { zone: "Z" }),
      },
      {
        id: "times-utc",
        assumption:
          "Times without an offset are UTC: nothing changed in the future, and something within the last seven hours of a busy shop.",
        source: "field note: recorded",
        about: ["Times without an offset are UTC"],
        reliedOn: "shared/vendors/pancake/schema.ts",
        run: async (visit) => {
          const answer = await visit.ask(
            "orders.list",
            orders.ask({ size: 100, from: visit.clock() - 2 * DAY, to: visit.clock() + DAY }),
          );
          const times = listOf(answer.json?.data)
            .map((row) => timeOf(row?.updated_at, "Z"))
            .filter((time): time is number => time !== undefined);
          if (times.length === 0) return { verdict: "cannot tell", evidence: "No order has changed within two days." };
          const newest = Math.round((Math.max(...times) - visit.clock()) / 60_000);
          if (newest > 5)
            return {
              verdict: "does not hold",
              evidence: `Read as UTC, the newest change lies ${newest} minutes in the future.`,
            };
          if (newest < -7 * 60)
            return { verdict: "cannot tell", evidence: `Read as UTC, the newest change is ${-newest} minutes old.` };
          return { verdict: "holds", evidence: `Read as UTC, the newest change is ${-newest} minutes old.` };
        },
      },
      {
        id: "times-without-offset",
        assumption: "Times of rows have no offset.",
        source: "field note: recorded",
        about: [],
        reliedOn: "shared/vendors/pancake/schema.ts",
        run: formOf(orders, "updated_at", localTime),
      },
      {
        id: "orders-bound-included",
        assumption: "`startDateTime` includes orders of exactly that second.",
        source: `${DOCUMENT}, Danh sách đơn hàng does not say`,
        about: [],
        reliedOn: `${ADAPTER}/listings.ts: window, rounded outward`,
        run: boundIncluded({
          ...byTime,
          collection: {
            ...orders,
            ask: (question) =>
              orders.ask(
                question.to === undefined ? question : { ...question, to: Number(timeOf(question.to, "Z")) + 1_999 },
              ),
          },
          wide: lately,
        }),
      },
      {
        id: "orders-filter-held",
        assumption: "`updateStatus=updated_at` with `startDateTime` shows no older change.",
        source: `${DOCUMENT}, Danh sách đơn hàng`,
        about: ["Orders: `updateStatus=updated_at`"],
        reliedOn: `${ADAPTER}/resources.ts: orders`,
        run: filterHeld({ ...byTime, collection: orders, wide: lately }),
      },
      {
        id: "orders-sorted",
        assumption: "`option_sort=last_updated_order_asc` sorts orders by their last change, oldest first.",
        source: "seen in integrations, not documented",
        about: ["| order of the order list |", "`last_updated_order_asc`"],
        reliedOn: `${ADAPTER}/resources.ts: orders, keyset`,
        run: sorted({ ...byTime, collection: orders, wide: lately }, {}, "ascending"),
      },
      {
        id: "customers-filter-held",
        assumption: "`start_time_updated_at` of customers shows no older change.",
        source: `${DOCUMENT}, Danh sách khách hàng`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: customers`,
        run: filterHeld({ ...byTime, collection: customers }),
      },
      {
        id: "customers-bound-included",
        assumption: "`start_time_updated_at` includes customers of exactly that second.",
        source: `${DOCUMENT}, Danh sách khách hàng does not say`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: customers`,
        run: boundIncluded({
          ...byTime,
          collection: {
            ...customers,
            ask: (question) =>
              customers.ask(
                question.to === undefined ? question : { ...question, to: Number(timeOf(question.to, "Z")) + 1_999 },
              ),
          },
        }),
      },
      {
        id: "returns-by-entry",
        assumption: "Returns are filtered by the time of entry alone.",
        source: `${DOCUMENT}, Danh sách đơn hàng đổi trả`,
        about: ["Returns and cash flow can only be filtered"],
        reliedOn: `${ADAPTER}/resources.ts: returns are read whole`,
        run: filterHeld({ collection: returns, time: ["inserted_at"], zone: "Z", closed: true }),
      },
      {
        id: "cash-flow-pages-join",
        assumption: "Cash flow is paged by `page`.",
        source: DOCUMENT,
        about: ["Page numbers are `page_number` here"],
        reliedOn: `${ADAPTER}/listings.ts: paged`,
        run: pagesJoin(cashFlow, 3),
      },
      {
        id: "returns-pages-join",
        assumption: "Returns are paged by `page`.",
        source: DOCUMENT,
        about: [],
        reliedOn: `${ADAPTER}/listings.ts: paged`,
        run: pagesJoin(returns, 3),
      },
      {
        id: "orders-pages-join",
        assumption: "Numbered pages of orders join without gap or repetition.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: pagesJoin(orders, 5, { from: now - 30 * DAY, to: now }),
      },
      {
        id: "variations-pages-join",
        assumption: "Numbered pages of variations join without gap or repetition.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: pagesJoin(variations, 5),
      },
      {
        id: "orders-order-stable",
        assumption: "The same page of orders has the same rows in the same order.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: orderStable(orders),
      },
      {
        id: "page-size-honoured",
        assumption: "As many rows come as `page_size` asks for.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: sizeHonoured(variations, 5),
      },
      {
        id: "page-of-100",
        assumption: "A page may have 100 rows.",
        source: `${DOCUMENT}: 30; claimed: 100 to 500`,
        about: ["| page size |"],
        reliedOn: `${ADAPTER}/listings.ts: PAGE_SIZE`,
        run: async (visit) => {
          const answer = await visit.ask("variations.list", variations.ask({ size: 100 }));
          const rows = listOf(answer.json?.data).length;
          const total = numberOf(answer.json?.total_entries) ?? 0;
          if (rows === 100) return { verdict: "holds", evidence: "Asked for 100 rows, 100 come." };
          if (total <= rows) return { verdict: "cannot tell", evidence: `There are no more than ${rows} rows.` };
          return { verdict: "does not hold", evidence: `Asked for 100 rows of ${total}, ${rows} come.` };
        },
      },
      {
        id: "page-at-most-500",
        assumption: "A page has at most 500 rows.",
        source: "claimed",
        about: [],
        reliedOn: `${ADAPTER}/listings.ts: what the answer says it used`,
        run: sizeCut(variations, 500, { echo: "page_size" }),
      },
      {
        id: "total-counts-shown-rows",
        assumption: "`total_entries` of orders counts the rows that the pages show, deleted ones left out.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/usecases/sync/collection-size.ts",
        run: totalShown(newestOrders, { total: "total_entries", size: 100 }),
      },
      {
        id: "unknown-parameter-ignored",
        assumption: "A parameter that does not exist is ignored.",
        source: "field note: recorded",
        about: ["| unknown parameters |", "Unknown parameters are ignored"],
        reliedOn: "shared/core/vendor.ts: Operation.params refuses unknown ones",
        run: unknownIgnored(variations, { tillbridge_tries: 1 }),
      },
      {
        id: "variation-filter-ignored",
        assumption: "Variations have no filter by time of change.",
        source: DOCUMENT,
        about: ["No way to ask for one variation"],
        reliedOn: `${ADAPTER}/resources.ts: variations are read whole`,
        run: filterIgnored(collection("variations.list", { from: "start_time_updated_at" })),
      },
      {
        id: "json-array-fails",
        assumption: "A JSON list in a parameter is answered with 500.",
        source: "field note: recorded",
        about: ["| arrays in parameters |", "A JSON array in a parameter"],
        reliedOn: `${ADAPTER}/index.ts: append writes key[]`,
        run: answeredSo(
          "orders.list",
          { params: { page_number: 1, page_size: 1, order_sources: '["-1"]' } },
          { name: "status 500", fits: ({ status }) => status === 500 },
        ),
      },
      {
        id: "unknown-order",
        assumption: "An unknown order is answered with 400 or 500.",
        source: "seen in integrations",
        about: ["| an unknown id |", "An unknown id is answered with 400 or 500"],
        reliedOn: `${ADAPTER}/answers.ts: gone`,
        run: answeredSo(
          "orders.get",
          { params: { order_id: "999999999999" } },
          { name: "status 400 or 500", fits: ({ status }) => status === 400 || status === 500 },
        ),
      },
      {
        id: "unknown-product",
        assumption: "An unknown product is answered with 400 or 500.",
        source: "seen in integrations",
        about: [],
        reliedOn: `${ADAPTER}/answers.ts: gone`,
        run: answeredSo(
          "products.get",
          { params: { product_id: "00000000-0000-4000-8000-000000000000" } },
          { name: "status 400 or 500", fits: ({ status }) => status === 400 || status === 500 },
        ),
      },
      {
        id: "unknown-words",
        assumption: "The refusal of an unknown order says in words that the order does not exist.",
        source: "inferred",
        about: ["an order, a product "],
        reliedOn: `${ADAPTER}/answers.ts: gone`,
        run: answeredSo(
          "orders.get",
          { params: { order_id: "999999999998" } },
          {
            name: "one with words about the order",
            fits: ({ json }) =>
              json?.success === false &&
              /not found|not exist|không tồn tại|không tìm thấy/i.test(
                String(json.message ?? json.error?.message ?? ""),
              ),
          },
        ),
      },
      {
        id: "unknown-customer-empty",
        assumption: "`customer_ids` of an unknown customer shows an empty list.",
        source: `${DOCUMENT}: the filter is documented`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: get of customers`,
        run: answeredSo(
          "customers.list",
          { params: { customer_ids: "00000000-0000-4000-8000-000000000000", page_number: 1, page_size: 30 } },
          { name: "an empty list", fits: ({ json }) => Array.isArray(json?.data) && json.data.length === 0 },
        ),
      },
      {
        id: "deleted-orders-hidden",
        assumption: "Deleted orders are left out of the default list.",
        source: "seen in integrations",
        about: ["| deleted orders |", "Deleted orders (status 7)"],
        reliedOn: `${ADAPTER}/resources.ts: deletions of orders`,
        run: deletedHidden(deleted, () => ({
          collection: newestOrders,
          question: {
            size: 100,
            more: {
              updateStatus: "updated_at",
              startDateTime: Math.floor(now / 1_000) - 400 * 86_400,
              endDateTime: Math.floor(now / 1_000),
              option_sort: "last_updated_order_desc",
            },
          },
        })),
      },
      {
        id: "deleted-orders-listed",
        assumption: "`status=7` lists deleted orders and no others.",
        source: "field note",
        about: ["orders, `status=7`"],
        reliedOn: `${ADAPTER}/resources.ts: deletions of orders`,
        run: codesKnown(deleted, "status", [7]),
      },
      {
        id: "geography-geo",
        assumption: "Provinces are answered at `/geo/provinces`.",
        source: "seen; older pages say /address",
        about: ["| geography |"],
        reliedOn: "shared/vendors/pancake/operations.ts",
        run: answeredSo(
          "provinces.list",
          { params: { country_code: "84" } },
          {
            name: "a list of provinces",
            fits: ({ status, json }) => status === 200 && Array.isArray(json?.data) && json.data.length > 0,
          },
        ),
      },
      {
        id: "shop-answered",
        assumption: "`GET /shops/{shop_id}` works, though the document lacks it.",
        source: "field note: recorded",
        about: ["| `shops.get`, `products.get` |", "`products.get`. Both were recorded"],
        reliedOn: "shared/vendors/pancake/operations.ts: shops.get",
        run: answeredSo(
          "shops.get",
          {},
          {
            name: "the shop",
            fits: ({ status, json }) =>
              status === 200 && json?.success !== false && (json?.shop ?? json?.data ?? json)?.id !== undefined,
          },
        ),
      },
      {
        id: "order-ids-form",
        assumption: "Ids of orders are numbers or texts.",
        source: "field note: recorded",
        about: ["Order ids are numbers or strings"],
        reliedOn: "shared/vendors/pancake/listings.ts: byId",
        run: formOf(orders, "id", numberOrText),
      },
      {
        id: "display-id-number",
        assumption: "`display_id` of an order is a bare number.",
        source: `${DOCUMENT}, Thông tin đơn hàng`,
        about: ["`display_id` is a bare number"],
        reliedOn: "shared/vendors/pancake/normalize.ts",
        run: formOf(orders, "display_id", number),
      },
      {
        id: "order-detail-agrees",
        assumption: "List and detail of an order say the same.",
        source: DOCUMENT,
        about: ["One order is drawn bare"],
        reliedOn: "shared/usecases/sync/pull-records.ts",
        run: detailAgrees(orderDetail, ["status", "total_price", "cod", "updated_at", "shop_customer_id"]),
      },
      {
        id: "order-detail-under-data",
        assumption: "One order comes under `data`.",
        source: "recorded; the document draws it bare",
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: get of orders reads both`,
        run: async (visit) => {
          const [row] = listOf(at((await visit.ask("orders.list", newestOrders.ask({ size: 20 }))).json, "data"));
          if (!row) return { verdict: "cannot tell", evidence: "The shop has no orders." };
          return answeredSo(
            "orders.get",
            { params: { order_id: String(row.id) } },
            { name: "one with `data`", fits: ({ json }) => json?.data?.id !== undefined },
          )(visit);
        },
      },
      {
        id: "product-shows-variations",
        assumption: "A product shows all of its variations.",
        source: "recorded",
        about: ["its `variations` show others and not the variation"],
        reliedOn: `${ADAPTER}/resources.ts: get of variations`,
        run: async (visit) => {
          const [row] = listOf((await visit.ask("variations.list", variations.ask({ size: 20 }))).json?.data);
          if (!row) return { verdict: "cannot tell", evidence: "The shop has no variations." };
          const product = await visit.ask("products.get", { params: { product_id: row.product_id } });
          const shown = listOf(at(product.json, "data.variations")).some(({ id }) => id === row.id);
          return {
            verdict: shown ? "holds" : "does not hold",
            evidence: `The product of a listed variation ${shown ? "shows" : "does not show"} it.`,
          };
        },
      },
      {
        id: "phone-text",
        assumption: "A customer's phones are texts.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/core/phone.ts",
        run: formOf(customers, "phone_numbers[]", text),
      },
      {
        id: "country-code-form",
        assumption: "`country_code` of an address is text.",
        source: 'field note: recorded as 84 and as "84"',
        about: ["`commnue_name`, `waitting_quantity`"],
        reliedOn: "shared/vendors/pancake/normalize.ts: address",
        run: formOf(orders, "shipping_address.country_code", text),
      },
      {
        id: "address-one-scheme",
        assumption: "An order's address has ids of one scheme: old ones, or new ones (`84_VN...`).",
        source: "seen in integrations",
        about: ["Addresses: old ids"],
        reliedOn: "shared/vendors/pancake/encode.ts: all ids of one scheme or none",
        run: formOf(
          orders,
          "shipping_address",
          { name: "of one scheme", fits: (address) => !(address.district_id && address.new_commune_id) },
          lately,
        ),
      },
      {
        id: "orders-add-up",
        assumption: "`total_price` is the lines less `discount_each_product` of one unit; gifts count nothing.",
        source: "inferred from its name and from totals",
        about: ["`discount_each_product` is for one unit"],
        reliedOn: "shared/vendors/pancake/documents.ts: lines",
        run: addsUp(
          orders,
          { made: (row) => sumOf(row.items, lineOf), said: (row) => numberOf(row.total_price) },
          lately,
        ),
      },
      {
        id: "orders-total-adds-up",
        assumption: "`total_price_after_sub_discount` is `total_price` less the discount plus the shipping fee.",
        source: `${DOCUMENT}, Thông tin đơn hàng; inferred`,
        about: [],
        reliedOn: "shared/vendors/pancake/documents.ts: total",
        run: addsUp(
          orders,
          {
            made: (row) => {
              const price = numberOf(row.total_price);
              return price === undefined
                ? undefined
                : price - (numberOf(row.total_discount) ?? 0) + (numberOf(row.shipping_fee) ?? 0);
            },
            said: (row) => numberOf(row.total_price_after_sub_discount),
          },
          lately,
        ),
      },
      {
        id: "stock-total-is-sum",
        assumption: "`remain_quantity` of a variation is the sum over its warehouses.",
        source: "inferred",
        about: [],
        reliedOn: "shared/vendors/pancake/normalize.ts: inventory",
        run: sumOfParts(variations, {
          whole: "remain_quantity",
          parts: "variations_warehouses[].remain_quantity",
          wide: { size: 100 },
        }),
      },
      {
        id: "sale-leaves-variation-date",
        assumption: "A sale leaves the variation's `updated_at` alone.",
        source: "inferred",
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: variations are read whole`,
        run: saleStamps(
          { sales: newestOrders, soldAt: "inserted_at", zone: "Z", sold: "items[].variation_id" },
          variations,
          { path: "updated_at", assumed: "stays" },
        ),
      },
      {
        id: "order-states",
        assumption: "States of orders are those of the document's table.",
        source: `${DOCUMENT}, Thông tin đơn hàng`,
        about: [],
        reliedOn: "shared/vendors/pancake/documents.ts: orderStatuses",
        run: codesKnown(orders, "status", [0, 17, 10, 21, 1, 11, 20, 12, 13, 8, 9, 2, 3, 16, 4, 15, 5, 6, 7]),
      },
      {
        id: "return-states",
        assumption: "States of returns are 0, 1, 2 and 4.",
        source: `${DOCUMENT}, Danh sách đơn hàng đổi trả`,
        about: [],
        reliedOn: "shared/vendors/pancake/documents.ts: returnStatuses",
        run: codesKnown(returns, "status", [0, 1, 2, 4]),
      },
      {
        id: "success-false-at-200",
        assumption: "A success carries `success: true`.",
        source: "field note: recorded; a 200 may be a failure",
        about: ["| errors |", "A 200 may be a failure"],
        reliedOn: `${ADAPTER}/answers.ts: judge`,
        run: answeredSo("orders.list", newestOrders.ask({ size: 1 }), {
          name: "one with `success: true`",
          fits: ({ json }) => json?.success === true,
        }),
      },
      {
        id: "currency-dong",
        assumption: "`order_currency` of orders is VND.",
        source: DOCUMENT,
        about: ["Amounts of AED and SAR come in hundredths", "all other currencies come in whole units"],
        reliedOn: "shared/vendors/pancake/documents.ts: amounts",
        run: codesKnown(orders, "order_currency", ["VND"]),
      },
    ],
    untried: [
      { about: "| place of the key |", why: "other access would be needed" },
      { about: "Key in the query; some shops refuse", why: "other access would be needed" },
      { about: "| limit |", why: "the limit would be broken" },
      { about: "429 comes as", why: "the limit would be broken" },
      { about: "Limits are not published", why: "the limit would be broken" },
      { about: "| a missing permission |", why: "other access would be needed" },
      { about: "| fields of a PUT |", why: "a write would be needed" },
      { about: "Fields are dropped on PUT", why: "a write would be needed" },
      { about: "Lines change only while an order is new", why: "a write would be needed" },
      { about: "| `warehouse_id` |", why: "a write would be needed" },
      { about: "| webhooks |", why: "a webhook would be needed" },
      { about: "| events |", why: "a webhook would be needed" },
      { about: "| envelope of webhooks |", why: "a webhook would be needed" },
      { about: "(recorded = seen in a captured answer", why: "it is no claim about answers" },
      { about: "redaction must look for both spellings", why: "it is no claim about answers" },
    ],
  };
};
