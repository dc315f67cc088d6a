import { contentHash } from "../../../core/content.ts";
import { Rejected } from "../../../core/errors.ts";
import { type Shows, shownImages } from "../../../core/taken.ts";
import { defineWrite, type WriteContext } from "../../../core/vendor.ts";
import {
  ProductCreateCommand,
  ProductUpdateCommand,
  RemovalCommand,
  StockCommand,
  StockMoveCommand,
} from "../commands.ts";
import {
  carriedImages,
  carriedProduct,
  compact,
  productBody,
  productUpdateBody,
  type Row,
  rowIn,
  stockAt,
  stockCall,
} from "../encode.ts";
import { productLooks, removalLooks } from "../find.ts";
import { made } from "./common.ts";

/* Products and their stock. */

const productShows: Shows = {
  name: true,
  code: true,
  barcode: true,
  description: true,
  categoryId: true,
  unit: true,
  price: true,
  weightGrams: true,
  attributes: true,
  images: shownImages,
  active: true,
};

const stockShows: Shows = {
  productId: true,
  locationId: ({ levels = [] }, { locationId }) =>
    levels.find((level: Row) => level.locationId === locationId)?.locationId,
  absolute: ({ levels = [] }, { locationId }) => levels.find((level: Row) => level.locationId === locationId)?.onHand,
};

const productsCreate = defineWrite({
  operation: "products.create",
  command: ProductCreateCommand,
  reference: { by: "field", fields: ["product.code (where the command names none)"] },
  resource: "products",
  settleSeconds: 120,
  entity: (command) => `products.create:${command.code ?? contentHash(command)}`,
  encode: (command, context) => ({
    body: compact({
      ...productBody(command as Row),
      code: command.code ?? context.reference,
      allowsSale: true,
      images: command.images,
    }),
  }),
  result: made,
  looks: productLooks(),
  shows: productShows,
});

const productsUpdate = defineWrite({
  operation: "products.update",
  command: ProductUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  encode: (command, context) => ({ params: { id: command.id }, body: productUpdateBody(command, context.current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  carried: carriedProduct,
  shows: productShows,
  bulk: {
    operation: "products.update-many",
    most: 100,
    // The list form has neither (§2.4.8).
    takes: ({ barcode, active }) => barcode === undefined && active === undefined,
    encode: (commands) => ({
      body: {
        listProducts: commands.map(({ command, context }) => {
          const { barCode: _barCode, ...body } = productUpdateBody(command, context.current);
          return { ...body, ...carriedImages(context.current), id: Number(command.id) };
        }),
      },
    }),
    // One sentence for the whole list: a refusal is an error status for all of it.
    results: (_answer, commands) => commands.map(({ command }) => ({ id: command.id })),
  },
});

interface StockOf {
  readonly productId: string;
}
/** Stock is set by the call that updates a product, so the product's other fields are repeated (§2.4.4). */
const reads = ({ productId }: StockOf) => ({ resource: "products", ids: [productId] });
const onlyOf = (rows: WriteContext["readRows"]): unknown => rows?.values().next().value;

const stockSet = defineWrite<StockCommand>({
  operation: "products.update",
  command: StockCommand,
  reference: { by: "record" },
  repeatable: true,
  reads,
  carried: (_current, context) => carriedProduct(onlyOf(context?.readRows)),
  resource: "inventory",
  entity: ({ productId }) => `product:${productId}`,
  encode: (command, { readRows }) => stockCall(command, readRows?.get(command.productId)),
  result: (_answer, { productId }) => ({ id: productId }),
  shows: stockShows,
  bulk: {
    operation: "products.update-many",
    most: 100,
    encode: (commands) => {
      const branches = new Map<string, Map<string, Row>>();
      const rows = new Map<string, unknown>();
      for (const { command, context } of commands) {
        const levels = branches.get(command.productId) ?? new Map<string, Row>();
        branches.set(command.productId, levels.set(command.locationId, stockAt(command)));
        rows.set(command.productId, context.readRows?.get(command.productId));
      }
      return {
        body: {
          listProducts: [...branches].map(([id, levels]) => {
            const { barCode: _barCode, ...carried } = carriedProduct(rows.get(id));
            const inventories = [...levels.values()];
            return { ...carried, ...carriedImages(rows.get(id)), id: Number(id), inventories };
          }),
        },
      };
    },
    results: (_answer, commands) => commands.map(({ command }) => ({ id: command.productId })),
  },
});

/**
 * No probe, and not repeatable: a stock that shows the sum may be ours or the sum of sales, and a second reading would
 * add the difference a second time. An entry without an answer stays unknown and says so.
 */
const stockMove = defineWrite<StockMoveCommand>({
  operation: "products.update",
  command: StockMoveCommand,
  reference: { by: "none" },
  fresh: true,
  reads,
  resource: "inventory",
  entity: ({ productId }) => `product:${productId}`,
  encode: (command, { readRows, current }) => {
    const levels = rowIn(current).inventories;
    const level = [levels ?? []].flat().find(({ branchId }) => String(branchId) === command.locationId);
    const onHand = Number(level?.onHand ?? level?.onhand);
    if (!Number.isFinite(onHand)) {
      throw new Rejected("KiotViet shows no stock of this product at this branch", {
        code: "stock-unknown",
        fields: { delta: "nothing to add it to: set the stock itself" },
      });
    }
    // Decimals of a binary sum would be refused, or rounded by the vendor.
    const absolute = Math.round((onHand + command.delta) * 1_000) / 1_000;
    return stockCall({ ...command, absolute }, readRows?.get(command.productId));
  },
  result: (_answer, { productId }) => ({ id: productId }),
});

const productsDelete = defineWrite({
  operation: "products.delete",
  command: RemovalCommand,
  reference: { by: "record" },
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  encode: ({ id }) => ({ params: { id } }),
  result: (_answer, { id }) => ({ id }),
  looks: removalLooks("products"),
});

export const productWrites = {
  "products.create": productsCreate,
  "products.update": productsUpdate,
  "products.delete": productsDelete,
  "stock.set": stockSet,
  "stock.move": stockMove,
} as const;
