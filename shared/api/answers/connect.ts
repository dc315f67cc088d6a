import * as z from "zod";
import { vendorIds } from "../../core/vendor.ts";
import { scopes } from "../../stores/tenants.ts";
import { Consent, healths, PersonalDataChoice } from "./shops.ts";
import { Count, Time } from "./words.ts";

export const languages = ["vi", "en"] as const;

export const NewConnectLink = z.object({
  id: z.string(),
  url: z.string().describe("for the shop's owner: works in the first browser that opens it; shown this once"),
  expiresAt: Time.describe("until then it can be opened"),
});

/** Proof that a browser may go on with a link. */
export const OpenedConnectLink = z.object({ id: z.string().describe("for the header Tillbridge-Page: connect <id>") });

export const ConnectVendor = z.object({
  id: z.enum(vendorIds),
  name: z.string(),
  given: z.array(z.string()).describe("credentials that the tenant has given already: nobody asks the owner for them"),
  consent: z.boolean().describe("the owner agrees at the vendor, in the browser"),
  returnAddress: Consent.shape.returnAddress,
  resources: z.array(z.string()).describe("collections for which the tenant asks"),
  since: z.array(z.string()).describe("those of which only what is newer than the chosen day is read"),
});

export const ConnectShop = z.object({
  id: z.string(),
  name: z.string(),
  vendor: z.enum(vendorIds),
  health: z.enum(healths),
  reason: z.string().optional(),
  reconnects: z.boolean().describe("the link is for a shop that was there before, and has not renewed its access yet"),
  shared: z
    .object({ resources: z.array(z.string()), personalData: PersonalDataChoice })
    .describe("what of it is copied now"),
  successor: z.enum(vendorIds).optional().describe("the vendor's version to which the shop can move"),
  sunset: z.string().optional(),
  canWithdraw: z
    .boolean()
    .describe("false at a link that came with an event, until the shop's access is renewed there"),
  migration: z.string().optional().describe("the phase of a move that is under way"),
});

/** All that the page behind a link shows. */
export const ConnectState = z.object({
  id: z.string(),
  language: z.enum(languages),
  endsAt: Time.describe("the page works until then"),
  tenant: z.object({ name: z.string(), logo: z.string().optional().describe("a picture as a data: address") }),
  vendors: z.array(ConnectVendor),
  since: Time.optional(),
  personalData: PersonalDataChoice.describe("`kept`: the owner decides; `left-out`: the tenant asks for none"),
  returnUrl: z.string().optional().describe("where the owner goes on, with `shop` and `status`"),
  shop: ConnectShop.optional(),
  gone: z
    .object({ shop: z.string(), canConnect: z.boolean().describe("the link may connect a shop once more") })
    .optional()
    .describe("the shop of the link was removed: its owner has withdrawn, or the tenant has removed it"),
  ...Consent.shape,
});

export const ConnectProgress = z.object({
  health: z.enum(healths),
  resources: z.array(z.object({ resource: z.string(), records: Count, complete: z.boolean() })),
  orders: z
    .array(
      z.object({
        code: z.string(),
        createdAt: Time.optional(),
        total: z.union([z.number(), z.string()]).optional(),
        currency: z.string().optional().describe("of the total; absent: nobody knows"),
      }),
    )
    .describe("the first five, as proof; of a shop that this link has connected"),
});

export const Session = z.object({
  kind: z.enum(["operator", "tenant", "portal"]),
  tenant: z.object({ id: z.string(), name: z.string() }).optional(),
  scope: z.enum(scopes).optional(),
  name: z.string().optional().describe("of the operator"),
  shop: z.string().optional().describe("the one that a portal's token reads"),
  sites: z.array(z.string()).optional().describe("in whose frames the portal's page may stand; absent: in any"),
});

export const PortalToken = z.object({
  token: z.string().describe("a bearer token that reads this one shop; shown this once"),
  url: z.string().describe("a page of the shop, for a frame in your own product"),
  expiresAt: Time,
});
