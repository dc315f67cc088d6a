import { randomBytes } from "node:crypto";
import { BadRequest, QuotaExceeded, Rejected, RetryLater, SignInAgain } from "../../core/errors.ts";
import { INDEX_FORM } from "../../core/finding.ts";
import { timeId } from "../../core/ids.ts";
import { inWords } from "../../core/input-words.ts";
import type { Metadata } from "../../core/metadata.ts";
import type { PersonalData } from "../../core/personal.ts";
import type { Queues } from "../../core/ports.ts";
import type { Limits } from "../../core/quotas.ts";
import { MINUTE } from "../../core/time.ts";
import type { Call, Session, ShopAccess, Vendor, VendorId } from "../../core/vendor.ts";
import { createRedact, secretValues } from "../../http/redact.ts";
import type { RecordStore } from "../../stores/records.ts";
import { ACCESS_ANEW, type OwnerShares, refOf, type Shop, type ShopHealth } from "../../stores/shops.ts";
import type { ReadSigningKey } from "../events/signing-secret.ts";
import { businessOf, routeShop } from "../webhooks/route-shop.ts";
import { claimShop } from "./claim.ts";
import { consentLink } from "./consent-link.ts";
import { type OpenShopDeps, openShop } from "./open-shop.ts";
import { hostsOf } from "./request-context.ts";
import { requireSameShop } from "./same-shop.ts";
import { signIn } from "./session.ts";
import { createTrial, type Trial } from "./trial.ts";
import { unknownFields } from "./unknown-fields.ts";

export interface Registration {
  readonly id?: string | undefined;
  readonly vendor: VendorId;
  readonly name: string;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly hosts?: Readonly<Record<string, string>> | undefined;
  readonly schedule?: Readonly<Record<string, number>> | undefined;
  readonly quietHours?: readonly [number, number] | undefined;
  readonly since?: string | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly personalData?: PersonalData | undefined;
  readonly ownerShares?: Omit<OwnerShares, "at"> | undefined;
  readonly metadata?: Metadata | undefined;
}

export interface RegisterDeps extends OpenShopDeps {
  readonly queues: Queues;
  readonly records: RecordStore;
  readonly random: () => number;
  readonly readSigningKey: ReadSigningKey;
  /** Our own address, under which a person consents in the browser. */
  readonly publicUrl: string;
  /** A shop may bring base addresses of its own (sandboxes on a laptop). */
  readonly allowShopHosts: boolean;
  /** What the tenant may have. Absent: any number of shops. */
  readonly limits?: Limits | undefined;
  /** Calls a minute of a tenant with credentials that have proven nothing. Absent: the default. */
  readonly trialCallsPerMinute?: number | undefined;
  /** See `ConsentLinkDeps`. */
  readonly connectLink?: string | undefined;
}

/** The person must agree in a browser first: `consentUrl` is where. */
export interface Registered {
  readonly shop: Shop;
  readonly consentUrl?: string | undefined;
}

/**
 * Tries the credentials at the vendor and only then stores anything.
 * @throws BadRequest 422 with the field at fault or the vendor's reason; 409 when the id is taken, or a quota is used up
 */
export const registerShop = async (
  tenant: string,
  registration: Registration,
  deps: RegisterDeps,
): Promise<Registered> => {
  const vendor = deps.vendor(registration.vendor);
  if (registration.hosts && !deps.allowShopHosts) {
    throw new BadRequest(
      422,
      "hosts-not-allowed",
      "Base addresses can be set only where the connector runs on a laptop.",
      [{ field: "hosts", message: "not allowed here" }],
    );
  }
  checkHosts(vendor, registration.hosts, "hosts");
  const credentials = checkFields(vendor.credentials, registration.credentials, "credentials");
  const settings = checkFields(vendor.settings, registration.settings ?? {}, "settings");
  const now = deps.clock();
  const draft: Shop = {
    tenant,
    id: registration.id ?? timeId(now, deps.random),
    vendor: vendor.id,
    name: registration.name,
    health: "authorizing",
    settings,
    hosts: registration.hosts,
    account: vendor.account({ credentials, settings }),
    schedule: registration.schedule,
    quietHours: registration.quietHours,
    since: registration.since,
    resources: registration.resources,
    personalData: registration.personalData,
    ownerShares: registration.ownerShares && { ...registration.ownerShares, at: now },
    metadata: registration.metadata,
    hookToken: randomBytes(24).toString("base64url"),
    createdAt: new Date(now).toISOString(),
    indexed: INDEX_FORM,
  };
  const isUnproven = vendor.consent !== undefined && !hasSession(vendor, credentials);
  // Before the vendor is asked. Once more when the shop is stored: others may come meanwhile.
  if (deps.limits) await deps.shops.needRoom({ tenant, health: isUnproven ? "authorizing" : "healthy" }, deps.limits);
  if (isUnproven) return beginConsent(draft, credentials, deps);
  if (await deps.shops.get(refOf(draft))) throw taken(draft.id);
  const { access, shop } = await proveAccess({ draft, vendor, credentials }, trialOf(tenant, deps), deps);
  await findLater(shop, deps);
  await store(shop, access, deps).catch(async (error: unknown) => {
    await forgetUnstored(shop, deps);
    throw error;
  });
  // The shop is there: one that was answered with an error would be registered once more, under another id.
  await begin(shop, access, deps).catch((error: unknown) => {
    if (!(error instanceof RetryLater)) throw error;
  });
  return { shop };
};

