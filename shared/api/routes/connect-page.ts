import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { Order } from "../../core/model/documents.ts";
import { isoTime } from "../../core/time.ts";
import { vendorIds } from "../../core/vendor.ts";
import type { Deps } from "../../lambda/wiring.ts";
import { type ConnectLink, OPEN_TIME } from "../../stores/connect-links.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { applyChoices } from "../../usecases/privacy/apply-choices.ts";
import { askedOf, datedBy, narrowed, offeredBy, presetOf } from "../../usecases/shops/connect-links.ts";
import { consentLink, returnAddress } from "../../usecases/shops/consent-link.ts";
import { migrateShop } from "../../usecases/shops/migrate-shop.ts";
import { authorizeAgain, type RegisterDeps, registerShop } from "../../usecases/shops/register-shop.ts";
import { removeShop } from "../../usecases/shops/remove-shop.ts";
import { copiedBy } from "../../usecases/shops/resources-of.ts";
import { readFreshness } from "../../usecases/shops/shop-freshness.ts";
import { provenOf } from "../../usecases/sync/proven.ts";
import { ConnectProgress, ConnectState } from "../answers/connect.ts";
import { PersonalDataChoice, Resources } from "../answers/shops.ts";
import { TimeInput } from "../answers/words.ts";
import { checkPast } from "../past-times.ts";
import { vendorProblems } from "../problems-of.ts";
import { defineRoute, type OpenedLink, type Request, type Route } from "../route.ts";
import { consentAnswer } from "./shop-consent.ts";

/** @throws never: the route's access has seen the link */
const linkOf = ({ caller }: Request): OpenedLink => (caller as { readonly link: OpenedLink }).link;

const registerDeps = ({ deps, ...request }: Request): RegisterDeps => ({
  ...deps,
  publicUrl: deps.config.publicUrl,
  allowShopHosts: deps.config.allowShopHosts,
  trialCallsPerMinute: deps.config.trialCallsPerMinute,
  limits: request.limits(),
  connectLink: linkOf({ deps, ...request }).id,
});

const shopIdOf = (link: ConnectLink): string | undefined => link.made?.shop ?? link.reconnects;

/** The shop that the link is for. Undefined: there is none yet, it is gone, or its id is another shop's by now. */
const shopOf = async (link: ConnectLink, deps: Deps): Promise<Shop | undefined> => {
  const id = shopIdOf(link);
  const shop = id === undefined ? undefined : await deps.shops.get({ tenant: link.tenant, shop: id });
  const isOther = link.made !== undefined && shop?.createdAt !== link.made.createdAt;
  return shop === undefined || isOther || shop.health === "removing" ? undefined : shop;
};

const findShop = async (request: Request): Promise<Shop> => {
  const shop = await shopOf(linkOf(request), request.deps);
  if (shop) return shop;
  throw new BadRequest(409, "no-link-shop", "This link has not led to a shop yet, or the shop is gone.");
};

const shownVendor = async (
  link: OpenedLink,
  id: ConnectLink["vendors"][number],
  shop: Shop | undefined,
  deps: Deps,
) => {
  const vendor = deps.vendor(id);
  const asked = askedOf(link, shop);
  const { credentials = {} } = await presetOf(link, id, deps);
  const address = returnAddress(vendor, deps.config.publicUrl);
  return {
    id,
    name: vendor.name,
    given: Object.keys(credentials),
    consent: vendor.consent !== undefined,
    ...(address === undefined ? {} : { returnAddress: address }),
    resources: offeredBy(vendor, asked).map(({ name }) => name as string),
    since: datedBy(vendor, asked).map(({ name }) => name as string),
  };
};

/** The address in an event may have passed through many hands: a person who came by it shows first that the shop is theirs. */
const mayWithdraw = ({ renewedBy }: Shop, link: ConnectLink): boolean => !link.byEvent || renewedBy === link.id;

const requireProof = (shop: Shop, link: ConnectLink): void => {
  if (!mayWithdraw(shop, link))
    throw new BadRequest(409, "renew-first", "This link came with an event: renew the shop's access here first.");
};

const shownShop = async (shop: Shop, link: OpenedLink, deps: Deps) => {
  const { id, name, vendor, health, reason, migration } = (await readFreshness(shop, deps)).shop;
  const { successor, sunset } = deps.vendor(vendor);
  return {
    ...{ id, name, vendor, health, canWithdraw: mayWithdraw(shop, link) },
    reconnects: link.made === undefined && shop.renewedBy !== link.id,
    shared: {
      resources: copiedBy(shop, deps.vendor(vendor)).map((resource) => resource.name as string),
      personalData: shop.personalData ?? "kept",
    },
    ...(reason === undefined ? {} : { reason }),
    ...(successor === undefined ? {} : { successor }),
    ...(sunset === undefined ? {} : { sunset }),
    ...(migration === undefined ? {} : { migration: migration.phase }),
  };
};

