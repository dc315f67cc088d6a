import { toHanoiSeconds } from "../../../shared/core/time.ts";
import { areasAt } from "../areas.ts";
import type { Handler, Reply } from "../simulator.ts";
import { THREE_TIERS, TWO_TIERS } from "./areas.ts";
import type { Box } from "./box.ts";
import { type Fields, missing, ok, refuse } from "./wire.ts";

const shipmentAdd =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const wrong = missing(body, "businessStoreId", "appOrderId", "sender", "receiver", "weight", "carrier.id");
    if (wrong) return wrong;
    const made = box.shipments.insert((id) => ({ id, status: 54, carrierCode: "", appOrderId: body.appOrderId }));
    if (body.sendCarrier === 1) made.row.carrierCode = `AHM-${made.id}`;
    commit(made.id, body.appOrderId);
    return ok({ orderId: made.id, ...(made.row.carrierCode ? { orderCode: made.row.carrierCode } : {}) });
  };

const shipmentChange =
  (box: Box, change: (row: Fields) => Reply | undefined, answer: (row: Fields) => Fields): Handler =>
  ({ body, commit }) => {
    const entry = box.shipments.get(body?.orderId);
    if (!entry) return refuse("ERR_INVALID_DATA", "Order not found");
    const wrong = change(entry.row);
    if (wrong) return wrong;
    commit(entry.id);
    return ok({ orderId: entry.id, ...answer(entry.row), createdDate: toHanoiSeconds(box.shop.now()) });
  };

const shippingRates: Handler = ({ body }) =>
  missing(body, "sender", "receiver", "weight") ??
  ok([
    {
      carrierId: 18,
      serviceId: 5,
      serviceName: "Instant",
      serviceCode: "INSTANT",
      totalFee: 32_000,
      shipFee: 32_000,
    },
  ]);

const places =
  (first: string): Handler =>
  ({ body }) => {
    const wrong = missing(body, "filters.locationVersion");
    if (wrong) return wrong;
    const { type = first, parentId, locationVersion } = body.filters;
    const isOld = locationVersion !== "v2";
    if (!isOld && type === "DISTRICT") return ok([]);
    if (type !== first && parentId === undefined) return ok([]);
    const inner = type === "WARD" && isOld ? 2 : 1;
    const depth = type === first ? 0 : inner;
    const found = areasAt(isOld ? THREE_TIERS : TWO_TIERS, depth, parentId);
    return ok(found.map(({ area: { areas: _within, ...area } }) => area));
  };

export const carriers = [
  { id: 8, name: "Giao hàng tiết kiệm", shortName: "GHTK", logo: "", status: 1, services: [] },
  {
    id: 2,
    name: "Viettel Post",
    shortName: "VTP",
    logo: "",
    status: 1,
    services: [{ id: 1, name: "PHS", description: "" }],
  },
];

export const shippingRoutes = (): Record<string, Handler> => ({
  "shipping/location": places("CITY"),
  "shipping/fee": ({ body }) =>
    missing(
      body,
      "filters.type",
      "filters.shippingWeight",
      "filters.shippingFrom.cityId",
      "filters.shippingTo.cityId",
    ) ??
    ok([
      {
        logo: "",
        carrier: { id: 8 },
        service: { id: 1, name: "Chuẩn" },
        shipFee: 25_000,
        codFee: 0,
        customerShipFee: 25_000,
      },
    ]),
  "shipping/carrier": () => ok(carriers),
});

export const shipRoutes = (box: Box): Record<string, Handler> => ({
  "shipping/location": places("PROVINCE"),
  "carrier/list": () => ok(carriers),
  "shipment/rate": shippingRates,
  "shipment/create": shipmentAdd(box),
  "shipment/send": shipmentChange(
    box,
    (row) => {
      if (row.carrierCode)
        return refuse("ERR_ORDER_EXISTED", "The order was sent before", {
          orderId: row.id,
          carrierCode: row.carrierCode,
        });
      row.carrierCode = `AHM-${row.id}`;
      return undefined;
    },
    ({ carrierCode }) => ({ carrierCode }),
  ),
  "shipment/cancel": shipmentChange(
    box,
    (row) => {
      row.status = 63;
      return undefined;
    },
    ({ status }) => ({ status, statusName: "Khách hủy" }),
  ),
});
