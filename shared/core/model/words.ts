import * as z from "zod";

/** The words in which the fields of canonical records are written. A field's sentence stands at the field. */

export const Id = z.string().min(1);
export const Text = z.string();
export const Flag = z.boolean();
export const Quantity = z.number();
/** ISO 8601 in UTC. */
export const Time = z.string();
/** Whole units as an integer, else an exact decimal text (`core/money.ts`). */
export const Amount = z.union([z.number().int(), z.string().regex(/^-?\d+\.\d+$|^-?\d{16,}$/)]);

export const VendorStatus = z.object({
  code: Text.describe("The vendor's own code of the state, as text."),
  name: Text.optional().describe("The vendor's word for the state."),
});

/** What names every record, of the canonical model or not. */
export const identity = {
  id: Id.describe("The vendor's id, exactly as the vendor writes it."),
  code: Text.optional().describe("The number or code that people at the shop use."),
};
export const createdAt = Time.optional().describe("When the record was made at the vendor. ISO 8601, UTC.");
export const updatedAt = Time.optional().describe(
  "When the record last changed by the vendor's own stamp. ISO 8601, UTC.",
);
export const phoneE164 = Text.optional().describe(
  "`phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. A shop of Pancake abroad: by the country of the address.",
);
/** Of what a vendor switches on and off, for a time. */
export const validity = {
  active: Flag.optional().describe("Whether the vendor has it switched on. It may be switched on outside its time."),
  startsAt: Time.optional().describe("From when it is valid. ISO 8601, UTC."),
  endsAt: Time.optional().describe("Until when it is valid. ISO 8601, UTC."),
};
