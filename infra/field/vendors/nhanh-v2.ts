import type { Collection, FieldTable, Question } from "../experiment.ts";
import { keyed, list, localTime, number, numberOrText, oneOf } from "../forms.ts";
import { answeredSo, clockAgrees, tokenLives } from "../kinds/access.ts";
import { boundIncluded, filterHeld, onlyLatest, unknownIgnored } from "../kinds/filters.ts";
import { orderStable, pagesJoin, sizeCut, sizeHonoured, totalShown } from "../kinds/pages.ts";
import {
  addsUp,
  codesKnown,
  type Detail,
  detailAgrees,
  detailOnly,
  formOf,
  noneLack,
  saleStamps,
  someLack,
  sumOf,
  sumOfParts,
} from "../kinds/rows.ts";
import { at, listOf, localDay, localSeconds, numberOf, timeOf } from "../raw.ts";

const DAY = 86_400_000;
const DOCUMENT = "Nhanh Open API v2";
const ADAPTER = "shared/vendors/nhanh-v2";

const secondsText = (value: unknown): unknown => {
  const time = timeOf(value, "+07:00");
  return time === undefined ? value : localSeconds(time);
};
const dayText = (value: unknown): unknown => {
  const time = timeOf(value, "+07:00");
  return time === undefined ? value : localDay(time);
};

const collection = (
  operation: string,
  rows: string,
  id: string,
  filter: (question: Question) => Readonly<Record<string, unknown>> = () => ({}),
): Collection => ({
  operation,
  rows,
  id,
  ask: (question) => {
    const { plain: _, ...more } = question.more ?? {};
    return {
      body: {
        page: question.page ?? 1,
        ...(question.size === undefined ? {} : { icpp: question.size }),
        ...filter(question),
        ...more,
      },
    };
  },
});

const between = (from: string, to: string, form: (value: unknown) => unknown) => (question: Question) => ({
  ...(question.from === undefined ? {} : { [from]: form(question.from) }),
  ...(question.to === undefined ? {} : { [to]: form(question.to) }),
});

const plainOrders = collection(
  "orders.list",
  "data.orders",
  "id",
  between("updatedDateTimeFrom", "updatedDateTimeTo", secondsText),
);
const products = collection(
  "products.list",
  "data.products",
  "idNhanh",
  between("updatedDateTimeFrom", "updatedDateTimeTo", secondsText),
);
const plainCustomers = collection(
  "customers.list",
  "data.customers",
  "id",
  between("updatedAtFrom", "updatedAtTo", secondsText),
);

const productDetail: Detail = {
  collection: products,
  operation: "products.get",
  call: ({ idNhanh }) => ({ body: Number(idNhanh) }),
  row: (json, { idNhanh }) =>
    listOf(json?.data)
      .flatMap((entry) => (Array.isArray(entry) ? entry : [entry]))
      .find((entry) => String(entry?.idNhanh) === String(idNhanh)),
};

