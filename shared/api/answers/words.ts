import * as z from "zod";
import { SHOPS_OF_A_BLOCK } from "../../core/finding.ts";

/** A time in an answer. */
export const Time = z.iso.datetime().describe("ISO 8601, UTC");
/** A time in a request. */
export const TimeInput = z.iso
  .datetime({ offset: true })
  .describe("ISO 8601 with any offset: `2026-01-31T08:00:00+07:00`");
export const Count = z.number().int().nonnegative();
/** JSON whose fields are the vendor's. */
export const VendorJson = z.record(z.string(), z.unknown());

/** A page, as every list answers it. */
export const pageAnswer = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    next: z.string().nullable().describe("to be sent as `cursor`; null: this was the last page"),
  });

/** A page of a list that goes over several shops. */
export const pageInShops = <Item extends z.ZodType>(item: Item) =>
  pageAnswer(item).extend({
    block: z
      .object({ first: z.string(), last: z.string() })
      .optional()
      .describe(
        "only where the tenant has more shops than one request looks through: the page is of the shops from `first` to `last`, in the order of their ids",
      ),
  });

export const blockwise =
  `With more than ${SHOPS_OF_A_BLOCK.toLocaleString("en")} shops, what is not found by a code, a bar code or a phone is answered block by block of shops: \`block\` names ` +
  "those of the page, the order holds within them, and `next` goes on to all others.";

/** A field at fault. */
export const FieldError = z.object({
  field: z.string().describe("path in the body, or name of the parameter or header"),
  message: z.string(),
});