const stateOf = async (
  request: Request,
  { consentUrl, link = linkOf(request) }: { readonly consentUrl?: string | undefined; readonly link?: OpenedLink } = {},
): Promise<z.input<typeof ConnectState>> => {
  const { deps } = request;
  const [name, logo, shop] = await Promise.all([
    request.tenantName(),
    deps.tenants.logo(link.tenant),
    shopOf(link, deps),
  ]);
  const next = deps.vendor(shop?.migration?.to ?? shop?.vendor ?? "kiotviet");
  const gone = shop === undefined ? shopIdOf(link) : undefined;
  return {
    id: link.id,
    language: link.language,
    endsAt: isoTime((link.openedAt ?? 0) + OPEN_TIME),
    tenant: { name, ...(logo === undefined ? {} : { logo }) },
    vendors: await Promise.all(link.vendors.map((id) => shownVendor(link, id, shop, deps))),
    personalData: askedOf(link, shop).personalData ?? "kept",
    ...(link.since === undefined ? {} : { since: new Date(link.since).toISOString() }),
    ...(link.returnUrl === undefined ? {} : { returnUrl: link.returnUrl }),
    ...(shop === undefined ? {} : { shop: await shownShop(shop, link, deps) }),
    ...(gone === undefined ? {} : { gone: { shop: gone, canConnect: link.reconnects === undefined } }),
    ...(consentUrl && shop
      ? consentAnswer(consentUrl, { hosts: shop.migration?.hosts ?? shop.hosts }, next, deps.config.publicUrl)
      : {}),
  };
};

const problems = ["credentials-refused", "invalid-credentials", ...vendorProblems] as const;