export const nhanhV2 = (now: number): FieldTable => {
  const tenDays = (question: Question): Question => ({
    ...question,
    from: question.from ?? now - 9.5 * DAY,
    to: question.to ?? (typeof question.from === "number" ? question.from + 9.5 * DAY : now),
  });
  const orders: Collection = {
    ...plainOrders,
    ask: (question) => plainOrders.ask(question.more?.plain || question.more?.id ? question : tenDays(question)),
  };
  const plainBills = collection("bills.list", "data.bill", "id", between("fromDate", "toDate", dayText));
  const bills: Collection = {
    ...plainBills,
    ask: (question) => plainBills.ask({ ...question, from: question.from ?? now - 9 * DAY, to: question.to ?? now }),
  };
  const byTime = { time: ["updatedAt"], zone: "+07:00", closed: true } as const;
  return {
    experiments: [
      {
        id: "token-lives-a-year",
        assumption: "A token lives for a year.",
        source: `${DOCUMENT}, Lấy access token`,
        about: ["The token lasts one year", "| token answer |", "Token answer: `expiredDateTime`"],
        reliedOn: `${ADAPTER}/index.ts: authorize`,
        run: tokenLives(
          [
            { path: "expiredAt", is: "end" },
            { path: "data.expiredAt", is: "end" },
          ],
          365 * 86_400,
        ),
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
        assumption: "`updatedDateTimeFrom` and `updatedDateTimeTo` include orders of exactly that second.",
        source: `${DOCUMENT}, order/index does not say`,
        about: [],
        reliedOn: "shared/sync/reader.ts: windows",
        run: boundIncluded({ ...byTime, collection: orders }),
      },
      {
        id: "orders-filter-held",
        assumption: "`updatedDateTimeFrom` of orders shows no older row.",
        source: `${DOCUMENT}, order/index`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: orders`,
        run: filterHeld({ ...byTime, collection: orders }),
      },
      {
        id: "products-filter-held",
        assumption: "`updatedDateTimeFrom` of products shows no older row.",
        source: `${DOCUMENT}, product/search`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: products`,
        run: filterHeld({ collection: products, time: ["updatedAt"], zone: "+07:00" }),
      },
      {
        id: "orders-all-stamped",
        assumption: "Every order has an `updatedAt`.",
        source: "inferred",
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: orders are read by updatedAt`,
        run: noneLack(plainOrders, "updatedAt", { more: { plain: true } }),
      },
      {
        id: "orders-ten-days-without-dates",
        assumption: "Without dates order/index shows the last ten days alone.",
        source: `${DOCUMENT}, order/index`,
        about: [],
        reliedOn: `${ADAPTER}/resources.ts: dates are always sent`,
        run: onlyLatest(
          {
            collection: {
              ...plainOrders,
              ask: (question) =>
                plainOrders.ask(
                  question.more?.plain
                    ? question
                    : {
                        ...question,
                        from: undefined,
                        to: undefined,
                        more: {
                          fromDate: dayText(question.from),
                          toDate: dayText(Math.min(Number(question.from) + 8 * DAY, Number(question.to))),
                        },
                      },
                ),
            },
            time: ["createdDateTime"],
            zone: "+07:00",
          },
          10,
        ),
      },
      {
        id: "bills-by-day-held",
        assumption: "`fromDate` of bills shows no older day.",
        source: `${DOCUMENT}, bill/search`,
        about: ["Bills: filter by the day"],
        reliedOn: `${ADAPTER}/resources.ts: bills`,
        run: filterHeld({ collection: bills, time: ["date"], zone: "+07:00", closed: true }),
      },
      {
        id: "customers-unstamped",
        assumption: "Customers carry no time of change.",
        source: `${DOCUMENT}, customer/search`,
        about: ["Customers carry no time of change"],
        reliedOn: `${ADAPTER}/resources.ts: customers are compared by content`,
        run: someLack(plainCustomers, "updatedAt"),
      },
      {
        id: "customer-filter-word",
        assumption: "customer/search filters by `updatedAtFrom`.",
        source: `${DOCUMENT}: the text says updatedDateTimeFrom, the table updatedAtFrom`,
        about: ["| customer/search |", "customer/search: text says"],
        reliedOn: `${ADAPTER}/resources.ts: customers`,
        run: async (visit) => {
          const plain = await visit.ask("customers.list", plainCustomers.ask({ size: 20 }));
          if (listOf(at(plain.json, "data.customers")).length === 0)
            return { verdict: "cannot tell", evidence: "The shop has no customers." };
          const future = await visit.ask(
            "customers.list",
            plainCustomers.ask({ size: 20, from: visit.clock() + DAY, to: visit.clock() + 2 * DAY }),
          );
          const found = listOf(at(future.json, "data.customers")).length;
          return {
            verdict: found === 0 ? "holds" : "does not hold",
            evidence: `Asked for changes from tomorrow on, ${found} customers are shown.`,
          };
        },
      },
      {
        id: "sale-leaves-product-date",
        assumption: "A movement of stock leaves the product's `updatedAt` alone.",
        source: `${DOCUMENT}, product/search`,
        about: ["Stock moves no `updatedAt`"],
        reliedOn: `${ADAPTER}/resources.ts: inventory is read whole`,
        run: saleStamps({ sales: bills, soldAt: "createdDateTime", zone: "+07:00", sold: "products[].id" }, products, {
          path: "updatedAt",
          assumed: "stays",
        }),
      },
      {
        id: "stock-total-is-sum",
        assumption: "A product's stock to sell is the sum over its depots.",
        source: `${DOCUMENT}; differs in recorded answers`,
        about: ["| total of stock |", "Total stock and the sum over the depots"],
        reliedOn: "shared/vendors/nhanh-v2/normalize.ts: both are kept as sent",
        run: sumOfParts(
          { ...products, rows: "data.products" },
          { whole: "inventory.available", parts: "inventory.depots[].available", wide: { size: 100 } },
        ),
      },
      {
        id: "orders-keyed",
        assumption: "Orders come as an object that is keyed by id.",
        source: "seen in integrations; the document draws a list",
        about: ["| lists |", "`orders`, `users`, `debts`", "JSON.parse sorts number-like keys"],
        reliedOn: "shared/vendors/nhanh-v2/schema.ts: toRows",
        run: answeredSo("orders.list", orders.ask({ size: 20 }), {
          name: "one with an object of orders",
          fits: ({ json }) => keyed.fits(at(json, "data.orders")),
        }),
      },
      {
        id: "amounts-form",
        assumption: "Amounts of orders are JSON numbers.",
        source: `${DOCUMENT}; texts by call (seen)`,
        about: ["| numbers |"],
        reliedOn: "shared/vendors/nhanh-v2/schema.ts",
        run: formOf(orders, "products[].price", number),
      },
      {
        id: "mobile-form",
        assumption: "A customer's mobile is text or a number.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/core/phone.ts",
        run: formOf(plainCustomers, "mobile", numberOrText),
      },
      {
        id: "times-local",
        assumption: "Times have no offset and are Vietnam's.",
        source: `${DOCUMENT}, overview`,
        about: ["Times are `Y-m-d H:i:s`"],
        reliedOn: "shared/vendors/nhanh-v2/schema.ts",
        run: formOf(orders, "createdDateTime", localTime),
      },
      {
        id: "order-lines-list",
        assumption: "Lines of an order are a list.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/vendors/nhanh-v2/schema.ts",
        run: formOf(orders, "products", list),
      },
      {
        id: "bills-word",
        assumption: "bill/search names its rows `bill`, in the singular.",
        source: DOCUMENT,
        about: ["`bill` (singular)"],
        reliedOn: `${ADAPTER}/resources.ts: bills`,
        run: answeredSo("bills.list", bills.ask({ size: 5 }), {
          name: "one with rows under `bill`",
          fits: ({ json }) => listOf(at(json, "data.bill")).length > 0,
        }),
      },
      {
        id: "line-discount-per-unit",
        assumption: "A line's `discount` is for one unit: `productMoney` is price less discount, times quantity.",
        source: "open in the document",
        about: ["Order lines: whether `discount` is per unit"],
        reliedOn: "shared/vendors/nhanh-v2/documents.ts: lines",
        run: addsUp(
          orders,
          {
            made: (row) =>
              sumOf(
                row.products,
                ({ price, discount, quantity }) => (Number(price) - Number(discount ?? 0)) * Number(quantity),
              ),
            said: (row) => sumOf(row.products, ({ productMoney }) => numberOf(productMoney)),
          },
          { size: 100 },
        ),
      },
      {
        id: "orders-add-up",
        assumption: "`calcTotalMoney` is lines less discount plus shipping fee, less deposit and transfer.",
        source: "inferred",
        about: ["`calcTotalMoney` is what is still to be collected"],
        reliedOn: "shared/vendors/nhanh-v2/documents.ts: total",
        run: addsUp(
          orders,
          {
            made: (row) => {
              const goods = sumOf(row.products, ({ productMoney }) => numberOf(productMoney));
              return goods === undefined
                ? undefined
                : goods +
                    Number(row.customerShipFee ?? 0) -
                    Number(row.moneyDiscount ?? 0) -
                    Number(row.moneyDeposit ?? 0) -
                    Number(row.moneyTransfer ?? 0) -
                    Number(row.moneyUsedPoints ?? 0);
            },
            said: (row) => numberOf(row.calcTotalMoney),
          },
          { size: 100 },
        ),
      },
      {
        id: "orders-pages-join",
        assumption: "Numbered pages of orders join without gap or repetition.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts: pages with an anchor",
        run: pagesJoin(orders, 5),
      },
      {
        id: "customers-order-stable",
        assumption: "The same page of customers has the same rows in the same order.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: orderStable(plainCustomers),
      },
      {
        id: "page-size-honoured",
        assumption: "As many rows come as `icpp` asks for.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: sizeHonoured(products, 5),
      },
      {
        id: "page-at-most-100",
        assumption: "A page of products has at most 100 rows.",
        source: DOCUMENT,
        about: [],
        reliedOn: `${ADAPTER}/listings.ts: pageSize`,
        run: sizeCut(products, 100),
      },
      {
        id: "transactions-page-at-most-50",
        assumption: "A page of transactions has at most 50 rows.",
        source: `${DOCUMENT}: the text says 100, the table 50`,
        about: ["| page size of imei, transaction |", "Page sizes of imei"],
        reliedOn: `${ADAPTER}/listings.ts: pageSize`,
        run: sizeCut(collection("transactions.list", "data.transactions", "id"), 50),
      },
      {
        id: "total-pages-shown",
        assumption: "`totalPages` is the number of pages that show rows.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/sync/reader.ts",
        run: totalShown(products, { total: "data.totalPages", size: 100, counts: "pages" }),
      },
      {
        id: "total-records-shown",
        assumption: "`totalRecords` of orders counts the rows that the pages show.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/usecases/sync/collection-size.ts",
        run: totalShown(orders, { total: "data.totalRecords", size: 100 }),
      },
      {
        id: "unknown-product-refused",
        assumption:
          "product/detail of an unknown id is a refusal with `code` 0 or false at status 200, in words about the product.",
        source: "inferred: the document shows refusals in words, none for an unknown id",
        about: ["| product/detail |", "Success is `code` 1 only", "| failure |", "| `messages` |"],
        reliedOn: `${ADAPTER}/answers.ts: gone`,
        run: answeredSo(
          "products.get",
          { body: 9_999_999_999 },
          {
            name: "a refusal with words about the product",
            fits: ({ status, json }) =>
              status === 200 &&
              (json?.code === 0 || json?.code === false) &&
              /product|sản phẩm/i.test(JSON.stringify(json?.messages ?? json?.message ?? "")),
          },
        ),
      },
      {
        id: "unknown-order-empty",
        assumption: "order/index of an unknown id answers with success and shows nothing.",
        source: "field note",
        about: ["| an order asked for by its id |", "order/index by id"],
        reliedOn: `${ADAPTER}/resources.ts: get of orders`,
        run: answeredSo(
          "orders.list",
          { body: { id: 9_999_999_999, page: 1 } },
          {
            name: "a success without rows",
            fits: ({ json }) => json?.code === 1 && listOf(at(json, "data.orders")).length === 0,
          },
        ),
      },
      {
        id: "order-found-by-id",
        assumption: "order/index finds an order of more than ten days ago by its id alone.",
        source: `${DOCUMENT}, order/index`,
        about: ["customer/search by id, store/depot by id"],
        reliedOn: `${ADAPTER}/resources.ts: get of orders`,
        run: async (visit) => {
          const [row] = listOf(at((await visit.ask("orders.list", orders.ask({ size: 20 }))).json, "data.orders"));
          if (!row) return { verdict: "cannot tell", evidence: "No order of the last days is shown." };
          const found = listOf(
            at((await visit.ask("orders.list", { body: { id: Number(row.id), page: 1 } })).json, "data.orders"),
          );
          const isThere = found.some(({ id }) => String(id) === String(row.id));
          return {
            verdict: isThere ? "holds" : "does not hold",
            evidence: `Asked for by its id, an order of the list is ${isThere ? "" : "not "}shown.`,
          };
        },
      },
      {
        id: "unknown-filter-ignored",
        assumption: "A filter that does not exist is ignored.",
        source: "seen in integrations",
        about: ["| unknown filters |", "Unknown filters are ignored without a word"],
        reliedOn: "shared/core/vendor.ts: Operation.params refuses unknown ones",
        run: unknownIgnored(products, { tillbridgeTries: 1 }),
      },
      {
        id: "stopped-products-hidden",
        assumption: "Inactive products are left out of the default list.",
        source: `${DOCUMENT}, product status`,
        about: ["Inactive products are left out"],
        reliedOn: `${ADAPTER}/resources.ts: products are listed in two parts`,
        run: async (visit) => {
          const stopped = await visit.ask("products.list", products.ask({ size: 20, more: { status: "Inactive" } }));
          const [row] = listOf(at(stopped.json, "data.products")).filter(({ status }) => status === "Inactive");
          if (!row) return { verdict: "cannot tell", evidence: "The shop has no inactive product." };
          const plain = await visit.ask(
            "products.list",
            products.ask({ size: 100, from: row.updatedAt, to: row.updatedAt }),
          );
          const shown = listOf(at(plain.json, "data.products")).some(
            ({ idNhanh }) => String(idNhanh) === String(row.idNhanh),
          );
          return {
            verdict: shown ? "does not hold" : "holds",
            evidence: `Asked for by its time of change without a status, an inactive product is ${shown ? "" : "not "}shown.`,
          };
        },
      },
      {
        id: "product-detail-agrees",
        assumption: "List and detail of a product say the same.",
        source: DOCUMENT,
        about: [],
        reliedOn: "shared/usecases/sync/pull-records.ts",
        run: detailAgrees(productDetail, ["code", "name", "price"]),
      },
      {
        id: "product-text-in-detail",
        assumption: "A product's barcode and description stand in the detail alone.",
        source: DOCUMENT,
        about: ["product/search and product/detail have different fields"],
        reliedOn: `${ADAPTER}/resources.ts: volatile`,
        run: detailOnly(productDetail, ["barcode", "description"]),
      },
      {
        id: "success-is-one",
        assumption: "The host answers, and success is exactly `code` 1.",
        source: `${DOCUMENT}; recorded`,
        about: ["| host |"],
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
        source: `${DOCUMENT}, order status`,
        about: [],
        reliedOn: "shared/vendors/nhanh-v2/documents.ts: statuses",
        run: codesKnown(orders, "statusCode", [
          "New",
          "Confirming",
          "CustomerConfirming",
          "Confirmed",
          "Packing",
          "Packed",
          "ChangeDepot",
          "Pickup",
          "Shipping",
          "Success",
          "Failed",
          "Canceled",
          "Aborted",
          "CarrierCanceled",
          "SoldOut",
          "Returning",
          "Returned",
        ]),
      },
    ],
    untried: [
      { about: "| `appUninstalled` |", why: "a webhook would be needed" },
      { about: "| order/add with a known own id |", why: "a write would be needed" },
      { about: "| unknown products in an order |", why: "a write would be needed" },
    ],
  };
};
