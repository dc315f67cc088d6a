import { Rejected, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Call, RegisteredWebhook, VendorWebhooks } from "../../core/vendor.ts";
import type { Priority } from "../../stores/budgets.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { WatchReport, WatchReportStore } from "../../stores/watch-reports.ts";
import { type OpenShopDeps, openShop } from "../shops/open-shop.ts";

/** What became of a removed shop's registrations at the vendor. */
export interface EndedWebhooks {
  /** Events that the vendor does not send us any more. */
  readonly ended: readonly string[];
  /** Events that it may go on sending, because it would not hear us: a person has to remove them there. */
  readonly left: readonly string[];
  readonly reason?: string | undefined;
}

type Registration = NonNullable<VendorWebhooks["registration"]>;

const REMOVED_TOGETHER = 4;
/** Stands for an address that the vendor does not show. */
const HIDDEN = "unknown:";

/**
 * Which of the registrations are ours: at this address, or at the one that this shop had where the connector ran
 * before. Another shop's token, even of the same account, is foreign.
 */
export const oursAmong = (
  listed: readonly RegisteredWebhook[],
  shop: Shop,
  report: WatchReport,
  registration: Registration,
): readonly RegisteredWebhook[] => {
  // An exclusive vendor that does not show its address is believed to hold ours once we were allowed to write it.
  const believed = registration.exclusive === true && report.consented === true;
  return listed.filter(({ url }) => url.includes(shop.hookToken) || (believed && url === HIDDEN));
};

/** Removes our registrations and no others: an address that the vendor does not show may be another's by now. */
export const removeOurs = async (
  registration: Registration,
  call: Call,
  shop: Shop,
  report: WatchReport,
): Promise<EndedWebhooks> => {
  const find = async () => oursAmong(await registration.list(call), shop, report, registration);
  const found = await find();
  const ours = found.filter(({ url }) => url !== HIDDEN);
  let refusal = found.length > ours.length ? "the vendor does not show whose address it keeps" : undefined;
  await inParallel(ours, REMOVED_TOGETHER, async (one) => {
    try {
      await registration.remove(call, one);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      refusal = error.message;
    }
  });
  // Refused because it is gone already, or because the vendor will not: the list knows.
  const kept = refusal === undefined ? [] : eventsOf(await find());
  return {
    ended: eventsOf(ours).filter((event) => !kept.includes(event)),
    left: kept,
    ...(kept.length > 0 ? { reason: refusal } : {}),
  };
};

const eventsOf = (webhooks: readonly RegisteredWebhook[]): string[] =>
  [...new Set(webhooks.flatMap(({ events }) => events))].sort();

/**
 * Ends what the vendor sends us for a shop, as well as its access still allows.
 * @throws RetryLater when the vendor cannot be asked now
 */
export const endWebhooks = async (
  shop: Shop,
  priority: Priority,
  deps: OpenShopDeps & { readonly watchReports: WatchReportStore },
): Promise<EndedWebhooks> => {
  const registration = deps.vendor(shop.vendor).webhooks?.registration;
  // Nhanh's one address serves every business of the app: the app's owner registers it, and keeps it.
  if (!registration) return { ended: [], left: [] };
  const { report } = await deps.watchReports.get(refOf(shop));
  try {
    const { call } = await openShop(shop, deps);
    return await removeOurs(registration, call(priority), shop, report);
  } catch (error) {
    if (!(error instanceof SignInAgain || error instanceof Rejected || error instanceof VendorChanged)) throw error;
    return { ended: [], left: report.events, reason: error.message };
  }
};
