import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { orderRow } from "./orders.ts";
import { productRow } from "./products.ts";
import { notify } from "./webhooks.ts";
import type { Fields, Rows } from "./wire.ts";

/** Not the shape of the list: people as objects, `id` for the product. */
export const orderHook = (entry: Entry<Fields>): Fields => {
  const { info, channel, products: lines, ...rest } = orderRow(entry);
  return {
    ...rest,
    info: {
      ...info,
      createdBy: { id: info.createdById, name: info.createdByName },
      sale: { id: info.saleId, name: "" },
    },
    channel: { ...channel, trafficSource: { id: 0, name: channel.trafficSource } },
    products: lines.map(({ productId, ...line }: Fields) => ({
      ...line,
      id: productId,
      vat: { value: 0, amount: 0 },
    })),
  };
};

export const productHook = (entry: Entry<Fields>): Fields => {
  const row = productRow(entry);
  return { ...row, status: String(row.status), category: { id: row.categoryId }, type: { id: row.type }, childs: [] };
};

export const announce = (box: Box, collection: Rows, noun: string, toData: (entry: Entry<Fields>) => Fields) => {
  collection.onChange = (kind, entry) =>
    notify(box, `${noun}${kind === "insert" ? "Add" : kind === "edit" ? "Update" : "Delete"}`, () =>
      kind === "remove" ? [entry.id] : toData(entry),
    );
};
