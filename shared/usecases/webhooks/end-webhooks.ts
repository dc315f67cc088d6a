import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { MINUTE } from "../../core/time.ts";
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

/** A list may leave registrations out for a while. What it does not show for so long after the removal began is not there. */
const UNSEEN_FOR = 2 * MINUTE;

/**
 * Ends what the vendor sends us for a shop, as well as its access still allows.
 * @throws RetryLater when the vendor cannot be asked now, answers what nobody can read, or does not show all yet
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
  const { ended, left, reason } = await openShop(shop, deps)
    .then(({ call }) => removeOurs(registration, call(priority), shop, report))
    .catch((error: unknown): EndedWebhooks => {
      // Some may be gone, and some not. Nobody can end the others any more when the access is gone.
      if (error instanceof VendorChanged) throw new RetryLater(error.message);
      if (!(error instanceof SignInAgain || error instanceof Rejected)) throw error;
      return { ended: [], left: report.events, reason: error.message };
    });
  const unseen = report.events.filter((event) => !ended.includes(event) && !left.includes(event));
  const retryAt = Date.parse(shop.removal?.since ?? "") + UNSEEN_FOR;
  if (unseen.length > 0 && deps.clock() < retryAt)
    throw new RetryLater(`the vendor does not show ${unseen.join(", ")}`, { retryAt, delivered: "no" });
  return { ended: [...ended, ...unseen].sort(), left, ...(reason === undefined ? {} : { reason }) };
};