/** What the browser that opened a link may do: connect one shop, see how its first copy goes, withdraw. */
export const connectPageRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/v1/connect",
    operationId: "getConnectState",
    tag: "Connect",
    access: "connect",
    summary: "All that the page behind a link shows.",
    answer: ConnectState,
    handle: (request) => stateOf(request),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/connect/shop",
    operationId: "connectShop",
    tag: "Connect",
    access: "connect",
    summary: "Connects the link's shop: the credentials are tried at the vendor first.",
    body: z.strictObject({
      vendor: z.enum(vendorIds),
      name: z.string().trim().min(1).max(200),
      credentials: z.record(z.string(), z.unknown()),
      settings: z.record(z.string(), z.unknown()).optional(),
      resources: Resources.optional().describe("what the owner shares of it; absent: all for which the link asks"),
      personalData: PersonalDataChoice.optional(),
      since: TimeInput.optional(),
    }),
    answer: ConnectState,
    status: 201,
    problems: [...problems, "invalid-settings", "shop-exists", "link-spent"],
    async handle(request) {
      const { body, deps, tenant } = request;
      const link = linkOf(request);
      if (!link.vendors.includes(body.vendor))
        throw new BadRequest(400, "invalid-body", "The link is for other systems.", [
          { field: "vendor", message: `one of ${link.vendors.join(", ")}` },
        ]);
      if (link.reconnects !== undefined || (await shopOf(link, deps)))
        throw new BadRequest(409, "link-spent", "This link has connected its shop.");
      checkPast(body.since, deps.clock());
      const shared = narrowed(link, deps.vendor(body.vendor), body);
      // The shop before is gone: its owner has withdrawn.
      if (link.made) await deps.connectLinks.unsettle(link.ticket);
      const preset = await presetOf(link, body.vendor, deps);
      const { metadata } = link;
      const registration = {
        ...{ vendor: body.vendor, name: body.name, metadata, hosts: preset.hosts, ...shared },
        ownerShares: { resources: shared.resources, personalData: shared.personalData },
        credentials: { ...body.credentials, ...preset.credentials },
        settings: { ...body.settings, ...preset.settings },
      };
      const { shop, consentUrl } = await registerShop(tenant, registration, registerDeps(request));
      const made = { shop: shop.id, createdAt: shop.createdAt };
      if (!(await deps.connectLinks.settle(link.ticket, made))) {
        // The same form was sent twice at once: one of the two shops stays.
        await removeShop(shop, deps);
        throw new BadRequest(409, "link-spent", "This link has connected its shop.");
      }
      await request.audit({ action: "shops.create", subject: shop.id, details: { vendor: shop.vendor } });
      return stateOf(request, { consentUrl, link: { ...link, made } });
    },
  }),
  defineRoute({
    method: "PUT",
    path: "/v1/connect/credentials",
    operationId: "renewConnectedShop",
    tag: "Connect",
    access: "connect",
    summary: "New credentials for the link's shop: they are tried at the vendor first. Its data stay.",
    body: z.record(z.string(), z.unknown()),
    answer: ConnectState,
    problems: [...problems, "no-link-shop", "shop-removed", "other-business", "other-account"],
    async handle(request) {
      const shop = await findShop(request);
      const { credentials } = await presetOf(linkOf(request), shop.vendor, request.deps);
      await authorizeAgain(shop, { ...request.body, ...credentials }, registerDeps(request));
      await request.audit({ action: "shops.reauthorize", subject: shop.id });
      return stateOf(request);
    },
  }),
  defineRoute({
    method: "PUT",
    path: "/v1/connect/shared",
    operationId: "changeShared",
    tag: "Connect",
    access: "connect",
    summary:
      "What the owner shares from now on, within what the link asks for. What is taken back is removed from the copy, and nobody can read or change it through us.",
    body: z.strictObject({ resources: Resources, personalData: PersonalDataChoice }),
    answer: ConnectState,
    problems: ["no-link-shop", "renew-first"],
    async handle(request) {
      const { body, deps } = request;
      const link = linkOf(request);
      const shop = await findShop(request);
      requireProof(shop, link);
      const { resources, personalData } = narrowed(askedOf(link, shop), deps.vendor(shop.vendor), body);
      const ownerShares = { resources, personalData, at: deps.clock() };
      const changed = await deps.shops.change(refOf(shop), { resources, personalData, ownerShares });
      await applyChoices(shop, changed, deps);
      await deps.shops.wake(refOf(shop), deps.clock());
      await request.audit({ action: "shops.share", subject: shop.id, details: body });
      return stateOf(request);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/connect/consent",
    operationId: "beginConnectConsent",
    tag: "Connect",
    access: "connect",
    summary: "Where the owner agrees at the vendor. The browser comes back to the page of the link.",
    answer: ConnectState,
    problems: ["no-link-shop", "no-consent"],
    async handle(request) {
      const shop = await findShop(request);
      const vendor = request.deps.vendor(shop.migration?.to ?? shop.vendor);
      if (!vendor.consent) throw new BadRequest(409, "no-consent", `${vendor.name} takes credentials.`);
      return stateOf(request, { consentUrl: await consentLink(shop, vendor.id, registerDeps(request)) });
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/connect/migration",
    operationId: "moveConnectedShop",
    tag: "Connect",
    access: "connect",
    summary: "Moves the link's shop to its vendor's next version. Its owner agrees at the vendor.",
    answer: ConnectState,
    status: 202,
    problems: [...problems, "no-link-shop", "no-successor", "moving", "not-authorized", "no-credentials"],
    async handle(request) {
      const shop = await findShop(request);
      const { successor } = request.deps.vendor(shop.vendor);
      const preset = successor && (await presetOf(linkOf(request), successor, request.deps));
      const { consentUrl } = await migrateShop(shop, preset ?? {}, registerDeps(request));
      await request.audit({ action: "shops.migrate", subject: shop.id, details: { to: successor } });
      return stateOf(request, { consentUrl });
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/connect/progress",
    operationId: "getConnectProgress",
    tag: "Connect",
    access: "connect",
    summary: "How far the first copy is, and its first five orders as proof.",
    answer: ConnectProgress,
    problems: ["no-link-shop"],
    async handle(request) {
      const { deps } = request;
      const found = await findShop(request);
      const { shop, resources, states } = await readFreshness(found, deps);
      const isOwn = linkOf(request).made !== undefined && shop.health !== "authorizing";
      const orders = isOwn ? (await deps.records.page(refOf(shop), "orders", { limit: 5 })).records : [];
      return {
        health: shop.health,
        resources: resources.map(({ resource }) => {
          const known = deps.vendor(shop.vendor).resources.find(({ name }) => name === resource);
          const tracks = ["live", "full"].flatMap((track) => states.get(`${resource}#${track}`) ?? []);
          const counts = tracks.map(({ lastCycle, cycle }) => lastCycle?.stored ?? lastCycle?.rows ?? cycle?.rows ?? 0);
          return {
            resource,
            records: Math.max(0, ...counts),
            complete: known !== undefined && provenOf(known, states).complete,
          };
        }),
        orders: orders.map(({ id, record }) => {
          const { code, createdAt, total, currency } = record as Partial<Order>;
          return {
            code: code ?? id,
            ...(createdAt === undefined ? {} : { createdAt }),
            ...(total === undefined ? {} : { total }),
            ...(currency === undefined ? {} : { currency }),
          };
        }),
      };
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/connect/shop",
    operationId: "withdrawShop",
    tag: "Connect",
    access: "connect",
    summary: "The owner withdraws: nothing more is read, and the copy and the credentials are removed.",
    answer: ConnectState,
    status: 202,
    problems: ["no-link-shop", "renew-first"],
    async handle(request) {
      const shop = await findShop(request);
      requireProof(shop, linkOf(request));
      await request.audit({ action: "shops.remove", subject: shop.id });
      await removeShop(shop, request.deps);
      return stateOf(request);
    },
  }),
];
