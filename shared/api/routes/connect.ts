import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { checkedMetadata, MetadataInput } from "../../core/metadata.ts";
import { isoTime } from "../../core/time.ts";
import { type VendorId, vendorIds } from "../../core/vendor.ts";
import { addressFault } from "../../http/public-address.ts";
import type { Deps } from "../../lambda/wiring.ts";
import { OPEN_TIME } from "../../stores/connect-links.ts";
import { createConnectLink, offeredBy, openConnectLink, reopenShop } from "../../usecases/shops/connect-links.ts";
import { unknownFields } from "../../usecases/shops/unknown-fields.ts";
import { languages, NewConnectLink, OpenedConnectLink } from "../answers/connect.ts";
import { PersonalDataChoice, Resources } from "../answers/shops.ts";
import { TimeInput } from "../answers/words.ts";
import { cookieOf, linkCookie, pageCookie } from "../page-cookies.ts";
import { checkPast } from "../past-times.ts";
import { defineRoute, type Route, reply } from "../route.ts";
import { ShopId } from "./named-shop.ts";

const PresetInput = z.strictObject({
  credentials: z.record(z.string(), z.unknown()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  hosts: z.record(z.string(), z.url()).optional().describe("base addresses of a sandbox; on a laptop only"),
});

const Wanted = z.strictObject({
  shop: ShopId.shape.shop.optional().describe("whose access is to be renewed; absent: a new shop"),
  vendors: z.array(z.enum(vendorIds)).min(1).optional().describe("from which the owner can choose; absent: all"),
  language: z.enum(languages).default("vi").describe("in which the page begins"),
  returnUrl: z
    .string()
    .max(2_000)
    .optional()
    .describe("your page to which the owner goes back, with `shop` and `status` behind the `?`"),
  resources: Resources.optional().describe("collections that you ask for; the owner may leave some out; absent: all"),
  personalData: PersonalDataChoice.optional().describe("`left-out`: you ask for none; else the owner decides"),
  since: TimeInput.optional().describe("backfill no further back than this; the owner may choose a later day"),
  metadata: MetadataInput.optional().describe("stays with the shop: the number of your customer, and the like"),
  presets: z
    .partialRecord(z.enum(vendorIds), PresetInput)
    .optional()
    .describe("what you know already, so that the owner need not type it: the app's id and secret at Nhanh"),
});

const invalid = (field: string, message: string): BadRequest =>
  new BadRequest(400, "invalid-body", "The body is not what this route takes.", [{ field, message }]);

/** @throws BadRequest 400 */
const checkShared = ({ resources }: z.infer<typeof Wanted>, vendors: readonly VendorId[], deps: Deps) => {
  const known = vendors.flatMap((id) => deps.vendor(id).resources.map(({ name }) => name));
  const unknown = resources?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid("resources", `none of the systems has ${unknown}`);
  const without = vendors.find((id) => resources && offeredBy(deps.vendor(id), { resources }).length === 0);
  if (without !== undefined) throw invalid("resources", `${without} has none of these`);
};

/** A preset is used when the owner connects, long after it was given. @throws BadRequest 400 naming what no system would read */
const checkPresets = (
  presets: NonNullable<z.infer<typeof Wanted>["presets"]>,
  vendors: readonly VendorId[],
  deps: Deps,
): void => {
  // A shop may move to its system's next version at the same page.
  const meant: readonly (VendorId | undefined)[] = vendors.flatMap((id) => [id, deps.vendor(id).successor]);
  const faults = vendorIds.flatMap((id) => {
    const preset = presets[id];
    const place = ["presets", id];
    if (preset === undefined) return [];
    if (!meant.includes(id)) return [{ field: place.join("."), message: "the link is not for this system" }];
    const { credentials, settings, hosts } = deps.vendor(id);
    const unknown = [
      ...unknownFields(credentials, preset.credentials, [...place, "credentials"]),
      ...unknownFields(settings, preset.settings, [...place, "settings"]),
      ...Object.keys(preset.hosts ?? {})
        .filter((host) => !Object.hasOwn(hosts, host))
        .map((host) => [...place, "hosts", host].join(".")),
    ];
    return unknown.map((field) => ({ field, message: "unknown field" }));
  });
  if (faults.length > 0) throw new BadRequest(400, "invalid-body", "The body is not what this route takes.", faults);
};

/** @throws BadRequest 400, 404, 422 */
const checkWanted = async (
  wanted: z.infer<typeof Wanted>,
  tenant: string,
  deps: Deps,
): Promise<readonly VendorId[]> => {
  const { returnUrl, presets = {}, shop: id } = wanted;
  const fault = returnUrl === undefined ? undefined : addressFault(returnUrl, deps.config.allowLocalEndpoints);
  if (fault !== undefined) throw invalid("returnUrl", fault);
  if (wanted.metadata) checkedMetadata(wanted.metadata);
  if (!deps.config.allowShopHosts && Object.values(presets).some((preset) => preset?.hosts))
    throw new BadRequest(422, "hosts-not-allowed", "Base addresses can be set only on a laptop.", [
      { field: "presets", message: "hosts are not allowed here" },
    ]);
  const shop = id === undefined ? undefined : await deps.shops.find({ tenant, shop: id });
  if (shop?.health === "removing") throw new BadRequest(409, "shop-removed", "The shop is being removed.");
  const offering = () => vendorIds.filter((one) => offeredBy(deps.vendor(one), wanted).length > 0);
  const vendors = shop ? [shop.vendor] : (wanted.vendors ?? offering());
  checkPast(wanted.since, deps.clock());
  checkShared(wanted, vendors, deps);
  checkPresets(presets, vendors, deps);
  return vendors;
};

/** Links for owners of shops: made by the tenant's software, opened by a browser. */
export const connectLinkRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/v1/connect-links",
    operationId: "createConnectLink",
    tag: "Connect",
    access: "admin",
    summary: "A link at which a shop's owner connects the shop, or renews its access, without a developer.",
    description:
      "It works in the first browser that opens it, which has to happen within 30 minutes. At the end the owner goes " +
      "back to `returnUrl` with `shop`, and `status` `connected`, `waiting`, `withdrawn` or `left`.",
    isSecret: true,
    body: Wanted,
    answer: NewConnectLink,
    status: 201,
    problems: ["unknown-shop", "shop-removed", "hosts-not-allowed", "metadata-too-large"],
    async handle({ body, tenant, deps, audit }) {
      const vendors = await checkWanted(body, tenant, deps);
      const { shop, ...rest } = body;
      const wanted = { ...rest, tenant, vendors, reconnects: shop };
      const { link, url } = await createConnectLink(wanted, { ...deps, publicUrl: deps.config.publicUrl });
      await audit({ action: "links.create", subject: link.id, details: { ...(shop ? { shop } : {}), vendors } });
      return { id: link.id, url, expiresAt: isoTime(link.until) };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/connect/open",
    operationId: "openConnectLink",
    tag: "Connect",
    access: "public",
    summary: "A browser opens a link: the first one gets a cookie, and the link is its own.",
    isSecret: true,
    body: z.strictObject({
      ticket: z.string().regex(/^[\w-]{32}$/, "the last part of the link"),
      attempt: z
        .string()
        .regex(/^[\w-]{22,64}$/, "a random word of this browser's own")
        .optional()
        .describe("the same in each try: an answer that was lost does not use the link up"),
    }),
    answer: OpenedConnectLink,
    problems: ["link-ended", "link-used"],
    async handle({ body, headers, deps }) {
      const { publicUrl } = deps.config;
      const pageOf = (id: string) => ({ kind: "connect", link: id }) as const;
      const browserOf = ({ id }: { readonly id: string }) => {
        const cookie = cookieOf(pageOf(id), headers.cookie ?? "", publicUrl);
        return cookie === undefined ? undefined : linkCookie.read(cookie)?.browser;
      };
      const { link, browser } = await openConnectLink(body, browserOf, deps);
      if (browser === undefined) return { id: link.id };
      const cookie = pageCookie(pageOf(link.id), linkCookie.write(body.ticket, browser), OPEN_TIME, publicUrl);
      return reply(200, { id: link.id }, undefined, [cookie]);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/connect/reopen",
    operationId: "reopenShop",
    tag: "Connect",
    access: "public",
    summary: "A browser came by the `reconnectUrl` of an event: it gets a link of its own to renew the shop's access.",
    isSecret: true,
    body: z.strictObject({ renewal: z.string().min(1).max(400).describe("what stands behind the # of the address") }),
    answer: OpenedConnectLink,
    problems: ["link-ended"],
    async handle({ body, deps }) {
      const { publicUrl } = deps.config;
      const { link, ticket, browser } = await reopenShop(body.renewal, { ...deps, publicUrl });
      const page = { kind: "connect", link: link.id } as const;
      const cookie = pageCookie(page, linkCookie.write(ticket, browser), OPEN_TIME, publicUrl);
      return reply(200, { id: link.id }, undefined, [cookie]);
    },
  }),
];
