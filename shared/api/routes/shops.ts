import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { INDEX_FORM } from "../../core/finding.ts";
import { inParallel } from "../../core/parallel.ts";
import { shownBreaker } from "../../core/silence.ts";
import { isoTime } from "../../core/time.ts";
import { type Vendor as VendorAdapter, vendorIds, type WriteKind } from "../../core/vendor.ts";
import { jobDepsOf } from "../../lambda/job-deps.ts";
import type { Deps } from "../../lambda/wiring.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { applyChoices } from "../../usecases/privacy/apply-choices.ts";
import { consentLink, returnAddress } from "../../usecases/shops/consent-link.ts";
import { SHARED_ADDRESS } from "../../usecases/shops/egress.ts";
import { giveUpMigration, migrateShop } from "../../usecases/shops/migrate-shop.ts";
import { withinShared } from "../../usecases/shops/owners-choice.ts";
import { authorizeAgain, registerShop } from "../../usecases/shops/register-shop.ts";
import { removeShop } from "../../usecases/shops/remove-shop.ts";
import { readFreshness } from "../../usecases/shops/shop-freshness.ts";
import { rouseShop } from "../../usecases/shops/sign-of-life.ts";
import { bucketsOf } from "../../usecases/shops/spend.ts";
import { withShop } from "../../usecases/shops/with-shop.ts";
import {
  Budget,
  Check,
  Consent,
  PersonalDataChoice,
  QuietHours,
  Resources,
  Schedule,
  Shop as ShopAnswer,
  ShopPage,
  Vendor,
} from "../answers/shops.ts";
import { pageAnswer, TimeInput } from "../answers/words.ts";
import { WriteAbility } from "../answers/writes.ts";
import { vendorProblems } from "../problems-of.ts";
import { decodeCursor, defineRoute, PageQuery, pageOf, type Request, type Route } from "../route.ts";
import { writeAbilities } from "../write-abilities.ts";

export const ShopId = z.object({
  shop: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower-case letters, digits and dashes, at most 40"),
});
/** Their states are read side by side. */
const SHOPS_TOGETHER = 8;

/** Vendors send people back over https only. */
export const consentAnswer = (
  consentUrl: string,
  shop: Pick<Shop, "hosts">,
  vendor: VendorAdapter,
  publicUrl: string,
): z.infer<typeof Consent> => ({
  consentUrl,
  returnAddress: returnAddress(vendor, publicUrl),
  ...(publicUrl.startsWith("https:") || shop.hosts
    ? {}
    : {
        notice:
          `${vendor.name} sends people back to an https address only, and ${publicUrl} is none. On a laptop, start ` +
          "with --public-url and the https address of a tunnel to the API's port.",
      }),
});

/** Fields of a shop that are a secret (the token of its webhook address), or of no use to its tenant. */
const inner = [
  "tenant",
  "hookToken",
  "hookSince",
  "writesUntil",
  "route",
  "stoppedAt",
  "resumedAt",
  "trouble",
  "lateness",
  "tidyAt",
  "expiresAt",
  "migration",
  "former",
  "indexed",
  "silence",
  "slowUntil",
  "renewedBy",
  "ownerShares",
] as const;

/** A shop as its tenant sees it. */
const shown = (shop: Shop, vendor: VendorAdapter) => {
  const { expiresAt, migration, former, silence, ownerShares } = shop;
  const fields = Object.entries(shop).filter(([name]) => !inner.some((one) => one === name));
  return {
    ...(Object.fromEntries(fields) as Omit<Shop, (typeof inner)[number]>),
    ...(expiresAt === undefined ? {} : { expiresAt: isoTime(expiresAt) }),
    ...(migration === undefined ? {} : { migration: { ...migration, since: isoTime(migration.since) } }),
    ...(former === undefined ? {} : { former: { ...former, at: isoTime(former.at) } }),
    ...(ownerShares === undefined ? {} : { ownerShares: { ...ownerShares, at: isoTime(ownerShares.at) } }),
    ...(silence === undefined ? {} : { breaker: shownBreaker(shop.vendor, silence) }),
    ...(shop.indexed === INDEX_FORM ? {} : { index: "building" as const }),
    ...sunsetOf(vendor),
  };
};

