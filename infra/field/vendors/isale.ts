import type { Collection, FieldTable, Question } from "../experiment.ts";
import { number, numberOrText, text, zonedTime } from "../forms.ts";
import { answeredSo, clockAgrees } from "../kinds/access.ts";
import { spanHeld, unknownIgnored } from "../kinds/filters.ts";
import { orderStable, sizeCut, sizeHonoured } from "../kinds/pages.ts";
import { addsUp, codesKnown, type Detail, detailAgrees, formOf, saleStamps, someLack, sumOf } from "../kinds/rows.ts";
import { listOf, localDay, numberOf, type Raw, timeOf } from "../raw.ts";
import type { Visit } from "../visit.ts";

const DAY = 86_400_000;
const DOCUMENT = "iSale External API";
const ADAPTER = "shared/vendors/isale";

const day = (value: unknown): unknown => {
  const time = timeOf(value, "+07:00");
  return time === undefined ? value : localDay(time);
};

const collection = (operation: string, params: Readonly<Record<string, unknown>> = {}): Collection => ({
  operation,
  rows: "data",
  id: "id",
  ask: ({ size, from, to, more }: Question) => ({
    params: {
      ...params,
      ...(size === undefined ? {} : { limit: size }),
      ...(from === undefined ? {} : { dateFrom: day(from) }),
      ...(to === undefined ? {} : { dateTo: day(to) }),
      ...more,
    },
  }),
});

const orders = collection("orders.list");
const products = collection("products.list");
const contacts = collection("contacts.list");
const notes = collection("table-records.list", { table: "debt" });

const orderDetail: Detail = {
  collection: orders,
  operation: "orders.get",
  call: ({ id }) => ({ params: { id: String(id) } }),
  row: (json) => json?.data ?? json,
};
const productDetail: Detail = { ...orderDetail, collection: products, operation: "products.get" };

const gone = {
  name: "404 with code `not_found` and words about the record",
  fits: ({ status, json }: Raw) =>
    status === 404 &&
    json?.error?.code === "not_found" &&
    /record|order|product|contact/i.test(String(json?.error?.message)),
};

/** Rows of one day: how `dateTo` reads its own day. */
const dayShown =
  (ends: (dayStart: number) => Question, found: (isShown: boolean) => boolean) => async (visit: Visit) => {
    const rows = listOf((await visit.ask("orders.list", orders.ask({ size: 50 }))).json?.data);
    const row = rows.find(({ createdAt }) => timeOf(createdAt, "+07:00") !== undefined);
    if (!row) return { verdict: "cannot tell", evidence: "The shop has no orders." } as const;
    const answer = await visit.ask("orders.list", orders.ask({ size: 200, ...ends(timeOf(row.createdAt, "+07:00")!) }));
    const isShown = listOf(answer.json?.data).some(({ id }) => id === row.id);
    return {
      verdict: found(isShown) ? "holds" : "does not hold",
      evidence: `With its own day as the last one, an order is ${isShown ? "" : "not "}shown.`,
    } as const;
  };

