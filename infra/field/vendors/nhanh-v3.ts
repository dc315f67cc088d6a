import type { Collection, FieldTable, Question } from "../experiment.ts";
import { list, number, numberOrText, oneOf, text, unixSeconds } from "../forms.ts";
import { answeredSo, clockAgrees, signInShows, tokenLives } from "../kinds/access.ts";
import { boundIncluded, filterHeld, filterIgnored, onlyLatest, sorted, unknownIgnored } from "../kinds/filters.ts";
import { orderStable, pagesJoin, sizeCut, sizeHonoured } from "../kinds/pages.ts";
import { addsUp, codesKnown, deletedHidden, formOf, noneLack, saleStamps, sumOf, sumOfParts } from "../kinds/rows.ts";
import { at, localDay, numberOf, type Raw, timeOf } from "../raw.ts";

const DAY = 86_400_000;
const DOCUMENT = "Nhanh Open API v3";
const ADAPTER = "shared/vendors/nhanh-v3";

const seconds = (value: unknown): unknown =>
  typeof value === "number" && value > 1e11 ? Math.floor(value / 1_000) : value;
const day = (value: unknown): unknown => {
  const time = timeOf(value, "+07:00");
  return time === undefined ? value : localDay(time);
};

const collection = (
  operation: string,
  id: string,
  filter: (question: Question) => Readonly<Record<string, unknown>> = () => ({}),
): Collection => ({
  operation,
  rows: "data",
  id,
  next: "paginator.next",
  ask: (question) => {
    const { plain: _, sort, ...more } = question.more ?? {};
    const paginator = { size: question.size, sort, next: question.next };
    const set = Object.entries(paginator).filter(([, value]) => value !== undefined);
    return { body: { filters: { ...filter(question), ...more }, paginator: Object.fromEntries(set) } };
  },
});

const between =
  (name: string) =>
  ({ from, to }: Question) => ({
    ...(from === undefined ? {} : { [`${name}From`]: seconds(from) }),
    ...(to === undefined ? {} : { [`${name}To`]: seconds(to) }),
  });

const products = collection("products.list", "id", between("updatedAt"));
const customers = collection("customers.list", "id", between("updatedAt"));
const stock = collection("inventory.list", "productId", between("updatedAt"));
const plainOrders = collection("orders.list", "info.id", between("updatedAt"));

const lines = (row: Raw, amount: (line: Raw) => number | undefined) => sumOf(row.products, amount);