/** Last day of the vendor's own support, and where its shops can go. */
const sunsetOf = ({ sunset, successor }: VendorAdapter) => ({
  ...(sunset === undefined ? {} : { sunset }),
  ...(successor === undefined ? {} : { successor }),
});

/** The same with the health that it has at this moment. */
const shownNow = async (shop: Shop, deps: Deps) =>
  shown((await readFreshness(shop, deps)).shop, deps.vendor(shop.vendor));

const registerDeps = (deps: Deps) => ({
  ...deps,
  publicUrl: deps.config.publicUrl,
  allowShopHosts: deps.config.allowShopHosts,
  trialCallsPerMinute: deps.config.trialCallsPerMinute,
});

/** A shop whose owner has not agreed yet has nothing of what the vendor gives: no access, no address, no rhythm. */
export const findProvenShop = async (request: Request<{ shop: string }>): Promise<Shop> => {
  const shop = await findShop(request);
  if (shop.health !== "authorizing") return shop;
  throw new BadRequest(409, "not-authorized", "The shop's owner has to agree first.");
};

export const findShop = ({ deps, tenant, params }: Request<{ shop: string }>): Promise<Shop> =>
  deps.shops.find({ tenant, shop: params.shop });

/** @throws BadRequest 400 naming what is no resource of the vendor */
export const checkResources = (
  {
    schedule = {},
    resources = [],
  }: Partial<Pick<Shop, "schedule">> & { resources?: readonly string[] | null | undefined },
  vendor: VendorAdapter,
): void => {
  const known = new Set<string>(vendor.resources.map(({ name }) => name));
  const unknown = [
    ...Object.keys(schedule)
      .filter((name) => name !== "*" && !known.has(name))
      .map((name) => [`schedule.${name}`, name] as const),
    ...(resources ?? []).filter((name) => !known.has(name)).map((name) => ["resources", name] as const),
  ];
  if (unknown.length === 0) return;
  throw new BadRequest(
    400,
    "invalid-body",
    "The body is not what this route takes.",
    unknown.map(([field, name]) => ({ field, message: `${vendor.name} has no resource ${name}` })),
  );
};

