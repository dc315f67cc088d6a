import { MINUTE } from "../../../shared/core/time.ts";
import type { Entry, Handler } from "../simulator.ts";
import type { SimulatedDelivery } from "../types.ts";
import { type Box, BUSINESS_ID } from "./box.ts";
import { type Fields, keyed, success, write } from "./wire.ts";

/** At most three more tries. */
const REDELIVERIES = 3;

/** Failures in a row after which the webhooks are switched off; the page gives no number. */
const PATIENCE = 20;

export const notify = (box: Box, event: string, data?: unknown, withBusiness = true) => {
  if (!box.app.callbackUrl || (!box.app.enabled && event !== "webhooksEnabled")) return;
  const body = {
    event,
    ...(withBusiness ? { businessId: BUSINESS_ID } : {}),
    webhooksVerifyToken: box.app.verifyToken,
    ...(data === undefined ? {} : { data }),
  };
  box.shop.deliver({ url: box.app.callbackUrl, headers: { "content-type": "application/json" }, body: write(body) });
};

const levelsOf = ({ remain, shipping, holding, damage, available }: Fields) => ({
  remain,
  shipping,
  holding,
  damage,
  available,
});

const stockOf = (row: Fields) => ({
  ...levelsOf(row.inventory),
  depots: Object.fromEntries(
    Object.entries(row.inventory.depots).map(([id, level]) => [id, levelsOf(level as Fields)]),
  ),
});

/** The names of the webhook's order are not those of the list's. */
const orderHook = ({ row }: Entry<Fields>): Fields => ({
  orderId: row.id,
  shopOrderId: row.shopOrderId,
  typeId: row.typeId,
  type: row.type,
  moneyDiscount: row.moneyDiscount,
  calcTotalMoney: row.calcTotalMoney,
  customerId: row.customerId,
  customerName: row.customerName,
  customerMobile: row.customerMobile,
  status: row.statusCode,
  statusDescription: row.statusName,
  depotId: row.depotId,
  createdDateTime: row.createdDateTime,
  products: row.products.map((line: Fields) => ({
    id: line.productId,
    quantity: line.quantity,
    price: line.price,
    code: line.productCode,
  })),
});

export const notifyStock = (box: Box, ids: readonly (number | string)[]) => {
  const known = [...new Set(ids)].flatMap((id) => box.products.get(id) ?? []);
  if (known.length === 0) return;
  const rows = known.map(({ row }) => ({ id: row.idNhanh, shopProductId: row.own ?? null, ...stockOf(row) }));
  notify(box, "inventoryChange", keyed(rows));
};

export const enableWebhooks = (box: Box, callbackUrl: string, verifyToken: string) => {
  Object.assign(box.app, { callbackUrl, verifyToken, enabled: true });
  box.failures = 0;
  const registeredEvents = {
    "101": "productAdd",
    "102": "productUpdate",
    "110": "inventoryChange",
    "202": "orderUpdate",
  };
  notify(box, "webhooksEnabled", { registeredEvents }, false);
};

export const developerConsole =
  (box: Box): Handler =>
  ({ body }) => {
    if (body?.url) enableWebhooks(box, body.url, body.verifyToken ?? "");
    else Object.assign(box.app, { callbackUrl: undefined, enabled: false });
    return success();
  };

/** The app hears of every change of an order and of a product. */
export const announce = (box: Box): void => {
  box.orders.onChange = (kind, entry) => {
    if (kind === "insert") notify(box, "orderAdd", orderHook(entry));
    else if (kind === "remove") notify(box, "orderDelete", [String(entry.id)]);
    else {
      const { orderId, shopOrderId, status, statusDescription, depotId } = orderHook(entry);
      notify(box, "orderUpdate", { businessId: BUSINESS_ID, orderId, shopOrderId, status, statusDescription, depotId });
    }
  };
  box.products.onChange = (kind, entry) => {
    if (kind === "remove") notify(box, "productDelete", [String(entry.id)]);
    else {
      const { own, idNhanh, code, name, price, status, parentId, categoryId } = entry.row;
      const head = { productId: idNhanh, shopProductId: own ?? null, code, name, price, status, parentId, categoryId };
      notify(box, kind === "insert" ? "productAdd" : "productUpdate", { ...head, inventory: stockOf(entry.row) });
    }
  };
};

export const delivered = (box: Box, delivery: SimulatedDelivery, status: number | undefined): void => {
  box.failures = status === 200 ? 0 : box.failures + 1;
  // A copy keeps its headers, by which it is known again.
  const sent = (box.attempts.get(delivery.headers) ?? 0) + 1;
  box.attempts.set(delivery.headers, sent);
  if (status !== 200 && sent <= REDELIVERIES) box.shop.later(5 * MINUTE, () => box.shop.deliver(delivery));
  if (box.failures >= PATIENCE) box.app.enabled = false;
};
