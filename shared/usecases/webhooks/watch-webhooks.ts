import { isDefect, troubleOf } from "../../core/defects.ts";
import { isVendorError, Rejected, RetryLater, SignInAgain } from "../../core/errors.ts";
import { DAY, HOUR, MINUTE } from "../../core/time.ts";
import type { Call, RegisteredWebhook, ShopAccess, Vendor, VendorWebhooks } from "../../core/vendor.ts";
import type { AppSecretStore } from "../../stores/app-secrets.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";
import type { WatchReport, WatchReportStore } from "../../stores/watch-reports.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import type { JobDeps } from "../sync/job-deps.ts";
import { tracksOf } from "../sync/tracks.ts";
import { watchHealth } from "../sync/watch-health.ts";
import { oursAmong, removeOurs } from "./end-webhooks.ts";
import { ensureHookSecret, hookAddress, type IntakeAddresses, intakeOf } from "./hook-secret.ts";
import { add, isSameAddress } from "./register-events.ts";
import { NOT_SHOWN, planRepair, type RepairPlan, WAITS } from "./repairs.ts";
import { routeShop } from "./route-shop.ts";

export interface WatchDeps extends JobDeps {
  readonly watchReports: WatchReportStore;
  readonly appSecrets: AppSecretStore;
  readonly tenants: TenantStore;
  readonly config: IntakeAddresses;
}

export interface WatchOptions {
  /** Another application's address may be replaced, where the vendor keeps only one. */
  readonly force?: boolean;
  /** A person waits for the answer. */
  readonly person?: boolean;
  /** The due index brings it up again by then already, unix milliseconds. */
  readonly again?: number | undefined;
}

/** `tick` keeps it going from here on. */
export const WATCH_EVERY = 15 * MINUTE;
/** The same of a shop that its tenant has paused. */
const PAUSED_REST = 6 * HOUR;
const GAPS_KEPT = 20;
/** A look removes so many registrations that are too many. The next one, a minute later, goes on. */
const MOST_REMOVED = 20;
/**
 * So many looks in a row may end with a registration of which nobody knows whether the vendor took it: the next one believes its
 * list. Then the list may be what hides them.
 */
const MOST_UNSURE = 5;
/** A refused event is tried again after this; sooner where the secret that it still comes with will not be believed. */
const REFUSED_AGAIN = DAY;
const OUTDATED_AGAIN = HOUR;

/** Every quarter of an hour and shop: what is registered at the vendor against what should be, and the shop's health. */
export const watchWebhooks = async (ref: ShopRef, deps: WatchDeps, options: WatchOptions = {}): Promise<void> => {
  const watch = { kind: "watch" as const, tenant: ref.tenant, id: ref.shop };
  const shop = await deps.shops.get(ref);
  if (!shop || shop.health === "removing") return deps.shops.unschedule(watch);
  if (options.again === undefined) await deps.shops.schedule({ ...watch, dueAt: deps.clock() + WATCH_EVERY });
  const { report } = await deps.watchReports.get(ref);
  const told = await watchHealth(shop, report, deps);
  // At once: whatever becomes of the registration, nobody is told twice.
  if (told !== report) await deps.watchReports.save(ref, told);
  // Nothing of it changes until the tenant resumes it, and that brings the watchdog back.
  if (shop.health === "paused") return deps.shops.postpone(watch, deps.clock() + MINUTE, deps.clock() + PAUSED_REST);
  if (isPaused(shop)) return;
  const checked = await checkRegistration(shop, told, options, deps).catch(async (error: unknown) => {
    // Another worker is at the shop's secret for a moment: not a whole quarter of an hour from now.
    if (error instanceof RetryLater && (error.retryAt ?? Number.POSITIVE_INFINITY) < deps.clock() + MINUTE) {
      await lookAgain(shop, error.retryAt, deps);
      return told;
    }
    if (isDefect(error)) {
      const { message: reason } = troubleOf(error);
      // Not what we have in hand: the look may have noted what it registered.
      const { report: noted } = await deps.watchReports.get(ref);
      await deps.watchReports.save(ref, { ...noted, state: "unavailable", reason, checkedAt: deps.clock() });
    }
    throw error;
  });
  if (isNews(told, checked)) await deps.watchReports.save(ref, checked);
};

