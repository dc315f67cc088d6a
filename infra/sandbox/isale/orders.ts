import { parseTime } from "../../../shared/core/time.ts";
import { type Entry, type Handler, json } from "../simulator.ts";
import { anyOf, type Box } from "./box.ts";
import { patchRow, showRow } from "./calls.ts";
import { moveStock } from "./products.ts";
import { equals, type Fields, firstOf, knownFields, missingField, referenceIn, withZone } from "./wire.ts";

export const addOrder = (box: Box, fields: Fields = {}) =>
  box.orders.insert((id, at) => {
    const items = Array.from({ length: box.dice.integer(1, 4) }, () => {
      const product = anyOf(box, box.products)?.row ?? { id: 0, title: "?", code: "", price: 10_000, unit: "cái" };
      const count = box.dice.integer(1, 5);
      return {
        productId: product.id,
        productCode: product.code,
        productName: product.title,
        unit: product.unit,
        count,
        price: product.price,
        discount: 0,
        total: product.price * count,
      };
    });
    const goods = items.reduce((sum, item) => sum + item.total, 0);
    const contact = box.dice.chance(0.7) ? anyOf(box, box.contacts)?.row : undefined;
    const status = box.dice.pick([0, 1, 1, 2, 3, 3, 3, 5]);
    return {
      id,
      orderCode: `DH${box.dice.hex(10).toUpperCase()}`,
      contactId: contact?.id ?? 0,
      contactName: contact?.fullName ?? null,
      contactPhone: contact?.mobile ?? null,
      contactAddress: null,
      staffId: box.dice.integer(0, 3),
      storeId: box.dice.integer(0, 2),
      moneyAccountId: 0,
      items,
      itemsJson: JSON.stringify(items),
      netValue: goods,
      discount: 0,
      discountOnTotal: 0,
      taxType: 0,
      tax: 0,
      shippingFee: 0,
      shipCostOnCustomer: false,
      total: goods,
      paid: status === 3 ? goods : 0,
      change: 0,
      status,
      note: null,
      billOfLadingCode: null,
      shippingPartner: null,
      deliveryAddress: null,
      onlineId: 0,
      createdAt: withZone(at),
      ...fields,
    };
  });

/** Staff mostly touch what is young; a return of last year's order happens too. */
export const recentOrder = (box: Box): Entry<Fields> | undefined => {
  const live = box.orders.live();
  return box.dice.chance(0.8) ? live[Math.max(0, live.length - 1 - box.dice.integer(0, 40))] : anyOf(box, box.orders);
};

const listOrders =
  (box: Box): Handler =>
  (call) => {
    const { query } = call;
    const from = parseTime(query.get("dateFrom")?.slice(0, 10), "hanoi");
    // Taken as midnight, so that the last day itself is left out (field note).
    const to = parseTime(query.get("dateTo")?.slice(0, 10), "hanoi");
    const status = query.get("status");
    const { entries } = box.orders.query({
      orderBy: "createdAt",
      descending: true,
      between: { by: "createdAt", from, to: to === undefined ? undefined : to - 1 },
      where: (row) =>
        equals(row, "contactId", query.get("contactId")) &&
        equals(row, "staffId", query.get("staffId")) &&
        equals(row, "storeId", query.get("storeId")) &&
        (status === null || status === "" || status === "-1" || String(row.status) === status),
    });
    const rows = entries.map((entry) => entry.row);
    return json({ data: firstOf(call, rows) });
  };

const createOrder =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const items = Array.isArray(body?.items) ? body.items : JSON.parse(body?.itemsJson ?? "[]");
    if (!Array.isArray(items) || items.length === 0) return missingField("items");
    const made = addOrder(box);
    const fresh: Fields = {
      contactId: 0,
      contactName: null,
      contactPhone: null,
      staffId: 0,
      storeId: 0,
      status: 1,
      paid: 0,
      note: null,
      netValue: 0,
      total: 0,
      ...knownFields(made.row, body),
      items,
      itemsJson: JSON.stringify(items),
      createdAt: made.row.createdAt,
    };
    box.orders.quietly(made.id, (row) => Object.assign(row, fresh));
    if (body.saveProductNotes === true) moveStock(box, items);
    commit(made.id, referenceIn(body));
    // The app's own save call answers with nothing but the number (field note).
    return json(made.id, 201);
  };

export const orderRoutes = (box: Box): Record<string, Handler> => ({
  "GET /ext/v1/sales/orders": listOrders(box),
  "GET /ext/v1/sales/orders/{id}": showRow(box.orders),
  "POST /ext/v1/sales/orders": createOrder(box),
  "PATCH /ext/v1/sales/orders/{id}": patchRow(box.orders, (row, body) => {
    if (Array.isArray(body.items)) row.itemsJson = JSON.stringify(body.items);
  }),
});
