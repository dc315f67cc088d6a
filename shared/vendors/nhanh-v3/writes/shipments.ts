import type { Untyped } from "../../../core/rows.ts";
import { defineWrite } from "../../../core/vendor.ts";
import { ShipmentCancel, ShipmentCreate, ShipmentSend } from "../commands.ts";
import { defined, encodeShipment, fingerprint } from "../encode.ts";
import { shipmentAreas } from "./areas.ts";

/* Parcels of the shipping hub. Its document has no call that lists or shows them, so nothing of them is seen. */

const idOf = (answer: Untyped): { id?: string; code?: string } => {
  const { orderId, orderCode, carrierCode } = answer?.data ?? {};
  const code = orderCode ?? carrierCode;
  return defined({
    id: orderId === undefined || orderId === null ? undefined : String(orderId),
    code: typeof code === "string" && code !== "" ? code : undefined,
  });
};

const createShipment = defineWrite<ShipmentCreate>({
  operation: "shipments.create",
  command: ShipmentCreate,
  areas: { fields: ["sender.address", "receiver.address"], lists: shipmentAreas },
  encode: (shipment, { reference }) => ({ body: encodeShipment(shipment, reference) }),
  result: idOf,
  reference: { by: "field", fields: ["appOrderId"] },
  shows: {},
  entity: (shipment) => `shipments.create:${fingerprint(shipment)}`,
});

const sendShipment = defineWrite({
  operation: "shipments.send",
  command: ShipmentSend,
  encode: ({ id }) => ({ body: { orderId: Number(id) } }),
  result: (answer, { id }) => ({ ...idOf(answer), id }),
  reference: { by: "record" },
  // The second time the hub answers with the parcel that it has (ERR_ORDER_EXISTED).
  repeatable: true,
  entity: ({ id }) => `shipment:${id}`,
});

const cancelShipment = defineWrite<ShipmentCancel>({
  operation: "shipments.cancel",
  command: ShipmentCancel,
  encode: ({ id, reason }) => ({ body: defined({ orderId: Number(id), cancelReason: reason }) }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  repeatable: true,
  shows: {},
  entity: ({ id }) => `shipment:${id}`,
});

export const shipmentWrites = {
  "shipments.create": createShipment,
  "shipments.send": sendShipment,
  "shipments.cancel": cancelShipment,
} as const;
