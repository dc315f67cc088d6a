import { type Collection, cannotTell, type FieldTable, idsOf, type Question, rowsOf, told } from "../experiment.ts";
import { list, localTime, number, positive, text, zonedTime } from "../forms.ts";
import { answeredSo, clockAgrees, signInShows, tokenLives } from "../kinds/access.ts";
import {
  boundIncluded,
  dayHeld,
  filterHeld,
  filterIgnored,
  foundByOther,
  sorted,
  unknownIgnored,
} from "../kinds/filters.ts";
import { orderStable, pagesJoin, sizeCut, sizeHonoured, totalShown } from "../kinds/pages.ts";
import {
  addsUp,
  codesKnown,
  type Detail,
  detailAgrees,
  detailOnly,
  formOf,
  saleListed,
  saleStamps,
  someLack,
  sumOf,
} from "../kinds/rows.ts";
import { at, localText, numberOf, type Raw } from "../raw.ts";

const DAY = 86_400_000;
const DOCUMENT = "KiotViet Public API";

const collection = (operation: string, more: Readonly<Record<string, unknown>> = {}, id = "id"): Collection => ({
  operation,
  rows: "data",
  id,
  ask: ({ size, page, from, more: further }: Question) => ({
    params: {
      ...more,
      ...(size === undefined ? {} : { pageSize: size }),
      ...(page === undefined ? {} : { currentItem: (page - 1) * (size ?? 20) }),
      ...(from === undefined ? {} : { lastModifiedFrom: typeof from === "number" ? localText(from) : from }),
      ...further,
    },
  }),
});

const sortedBy = { orderBy: "modifiedDate", orderDirection: "Asc" };
const orders = collection("orders.list", sortedBy);
const invoices = collection("invoices.list", sortedBy);
const products = collection("products.list", sortedBy);
const customers = collection("customers.list", sortedBy);
const returns = collection("returns.list", sortedBy);
const stock = collection("inventory.list", sortedBy);
const touched = ["modifiedDate", "createdDate"];

/** Lists whose time filter or paging the document leaves in doubt. */
const doubtful: readonly { operation: string; filter?: boolean; paging?: boolean; id?: string }[] = [
  { operation: "price-books.list", filter: true },
  { operation: "customer-groups.list", filter: true, paging: true },
  { operation: "sale-channels.list", filter: true },
  { operation: "cash-flow.list", filter: true, paging: true },
  { operation: "purchase-orders.list", filter: true, paging: true },
  { operation: "delivery-areas.list", paging: true },
  { operation: "supplier-orders.list", paging: true },
  { operation: "voucher-campaigns.list", paging: true },
];

/** A list asked by the date of its documents. */
const dated = (operation: string, from: string, to: string): Collection => ({
  ...collection(operation),
  ask: (question: Question) => {
    const { from: begin, to: end, ...rest } = question;
    const ends = begin === undefined ? {} : { [from]: localText(Number(begin)), [to]: localText(Number(end)) };
    return collection(operation).ask({ ...rest, more: { ...rest.more, ...ends } });
  },
});

/** By these dates a list is divided that shows the same page whichever one is asked for. */
const dividing = [
  { operation: "purchase-orders.list", from: "fromPurchaseDate", to: "toPurchaseDate", time: "purchaseDate" },
  { operation: "invoices.list", from: "fromPurchaseDate", to: "toPurchaseDate", time: "purchaseDate" },
  { operation: "returns.list", from: "fromReturnDate", to: "toReturnDate", time: "returnDate" },
  { operation: "cash-flow.list", from: "startDate", to: "endDate", time: "transDate" },
] as const;

const invoiceDetail: Detail = {
  collection: invoices,
  operation: "invoices.get",
  call: (row) => ({ params: { id: row.id } }),
  row: (json) => json,
};
const orderDetail: Detail = { ...invoiceDetail, collection: orders, operation: "orders.get" };

const goods = (lines: unknown) =>
  sumOf(lines, ({ price, quantity, discount, discountRatio }) => {
    const each = numberOf(discount) ?? ((numberOf(discountRatio) ?? 0) * (numberOf(price) ?? 0)) / 100;
    return numberOf(price) === undefined ? undefined : (numberOf(price)! - each) * (numberOf(quantity) ?? 0);
  });
const lessDiscount = (lines: unknown, row: Raw): number | undefined => {
  const sum = goods(lines);
  const off = numberOf(row.discount) ?? ((numberOf(row.discountRatio) ?? 0) * (sum ?? 0)) / 100;
  return sum === undefined ? undefined : sum - off;
};

