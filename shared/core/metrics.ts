import { failureCauses, freshnessStates } from "./freshness.ts";
import { vendorIds } from "./vendor/ids.ts";
import { endStates } from "./write-states.ts";

/**
 * Every metric that the functions count, as data: a name that is not here cannot be counted. CloudWatch bills each
 * combination of a name and its dimensions that was counted within an hour ($0.30 a month), so each dimension has a fixed
 * list of values. No metric says which function counted it: an alarm hears all of them.
 */
export interface MetricForm {
  /** What one of it is. */
  readonly counts: string;
  /** It is counted without dimensions. */
  readonly plain?: boolean;
  /** It is counted by these dimensions, all together. */
  readonly by?: Readonly<Record<string, readonly string[]>>;
}

const vendor = vendorIds;
const lateCauses = [...failureCauses, ...freshnessStates.filter((one) => one !== "failing" && one !== "current")];

export const metricForms = {
  WorkFound: { counts: "pieces of due work that a run of tick has sent; each run says so, 0 as well", plain: true },
  MessagesFailed: { counts: "messages of a queue that failed by a defect and come again", plain: true },
  Defects: { counts: "defects of ours that stop a part while the rest goes on", plain: true },
  ReadsDone: { counts: "slices of a cycle that ended well", by: { vendor } },
  ReadsFailed: {
    counts: "slices that failed, and shops that could not be opened",
    by: { vendor, cause: failureCauses },
  },
  AnswersUnknown: { counts: "vendors' answers in a form that we do not know, so that nothing was read", plain: true },
  SecretsUnread: { counts: "shops whose secret could not be read", plain: true },
  ShopsBehind: { counts: "shops that the watchdog found late, once in 15 minutes each", plain: true, by: { vendor } },
  ShopsDegraded: { counts: "the same by the cause", by: { vendor, cause: lateCauses } },
  ShopsStarved: { counts: "the same where a vendor's limit is the cause", plain: true },
  ShopsNeedReauth: { counts: "shops whose credentials a vendor has begun to refuse", plain: true },
  ShopsMigrated: { counts: "shops that moved to their vendor's next version", by: { vendor } },
  ShopsNearSunset: { counts: "warnings that a vendor's support ends", by: { vendor } },
  CredentialsExpiring: { counts: "warnings that credentials end", plain: true },
  ShopsSilent: { counts: "probes of shops whose server answers nothing", by: { vendor } },
  VendorSilent: { counts: "the same where the server answers nothing to several tenants", by: { vendor } },
  VendorCalls: { counts: "calls of vendors", plain: true },
  VendorLimited: { counts: "calls that a limit held back", by: { vendor } },
  AnswersDrifted: { counts: "fields, types and codes in answers that were not known", plain: true, by: { vendor } },
  PullsGivenUp: { counts: "single records about which a vendor was silent for an hour", plain: true },
  RecordsRead: { counts: "rows of listings", plain: true },
  RecordsWritten: { counts: "records that a listing has changed", plain: true },
  RecordsRemoved: { counts: "records that are gone", plain: true },
  DeletionsHeld: { counts: "deletions that wait for a person", plain: true },
  DeletionsUndone: { counts: "records that came back", plain: true },
  ChangesPublished: { counts: "changes that got their place in the feed", plain: true },
  CursorsAhead: {
    counts: "readers who have read what the feed does not hold any more: the table was restored",
    plain: true,
  },
  DeliveriesIn: { counts: "webhooks of vendors", plain: true },
  DeliveriesDone: {
    counts: "webhooks that were worked off",
    by: { state: ["processed", "quarantined", "ignored", "failed"] },
  },
  DeliveriesTooLarge: { counts: "webhooks that were too large", plain: true },
  DeliveriesBeyondQuota: { counts: "webhooks for which their tenant has no room", plain: true },
  DeliveriesMissed: {
    counts: "shops that a webhook did not reach, while it reached others of its business",
    plain: true,
  },
  DeliveriesNotQueued: { counts: "webhooks that were stored while the queue refused them", plain: true },
  DeliveriesUnrouted: { counts: "webhooks that belong to no shop", plain: true },
  DuplicateDeliveries: { counts: "webhooks that came twice", plain: true },
  QuarantinedDeliveries: { counts: "webhooks that could not prove their sender", plain: true },
  WebhooksRepaired: { counts: "registrations at vendors that were missing", plain: true },
  EventsDelivered: { counts: "events that a tenant's endpoint took", plain: true },
  EventAttemptsFailed: { counts: "tries that an endpoint refused", plain: true },
  EventsFailed: { counts: "events that were given up", plain: true },
  EndpointsDisabled: { counts: "endpoints that were switched off", plain: true },
  WriteAttempts: { counts: "writes sent to vendors", plain: true },
  WriteProbes: { counts: "searches for writes with an unknown outcome", plain: true },
  WritesEnded: { counts: "writes by their end", by: { state: endStates } },
  WritesUnknown: { counts: "writes whose outcome nobody can find out: a person has to look", plain: true },
  RequestsRefused: { counts: "requests beyond a tenant's rate", plain: true },
  RequestsUncounted: { counts: "requests that nobody could count", plain: true },
  SignInsRefused: { counts: "keys that are not known, or have ended", plain: true },
  OperatorKeysRefused: { counts: "operators' keys that were known once and have ended", plain: true },
} as const satisfies Readonly<Record<string, MetricForm>>;

export type MetricName = keyof typeof metricForms;

/** How many metrics CloudWatch can come to bill, at most: where each value of each dimension was counted. */
export const mostMetrics = (forms: Readonly<Record<string, MetricForm>> = metricForms): number =>
  Object.values(forms).reduce((sum, { plain, by }) => {
    const combined = by ? Object.values(by).reduce((count, values) => count * values.length, 1) : 0;
    return sum + Number(plain ?? false) + combined;
  }, 0);