/** Every second look that finds everything as it was is noted: a report is believed for longer than that. */
const isNews = (known: WatchReport, found: WatchReport): boolean => {
  const isSame = JSON.stringify({ ...known, checkedAt: 0 }) === JSON.stringify({ ...found, checkedAt: 0 });
  return !isSame || (found.checkedAt ?? 0) - (known.checkedAt ?? 0) > WATCH_EVERY + 5 * MINUTE;
};

const checkRegistration = async (
  shop: Shop,
  report: WatchReport,
  { force: asked = false, person = false }: WatchOptions,
  deps: WatchDeps,
): Promise<WatchReport> => {
  const force = asked || report.forcing === true;
  const vendor = deps.vendor(shop.vendor);
  const { webhooks } = vendor;
  if (!webhooks) return report;
  const intakeUrl = intakeOf(shop, deps.config);
  if (intakeUrl === "") return withdraw(shop, report, { registration: webhooks.registration, person }, deps);
  const access = await ensureHookSecret(shop, deps);
  if (!access) return report;
  // Who died while the shop began has left none. One that is there is not touched: this access may be remembered from
  // before the shop's owner moved it to another business.
  if (!shop.route) await routeShop(shop, access, deps);
  if (!webhooks.registration)
    return { ...report, state: "manual", events: Object.keys(webhooks.events), checkedAt: deps.clock() };
  const watched = { shop, vendor, webhooks, access, report, force };
  let next: WatchReport | undefined;
  await withShop(shop, deps, async (open) => {
    next = await compare(watched, open.call(person ? "write" : "hook"), deps).catch((error: unknown) =>
      reportOf(error, watched, deps),
    );
  });
  // The shop's access ended on the way: what was noted until then stays.
  const noted = next ?? { ...(await deps.watchReports.get(refOf(shop))).report, state: "unavailable" as const };
  return { ...noted, checkedAt: deps.clock() };
};

/** @throws what ends the shop's access, or is a defect of ours */
const reportOf = async (error: unknown, watched: Watched, deps: WatchDeps): Promise<WatchReport> => {
  const { shop, webhooks, report, force } = watched;
  if (error instanceof SignInAgain || !isVendorError(error)) throw error;
  if (error instanceof RetryLater) await lookAgain(shop, error.retryAt, deps);
  return {
    ...report,
    state: error instanceof Rejected ? "refused" : "unavailable",
    reason: error.message,
    // The tenant's consent to replace another's address outlives the outage that it met.
    ...(force && webhooks.registration?.exclusive && error instanceof RetryLater ? { forcing: true } : {}),
  };
};

/** No vendor can reach us, so none shall try: what was registered when we had an address is removed, once. */
const withdraw = async (
  shop: Shop,
  report: WatchReport,
  { registration, person }: Pick<VendorWebhooks, "registration"> & { readonly person: boolean },
  deps: WatchDeps,
): Promise<WatchReport> => {
  const seen = report.state === "none" && report.checkedAt !== undefined;
  if (!registration || (seen && !person)) return report;
  let left: readonly string[] | undefined;
  await withShop(shop, deps, async (open) => {
    ({ left } = await removeOurs(registration, open.call(person ? "write" : "hook"), shop, report));
  });
  // The vendor refuses the credentials: what is registered stays, until the shop's owner signs in again.
  if (!left) return report;
  return {
    ...report,
    state: left.length > 0 ? "refused" : "none",
    reason: "This connector has no public address, so the shop is polled.",
    events: left,
    checkedAt: deps.clock(),
  };
};

/**
 * A limit or an outage: not a whole quarter of an hour from now. The due index holds one time per shop, so that messages
 * that come twice do not become two chains of looks that both go on, and then four.
 */
const lookAgain = (shop: Shop, retryAt: number | undefined, deps: WatchDeps): Promise<void> => {
  const now = deps.clock();
  const dueAt = Math.min(now + WATCH_EVERY, Math.max(now + MINUTE, retryAt ?? 0));
  return deps.shops.schedule({ kind: "watch", tenant: shop.tenant, id: shop.id, dueAt });
};

/** What is registered for a shop, and what is known of it. */
interface Watched {
  readonly shop: Shop;
  readonly vendor: Vendor;
  readonly webhooks: VendorWebhooks;
  readonly access: ShopAccess;
  readonly report: WatchReport;
  /** Another application's address may be replaced. */
  readonly force: boolean;
}

