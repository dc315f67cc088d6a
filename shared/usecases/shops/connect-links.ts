import { randomBytes } from "node:crypto";
import { BadRequest } from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import type { PersonalData } from "../../core/personal.ts";
import type { Clock } from "../../core/ports.ts";
import { seal, unseal } from "../../core/seal.ts";
import { MINUTE } from "../../core/time.ts";
import type { Vendor, VendorId } from "../../core/vendor.ts";
import type { ConnectLink, ConnectLinkStore, Invitation } from "../../stores/connect-links.ts";
import type { Shop, ShopStore } from "../../stores/shops.ts";
import { endsAtSince } from "../../sync/spans.ts";
import type { ReadSigningKey } from "../events/signing-secret.ts";
import { readRenewal } from "./renewal.ts";

/** A link that nobody has opened ends after this. */
const LINK_TIME = 30 * MINUTE;

/** What the tenant knows already, so that the shop's owner need not type it. */
export interface Preset {
  readonly credentials?: Readonly<Record<string, unknown>> | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly hosts?: Readonly<Record<string, string>> | undefined;
}
export type Presets = Readonly<Partial<Record<VendorId, Preset>>>;

interface LinkDeps {
  readonly connectLinks: ConnectLinkStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly publicUrl: string;
  readonly readSigningKey: ReadSigningKey;
}

export interface WantedLink extends Omit<Invitation, "id" | "until" | "presets"> {
  readonly presets?: Presets | undefined;
}

const secretText = (): string => randomBytes(24).toString("base64url");
const purposeOf = ({ tenant, id }: Pick<Invitation, "tenant" | "id">): string => `connect#${tenant}#${id}`;

/** A new link. Its ticket is shown this once: the table keeps a hash. */
export const createConnectLink = async (
  wanted: WantedLink,
  deps: LinkDeps,
): Promise<{ readonly link: Invitation; readonly url: string }> => {
  const { link, ticket } = await addLink(wanted, deps);
  return { link, url: `${deps.publicUrl}/connect/${ticket}` };
};

const addLink = async (
  { presets, ...wanted }: WantedLink,
  deps: LinkDeps,
): Promise<{ readonly link: Invitation; readonly ticket: string }> => {
  const now = deps.clock();
  const named = { ...wanted, id: timeId(now, deps.random), until: now + LINK_TIME };
  const sealed = presets && seal(await deps.readSigningKey(), purposeOf(named), JSON.stringify(presets));
  const link: Invitation = { ...named, presets: sealed };
  const ticket = secretText();
  await deps.connectLinks.add(ticket, link);
  return { link, ticket };
};

/**
 * A browser came by the address of an event. It gets a link of its own, so that the address works on the phone and on the
 * laptop; the link can do nothing to the shop before its owner's access is proven there.
 * @throws BadRequest 404 when we did not write the address, it is too old, or the shop is gone
 */
export const reopenShop = async (
  text: string,
  deps: LinkDeps & RenewDeps,
): Promise<{ readonly link: ConnectLink; readonly ticket: string; readonly browser: string }> => {
  const now = deps.clock();
  const ended = new BadRequest(404, "link-ended", "This link was never given out, or its time is over.");
  const renewal = readRenewal(text, await deps.readSigningKey(), now);
  if (!renewal) throw ended;
  const { tenant, at } = renewal;
  const own = deps.ownedBy(tenant);
  const shop = await own.shops.get({ tenant, shop: renewal.shop });
  if (!shop || shop.health === "removing" || Date.parse(shop.createdAt) > at) throw ended;
  const { link, ticket } = await addLink(
    { tenant, vendors: [shop.vendor], language: "vi", reconnects: shop.id, byEvent: true },
    { ...deps, connectLinks: own.connectLinks },
  );
  const browser = secretText();
  await own.connectLinks.open(ticket, { browser }, now);
  return { link: { ...link, openedAt: now }, ticket, browser };
};

interface RenewDeps {
  readonly ownedBy: (tenant: string) => {
    readonly shops: Pick<ShopStore, "get">;
    readonly connectLinks: ConnectLinkStore;
  };
}

/**
 * For what a link asks of a shop that is there. The address in an event asks for nothing of its own, so there the owner can
 * only take back.
 */
