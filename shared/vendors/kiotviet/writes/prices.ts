import type { Taken } from "../../../core/taken.ts";
import { type Call, defineWrite, type WriteContext } from "../../../core/vendor.ts";
import { PriceBookCommand } from "../commands.ts";
import type { Row } from "../encode.ts";
import { amongAll, shownBy } from "../find.ts";

/* Prices of price books. */

/** The common price book is the product's own price (§2.17.3). */
const COMMON = "0";

const productOf = ({ prices: [price] }: PriceBookCommand): string => price!.productId;
const priceOf = ({ prices: [price] }: PriceBookCommand): number => price!.price;

/** The price that a product's row shows in the book; undefined: none. */
const shownPrice = (row: Row, bookId: string): unknown =>
  bookId === COMMON
    ? row.basePrice
    : [row.priceBooks ?? []].flat().find(({ priceBookId }: Row) => String(priceBookId) === bookId)?.price;

const isSet = (shown: unknown, command: PriceBookCommand): boolean =>
  shown !== undefined && shown !== null && Number(shown) === priceOf(command);

const priceBooksSet = defineWrite<PriceBookCommand>({
  operation: "price-books.set-price",
  command: PriceBookCommand,
  reference: { by: "record" },
  repeatable: true,
  // The product shows its prices (§2.4.2), and a line of the list of prices alone has no call of its own.
  resource: "products",
  entity: (command) => `product:${productOf(command)}`,
  encode: (command) => ({
    body: { pricebookId: Number(command.id), productId: Number(productOf(command)), price: priceOf(command) },
  }),
  result: (_answer, command) => ({ id: productOf(command) }),
  looks: [
    {
      way: "the prices of the product",
      look: async (command: PriceBookCommand, _context: WriteContext, call: Call) => {
        const id = productOf(command);
        const answer = await call("products.get", { params: { id, includeSoftDeletedAttribute: false } });
        const row = shownBy(answer, { id });
        return isSet(shownPrice(row, command.id), command) ? { id } : undefined;
      },
    },
    {
      way: "the products of the price book",
      look: async (command: PriceBookCommand, _context: WriteContext, call: Call) => {
        if (command.id === COMMON) return undefined;
        const id = productOf(command);
        const row = await amongAll(
          call,
          "price-books.get",
          { id: command.id },
          ({ productId, price }) => String(productId) === id && isSet(price, command),
        );
        return row && { id };
      },
    },
  ],
  view: (row) => row,
  alsoShows: (command, row): readonly Taken[] => {
    const shown = row && shownPrice(row as unknown as Row, command.id);
    const verdict = shown === undefined || shown === null ? "unseen" : isSet(shown, command) ? "yes" : "no";
    return [{ field: "prices.0.price", verdict }];
  },
});

export const priceWrites = { "price-books.set": priceBooksSet } as const;