/** Registrations of ours, against what there is to be. */
interface Standing {
  /** Events that the vendor refused a short time ago. */
  readonly refusedBefore: Readonly<Record<string, string>>;
  readonly wanted: readonly string[];
  readonly missing: readonly string[];
  /** Events that come with the secret of today. */
  readonly present: ReadonlySet<string>;
  readonly good: readonly RegisteredWebhook[];
  /** What reaches us, with whatever secret. */
  readonly reaching: readonly RegisteredWebhook[];
  /** Ids of those with a secret of before. */
  readonly outdated: readonly string[];
}

const standingOf = (
  { webhooks, access, report, force }: Watched,
  ours: readonly RegisteredWebhook[],
  url: string,
  now: number,
): Standing => {
  const hidden = ours.some((one) => one.url === "unknown:");
  const again = report.outdated ? OUTDATED_AGAIN : REFUSED_AGAIN;
  const isRecent = (report.refusedAt ?? 0) > now - again && !force;
  const refusedBefore = isRecent ? refusedByWord(report) : {};
  const wanted = askedFor(webhooks).filter((event) => !Object.hasOwn(refusedBefore, event));
  const outdated = report.secretSince === access.hook!.since ? (report.outdated ?? []) : ours.map(({ id }) => id);
  const reaching = ours.filter((one) => one.active && (isSameAddress(one.url, url) || hidden));
  const good = reaching.filter((one) => !outdated.includes(one.id));
  const present = new Set(good.flatMap(({ events }) => events));
  const missing = wanted.filter((event) => !present.has(event));
  return { refusedBefore, wanted, missing, present, good, reaching, outdated };
};

/** Without those that were taken and are not shown: these have waits of their own. */
const refusedByWord = ({ refused = {}, repair }: WatchReport): Readonly<Record<string, string>> => {
  const unshown = [...(repair?.tried ?? []), ...(repair?.waiting ?? [])];
  return Object.fromEntries(Object.entries(refused).filter(([event]) => !unshown.includes(event)));
};

const askedFor = ({ events, registration }: VendorWebhooks): readonly string[] => {
  const words = registration?.words;
  return words ? [...words.documented, ...words.seen] : Object.keys(events);
};

const compare = async (watched: Watched, call: Call, deps: WatchDeps): Promise<WatchReport> => {
  const { shop, vendor, webhooks, access, report, force } = watched;
  const registration = webhooks.registration!;
  const now = deps.clock();
  const url = hookAddress(shop, vendor, access, intakeOf(shop, deps.config));
  const hook = access.hook!;
  const listed = await registration.list(call);
  const ours = oursAmong(listed, shop, report, registration);
  const others = listed.filter((one) => !ours.includes(one));
  const base: WatchReport = {
    ...report,
    consented: report.consented === true || force,
    forcing: undefined,
    reason: undefined,
    foreign: foreignOf(others, registration.exclusive),
  };
  if (registration.exclusive && others.length > 0 && !force) return { ...base, ...taken };
  const standing = standingOf(watched, ours, url, now);
  const { present } = standing;
  const before = report.secretSince === hook.since && !force ? report.repair : undefined;
  const plan = planRepair(standing.missing, present, before, now);
  const begun = plan.asked.length > 0 ? await noteSecret(watched, standing, deps) : report;
  const unsure = (report.unsure ?? 0) + 1;
  const made: string[] = [];
  const onTaken = (event: string, isCertain: boolean): void => {
    if (isCertain || unsure > MOST_UNSURE) made.push(event);
  };
  const found = { base: { ...base, unsure: undefined }, url, ours, standing, plan, now, onTaken };
  return repair({ ...watched, ...found }, call, deps).catch(async (error: unknown) => {
    // What the vendor took before it failed is not made again with each look, whether or not its list shows it.
    const left = Object.fromEntries(plan.asked.filter((event) => !made.includes(event)).map((event) => [event, ""]));
    const after = plan.asked.length > 0 ? { ...begun, unsure, repair: plan.repairAfter(left) } : begun;
    if (after !== begun) await deps.watchReports.save(refOf(shop), after);
    return reportOf(error, { ...watched, report: after }, deps);
  });
};

