import type * as records from "../../../core/records.ts";
import { rowsIn, type Untyped } from "../../../core/rows.ts";
import { type Shows, UNSEEN } from "../../../core/taken.ts";
import { defineWrite } from "../../../core/vendor.ts";
import { ProductCreate, ProductUpdate, StockMove } from "../commands.ts";
import { encodeNewProduct, encodeProduct, marked } from "../encode.ts";
import { billLooks, IN, OTHER, OUT, productLooks } from "../find.ts";
import { doneId } from "./common.ts";

/** The cost needs a permission; description and unit are not in every answer. */
const productShows: Shows = {
  name: true,
  code: true,
  barcode: true,
  categoryId: true,
  price: true,
  weightGrams: true,
  active: true,
  cost: ({ cost }: records.Product) => cost ?? UNSEEN,
  description: ({ description }: records.Product) => description ?? UNSEEN,
  unit: ({ unit }: records.Product) => unit ?? UNSEEN,
};
const createProduct = defineWrite<ProductCreate>({
  operation: "products.create",
  command: ProductCreate,
  encode: (product, context) => ({ body: [encodeNewProduct(product, context)] }),
  result: (answer, { code }) => ({ id: doneId(answer), code }),
  reference: { by: "field", fields: ["appProductId"] },
  looks: productLooks,
  resource: "products",
  entity: ({ code }) => `product-code:${code}`,
  shows: productShows,
  bulk: {
    operation: "products.create",
    most: 100,
    encode: (items) => ({ body: items.map(({ command, context }) => encodeNewProduct(command, context)) }),
    results: (answer, items) => {
      const rows: readonly Untyped[] = rowsIn(answer?.data) ?? [];
      return items.map(({ context }) => {
        const row = rows.find((each) => each?.appProductId === context.reference);
        return row ? { id: String(row.id) } : undefined;
      });
    },
  },
});
const updateProduct = defineWrite<ProductUpdate>({
  operation: "products.update",
  command: ProductUpdate,
  encode: ({ id, ...product }) => ({ body: { id: Number(id), ...encodeProduct(product) } }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  repeatable: true,
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  shows: productShows,
});
/** A bill without price, customer or account: goods that come in or go out, and nothing else. */
const moveStock = defineWrite<StockMove>({
  operation: "stock.import-other",
  operationFor: ({ delta }) => (delta > 0 ? "stock.import-other" : "stock.export-other"),
  command: StockMove,
  encode: ({ productId, locationId, delta, note }, { reference }) => ({
    body: {
      depotId: Number(locationId),
      description: marked(note, reference),
      products: [{ id: Number(productId), quantity: Math.abs(delta), description: `[${reference}]` }],
    },
  }),
  // The bill's id; what is read back is the product's stock.
  result: (answer, { productId }) => ({ id: productId, code: doneId(answer) }),
  reference: { by: "field", fields: ["description"] },
  // What is read back is the product's stock, whatever bill moved it.
  looks: billLooks<StockMove>(({ productId, locationId, delta }) => ({
    type: delta > 0 ? IN : OUT,
    mode: OTHER,
    depotId: Number(locationId),
    productId: Number(productId),
  })).map(({ way, look }) => ({
    way,
    look: async (command: StockMove, context, call) =>
      (await look(command, context, call)) && { id: command.productId },
  })),
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
});

export const productWrites = {
  "products.create": createProduct,
  "products.update": updateProduct,
  "stock.move": moveStock,
} as const;