/** Before the shop is stored: whatever fails behind that, the index has it read and its webhooks registered. */
const findLater = async (shop: Shop, { shops, clock }: RegisterDeps): Promise<void> => {
  const work = { tenant: shop.tenant, id: shop.id, dueAt: clock() + 2 * MINUTE };
  await shops.schedule({ kind: "shop", ...work });
  await shops.schedule({ kind: "watch", ...work });
};

const forgetUnstored = async (shop: Shop, { shops }: RegisterDeps): Promise<void> => {
  // Another one has the name.
  if (await shops.get(refOf(shop))) return;
  for (const kind of ["shop", "watch"] as const) await shops.unschedule({ kind, tenant: shop.tenant, id: shop.id });
};

/** Another registration may be under way under this id: the secret is that shop's, and nobody else may write it. */
const SECRET_LEASE = MINUTE;

/** The secret first: nobody finds a shop without it. @throws BadRequest 409 when the id is taken */
const store = async (shop: Shop, access: ShopAccess, deps: RegisterDeps): Promise<void> => {
  const ref = refOf(shop);
  if (!(await deps.shops.lease(ref, "session", deps.clock(), SECRET_LEASE))) throw taken(shop.id);
  try {
    if (await deps.shops.get(ref)) throw taken(shop.id);
    await deps.secrets.put(deps.secretName(ref), access);
    const isStored = await deps.shops.create(shop, deps.limits).catch(async (error: unknown) => {
      // Another shop took the last place meanwhile.
      if (error instanceof QuotaExceeded) await deps.secrets.delete(deps.secretName(ref));
      throw error;
    });
    if (!isStored) throw taken(shop.id);
  } finally {
    await deps.shops.release(ref, "session");
  }
};

const taken = (id: string): BadRequest =>
  new BadRequest(409, "shop-exists", `There is a shop ${id} already, or one that is being removed.`, [
    { field: "id", message: "taken" },
  ]);

/** @throws BadRequest 422 naming an address that the vendor does not have */
export const checkHosts = (
  { hosts: known, name }: Pick<Vendor, "hosts" | "name">,
  given: Readonly<Record<string, string>> | undefined,
  where: string,
): void => {
  const unknown = Object.keys(given ?? {}).filter((host) => !Object.hasOwn(known, host));
  if (unknown.length === 0) return;
  throw new BadRequest(
    422,
    "invalid-settings",
    "These are not the vendor's addresses.",
    unknown.map((host) => ({
      field: `${where}.${host}`,
      message: `${name} has ${Object.keys(known).join(", ")}`,
    })),
  );
};

export const checkFields = (
  schema: Vendor["credentials"],
  input: unknown,
  where: "credentials" | "settings",
): Record<string, unknown> => {
  const parsed = schema.safeParse(input, inWords);
  const unknown = unknownFields(schema, input, [where]);
  if (parsed.success && unknown.length === 0) return parsed.data;
  const faults = (parsed.error?.issues ?? []).filter(({ code }) => code !== "unrecognized_keys");
  throw new BadRequest(422, `invalid-${where}`, `The ${where} are not what the vendor needs.`, [
    ...faults.map((issue) => ({ field: [where, ...issue.path].join("."), message: issue.message })),
    ...unknown.map((field) => ({ field, message: "unknown field" })),
  ]);
};

/** Consent vendors: a code or a token is there already. */
export const hasSession = (vendor: Vendor, credentials: Readonly<Record<string, unknown>>): boolean =>
  credentials[vendor.consent!.codeField] !== undefined || credentials.accessToken !== undefined;

/** Whatever is claimed and not proven draws from a budget of the claimant's own. */
export const trialOf = (tenant: string, { budgets, trialCallsPerMinute }: RegisterDeps): Trial =>
  createTrial(budgets, tenant, trialCallsPerMinute);

/** Credentials that a caller hands in, not proven yet. */
interface ClaimedAccess {
  readonly draft: Shop;
  readonly vendor: Vendor;
  readonly credentials: Record<string, unknown>;
}