/**
 * Before the first registration with a secret: what is there has another one. A worker that ends in between, by whatever error,
 * leaves registrations that the next look knows for those of today, and does not make once more.
 */
const noteSecret = async (
  { shop, access, report }: Watched,
  { outdated }: Standing,
  { watchReports }: WatchDeps,
): Promise<WatchReport> => {
  const secretSince = access.hook!.since;
  if (report.secretSince === secretSince) return report;
  const begun = { ...report, secretSince, outdated, repair: undefined };
  await watchReports.save(refOf(shop), begun);
  return begun;
};

/** What a look has found, and what it is about to do. */
interface Repairing extends Watched {
  /** What a tenant is told whatever becomes of it. */
  readonly base: WatchReport;
  readonly url: string;
  readonly ours: readonly RegisteredWebhook[];
  readonly standing: Standing;
  readonly plan: RepairPlan;
  readonly now: number;
  /** Is told each event that the vendor has taken, or may have taken. */
  readonly onTaken: (event: string, isCertain: boolean) => void;
}

const repair = async (repairing: Repairing, call: Call, deps: WatchDeps): Promise<WatchReport> => {
  const { shop, vendor, webhooks, access, report, base, url, ours, standing, plan, now, onTaken } = repairing;
  const registration = webhooks.registration!;
  const hook = access.hook!;
  const { wanted, present, good, outdated } = standing;
  const missing = plan.asked;
  // New before old: nothing falls between a new secret (or address) and the one before.
  const asked = { url, secret: hook.secret, missing, wanted, held: ours.flatMap(({ events }) => events), onTaken };
  const refused = missing.length > 0 ? await add(registration, call, asked) : {};
  // Removed while we were at it: nobody would ever take these back.
  if (missing.length > 0 && (await isRemoved(shop, deps))) {
    await removeOurs(registration, call, shop, report);
    return report;
  }
  const allRefused = { ...standing.refusedBefore, ...refused };
  // What is there is better than nothing, as long as what comes from it is believed.
  const believed = (one: RegisteredWebhook) => !outdated.includes(one.id) || (hook.previousUntil ?? 0) > now;
  const stays = (one: RegisteredWebhook) => (one.active && isAbout(one, allRefused)) || isUnshown(one, plan);
  const kept = ours.filter((one) => !good.includes(one) && believed(one) && stays(one));
  const superfluous = registration.exclusive ? [] : superfluousOf(ours, good, kept);
  for (const one of superfluous.slice(0, MOST_REMOVED)) await removeQuietly(webhooks, call, one);
  if (superfluous.length > MOST_REMOVED) await lookAgain(shop, undefined, deps);
  const added = missing.filter((event) => !Object.hasOwn(refused, event));
  const lost = lostOf(repairing, added, standing.reaching.filter(believed));
  if (lost.length > 0) await pullGap(shop, vendor, lost, deps);
  return {
    ...base,
    ...toldOf({ refused: allRefused, lost, plan, events: [...present, ...added, ...eventsOf(kept)] }),
    repair: plan.repairAfter(refused),
    secretSince: hook.since,
    outdated: oldOf(registration, ours, outdated),
    refusedAt: Object.keys(refused).length > 0 ? now : report.refusedAt,
    ...(lost.length > 0 ? { gaps: [{ at: now, events: lost }, ...(report.gaps ?? [])].slice(0, GAPS_KEPT) } : {}),
  };
};

const taken = {
  state: "foreign",
  events: [],
  reason:
    "Another application's address is registered, and the vendor keeps only one. Register with force to replace it.",
} as const;

const isRemoved = async (shop: Shop, { shops }: WatchDeps): Promise<boolean> =>
  ((await shops.get(refOf(shop)))?.health ?? "removing") === "removing";

const isAbout = ({ events }: RegisteredWebhook, refused: Readonly<Record<string, string>>): boolean =>
  events.some((event) => Object.hasOwn(refused, event));

/** Nobody can tell whether it works: the vendor shows it otherwise than it was registered, or not what it is about. */
const isUnshown = ({ events }: RegisteredWebhook, { unshown }: RepairPlan): boolean =>
  events.length === 0 || events.some((event) => unshown.includes(event));