export const shopRoutes: readonly Route[] = [
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
    params: z.strictObject({ vendor: z.enum(vendorIds) }),
    answer: pageAnswer(WriteAbility),
    handle: async ({ params, deps }) => pageOf(writeAbilities(deps.vendor(params.vendor))),
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops",
    operationId: "createShop",
    tag: "Shops",
    access: "admin",
    summary: "Registers a shop: the credentials are tried at the vendor first.",
    body: z.strictObject({
      id: ShopId.shape.shop.optional(),
      vendor: z.enum(vendorIds),
      name: z.string().min(1).max(200),
      credentials: z.record(z.string(), z.unknown()),
      settings: z.record(z.string(), z.unknown()).optional(),
      hosts: z.record(z.string(), z.url()).optional().describe("base addresses of a sandbox; on a laptop only"),
      schedule: Schedule.optional(),
      quietHours: QuietHours.optional(),
      resources: Resources.optional(),
      personalData: PersonalDataChoice.optional(),
      since: TimeInput.optional().describe(
        "backfill no further back than this, where the vendor shows a limited stretch of time per call: Nhanh's " +
          "orders, bills and movements, iSale's orders, Pancake's stock history. Everything else is read whole",
      ),
    }),
    answer: ShopAnswer,
    status: 201,
    problems: [
      "credentials-refused",
      "invalid-credentials",
      "invalid-settings",
      "hosts-not-allowed",
      "shop-exists",
      ...vendorProblems,
    ],
    async handle(request) {
      checkResources(request.body, request.deps.vendor(request.body.vendor));
      const { shop, consentUrl } = await registerShop(request.tenant, request.body, {
        ...registerDeps(request.deps),
        limits: request.limits(),
      });
      await request.audit({ action: "shops.create", subject: shop.id, details: { vendor: shop.vendor } });
      const { deps } = request;
      return {
        ...shown(shop, deps.vendor(shop.vendor)),
        ...(consentUrl ? consentAnswer(consentUrl, shop, deps.vendor(shop.vendor), deps.config.publicUrl) : {}),
      };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops",
    operationId: "listShops",
    tag: "Shops",
    access: "read",
    summary: "Lists the tenant's shops.",
    query: z.strictObject(PageQuery),
    answer: ShopPage,
    async handle({ tenant, query, deps }) {
      const { shops, next } = await deps.shops.page(tenant, decodeCursor(z.string(), query.cursor), query.limit);
      const data = new Map<string, Awaited<ReturnType<typeof shownNow>>>();
      await inParallel(shops, SHOPS_TOGETHER, async (shop) => void data.set(shop.id, await shownNow(shop, deps)));
      return pageOf(
        shops.map(({ id }) => data.get(id)!),
        next,
      );
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}",
    operationId: "getShop",
    tag: "Shops",
    access: "read",
    summary: "One shop with its health at this moment, and the reason where it is not healthy.",
    params: ShopId,
    answer: ShopAnswer,
    handle: async (request) => shownNow(await findShop(request), request.deps),
  }),
  defineRoute({
    method: "PATCH",
    path: "/v1/shops/{shop}",
    operationId: "updateShop",
    tag: "Shops",
    access: "admin",
    summary: "Changes a shop's name, rhythm, quiet hours, or what of it is copied.",
    params: ShopId,
    body: z.strictObject({
      name: z.string().min(1).max(200).optional(),
      schedule: Schedule.optional(),
      quietHours: QuietHours.nullable().optional(),
      resources: Resources.nullable().optional(),
      personalData: PersonalDataChoice.optional(),
    }),
    answer: ShopAnswer,
    problems: ["not-shared"],
    async handle(request) {
      const { quietHours, resources, personalData, ...rest } = request.body;
      const shop = await findShop(request);
      checkResources(request.body, request.deps.vendor(shop.vendor));
      const changed = await request.deps.shops.change(refOf(shop), {
        ...rest,
        ...(quietHours === undefined ? {} : { quietHours: quietHours ?? undefined }),
        ...withinShared(shop, { resources, personalData }),
      });
      await applyChoices(shop, changed, request.deps);
      await rouseShop(changed, request.deps);
      await request.deps.shops.wake(refOf(shop), request.deps.clock());
      await request.audit({ action: "shops.change", subject: shop.id, details: request.body });
      return shownNow(changed, request.deps);
    },
  }),
  defineRoute({
    method: "PUT",
    path: "/v1/shops/{shop}/credentials",
    operationId: "replaceCredentials",
    tag: "Shops",
    access: "admin",
    summary: "Replaces a shop's credentials: they are tried at the vendor first.",
    params: ShopId,
    body: z.record(z.string(), z.unknown()),
    answer: ShopAnswer,
    problems: [
      "credentials-refused",
      "invalid-credentials",
      "shop-removed",
      "other-business",
      "other-account",
      ...vendorProblems,
    ],
    async handle(request) {
      const changed = await authorizeAgain(await findShop(request), request.body, registerDeps(request.deps));
      await request.audit({ action: "shops.reauthorize", subject: changed.id });
      return shown(changed, request.deps.vendor(changed.vendor));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/consent",
    operationId: "createConsent",
    tag: "Shops",
    access: "admin",
    summary: "A new link at which the shop's owner agrees in the browser.",
    params: ShopId,
    answer: Consent,
    problems: ["no-consent", "shop-removed"],
    async handle(request) {
      const { deps } = request;
      const shop = await findShop(request);
      const vendor = deps.vendor(shop.vendor);
      if (!vendor.consent)
        throw new BadRequest(409, "no-consent", `${vendor.name} takes credentials, not a consent in the browser.`);
      const link = await consentLink(shop, shop.vendor, registerDeps(deps));
      await request.audit({ action: "shops.consent", subject: shop.id });
      return consentAnswer(link, shop, vendor, deps.config.publicUrl);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/migrate",
    operationId: "startMigration",
    tag: "Shops",
    access: "admin",
    summary:
      "Moves a shop to its vendor's next version, with its id, records, feed and cursors. Its owner agrees in the " +
      "browser; until then, and if that fails, nothing changes.",
    params: ShopId,
    body: z
      .strictObject({
        credentials: z
          .record(z.string(), z.unknown())
          .optional()
          .describe("of the next version; default: the app that the shop has"),
        hosts: z.record(z.string(), z.url()).optional().describe("base addresses of a sandbox; on a laptop only"),
      })
      .default({}),
    answer: ShopAnswer,
    status: 202,
    problems: [
      "no-successor",
      "moving",
      "shop-removed",
      "not-authorized",
      "no-credentials",
      "hosts-not-allowed",
      "credentials-refused",
      "invalid-credentials",
      ...vendorProblems,
    ],
    async handle(request) {
      const { deps } = request;
      const { shop, consentUrl } = await migrateShop(await findShop(request), request.body, registerDeps(deps));
      await request.audit({ action: "shops.migrate", subject: shop.id, details: { to: shop.migration?.to } });
      const to = deps.vendor(shop.migration?.to ?? shop.vendor);
      return {
        ...shown(shop, deps.vendor(shop.vendor)),
        ...(consentUrl ? consentAnswer(consentUrl, { hosts: shop.migration?.hosts }, to, deps.config.publicUrl) : {}),
      };
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/shops/{shop}/migrate",
    operationId: "cancelMigration",
    tag: "Shops",
    access: "admin",
    summary: "Gives a migration up that waits for its consent. The shop stays as it is.",
    params: ShopId,
    answer: ShopAnswer,
    problems: ["no-migration", "moving"],
    async handle(request) {
      const shop = await giveUpMigration(await findShop(request), registerDeps(request.deps));
      await request.audit({ action: "shops.migrate-not", subject: shop.id });
      return shownNow(shop, request.deps);
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/check",
    operationId: "checkShop",
    tag: "Shops",
    access: "admin",
    summary: "Makes one cheap call to see whether the access still works.",
    params: ShopId,
    answer: Check,
    problems: ["no-credentials", "not-authorized", ...vendorProblems],
    async handle(request) {
      const { deps } = request;
      const shop = await findProvenShop(request);
      let details: Readonly<Record<string, unknown>> | undefined;
      await withShop(shop, jobDepsOf(deps), async (open) => {
        details = await open.vendor.check(open.call("passthrough"));
      });
      const isBack = shop.health === "needs-reauth";
      if (details && (isBack || shop.silence)) {
        const resumed = isBack ? ({ health: "healthy", reason: undefined, resumedAt: deps.clock() } as const) : {};
        await deps.shops.change(refOf(shop), { ...resumed, silence: undefined });
        await deps.shops.wake(refOf(shop), deps.clock());
      }
      return {
        ok: details !== undefined,
        ...(details ? { account: details } : {}),
        shop: await shownNow(await findShop(request), deps),
      };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/pause",
    operationId: "pauseShop",
    tag: "Shops",
    access: "admin",
    summary: "Stops polling. The data stays readable.",
    params: ShopId,
    answer: ShopAnswer,
    problems: ["not-authorized"],
    async handle(request) {
      const shop = await findProvenShop(request);
      await request.audit({ action: "shops.pause", subject: shop.id });
      const stopped = { health: "paused", reason: "paused by the tenant", stoppedAt: request.deps.clock() } as const;
      const paused = await request.deps.shops.change(refOf(shop), stopped);
      return shown(paused, request.deps.vendor(paused.vendor));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/v1/shops/{shop}/resume",
    operationId: "resumeShop",
    tag: "Shops",
    access: "admin",
    summary: "Polls again.",
    params: ShopId,
    answer: ShopAnswer,
    problems: ["not-paused"],
    async handle(request) {
      const { deps } = request;
      const shop = await findShop(request);
      if (shop.health !== "paused") throw new BadRequest(409, "not-paused", `The shop is ${shop.health}.`);
      await request.audit({ action: "shops.resume", subject: shop.id });
      const resumedAt = deps.clock();
      const resumed = await deps.shops.change(refOf(shop), { health: "healthy", reason: undefined, resumedAt });
      await deps.shops.wake(refOf(shop), resumedAt);
      await deps.shops.schedule({ kind: "watch", tenant: shop.tenant, id: shop.id, dueAt: resumedAt });
      return shownNow(resumed, deps);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/v1/shops/{shop}",
    operationId: "deleteShop",
    tag: "Shops",
    access: "admin",
    summary: "Removes a shop: its webhooks at the vendor and its secret at once, its data in the background.",
    params: ShopId,
    answer: ShopAnswer,
    status: 202,
    async handle(request) {
      const shop = await findShop(request);
      await request.audit({ action: "shops.remove", subject: shop.id });
      return shown(await removeShop(shop, request.deps), request.deps.vendor(shop.vendor));
    },
  }),
  defineRoute({
    method: "GET",
    path: "/v1/shops/{shop}/budget",
    operationId: "getBudget",
    tag: "Shops",
    access: "read",
    summary:
      "What the vendor's limits still allow, and who waits: calls `left` in the sliding window, when the vendor or the last one in each line may be called again.",
    params: ShopId,
    answer: pageAnswer(Budget),
    async handle(request) {
      const { deps } = request;
      const shop = await findShop(request);
      // The account that it names may be somebody else's.
      if (shop.health === "authorizing") return pageOf([]);
      const vendor = deps.vendor(shop.vendor);
      const synced = new Set(vendor.resources.map(({ listing }) => listing.operation));
      const buckets = new Map(
        vendor.operations
          .filter(
            (operation) =>
              synced.has(operation.id) ||
              operation.buckets.every((id) => vendor.limits.find((limit) => limit.id === id)?.per === "all"),
          )
          .flatMap((operation) =>
            bucketsOf(vendor, shop, operation).map(
              (bucket) => [bucket.key, { bucket, operation: operation.id }] as const,
            ),
          ),
      );
      const entries = [...buckets.values()];
      const now = deps.clock();
      const reports = await deps.budgets.report(
        entries.map(({ bucket }) => bucket),
        now,
      );
      return pageOf(
        reports.flatMap((report, index) => {
          const { limit } = entries[index]!.bucket;
          // Nothing is counted in it: only the vendor's own word is worth telling.
          if (limit.within !== undefined && report.blockedUntil === undefined) return [];
          return [
            {
              limit: limit.id,
              ...(limit.per === "operation" ? { operation: entries[index]!.operation } : {}),
              sharedBy: limit.scope === "ip" ? ("deployment" as const) : ("shop" as const),
              ...(limit.adaptive === "below" ? { note: SHARED_ADDRESS } : {}),
              capacity: report.capacity,
              windowSeconds: report.windowSeconds,
              left: report.left,
              ...(report.blockedUntil === undefined
                ? {}
                : { blockedUntil: new Date(report.blockedUntil).toISOString() }),
              waiting: Object.fromEntries(
                Object.entries(report.waiting).map(([who, until]) => [who, new Date(until).toISOString()]),
              ),
              source: limit.source,
            },
          ];
        }),
      );
    },
  }),
];