const unknown = {
  name: "the vendor's error with a sentence about the record",
  fits: ({ status, json }: Raw) =>
    [404, 420].includes(status) &&
    /không tồn tại|không tìm thấy|đã bị xóa|not found|not exist/i.test(
      String(at(json, "responseStatus.message") ?? at(json, "ResponseStatus.Message") ?? ""),
    ),
};

export const kiotviet = (now: number): FieldTable => {
  const lately: Question = { size: 100, from: now - 7 * DAY };
  return {
    experiments: [
      {
        id: "token-lives-a-day",
        assumption: "A token lives for 24 hours.",
        source: `${DOCUMENT} §2.2, recorded`,
        about: ["token for 24 hours", "| end of a token |"],
        reliedOn: "shared/vendors/kiotviet/index.ts: authorize",
        run: tokenLives([{ path: "expires_in", is: "seconds" }], 86_400),
      },
      {
        id: "scopes-word",
        assumption: "The sign-in with `scopes=` grants the public API.",
        source: `${DOCUMENT} §2.2; integrations send \`scope=\``,
        about: ["| scope of the token |"],
        reliedOn: "shared/vendors/kiotviet/index.ts: authorize",
        run: signInShows("scope", {
          name: "a scope of the public API",
          fits: (scope) => String(scope).includes("PublicApi.Access"),
        }),
      },
      {
        id: "clock",
        assumption: "The envelope's `timestamp` is the vendor's clock and agrees with ours.",
        source: `${DOCUMENT}, field note: recorded`,
        about: ["the envelope's `timestamp`"],
        reliedOn: "shared/vendors/kiotviet/listings.ts: vendorNow of a page",
        run: clockAgrees("branches.list", { params: { pageSize: 1 } }, { path: "timestamp", zone: "+07:00" }),
      },
      {
        id: "orders-bound-included",
        assumption: "`lastModifiedFrom` includes the row of exactly that time.",
        source: `${DOCUMENT} §2.5.1 does not say`,
        about: [],
        reliedOn: "shared/sync/reader.ts: keyset of strategy modified",
        run: boundIncluded({ collection: orders, time: ["modifiedDate"], zone: "+07:00", wide: lately }),
      },
      {
        id: "orders-filter-held",
        assumption: "`lastModifiedFrom` of orders shows no older row.",
        source: `${DOCUMENT} §2.5.1`,
        about: [],
        reliedOn: "shared/vendors/kiotviet/resources.ts: orders",
        run: filterHeld({ collection: orders, time: touched, zone: "+07:00", wide: lately }),
      },
      {
        id: "orders-sorted",
        assumption:
          "`orderBy=modifiedDate` sorts orders by their last change, oldest first, unedited ones by their creation.",
        source: `${DOCUMENT} §2.5.1; where unedited rows stand is inferred`,
        about: ["Where rows without `modifiedDate` stand", "others as databases sort empty values (inferred)"],
        reliedOn: "shared/sync/reader.ts: keyset",
        run: sorted({ collection: orders, time: touched, zone: "+07:00", wide: lately }, {}, "ascending"),
      },
      {
        id: "unedited-without-modified",
        assumption: "A record that was never edited has no `modifiedDate`.",
        source: "field note: recorded",
        about: ["`modifiedDate` is absent", "| `modifiedDate` |"],
        reliedOn: "shared/vendors/kiotviet/listings.ts: modified",
        run: someLack(orders, "modifiedDate"),
      },
      {
        id: "unedited-filtered-by-creation",
        assumption: "The time filter finds a row without `modifiedDate` by its creation.",
        source: "field note: recorded",
        about: ["date of creation stands in"],
        reliedOn: "shared/vendors/kiotviet/listings.ts: time of a listing",
        run: foundByOther({
          collection: orders,
          time: ["createdDate"],
          zone: "+07:00",
          only: ({ modifiedDate }) => modifiedDate === undefined || modifiedDate === null,
          wide: { size: 100, from: now - 400 * DAY },
        }),
      },
      {
        id: "times-local",
        assumption: "Times of rows have no offset and are Vietnam's.",
        source: "field note: recorded",
        about: ["times are local (+07:00)", "| times |"],
        reliedOn: "shared/vendors/kiotviet/schema.ts",
        run: formOf(orders, "purchaseDate", localTime),
      },
      {
        id: "envelope-zoned",
        assumption: "The envelope's `timestamp` carries its offset.",
        source: "field note: recorded",
        about: [],
        reliedOn: "shared/vendors/kiotviet/listings.ts: vendorNow of a page",
        run: answeredSo(
          "branches.list",
          { params: { pageSize: 1 } },
          { name: "stamped with an offset", fits: ({ json }) => zonedTime.fits(json?.timestamp) },
        ),
      },
      {
        id: "removed-ids-name",
        assumption: "Removed ids of products come as `removedIds`.",
        source: `${DOCUMENT} names them three ways; field note: seen`,
        about: ["| removed ids |", "removed ids are called"],
        reliedOn: "shared/vendors/kiotviet/listings.ts: removedIds",
        run: answeredSo(
          "products.list",
          products.ask({ size: 1, from: now - 400 * DAY, more: { includeRemoveIds: true } }),
          { name: "one with a list `removedIds`", fits: ({ json }) => Array.isArray(json?.removedIds) },
        ),
      },
      {
        id: "order-lines-list",
        assumption: "`orderDetails` is a list.",
        source: `${DOCUMENT} §2.5.1 draws one object; field note: recorded`,
        about: ["`images`, `orderDetails`", "| `orderDetails` |", "`onHand` and `onhand`"],
        reliedOn: "shared/vendors/kiotviet/schema.ts",
        run: formOf(orders, "orderDetails", list),
      },
      {
        id: "images-text",
        assumption: "Images of products are texts.",
        source: `${DOCUMENT} §2.4.1 draws objects; field note: recorded`,
        about: ["| `images` |"],
        reliedOn: "shared/vendors/kiotviet/schema.ts",
        run: formOf(products, "images[]", text),
      },
      {
        id: "amounts-numbers",
        assumption: "Amounts are JSON numbers, with up to ten decimals.",
        source: "field note: recorded",
        about: ["amounts like `510000.0000000000`"],
        reliedOn: "shared/core/money.ts",
        run: formOf(orders, "total", number),
      },
      {
        id: "customer-at-the-top",
        assumption: "An invoice names its customer as `customerId`.",
        source: `${DOCUMENT} §2.5 writes \`customer.id\`; field note: seen`,
        about: ["| customer of an order |"],
        reliedOn: "shared/vendors/kiotviet/normalize.ts",
        run: formOf(invoices, "customerId", positive),
      },
      {
        id: "customers-real",
        assumption: "Customers of the list have ids of their own; a summary with id -1 is no customer.",
        source: `${DOCUMENT} §2.6.3`,
        about: ["the first customer may be a summary"],
        reliedOn: "shared/vendors/kiotviet/resources.ts: customers",
        run: formOf(customers, "id", positive),
      },
      {
        id: "area-names",
        assumption: "A customer's `locationName` is a province, or a province and a district with a hyphen between.",
        source: "inferred",
        about: ['`locationName` is "province - district"', "| areas |"],
        reliedOn: "shared/vendors/kiotviet/normalize.ts: address",
        run: formOf(collection("delivery-areas.list"), "name", {
          name: "a province, or a province and a district",
          fits: (name) => String(name).split(" - ").length <= 2,
        }),
      },
      {
        id: "page-at-most-100",
        assumption: "A page has at most 100 rows.",
        source: `${DOCUMENT}; the vendor's own plugin asks for 1,000 (seen)`,
        about: ["| page size |"],
        reliedOn: "shared/vendors/kiotviet/listings.ts: pageSize",
        run: sizeCut(products, 100, { echo: "pageSize" }),
      },
      {
        id: "page-size-honoured",
        assumption: "As many rows come as `pageSize` asks for.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: sizeHonoured(products, 5),
      },
      {
        id: "orders-pages-join",
        assumption: "Pages of orders join without gap or repetition.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: pagesJoin(orders, 5, { from: now - 400 * DAY }),
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
        id: "total-counts-shown-rows",
        assumption: "The total counts the rows that the pages show.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/usecases/sync/collection-size.ts",
        run: totalShown(products, { total: "total", size: 100 }),
      },
      {
        id: "unknown-sort-fails",
        assumption: "`orderBy` on a list that lacks it answers 500.",
        source: "field note: seen",
        about: ["`orderBy` on a list that lacks it"],
        reliedOn: "shared/vendors/kiotviet/listings.ts: snapshots send no orderBy",
        run: answeredSo(
          "customer-groups.list",
          { params: { orderBy: "modifiedDate" } },
          { name: "status 500", fits: ({ status }) => status === 500 },
        ),
      },
      {
        id: "unknown-parameter-ignored",
        assumption: "A parameter that does not exist is ignored.",
        source: "inferred",
        about: [],
        reliedOn: "shared/core/vendor.ts: Operation.params refuses unknown ones",
        run: unknownIgnored(orders, { tillbridgeTries: "1" }),
      },
      ...(["orders", "products", "customers"] as const).map((noun) => ({
        id: `unknown-${noun}`,
        assumption: `An unknown id of ${noun} is answered with 404 or 420, the vendor's envelope and words about the record.`,
        source: "envelope and 420: captured; the words are inferred",
        about: ["404, 420", "HTTP 420 with", "| validation errors |", "The document does not say how an unknown id"],
        reliedOn: "shared/vendors/kiotviet/answers.ts: gone",
        run: answeredSo(`${noun}.get`, { params: { id: 9_999_999_999 } }, unknown),
      })),
      {
        id: "orders-add-up",
        assumption:
          "An order's total is its lines less its discount; a delivery's price is not in it, and a line's discount is for one unit.",
        source: `${DOCUMENT} §2.5.1; inferred`,
        about: [
          "A line's `discount` is for one unit",
          "A delivery's `price` is taken as its fee",
          "| a discount in `discountRatio` alone |",
        ],
        reliedOn: "shared/vendors/kiotviet/normalize.ts",
        run: addsUp(
          orders,
          { made: (row) => lessDiscount(row.orderDetails, row), said: (row) => numberOf(row.total) },
          lately,
        ),
      },
      {
        id: "invoices-add-up",
        assumption: "An invoice's total is its lines less its discount.",
        source: `${DOCUMENT} §2.12.1; inferred`,
        about: [],
        reliedOn: "shared/vendors/kiotviet/normalize.ts",
        run: addsUp(
          invoices,
          { made: (row) => lessDiscount(row.invoiceDetails, row), said: (row) => numberOf(row.total) },
          lately,
        ),
      },
      {
        id: "invoice-detail-agrees",
        assumption: "List and detail of an invoice say the same.",
        source: DOCUMENT,
        about: ["Lists and details show different fields"],
        reliedOn: "shared/usecases/sync/pull-records.ts",
        run: detailAgrees(invoiceDetail, ["code", "total", "status", "customerId", "branchId", "purchaseDate"]),
      },
      {
        id: "order-detail-agrees",
        assumption: "List and detail of an order say the same.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/usecases/sync/pull-records.ts",
        run: detailAgrees(orderDetail, ["code", "total", "status", "customerId", "branchId", "purchaseDate"]),
      },
      {
        id: "invoice-note-in-detail",
        assumption: "An invoice's note and order code stand in the detail alone.",
        source: `${DOCUMENT} §2.12.2`,
        about: ["Only the detail has an invoice"],
        reliedOn: "shared/vendors/kiotviet/resources.ts: unlisted of invoices",
        run: detailOnly(invoiceDetail, ["description", "orderCode"]),
      },
      {
        id: "stock-filter-sees-sales",
        assumption: "A sale moves its products into the stock list's time filter.",
        source: `${DOCUMENT} §2.4.6 does not say`,
        about: ["Stock has no detail call"],
        reliedOn: "shared/vendors/kiotviet/resources.ts: inventory",
        run: saleListed(
          {
            sales: invoices,
            wide: lately,
            soldAt: "purchaseDate",
            zone: "+07:00",
            sold: "invoiceDetails[].productId",
            counts: ({ status }) => status === 1,
          },
          stock,
        ),
      },
      {
        id: "sale-leaves-product-date",
        assumption: "A sale leaves the product's own `modifiedDate` alone.",
        source: "field note: seen",
        about: [],
        reliedOn: "shared/vendors/kiotviet/resources.ts: inventory is a resource of its own",
        run: saleStamps(
          { sales: invoices, wide: lately, soldAt: "purchaseDate", zone: "+07:00", sold: "invoiceDetails[].productId" },
          products,
          { path: "modifiedDate", other: "createdDate", assumed: "stays" },
        ),
      },
      {
        id: "order-states",
        assumption: "States of orders are 1 to 5.",
        source: `${DOCUMENT} §2.5.1`,
        about: ["| order status 2 |"],
        reliedOn: "shared/vendors/kiotviet/documents.ts: states",
        run: codesKnown(orders, "status", [1, 2, 3, 4, 5]),
      },
      {
        id: "invoice-states",
        assumption: "States of invoices are 1, 2, 3 and 5.",
        source: `${DOCUMENT} §2.11.7`,
        about: ["| invoice status 3 |"],
        reliedOn: "shared/vendors/kiotviet/documents.ts: states",
        run: codesKnown(invoices, "status", [1, 2, 3, 5]),
      },
      {
        id: "return-states",
        assumption: "States of returns are 1 and 2.",
        source: `${DOCUMENT} §2.19`,
        about: [],
        reliedOn: "shared/vendors/kiotviet/documents.ts: states",
        run: codesKnown(returns, "status", [1, 2]),
      },
      {
        id: "cash-flow-parts",
        assumption: "`isReceipt` parts the cash flow: no row is a receipt and a payment.",
        source: `${DOCUMENT} §2.14.1; rows do not tell their direction`,
        about: ["cash flow do not tell their direction"],
        reliedOn: "shared/vendors/kiotviet/resources.ts: cash flow",
        run: async (visit) => {
          const listed = collection("cash-flow.list");
          const part = async (isReceipt: boolean) =>
            idsOf(await rowsOf(visit, listed, { size: 50, more: { isReceipt } }), listed);
          const [receipts, payments] = [await part(true), await part(false)];
          if (receipts.length === 0 || payments.length === 0)
            return cannotTell(`${receipts.length} receipts and ${payments.length} payments are shown.`);
          const both = receipts.filter((id) => payments.includes(id)).length;
          return told(
            both === 0,
            `${both} rows are among ${receipts.length} receipts and ${payments.length} payments.`,
          );
        },
      },
      {
        id: "price-book-shows-prices",
        assumption: "The detail of a price book is a list of prices.",
        source: `${DOCUMENT}, field note`,
        about: ["`GET /pricebooks/{id}`"],
        reliedOn: "shared/vendors/kiotviet/resources.ts: price-book-prices",
        run: async (visit) => {
          const books = await visit.ask("price-books.list", { params: { pageSize: 1 } });
          const id = at(books.json, "data.0.id");
          return answeredSo(
            "price-books.get",
            { params: { id: id ?? 0 } },
            {
              name: "a list of prices",
              fits: ({ json }) =>
                Array.isArray(json?.data) && json.data.every((row: Raw) => row.productId !== undefined),
            },
          )(visit);
        },
      },
      ...doubtful
        .filter(({ filter }) => filter)
        .map(({ operation }) => ({
          id: `${operation.replace(".list", "")}-filter-ignored`,
          assumption: `The time filter of ${operation} does not work, so everything is read.`,
          source: `${DOCUMENT} offers it for some; field note: seen`,
          about: [
            "| time filter of price books",
            "`snapshot` (everything",
            "work on purchase orders, customer groups, price books",
          ],
          reliedOn: "shared/vendors/kiotviet/listings.ts: snapshots",
          run: filterIgnored(collection(operation)),
        })),
      ...doubtful
        .filter(({ paging }) => paging)
        .map(({ operation }) => ({
          id: `${operation.replace(".list", "")}-pages-join`,
          assumption: `${operation} takes the paging parameters.`,
          source: "inferred: the document leaves one or both of them out",
          about: ["`vouchercampaign` and `voucher` too", "Paging parameters are sent to"],
          reliedOn: "shared/vendors/kiotviet/listings.ts: snapshots",
          run: pagesJoin(collection(operation), 1),
        })),
      ...dividing.map(({ operation, from, to, time }) => ({
        id: `${operation.replace(".list", "")}-day-held`,
        assumption: `\`${from}\` and \`${to}\` of ${operation} show the documents of those days and no others.`,
        source: `${DOCUMENT} §2.12.1, §2.14.1, §2.15.1, §2.19.1 name them and give no example`,
        about: ["are divided by the date of their documents"],
        reliedOn: "shared/vendors/kiotviet/listings.ts: dividedBy",
        run: dayHeld({ collection: dated(operation, from, to), time: [time], zone: "+07:00", wide: { size: 100 } }),
      })),
    ],
    untried: [
      { about: "A group's `discount` is taken as a percentage", why: "an answer does not show what is meant" },
      { about: "whether it shows those of all books is not written", why: "an answer does not show what is meant" },
      { about: "| F&B shops |", why: "other access would be needed" },
      { about: "A retail token does not open an F&B shop", why: "other access would be needed" },
      { about: "| cost in an update |", why: "a write would be needed" },
      { about: "| webhook signature |", why: "a webhook would be needed" },
      { about: "| answer to a wrong signature |", why: "a webhook would be needed" },
      { about: "| `Action` of a webhook |", why: "a webhook would be needed" },
      { about: "| deletions in webhooks |", why: "a webhook would be needed" },
      { about: "names and addresses of marketplace customers are masked", why: "it is no claim about answers" },
      { about: "| subject | document |", why: "it is no claim about answers" },
      { about: "## Where document and field notes disagree", why: "it is no claim about answers" },
    ],
  };
};
