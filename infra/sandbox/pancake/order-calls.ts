import { type Handler, json } from "../simulator.ts";
import type { Box } from "./box.ts";
import { CARRIERS } from "./data.ts";
import { allRows, byStatus, listRows, matchesSearch, pageOf, span } from "./listing.ts";
import { addOrder, addUp, orderItem, sellerOf, setStatus, sourceName } from "./orders.ts";
import {
  done,
  findRow,
  needRow,
  numberIn,
  type Row,
  refuse,
  SHOP,
  seconds,
  unknownRow,
  withPreciseStamps,
  withStamps,
} from "./wire.ts";

/** Fields that a PUT with an api key loses (field note): the vendor answers "success" all the same. */
const LOST_ON_PUT = [
  "customer_pay_fee",
  "shipping_fee",
  "partner_fee",
  "is_free_shipping",
  "total_discount",
  "surcharge",
];

/** Fields that no PUT changes. */
const FIXED = ["id", "status", "shop_id", "custom_id", "inserted_at", "updated_at"];

export const isNotDeleted = (row: Row) => row.status !== 7;

const SORTS: Readonly<Record<string, { orderBy: string; descending: boolean }>> = {
  inserted_at_asc: { orderBy: "created", descending: false },
  inserted_at_desc: { orderBy: "created", descending: true },
  last_updated_order_asc: { orderBy: "touched", descending: false },
  last_updated_order_desc: { orderBy: "touched", descending: true },
};

const listOrders =
  (box: Box): Handler =>
  ({ query }) => {
    const status = numberIn(query, "status");
    const search = query.get("search");
    const by = query.get("updateStatus") === "updated_at" ? "touched" : "created";
    const answer = pageOf(box, box.orders, query, {
      show: withPreciseStamps,
      ...(SORTS[query.get("option_sort") ?? ""] ?? SORTS.inserted_at_desc),
      ...span(query, by, "startDateTime", "endDateTime"),
      where: (row) =>
        (status === undefined ? isNotDeleted(row) || query.get("include_removed") === "1" : row.status === status) &&
        matchesSearch({ ...row, items: undefined }, search),
    });
    const fields = query.getAll("fields[]");
    const extra = query.getAll("extra_fields[]");
    answer.data = answer.data.map(({ custom_id, ...row }: Row) => {
      const shown: Row = extra.includes("custom_id") || fields.includes("custom_id") ? { ...row, custom_id } : row;
      return fields.length === 0
        ? shown
        : Object.fromEntries(Object.entries(shown).filter(([name]) => name === "id" || fields.includes(name)));
    });
    return json(answer);
  };

const createOrder =
  (box: Box): Handler =>
  ({ body, commit }) => {
    if (!Array.isArray(body?.items) || body.items.length === 0) return refuse(box, "items is required");
    for (const item of body.items) {
      if (item.one_time_product !== true && !box.variations.get(String(item.variation_id)))
        return refuse(box, "Variation not found");
    }
    if (body.warehouse_id !== undefined && !box.warehouses.get(body.warehouse_id))
      return refuse(box, "Warehouse not found");
    const made = addOrder(box, body, box.keyOwner);
    commit(made.id, body.custom_id ?? undefined);
    // The id's name has changed between versions.
    return done(box.dice.chance(0.9) ? withPreciseStamps(made) : { order_id: made.id });
  };

/** Labels are known by number; the answer shows their names. What the shop does not have is left out. */
const tagsOf = (box: Box, given: unknown): Row[] =>
  (Array.isArray(given) ? given : []).flatMap((tag) => {
    const known = box.tags.get(Number(typeof tag === "object" && tag !== null ? tag.id : tag));
    return known ? [{ id: known.row.id, name: known.row.name }] : [];
  });

/** An order that was sent takes its note and its labels, and nothing else. */
const applyEdit = (box: Box, row: Row, change: Row, sent: boolean): void => {
  for (const [name, value] of Object.entries(change)) {
    if (LOST_ON_PUT.includes(name) || FIXED.includes(name)) continue;
    if (name === "items") row.items = itemsAfter(box, row, value);
    else if (name === "tags") row.tags = tagsOf(box, value);
    else if (name === "note" || !sent) row[name] = value;
  }
  if (sent) return;
  if (change.assigning_seller_id !== undefined) row.assigning_seller = sellerOf(box, change.assigning_seller_id);
  row.order_sources_name = sourceName(box, change) ?? row.order_sources_name;
};

/** Only a new order takes other goods. */
const itemsAfter = (box: Box, row: Row, items: unknown): unknown =>
  row.status === 0 && Array.isArray(items) ? items.map((item) => orderItem(box, item)) : row.items;

const updateOrder =
  (box: Box): Handler =>
  ({ path, body, commit }) => {
    const order = needRow(box, box.orders.get(path.id), "Order");
    if (order.row.status === 7) return unknownRow(box, "Order");
    const status = body?.status === undefined ? undefined : Number(body.status);
    const sent = ![0, 17, 11, 20, 1, 12, 13, 8, 9].includes(order.row.status);
    box.orders.edit(order.id, (row) => {
      applyEdit(box, row, body ?? {}, sent);
      addUp(row, sent ? row.cod : body?.cod);
      row.histories = [{ editor_id: box.keyOwner, updated_at: seconds(box.shop.now()) }, ...row.histories].slice(0, 20);
    });
    if (status !== undefined && status !== order.row.status) setStatus(box, order, status, box.keyOwner);
    commit(order.id);
    return done(withPreciseStamps(order));
  };

export const orderRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  [`GET ${SHOP}/orders`]: listOrders(box),
  [`GET ${SHOP}/orders/{id}`]: ({ path }) =>
    done(withPreciseStamps(findRow(box, box.orders.get(path.id), "Order", path.id))),
  [`POST ${SHOP}/orders`]: createOrder(box),
  [`PUT ${SHOP}/orders/{id}`]: updateOrder(box),
  [`GET ${SHOP}/orders/tags`]: allRows(box.tags, ({ row }) => row),
  [`GET ${SHOP}/order_source`]: allRows(box.sources),
  [`POST ${SHOP}/products/get_logistics_shipping_document`]: ({ body }) =>
    done(
      (body?.params ?? []).map((asked: Row) => ({ order_id: asked.order_id, url: "https://example.com/label.pdf" })),
    ),
  [`POST ${SHOP}/orders/get_tracking_url`]: () => json({ url: "https://example.com/tracking", success: true }),
  [`POST ${SHOP}/orders/price_comparing`]: () =>
    done(CARRIERS.map(({ id, name }) => ({ partner_id: id, partner_name: name, partner_fee: 20_000 + id * 1_000 }))),
  [`GET ${SHOP}/orders_returned`]: listRows(box, box.returns, withStamps, (query) => ({
    ...byStatus(-1)(query),
    ...span(query, "created", "start_time", "end_time"),
  })),
});