export const askedOf = (
  { byEvent, resources, personalData }: Invitation,
  shop: Pick<Shop, "resources" | "personalData"> | undefined,
): Pick<Invitation, "resources" | "personalData"> =>
  byEvent && shop ? { resources: shop.resources, personalData: shop.personalData } : { resources, personalData };

/** The collections of a vendor for which a link asks. */
export const offeredBy = (vendor: Pick<Vendor, "resources">, { resources }: Pick<Invitation, "resources">) =>
  vendor.resources.filter(({ name }) => resources === undefined || resources.includes(name));

/** Those of them of which only what is newer than the chosen day is read. */
export const datedBy: typeof offeredBy = (vendor, link) =>
  offeredBy(vendor, link).filter(({ listing }) => endsAtSince(listing));

/** What the owner leaves of what a link asks for. */
export interface Choice {
  readonly resources?: readonly string[] | undefined;
  readonly personalData?: PersonalData | undefined;
  /** ISO 8601. */
  readonly since?: string | undefined;
}

/** An owner can share less than a link asks for, and not more. @throws BadRequest 400 with the field at fault */
export const narrowed = (
  link: Pick<Invitation, "resources" | "personalData" | "since">,
  vendor: Pick<Vendor, "resources">,
  choice: Choice,
): Choice => {
  const offered = offeredBy(vendor, link).map(({ name }) => name as string);
  const more = choice.resources?.find((name) => !offered.includes(name));
  if (more !== undefined) throw beyond("resources", `the link does not ask for ${more}`);
  if (link.personalData === "left-out" && choice.personalData === "kept")
    throw beyond("personalData", "the link does not ask for it");
  const since = choice.since ?? link.since;
  if (since !== undefined && link.since !== undefined && Date.parse(since) < Date.parse(link.since))
    throw beyond("since", `the link asks for what is newer than ${link.since}`);
  const isAll = link.resources === undefined && (choice.resources ?? offered).length === offered.length;
  return {
    // Nothing is left out: what the vendor offers tomorrow is shared as well.
    resources: isAll ? undefined : (choice.resources ?? offered),
    personalData: choice.personalData ?? link.personalData,
    since,
  };
};

const beyond = (field: string, message: string): BadRequest =>
  new BadRequest(400, "invalid-body", "The body is not what this route takes.", [{ field, message }]);

/** What the tenant gave for a vendor. */
export const presetOf = async (
  link: Invitation,
  vendor: VendorId,
  deps: Pick<LinkDeps, "readSigningKey">,
): Promise<Preset> => {
  const text = link.presets && unseal(await deps.readSigningKey(), purposeOf(link), link.presets);
  return (text ? (JSON.parse(text) as Presets) : {})[vendor] ?? {};
};

export interface OpenDeps extends Pick<LinkDeps, "clock"> {
  readonly connectLinks: Pick<ConnectLinkStore, "get" | "ofBrowser">;
  readonly ownedBy: (tenant: string) => { readonly connectLinks: Pick<ConnectLinkStore, "open" | "openAgain"> };
}

/**
 * A browser opens a link. The first one gets a secret, and the link is its own from there on.
 * @param browserOf the secret that the browser has for a link, if it has one
 * @throws BadRequest 404 for a link that was never given out or is over; 409 for one that another browser has
 */
export const openConnectLink = async (
  { ticket, attempt }: { readonly ticket: string; readonly attempt?: string | undefined },
  browserOf: (link: ConnectLink) => string | undefined,
  deps: OpenDeps,
): Promise<{ readonly link: ConnectLink; readonly browser?: string }> => {
  const now = deps.clock();
  const link = await deps.connectLinks.get(ticket, now);
  if (!link) throw new BadRequest(404, "link-ended", "This link was never given out, or its time is over.");
  const known = browserOf(link);
  if (known !== undefined && (await deps.connectLinks.ofBrowser(ticket, known, now))) return { link };
  const browser = secretText();
  const { connectLinks } = deps.ownedBy(link.tenant);
  if (link.openedAt === undefined && (await connectLinks.open(ticket, { browser, attempt }, now)))
    return { link: { ...link, openedAt: now }, browser };
  if (attempt !== undefined && (await connectLinks.openAgain(ticket, { browser, attempt }, now)))
    return { link, browser };
  throw new BadRequest(409, "link-used", "Another browser has opened this link.");
};
