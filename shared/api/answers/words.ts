import * as z from "zod";

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

/** A field at fault. */
export const FieldError = z.object({
  field: z.string().describe("path in the body, or name of the parameter or header"),
  message: z.string(),
});