const superfluousOf = (
  ours: readonly RegisteredWebhook[],
  good: readonly RegisteredWebhook[],
  kept: readonly RegisteredWebhook[],
): readonly RegisteredWebhook[] =>
  ours.filter((one) => (!good.includes(one) && !kept.includes(one)) || repeats(one, good));

/** Events that had been registered, and of which nobody has told us since. */
const lostOf = (
  { access, report }: Watched,
  added: readonly string[],
  heard: readonly RegisteredWebhook[],
): readonly string[] => {
  if (report.secretSince !== access.hook!.since || report.checkedAt === undefined) return [];
  const came = new Set(heard.flatMap(({ events }) => events));
  // The first registration may have ended in an error: what it left out was never there.
  const isCompared = report.state !== "none" && report.state !== "unavailable";
  return added.filter((event) => (isCompared || report.events.includes(event)) && !came.has(event));
};

const eventsOf = (webhooks: readonly RegisteredWebhook[]): readonly string[] =>
  webhooks.flatMap(({ events }) => events);

interface Seen {
  readonly refused: Readonly<Record<string, string>>;
  readonly lost: readonly string[];
  readonly plan: RepairPlan;
  /** Registered as far as we know. */
  readonly events: readonly string[];
}

/** What a tenant reads. What the vendor does not show is not counted on, and what it refuses goes before what was repaired. */
const toldOf = ({ refused, lost, plan: { unshown }, events }: Seen): Omit<WatchReport, "checkedAt"> => {
  const all = { ...refused, ...Object.fromEntries(unshown.map((event) => [event, NOT_SHOWN])) };
  const isSome = Object.keys(all).length > 0;
  return {
    state: isSome ? "refused" : lost.length > 0 ? "repaired" : "registered",
    reason: unshown.length > 0 ? WAITS : undefined,
    events: [...new Set(events)].filter((event) => !unshown.includes(event)).sort(),
    refused: isSome ? all : undefined,
  };
};

/**
 * Ids with a secret of before. Those that were just removed are gone from the next list, unless the vendor would not. Where
 * the vendor keeps one address, the new one has taken the place and the id of the one before.
 */
const oldOf = (
  { exclusive }: NonNullable<VendorWebhooks["registration"]>,
  ours: readonly RegisteredWebhook[],
  outdated: readonly string[],
): readonly string[] | undefined => {
  const old = exclusive ? [] : ours.map(({ id }) => id).filter((id) => outdated.includes(id));
  return old.length > 0 ? old : undefined;
};

const foreignOf = (
  others: readonly RegisteredWebhook[],
  exclusive: boolean | undefined,
): readonly string[] | undefined =>
  exclusive && others.length > 0 ? others.map(({ url }) => url.split("?")[0] ?? "") : undefined;

/** The same event twice at our address would bring every notification twice. Of one that does not say its event nobody knows. */
const repeats = (one: RegisteredWebhook, good: readonly RegisteredWebhook[]): boolean =>
  one.events.length > 0 &&
  good.indexOf(one) >
    good.findIndex(
      ({ events }) => events.every((event) => one.events.includes(event)) && one.events.length === events.length,
    );

const removeQuietly = async (webhooks: VendorWebhooks, call: Call, one: RegisteredWebhook): Promise<void> => {
  try {
    await webhooks.registration!.remove(call, one);
  } catch (error) {
    // Gone already, or the vendor will not: the next round looks again.
    if (!(error instanceof Rejected)) throw error;
  }
};

/** What happened while nobody told us: from where the last complete cycle began, which is before the gap. */
const pullGap = async (shop: Shop, vendor: Vendor, lost: readonly string[], deps: WatchDeps): Promise<void> => {
  const ref = refOf(shop);
  deps.metric("WebhooksRepaired", lost.length);
  const touched = new Set(lost.flatMap((event) => vendor.webhooks?.events[event] ?? []));
  for (const resource of copiedBy(shop, vendor).filter(({ name }) => touched.has(name))) {
    const track = tracksOf(resource)[0]!;
    await deps.states.schedule(ref, resource.name, track, deps.clock());
    await deps.queues.send("sync", [
      {
        body: { type: "slice", tenant: ref.tenant, shop: ref.shop, resource: resource.name, track },
        group: ref.tenant,
      },
    ]);
  }
};
