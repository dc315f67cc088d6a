import { type Entry, type Handler, json } from "../simulator.ts";
import { type Box, RETAILER_ID } from "./box.ts";
import { createRow, listRows, showRow } from "./calls.ts";
import { register } from "./webhooks.ts";
import { invalid, type Listing, type Row, unknown } from "./wire.ts";

const webhookView = ({ row, modified, created }: Entry<Row>): Row => {
  const { secret: _, ...head } = row;
  return { ...head, retailerId: RETAILER_ID, modifiedDate: modified ?? created };
};

const webhooksListing = (box: Box): Listing => ({ rows: box.registrations, view: webhookView });

export const webhookRoutes = (box: Box): Record<string, Handler> => ({
  "GET /webhooks": listRows(box, webhooksListing(box)),
  "GET /webhooks/{id}": showRow(box.registrations, "Webhook", webhookView),
  "POST /webhooks": createRow((body) => {
    if (!body.Webhook?.Type || !URL.canParse(body.Webhook?.Url)) throw invalid("Webhook không hợp lệ");
    return register(box, body.Webhook);
  }, webhookView),
  "DELETE /webhooks/{id}": (call) => {
    if (!box.registrations.remove(call.path.id)) throw unknown("Webhook");
    call.commit(call.path.id);
    return json({ message: "Hủy đăng ký webhook thành công" });
  },
});
