import * as z from "zod";
import { Amount, createdAt, Flag, Id, identity, phoneE164, Quantity, Text, updatedAt } from "./words.ts";

/**
 * A Vietnamese address. Before July 2025: province, district, ward (three tiers). Since: province, ward (two tiers).
 * Both may be present; `scheme` says which one the vendor's ids belong to.
 */
export const Address = z.object({
  name: Text.optional().describe("Name of the person at this address."),
  phone: Text.optional().describe("Phone of the person at this address, as the vendor writes it."),
  line: Text.optional().describe("House and street; at some vendors the whole address in one line."),
  ward: Text.optional().describe("Name of the ward (phường, xã)."),
  wardId: Text.optional().describe("The vendor's id of the ward."),
  district: Text.optional().describe("Name of the district (quận, huyện). Since July 2025 there are none."),
  districtId: Text.optional().describe("The vendor's id of the district, or of the smallest area that it names."),
  province: Text.optional().describe("Name of the province or city."),
  provinceId: Text.optional().describe("The vendor's id of the province or city."),
  country: Text.optional().describe("Country, ISO 3166-1 alpha-2."),
  scheme: z
    .enum(["three-tier", "two-tier"])
    .optional()
    .describe("Which division the ids belong to: before July 2025 three tiers, since then two."),
});
export type Address = z.infer<typeof Address>;

export const Location = z.object({
  ...identity,
  name: Text.describe("Name of the branch, depot, warehouse or store."),
  phone: Text.optional().describe("Phone as the vendor writes it."),
  phoneE164,
  email: Text.optional().describe("E-mail address."),
  address: Address.optional().describe("Where it is."),
  active: Flag.optional().describe("Whether it works, or takes orders."),
  updatedAt,
});
export type Location = z.infer<typeof Location>;

export const Customer = z.object({
  ...identity,
  name: Text.optional().describe("Name. Marketplaces hide letters of it: see `masked`."),
  phone: Text.optional().describe("The first phone, as the vendor writes it."),
  phoneE164,
  email: Text.optional().describe("The first e-mail address."),
  gender: z.enum(["male", "female", "other"]).optional().describe("Gender, where the vendor asks for it."),
  birthday: Text.optional().describe("Day of birth, YYYY-MM-DD."),
  company: Text.optional().describe("Name of the company that the customer buys for."),
  taxCode: Text.optional().describe("Tax code (mã số thuế)."),
  type: z.enum(["person", "company"]).optional().describe("Person or company."),
  address: Address.optional().describe("The first address."),
  groups: z.array(Text).optional().describe("Names of the groups or levels that the customer belongs to."),
  level: Text.optional().describe("Name of the level of loyalty, where it is kept apart from groups."),
  tags: z.array(Text).optional().describe("Names of the tags."),
  note: Text.optional().describe("The shop's latest note about the customer that is not removed."),
  points: Quantity.optional().describe("Points that can be spent now."),
  currency: Text.optional().describe("Currency of the amounts, ISO 4217."),
  debt: Amount.optional().describe("What the customer owes the shop, in `currency`. Negative: the shop owes."),
  totalSpent: Amount.optional().describe(
    "What the customer has bought for so far by the vendor's count, in `currency`.",
  ),
  masked: Flag.optional().describe(
    "true: letters of the name or number are hidden behind asterisks. Such a name or number is no key.",
  ),
  createdAt,
  updatedAt,
});
export type Customer = z.infer<typeof Customer>;

export const CustomerGroup = z.object({
  ...identity,
  name: Text.describe("Name of the group or level."),
  note: Text.optional().describe("The shop's description."),
  discountPercent: Quantity.optional().describe("What members get off, in percent."),
  discount: Amount.optional().describe("What members get off, as an amount in the shop's currency."),
  createdAt,
  updatedAt,
});
export type CustomerGroup = z.infer<typeof CustomerGroup>;

export const Supplier = z.object({
  ...identity,
  name: Text.describe("Name of the supplier."),
  phone: Text.optional().describe("Phone as the vendor writes it."),
  phoneE164,
  email: Text.optional().describe("E-mail address."),
  address: Text.optional().describe("Address in one line."),
  contactName: Text.optional().describe("Name of the person who speaks for the supplier."),
  type: z.enum(["person", "company"]).optional().describe("Person or company."),
  taxCode: Text.optional().describe("Tax code."),
  note: Text.optional().describe("The shop's note."),
  active: Flag.optional().describe("Whether the shop still buys there."),
  createdAt,
  updatedAt,
});
export type Supplier = z.infer<typeof Supplier>;

export const StaffMember = z.object({
  ...identity,
  name: Text.optional().describe("Name of the person."),
  username: Text.optional().describe("The name that the person signs in with."),
  phone: Text.optional().describe("Phone as the vendor writes it."),
  phoneE164,
  email: Text.optional().describe("E-mail address."),
  role: Text.optional().describe("Name of the role or group of rights."),
  locationIds: z
    .array(Id)
    .optional()
    .describe("Ids of the locations that the person works at. Absent: all of them, or not told."),
  createdAt,
});
export type StaffMember = z.infer<typeof StaffMember>;