export const nhanhV3 = (now: number): FieldTable => {
  const month = (question: Question): Question => ({
    ...question,
    from: question.from ?? now - 30 * DAY,
    to: question.to ?? now,
  });
  const orders: Collection = {
    ...plainOrders,
    ask: (question) => plainOrders.ask(question.more?.plain || question.more?.ids ? question : month(question)),
  };
  const plainBills = collection("bills.list", "id", ({ from, to }) => ({
    ...(from === undefined ? {} : { fromDate: day(from) }),
    ...(to === undefined ? {} : { toDate: day(to) }),
  }));
  const bills: Collection = { ...plainBills, ask: (question) => plainBills.ask(month(question)) };
  const billsByCreation = collection("bills.list", "id", ({ from }) => ({
    fromDate: localDay(now - 30 * DAY),
    toDate: localDay(now),
    ...(from === undefined ? {} : { createdAtFrom: seconds(from) }),
  }));
  const byTime = { time: ["info.updatedAt"], zone: "+07:00", closed: true } as const;
  return {
    experiments: [
      {
        id: "token-lives-a-year",
        assumption: "A token lives for a year.",
        source: `${DOCUMENT}, app/getaccesstoken`,
        about: ["year. There is no refresh"],
        reliedOn: `${ADAPTER}/index.ts: authorize`,
        run: tokenLives([{ path: "data.expiredAt", is: "end" }], 365 * 86_400),
      },
      {
        id: "depots-a-list",
        assumption: 'The token\'s `depotIds` are a list, or the word "All".',
        source: `${DOCUMENT}; recorded`,
        about: ["| token answer |"],
        reliedOn: `${ADAPTER}/index.ts: sessionOf`,
        run: signInShows("data.depotIds", {
          name: "a list or All",
          fits: (value) => Array.isArray(value) || value === "All",
        }),
      },
      {
        id: "clock",
        assumption: "The vendor's clock agrees with ours.",
        source: "header of its answers",
        about: [],
        reliedOn: "shared/sync/spans.ts: windows end now",
        run: clockAgrees("depots.list", { body: {} }, { zone: "+07:00" }),
      },
      {
        id: "orders-bound-included",
        assumption: "`updatedAtFrom` and `updatedAtTo` include rows of exactly that second.",
        source: `${DOCUMENT}, order/list does not say`,
        about: [],
        reliedOn: "shared/sync/reader.ts: windows",
        run: boundIncluded({ ...byTime, collection: orders }),
      },
      {
        id: "orders-filter-held",
        assumption: "`updatedAtFrom` of orders shows no older row.",
        source: `${DOCUMENT}, order/list`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: orders`,
        run: filterHeld({ ...byTime, collection: orders }),
      },
      {
        id: "products-filter-held",
        assumption: "`updatedAtFrom` of products shows no older row.",
        source: `${DOCUMENT}, product/list`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: products`,
        run: filterHeld({ collection: products, time: ["updatedAt"], zone: "+07:00" }),
      },
      {
        id: "customers-filter-held",
        assumption: "`updatedAtFrom` of customers shows no older row.",
        source: `${DOCUMENT}, customer/list`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: customers`,
        run: filterHeld({ collection: customers, time: ["updatedAt"], zone: "+07:00" }),
      },
      {
        id: "orders-all-stamped",
        assumption: "Every order has an `updatedAt`.",
        source: "inferred",
        about: ["An order that the vendor never gave an `updatedAt`", "(inferred: untouched since before"],
        reliedOn: `${ADAPTER}/resources.ts: orders are read by updatedAt alone`,
        run: noneLack(
          collection("orders.list", "info.id", () => ({
            createdAtFrom: Math.floor(now / 1_000) - 30 * 86_400,
            createdAtTo: Math.floor(now / 1_000),
          })),
          "info.updatedAt",
        ),
      },
      {
        id: "orders-last-month-without-dates",
        assumption: "Without dates order/list shows the last 31 days alone.",
        source: `${DOCUMENT}, order/list; seen`,
        about: ["| order/list |", "`order/list` without dates"],
        reliedOn: `${ADAPTER}/resources.ts: dates are always sent`,
        run: onlyLatest(
          {
            ...byTime,
            time: ["info.createdAt"],
            collection: {
              ...plainOrders,
              ask: (question) =>
                plainOrders.ask(
                  question.more?.plain
                    ? question
                    : {
                        ...question,
                        more: { createdAtFrom: seconds(question.from), createdAtTo: seconds(question.to) },
                        from: undefined,
                        to: undefined,
                      },
                ),
            },
          },
          31,
        ),
      },
      {
        id: "sale-leaves-product-date",
        assumption: "A movement of stock leaves the product's `updatedAt` alone.",
        source: `${DOCUMENT}, product/inventory: a note`,
        about: ["| product/inventory |", "**product/inventory** promises"],
        reliedOn: `${ADAPTER}/resources.ts: inventory is read whole`,
        run: saleStamps(
          { sales: bills, soldAt: "created.createdAt", zone: "+07:00", sold: "products[].id" },
          products,
          { path: "updatedAt", assumed: "stays" },
        ),
      },
      {
        id: "stock-filter",
        assumption: "product/inventory takes a filter by the time of a stock change.",
        source: `${DOCUMENT}, product/inventory`,
        about: ["stock. Rows carry no time"],
        reliedOn: `${ADAPTER}/resources.ts: the filter is not used; it could be, if it holds`,
        run: async (visit) => {
          const { verdict, evidence } = await filterIgnored(stock)(visit);
          return {
            verdict: verdict === "holds" ? "does not hold" : verdict === "does not hold" ? "holds" : verdict,
            evidence,
          };
        },
      },
      {
        id: "bills-by-creation-ignored",
        assumption: "bill/list ignores `createdAtFrom`: days of the movement alone filter it.",
        source: `${DOCUMENT}, bill/list: text and table differ`,
        about: ["| bill/list |", "**bill/list** speaks"],
        reliedOn: `${ADAPTER}/resources.ts: bills`,
        run: filterIgnored(billsByCreation),
      },
      {
        id: "bills-by-day-held",
        assumption: "`fromDate` of bills shows no older day.",
        source: `${DOCUMENT}, bill/list: table`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: bills`,
        run: filterHeld({ collection: bills, time: ["date"], zone: "+07:00", closed: true, wide: { size: 100 } }),
      },
      {
        id: "stopped-products-hidden",
        assumption: "Stopped products are hidden unless their status is asked for.",
        source: `${DOCUMENT}, about screens; unclear for the API`,
        about: ["| stopped products |", "Stopped products are hidden"],
        reliedOn: `${ADAPTER}/resources.ts: everyStatus`,
        run: async (visit) => {
          const stopped = await visit.ask("products.list", products.ask({ size: 20, more: { status: [3] } }));
          const rows = (stopped.json?.data ?? []) as Raw[];
          if (rows.length === 0) return { verdict: "cannot tell", evidence: "The shop has no stopped product." };
          // The window of its own last change: of a large shop no page would show it by chance.
          const [{ id, updatedAt }] = rows;
          const plain = await visit.ask("products.list", products.ask({ size: 100, from: updatedAt, to: updatedAt }));
          const shown = ((plain.json?.data ?? []) as Raw[]).some((row) => String(row.id) === String(id));
          return {
            verdict: shown ? "does not hold" : "holds",
            evidence: `Asked for by its time of change without a status, a stopped product is ${shown ? "" : "not "}shown.`,
          };
        },
      },
      {
        id: "stock-total-is-sum",
        assumption: "A product's stock to sell is the sum over its depots.",
        source: `${DOCUMENT}; differs in recorded answers`,
        about: ["| total of stock |", "Totals of stock differ"],
        reliedOn: "shared/vendors/nhanh-v3/normalize.ts: both are kept as sent",
        run: sumOfParts(stock, {
          whole: "inventory.available",
          parts: "inventory.depots[].available",
          wide: { size: 100 },
        }),
      },
      {
        id: "line-discount-per-unit",
        assumption: "A line's `discount` in order/list is for one unit.",
        source: `${DOCUMENT}, order/list`,
        about: ["| line discount |", "`products[].discount` is per unit"],
        reliedOn: "shared/vendors/nhanh-v3/documents.ts: lines",
        run: addsUp(
          orders,
          {
            made: (row) =>
              lines(
                row,
                ({ price, discount, quantity }) => (numberOf(price)! - numberOf(discount)!) * numberOf(quantity)!,
              ),
            said: (row) => lines(row, ({ totalAmount }) => numberOf(totalAmount)),
          },
          { size: 100 },
        ),
      },
      {
        id: "orders-add-up",
        assumption: "Lines less discount plus the customer's shipping fee, less what is paid, is the sum to collect.",
        source: `${DOCUMENT}, order/list; inferred`,
        about: [],
        reliedOn: "shared/vendors/nhanh-v3/documents.ts: total",
        run: addsUp(
          orders,
          {
            made: (row) => {
              const goods = lines(row, ({ totalAmount }) => numberOf(totalAmount));
              const { discount, deposit, transfer } = row.payment ?? {};
              return goods === undefined
                ? undefined
                : goods -
                    (numberOf(discount?.amount) ?? 0) +
                    (numberOf(at(row, "carrier.customerShipFee")) ?? 0) -
                    (numberOf(deposit?.amount) ?? 0) -
                    (numberOf(transfer?.amount) ?? 0);
            },
            said: (row) => numberOf(at(row, "payment.codAmount")),
          },
          { size: 100 },
        ),
      },
      {
        id: "times-unix",
        assumption: "Times of orders are unix seconds.",
        source: `${DOCUMENT}`,
        about: ["Times are unix seconds"],
        reliedOn: "shared/vendors/nhanh-v3/schema.ts",
        run: formOf(orders, "info.createdAt", unixSeconds),
      },
      {
        id: "bill-days-text",
        assumption: "A bill's `date` is a day as text.",
        source: DOCUMENT,
        about: ["messages; days"],
        reliedOn: "shared/vendors/nhanh-v3/normalize.ts",
        run: formOf(bills, "date", text),
      },
      {
        id: "mobile-form",
        assumption: "A customer's mobile is text or a number.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/core/phone.ts",
        run: formOf(customers, "mobile", numberOrText),
      },
      {
        id: "amounts-numbers",
        assumption: "Amounts are JSON numbers.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/vendors/nhanh-v3/schema.ts",
        run: formOf(orders, "products[].price", number),
      },
      {
        id: "order-lines-list",
        assumption: "Lines of an order are a list.",
        source: DOCUMENT,
        about: ["Two shapes of an order"],
        reliedOn: "shared/vendors/nhanh-v3/schema.ts",
        run: formOf(orders, "products", list),
      },
      {
        id: "lines-name-product",
        assumption: "Lines of order/list name their product as `productId`.",
        source: DOCUMENT,
        about: ["(`info.createdBy{}`"],
        reliedOn: "shared/vendors/nhanh-v3/normalize.ts",
        run: formOf(orders, "products[].productId", numberOrText),
      },
      {
        id: "products-sorted",
        assumption: "`sort: {id: desc}` sorts products by their id.",
        source: `${DOCUMENT}, paginator`,
        about: [],
        reliedOn: `${ADAPTER}/listings.ts: sort`,
        run: sorted({ collection: products, time: ["id"], zone: "+07:00" }, { sort: { id: "desc" } }, "descending"),
      },
      {
        id: "orders-pages-join",
        assumption: "`paginator.next` of orders joins pages without gap or repetition.",
        source: DOCUMENT,
        about: ["`paginator.next` is opaque"],
        reliedOn: "shared/sync/reader.ts: token paging",
        run: pagesJoin(orders, 5),
      },
      {
        id: "products-pages-join",
        assumption: "`paginator.next` of products joins pages without gap or repetition.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts: token paging",
        run: pagesJoin(products, 5),
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
        assumption: "As many rows come as the paginator asks for.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: sizeHonoured(products, 5),
      },
      {
        id: "page-at-most-100",
        assumption: "A page has at most 100 rows.",
        source: DOCUMENT,
        about: [],
        reliedOn: `${ADAPTER}/listings.ts: pageSize`,
        run: sizeCut(products, 100),
      },
      {
        id: "unknown-id-empty",
        assumption: "A list that is asked for an unknown id answers with success and shows nothing.",
        source: "no document says how an unknown id is answered",
        about: ["There is no call for one record"],
        reliedOn: `${ADAPTER}/resources.ts: get lists`,
        run: answeredSo(
          "orders.list",
          { body: { filters: { ids: [9_999_999_999] }, paginator: { size: 5 } } },
          {
            name: "a success without rows",
            fits: ({ json }) =>
              json?.code === 1 &&
              (json.data === undefined || json.data === null || Object.keys(json.data).length === 0),
          },
        ),
      },
      {
        id: "unknown-product-refused",
        assumption: "product/detail of an unknown id is a refusal with `code` 0 or false at status 200.",
        source: "recorded: failures with status 200",
        about: ["| failure |", "Errors come with HTTP 200", "| `messages` |"],
        reliedOn: `${ADAPTER}/answers.ts: judge`,
        run: answeredSo(
          "products.get",
          { body: 9_999_999_999 },
          {
            name: "a refusal at status 200",
            fits: ({ status, json }) => status === 200 && (json?.code === 0 || json?.code === false),
          },
        ),
      },
      {
        id: "unknown-filter-ignored",
        assumption: "A filter that does not exist is ignored.",
        source: "seen in integrations of version 2",
        about: ["| unknown filters |", "Unknown filters are ignored silently"],
        reliedOn: "shared/core/vendor.ts: Operation.params refuses unknown ones",
        run: unknownIgnored(products, { tillbridgeTries: 1 }),
      },
      {
        id: "deleted-orders-hidden",
        assumption: "Orders that order/deleted names are not listed any more.",
        source: `${DOCUMENT}, order/deleted`,
        about: ["the row and for some that are alive, in one call"],
        reliedOn: `${ADAPTER}/resources.ts: deletions of orders`,
        run: deletedHidden(collection("orders.deleted", "id"), (ids) => ({
          collection: orders,
          question: { size: 50, more: { ids: ids.map(Number) } },
        })),
      },
      {
        id: "success-is-one",
        assumption: "A call with the raw token succeeds, and success is exactly `code` 1.",
        source: `${DOCUMENT}; recorded`,
        about: ["| `Authorization` of calls |"],
        reliedOn: `${ADAPTER}/answers.ts: judge`,
        run: answeredSo(
          "depots.list",
          { body: {} },
          { name: "one with `code` 1", fits: ({ json }) => oneOf(1).fits(json?.code) },
        ),
      },
      {
        id: "order-states",
        assumption: "States of orders are those of the document's table.",
        source: `${DOCUMENT}, Model constant`,
        about: ['| order/edit "returned" |'],
        reliedOn: "shared/vendors/nhanh-v3/documents.ts: statuses",
        run: codesKnown(
          orders,
          "info.status",
          [40, 42, 43, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 68, 71, 72, 73, 74],
        ),
      },
      {
        id: "order-types",
        assumption: "Types of orders are those of the document's table.",
        source: `${DOCUMENT}, Model constant`,
        about: [],
        reliedOn: "shared/vendors/nhanh-v3/normalize.ts",
        run: codesKnown(orders, "info.type", [1, 2, 3, 4, 5, 8, 9, 10, 12, 14, 15, 16, 17]),
      },
    ],
    untried: [
      { about: "| code of the limit |", why: "the limit would be broken" },
      { about: "| dead token |", why: "time has to pass" },
      { about: "| consent address |", why: "other access would be needed" },
      { about: "| verify token of webhooks |", why: "a webhook would be needed" },
      { about: "| `orderPartialReturn` |", why: "a webhook would be needed" },
      { about: "| `data` of a webhook |", why: "a webhook would be needed" },
      { about: "| duplicates of order/add |", why: "a write would be needed" },
      { about: "Version 3 was released", why: "it is no claim about answers" },
    ],
  };
};
