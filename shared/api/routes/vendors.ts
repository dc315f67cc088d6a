import * as z from "zod";
import { vendorIds, type WriteKind } from "../../core/vendor.ts";
import { returnAddress } from "../../usecases/shops/consent-link.ts";
import { Vendor } from "../answers/shops.ts";
import { pageAnswer } from "../answers/words.ts";
import { WriteAbility } from "../answers/writes.ts";
import { defineRoute, pageOf, type Route } from "../route.ts";
import { sunsetOf } from "../shown-shop.ts";
import { writeAbilities } from "../write-abilities.ts";

export const vendorRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/vendors",
    operationId: "listVendors",
    tag: "Shops",
    access: "read",
    summary: "The systems that a shop can be registered for, with what they need and offer.",
    answer: pageAnswer(Vendor),
    handle: async ({ deps }) =>
      pageOf(
        vendorIds.map((id) => {
          const vendor = deps.vendor(id);
          return {
            id,
            name: vendor.name,
            credentials: z.toJSONSchema(vendor.credentials, { unrepresentable: "any", io: "input" }),
            settings: z.toJSONSchema(vendor.settings, { unrepresentable: "any", io: "input" }),
            resources: vendor.resources.map(({ name }) => name),
            writes: Object.keys(vendor.writes) as WriteKind[],
            operations: vendor.operations.length,
            returnAddress: returnAddress(vendor, deps.config.publicUrl),
            ...sunsetOf(vendor),
          };
        }),
      ),
  }),
  defineRoute({
    method: "GET",
    path: "/v1/vendors/{vendor}/writes",
    operationId: "listVendorWrites",
    tag: "Shops",
    access: "read",
    summary: "What each write takes at this vendor: fields, limits, and how a lost answer is looked up.",
    params: z.strictObject({ vendor: z.enum(vendorIds).describe("id of the vendor") }),
    answer: pageAnswer(WriteAbility),
    handle: async ({ params, deps }) => pageOf(writeAbilities(deps.vendor(params.vendor))),
  }),
];