export const isale = (_now: number): FieldTable => ({
  experiments: [
    {
      id: "clock",
      assumption: "The vendor's clock agrees with ours.",
      source: "header of its answers",
      about: [],
      reliedOn: "shared/sync/spans.ts: windows end now",
      run: clockAgrees("tables.list", {}, { zone: "+07:00" }),
    },
    {
      id: "date-to-loses-its-day",
      assumption: "`dateTo` is read as midnight, so that its own day is left out.",
      source: "field note: the vendor's app",
      about: ["| `dateTo` |", "`dateTo` read as midnight"],
      reliedOn: `${ADAPTER}/resources.ts: one day more is asked for`,
      run: dayShown(
        (time) => ({ from: time - 2 * DAY, to: time }),
        (isShown) => !isShown,
      ),
    },
    {
      id: "date-from-includes-its-day",
      assumption: "`dateFrom` includes its own day.",
      source: `${DOCUMENT}, Bán hàng does not say`,
      about: [],
      reliedOn: `${ADAPTER}/resources.ts: orders by day`,
      run: dayShown(
        (time) => ({ from: time, to: time + 2 * DAY }),
        (isShown) => isShown,
      ),
    },
    {
      id: "orders-by-creation",
      assumption: "Orders are filtered by the day of their creation.",
      source: `${DOCUMENT}, Bán hàng`,
      about: ["No filter by time of change anywhere"],
      reliedOn: `${ADAPTER}/resources.ts: orders`,
      run: spanHeld({ collection: orders, time: ["createdAt"], zone: "+07:00", wide: { size: 200 } }, 3, 1),
    },
    {
      id: "orders-without-change-time",
      assumption: "Orders carry no time of change.",
      source: "field note",
      about: ["Orders carry no time of change"],
      reliedOn: `${ADAPTER}/resources.ts: the content's hash decides`,
      run: someLack(orders, "modifiedAt"),
    },
    {
      id: "products-with-change-time",
      assumption: "Products carry `modifiedAt`.",
      source: "field note",
      about: [],
      reliedOn: "shared/vendors/isale/normalize.ts: modifiedOf",
      run: formOf(products, "modifiedAt", zonedTime),
    },
    {
      id: "limit-honoured-orders",
      assumption: "orders.list takes `limit`, though its table does not name it.",
      source: `${DOCUMENT}, Phân trang: "many" lists`,
      about: ['`limit` holds for "many" lists'],
      reliedOn: `${ADAPTER}/listings.ts: full`,
      run: sizeHonoured(orders, 5),
    },
    {
      id: "limit-honoured-products",
      assumption: "products.list takes `limit`, though its table does not name it.",
      source: `${DOCUMENT}, Phân trang: "many" lists`,
      about: [],
      reliedOn: `${ADAPTER}/listings.ts: full`,
      run: sizeHonoured(products, 5),
    },
    {
      id: "limit-at-most-200",
      assumption: "A list shows at most 200 rows.",
      source: `${DOCUMENT}, Phân trang`,
      about: ["No list can be continued"],
      reliedOn: `${ADAPTER}/listings.ts: pageSize`,
      run: sizeCut(contacts, 200),
    },
    {
      id: "fifty-without-limit",
      assumption: "Without `limit` a list shows 50 rows.",
      source: `${DOCUMENT}, Phân trang`,
      about: [],
      reliedOn: `${ADAPTER}/resources.ts: an answer of exactly 50 rows is perhaps cut`,
      run: async (visit) => {
        const rows = listOf((await visit.ask("contacts.list", { params: {} })).json?.data).length;
        const more = listOf((await visit.ask("contacts.list", contacts.ask({ size: 200 }))).json?.data).length;
        if (more <= 50) return { verdict: "cannot tell", evidence: `There are no more than ${more} contacts.` };
        return {
          verdict: rows === 50 ? "holds" : "does not hold",
          evidence: `Without a limit ${rows} rows come, with one of 200 ${more}.`,
        };
      },
    },
    {
      id: "no-offset",
      assumption: "An offset is not known to the lists.",
      source: `${DOCUMENT}, Phân trang`,
      about: [],
      reliedOn: `${ADAPTER}/listings.ts: paging none`,
      run: unknownIgnored(contacts, { offset: 5, page: 2 }),
    },
    {
      id: "orders-order-stable",
      assumption: "The same list of orders has the same rows in the same order.",
      source: DOCUMENT,
      about: [],
      reliedOn: "shared/sync/reader.ts",
      run: orderStable(orders),
    },
    {
      id: "table-id-filters",
      assumption: "`id` of a table's list filters: it shows one row.",
      source: `${DOCUMENT}, Bảng dữ liệu: "filters or takes from a certain record"`,
      about: ["| `id` of table lists |", "- **Tables, calendar events**", 'record": unproven'],
      reliedOn: `${ADAPTER}/resources.ts: narrow of tables; if it takes from there, all rows can be read`,
      run: async (visit) => {
        const rows = listOf((await visit.ask("table-records.list", notes.ask({ size: 20 }))).json?.data);
        const row = rows[Math.floor(rows.length / 2)];
        if (rows.length < 3 || !row) return { verdict: "cannot tell", evidence: `The table has ${rows.length} rows.` };
        const found = listOf(
          (await visit.ask("table-records.list", notes.ask({ size: 20, more: { id: row.id } }))).json?.data,
        );
        if (found.length === 0) return { verdict: "cannot tell", evidence: "Asked for a row's id, no row is shown." };
        return {
          verdict: found.length === 1 && found[0].id === row.id ? "holds" : "does not hold",
          evidence: `Asked for the id of the middle one of ${rows.length} rows, ${found.length} are shown.`,
        };
      },
    },
    {
      id: "search-any-part",
      assumption: "`q` finds people by any part of their name, phone or code.",
      source: "not documented",
      about: ["If `q` turns out to bring people without the text", "matches (any part"],
      reliedOn: `${ADAPTER}/listings.ts: narrow of contacts`,
      run: async (visit) => {
        const rows = listOf((await visit.ask("contacts.list", contacts.ask({ size: 50 }))).json?.data);
        const row = rows.find(({ mobile }) => typeof mobile === "string" && mobile.length >= 9);
        if (!row) return { verdict: "cannot tell", evidence: "No contact with a phone is shown." };
        const part = row.mobile.slice(3, 8);
        const found = listOf(
          (await visit.ask("contacts.list", contacts.ask({ size: 200, more: { q: part } }))).json?.data,
        );
        const strangers = found.filter((one) => !JSON.stringify(one).includes(part)).length;
        const isThere = found.some(({ id }) => id === row.id);
        if (strangers > 0)
          return {
            verdict: "does not hold",
            evidence: `Asked for digits in the middle of a phone, ${strangers} of ${found.length} people do not have them.`,
          };
        return {
          verdict: isThere ? "holds" : "does not hold",
          evidence: `Asked for digits in the middle of a phone, its owner is ${isThere ? "" : "not "}among ${found.length} people.`,
        };
      },
    },
    {
      id: "unknown-order",
      assumption: "An unknown order is 404 with `error.code` `not_found` and words about the record.",
      source: "inferred",
      about: ["The document has a form for errors and no code"],
      reliedOn: `${ADAPTER}/answers.ts: gone`,
      run: answeredSo("orders.get", { params: { id: "999999999" } }, gone),
    },
    {
      id: "unknown-product",
      assumption: "An unknown product is 404 with `error.code` `not_found` and words about the record.",
      source: "inferred",
      about: [],
      reliedOn: `${ADAPTER}/answers.ts: gone`,
      run: answeredSo("products.get", { params: { id: "999999999" } }, gone),
    },
    {
      id: "unknown-contact",
      assumption: "An unknown contact is 404 with `error.code` `not_found` and words about the record.",
      source: "inferred",
      about: [],
      reliedOn: `${ADAPTER}/answers.ts: gone`,
      run: answeredSo("contacts.get", { params: { id: "999999999" } }, gone),
    },
    {
      id: "empty-list-answered",
      assumption: "An empty list is an empty list or 204.",
      source: "field note",
      about: ["| empty lists |", "Empty lists may be 204"],
      reliedOn: `${ADAPTER}/answers.ts: judge`,
      run: answeredSo(
        "contacts.list",
        { params: { limit: 5, q: "zqxjkvbp-0" } },
        {
          name: "an empty list or 204",
          fits: ({ status, json }) => status === 204 || (status === 200 && listOf(json?.data ?? json).length === 0),
        },
      ),
    },
    {
      id: "rows-under-data",
      assumption: "Rows of lists stand under `data`.",
      source: "not documented",
      about: ["Shapes of answers are not documented"],
      reliedOn: "shared/vendors/isale/schema.ts",
      run: answeredSo("orders.list", orders.ask({ size: 5 }), {
        name: "a list under `data`",
        fits: ({ json }) => Array.isArray(json?.data),
      }),
    },
    {
      id: "lines-twice",
      assumption: "`itemsJson` says the same as `items`.",
      source: "field note",
      about: ["| lines |", "Nested rows come as `items` and as text in `itemsJson`"],
      reliedOn: "shared/vendors/isale/schema.ts: unfold",
      run: addsUp(orders, {
        made: (row) => sumOf(row.items, ({ total }) => numberOf(total)),
        said: (row) =>
          typeof row.itemsJson === "string"
            ? sumOf(JSON.parse(row.itemsJson), ({ total }) => numberOf(total))
            : undefined,
      }),
    },
    {
      id: "times-zoned",
      assumption: "Times of orders carry their offset.",
      source: `${DOCUMENT}: ISO 8601`,
      about: ["| times |", "Times as `2026-06-30T09:56:23+07:00`"],
      reliedOn: "shared/vendors/isale/schema.ts",
      run: formOf(orders, "createdAt", zonedTime),
    },
    {
      id: "amounts-numbers",
      assumption: "Amounts are JSON numbers.",
      source: DOCUMENT,
      about: [],
      reliedOn: "shared/vendors/isale/schema.ts",
      run: formOf(orders, "total", number),
    },
    {
      id: "mobile-text",
      assumption: "A contact's phone is text.",
      source: "field note",
      about: [],
      reliedOn: "shared/core/phone.ts",
      run: formOf(contacts, "mobile", text),
    },
    {
      id: "staff-form",
      assumption: "`staffId` of an order is a number or text, 0 for none.",
      source: "field note",
      about: ['0 means "none" in references'],
      reliedOn: "shared/vendors/isale/normalize.ts",
      run: formOf(orders, "staffId", numberOrText),
    },
    {
      id: "line-discount-dong",
      assumption: "A line's total is price times quantity less a discount in dong.",
      source: "field note: the app's may be a percentage",
      about: ["A line's discount is VND"],
      reliedOn: "shared/vendors/isale/documents.ts: lines",
      run: addsUp(orders, {
        made: (row) =>
          sumOf(row.items, ({ price, count, discount }) => Number(price) * Number(count) - Number(discount ?? 0)),
        said: (row) => sumOf(row.items, ({ total }) => numberOf(total)),
      }),
    },
    {
      id: "orders-add-up",
      assumption: "An order's total is its goods less the discount, with tax and the fee that the customer pays.",
      source: "field note: sums are made by the app",
      about: ["| sums of an order |"],
      reliedOn: "shared/vendors/isale/encode.ts: sums",
      run: addsUp(orders, {
        made: (row) => {
          const goods = numberOf(row.netValue);
          return goods === undefined
            ? undefined
            : goods -
                (numberOf(row.discount) ?? 0) +
                (numberOf(row.tax) ?? 0) +
                (row.shipCostOnCustomer === true ? (numberOf(row.shippingFee) ?? 0) : 0);
        },
        said: (row) => numberOf(row.total),
      }),
    },
    {
      id: "order-detail-agrees",
      assumption: "List and detail of an order say the same.",
      source: DOCUMENT,
      about: [],
      reliedOn: "shared/usecases/sync/pull-records.ts",
      run: detailAgrees(orderDetail, ["orderCode", "total", "status", "contactId", "createdAt"]),
    },
    {
      id: "product-detail-agrees",
      assumption: "List and detail of a product say the same, stock included.",
      source: `${DOCUMENT}: \`storeId\` may choose whose stock is shown`,
      about: ["readable, so more than 200"],
      reliedOn: `${ADAPTER}/resources.ts: storeId is not used`,
      run: detailAgrees(productDetail, ["code", "title", "price", "count"]),
    },
    {
      id: "sale-moves-stock",
      assumption: "A sale moves its product's `modifiedAt`.",
      source: "not documented",
      about: ["| stock after an order |"],
      reliedOn: `${ADAPTER}/resources.ts: products are read whole, so this is not needed`,
      run: saleStamps({ sales: orders, soldAt: "createdAt", zone: "+07:00", sold: "items[].productId" }, products, {
        path: "modifiedAt",
        assumed: "moves",
        wide: { size: 200 },
      }),
    },
    {
      id: "order-states",
      assumption: "States of orders are 0 to 7.",
      source: "field note: the vendor's app",
      about: ["| states of orders |", "Order states are not documented"],
      reliedOn: "shared/vendors/isale/normalize.ts: orderStates",
      run: codesKnown(orders, "status", [0, 1, 2, 3, 4, 5, 6, 7]),
    },
    {
      id: "one-main-store",
      assumption: "Products name no store of their own.",
      source: "not documented",
      about: ["only if the row names a store", "whose stock that is with several stores"],
      reliedOn: "shared/vendors/isale/normalize.ts: inventory",
      run: someLack(products, "storeId"),
    },
    {
      id: "tables-readable",
      assumption: "The tables that the key may read are listed under `data`, each with its name.",
      source: `${DOCUMENT}, Bảng dữ liệu`,
      about: [],
      reliedOn: `${ADAPTER}/index.ts: check`,
      run: answeredSo(
        "tables.list",
        {},
        {
          name: "a list of tables",
          fits: ({ json }) =>
            listOf(json?.data).length > 0 &&
            listOf(json.data).every((table) => typeof (table.name ?? table) === "string"),
        },
      ),
    },
  ],
  untried: [
    { about: "an order with a total below zero is one", why: "an answer does not show what is meant" },
    {
      about: "the delivery that the customer pays (`shipCostOnCustomer`",
      why: "an answer does not show what is meant",
    },
    { about: "| cancelling |", why: "a write would be needed" },
    { about: "| HMAC |", why: "a write would be needed" },
    { about: "switches the check of all three on", why: "a write would be needed" },
    { about: "| limits |", why: "the limit would be broken" },
    { about: "An order's day can be edited in the app", why: "time has to pass" },
    { about: "so everything marked _field note_", why: "it is no claim about answers" },
  ],
});
