import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { crmRecord } from "./crm.ts";
import { variationsOf } from "./products.ts";
import { notify } from "./webhooks.ts";
import { micros, type Row } from "./wire.ts";

/** Each change of a row is told, if the shop has an address: sometimes twice, sometimes never. */
export const announce = (box: Box): void => {
  const stamped = (entry: Entry<Row>) => ({ ...entry.row, updated_at: micros(entry.modified ?? entry.created) });
  box.orders.onChange = (_kind, entry) =>
    notify(box, "orders", { ...stamped(entry), inserted_at: micros(entry.created) });
  box.customers.onChange = (kind, entry) => {
    if (kind !== "remove") notify(box, "customers", { ...stamped(entry), type: "customers" });
  };
  box.products.onChange = (kind, entry) => {
    if (kind === "remove" || !box.webhook.webhook_enable) return;
    const variations = variationsOf(box, entry.id).map(({ row }) => ({ id: row.id, product_id: row.product_id }));
    if (variations.length > 0) notify(box, "products", { id: entry.id, name: entry.row.name, variations });
  };
  box.records.onChange = (_kind, entry) => notify(box, "crm", crmRecord(entry));
};