/** Signs in at the draft's vendor and makes one cheap call. Nothing is stored. @throws BadRequest 422 with the vendor's reason */
export const proveAccess = async (
  { draft, vendor, credentials }: ClaimedAccess,
  trial: Trial,
  given: RegisterDeps,
): Promise<{ access: ShopAccess; shop: Shop; call: Call }> => {
  const deps = { ...given, budgets: trial.budgets };
  await trial.begin(deps.clock());
  const redact = createRedact(secretValues(vendor.credentials, credentials));
  try {
    const session: Session = await signIn(
      draft,
      vendor,
      {
        access: { credentials },
        hosts: hostsOf(draft, vendor),
        settings: draft.settings,
        now: deps.clock,
        randomId: deps.randomId,
      },
      deps,
    );
    // A single-use code is worth nothing any more, and would only be one more secret to keep.
    const { [vendor.consent?.codeField ?? ""]: _, ...kept } = credentials;
    const access: ShopAccess = { credentials: kept, session };
    const account = vendor.account({
      credentials,
      settings: draft.settings,
      ...(session.grants ? { grants: session.grants } : {}),
    });
    const shop: Shop = {
      ...draft,
      account,
      health: "healthy",
      expiresAt: vendor.renewable ? undefined : session.expiresAt,
    };
    const open = await openShop(shop, {
      ...deps,
      isProving: true,
      secrets: { ...deps.secrets, get: async () => access, put: async () => undefined },
    });
    const call = open.call("passthrough");
    const details = await vendor.check(async (...asked) => {
      const answer = await call(...asked);
      trial.prove();
      return answer;
    });
    return { access, shop: { ...shop, accountDetails: { ...session.grants, ...details } }, call };
  } catch (error) {
    if (!(error instanceof Rejected || error instanceof SignInAgain)) throw error;
    await trial.refuse(deps.clock());
    const fields = error instanceof Rejected ? Object.entries(error.fields) : [];
    throw new BadRequest(
      422,
      "credentials-refused",
      redact(`${vendor.name} refuses the credentials: ${error.message}`),
      fields.length > 0
        ? fields.map(([field, message]) => ({ field, message: redact(message) }))
        : [{ field: "credentials", message: redact(error.message) }],
    );
  }
};

const begin = async (shop: Shop, access: ShopAccess, deps: RegisterDeps): Promise<void> => {
  const ref = refOf(shop);
  await routeShop(shop, access, deps);
  const now = deps.clock();
  const work = { tenant: ref.tenant, id: ref.shop };
  await deps.shops.schedule({ kind: "shop", ...work, dueAt: now });
  // A moment later than the message below: two watchdogs at once would register everything twice.
  await deps.shops.schedule({ kind: "watch", ...work, dueAt: now + MINUTE });
  // Not to wait for the next tick; if the queue does not take it, the tick finds the shop.
  await deps.queues
    .send("sync", [
      { body: { type: "cycle", ...ref }, group: ref.tenant },
      { body: { type: "watch", ...ref }, group: ref.tenant },
    ])
    .catch(() => undefined);
};

/**
 * Stores the shop as `authorizing` and says where the person has to agree. The account that it names may be anybody's, so
 * until then it has one of its own.
 */
const beginConsent = async (
  draft: Shop,
  credentials: Record<string, unknown>,
  deps: RegisterDeps,
): Promise<Registered> => {
  if (await deps.shops.get(refOf(draft))) throw taken(draft.id);
  const claimed = { ...draft, account: `unproven:${draft.tenant}:${draft.id}` };
  if (!(await claimShop(claimed, credentials, deps))) throw taken(draft.id);
  return { shop: claimed, consentUrl: await consentLink(claimed, claimed.vendor, deps) };
};

/**
 * New credentials for a shop: tried first, then stored.
 * @param expected the vendor's id of the shop, where it must not become another one
 * @throws BadRequest 422 with the vendor's reason; 409 `other-business`, `other-account`
 */
export const authorizeAgain = async (
  shop: Shop,
  credentials: Readonly<Record<string, unknown>>,
  deps: RegisterDeps,
  expected?: { readonly business: string | undefined },
): Promise<Shop> => {
  if (shop.health === "removing") throw new BadRequest(409, "shop-removed", "The shop is being removed.");
  const vendor = deps.vendor(shop.vendor);
  const checked = checkFields(vendor.credentials, credentials, "credentials");
  const proven = await proveAccess({ draft: shop, vendor, credentials: checked }, trialOf(shop.tenant, deps), deps);
  const ref = refOf(shop);
  if (expected?.business !== undefined && businessOf(proven.access) !== expected.business)
    throw new BadRequest(409, "other-business", "This consent is another shop's.");
  const name = deps.secretName(ref);
  const stored = await deps.secrets.get(name, { fresh: true });
  const { account, accountDetails, expiresAt } = proven.shop;
  await requireSameShop({ shop, vendor, stored }, { access: proven.access, account, call: proven.call }, deps);
  await deps.secrets.put(name, { ...stored, ...proven.access });
  const health: ShopHealth = shop.health === "paused" ? "paused" : "healthy";
  const resumed = {
    health,
    reason: undefined,
    resumedAt: deps.clock(),
    renewedBy: deps.connectLink,
    ...ACCESS_ANEW,
  };
  const changed = await deps.shops.prove(ref, { ...resumed, account, accountDetails, expiresAt });
  await begin(changed, proven.access, deps);
  return changed;
};
