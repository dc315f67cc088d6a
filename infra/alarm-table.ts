import type { MetricName } from "../shared/core/metrics.ts";
import { type VendorId, vendorIds } from "../shared/core/vendor.ts";
import { type ApiName, type FunctionName, functions, type QueueName, queues } from "./topology.ts";

/**
 * Every alarm as data. The stack makes the alarms of it (alarms.ts), the chaos suite computes from it which of them ring
 * (test/flows/chaos), and docs/runbook.md has a section of the same name for each.
 */

/** What CloudWatch counts. `own`: our functions, see shared/core/metrics.ts. */
export type Source =
  | { readonly kind: "own"; readonly metric: MetricName; readonly dimensions?: Readonly<Record<string, string>> }
  | { readonly kind: "queue"; readonly queue: QueueName; readonly of: "dead" | "age" | "waiting" | "done" }
  | { readonly kind: "unpublished" }
  | { readonly kind: "function"; readonly name: FunctionName; readonly of: "Errors" | "Throttles" | "IteratorAge" }
  | { readonly kind: "gateway"; readonly api: ApiName };

export type Statistic = "Sum" | "Maximum" | "Minimum" | "SampleCount";

/**
 * A number of each period. `most`: 1 where there are at least `atLeast` of `part`, and more of them than of `rest`.
 * `without`: 1 where there is a `cause` and no `effect`.
 */
export type Signal =
  | { readonly kind: "value"; readonly source: Source; readonly statistic: Statistic }
  | { readonly kind: "most"; readonly part: Source; readonly rest: Source; readonly atLeast: number }
  | { readonly kind: "without"; readonly cause: Source; readonly causeBy: Statistic; readonly effect: Source };

export interface AlarmDefinition {
  /** Also the heading of its section in docs/runbook.md. */
  readonly name: string;
  readonly signal: Signal;
  /** Length of a period, and how many in a row have to be bad. */
  readonly minutes: number;
  readonly periods: number;
  readonly threshold: number;
  /** Rings above or below the threshold. */
  readonly rings: "above" | "below";
  /** No data in a period: all is well, or that is what is wrong. */
  readonly missing: "fine" | "rings";
  /** Who is hurt, and how. */
  readonly hurt: string;
  /** What to do about it, in short. The runbook has the commands. */
  readonly act: string;
}

type Told = Pick<AlarmDefinition, "hurt" | "act">;
type Odd = Partial<Pick<AlarmDefinition, "minutes" | "periods" | "threshold" | "rings" | "missing">>;

const usual = { minutes: 5, periods: 1, threshold: 0, rings: "above", missing: "fine" } as const;

/** What is counted, and which number of a period counts. */
interface Counted {
  readonly source: Source;
  readonly statistic: Statistic;
}

const own = (name: string, metric: MetricName, told: Told, odd: Odd = {}): AlarmDefinition => ({
  name,
  signal: { kind: "value", source: { kind: "own", metric }, statistic: "Sum" },
  ...usual,
  ...odd,
  ...told,
});

const value = (name: string, counted: Counted, told: Told, odd: Odd = {}): AlarmDefinition => ({
  name,
  signal: { kind: "value", ...counted },
  ...usual,
  ...odd,
  ...told,
});

const deadLetters: Record<QueueName, Told> = {
  sync: {
    hurt: "A piece of a shop's work failed again and again, so its tenant may read old data.",
    act: "Look at the dead letters, repair the cause, redrive them.",
  },
  news: {
    hurt: "What a vendor named could not be fetched again and again; its tenant reads old data until the next poll.",
    act: "Look at the dead letters, repair the cause, redrive them.",
  },
  slow: {
    hurt: "A shop whose server is slow could not be read again and again, so its tenant reads old data.",
    act: "Look at the dead letters, repair the cause, redrive them.",
  },
  backfill: {
    hurt: "A shop's first reading or a comparison of everything failed again and again; changes are still read.",
    act: "Look at the dead letters, repair the cause, redrive them.",
  },
  writes: {
    hurt: "A tenant's write could not even be handled: it may or may not be at the vendor, and its ledger entry stands.",
    act: "Look at the dead letters and the log, repair, redrive. The entry is probed before it is sent again.",
  },
  deliveries: {
    hurt: "A tenant's endpoint missed an event although the endpoint may be well.",
    act: "Look at the dead letters and the log of deliver, repair, redrive.",
  },
};

/** Longer than a message that failed once waits for its second try, so that no single message rings. */
const oldest: Record<QueueName, { readonly minutes: number } & Told> = {
  sync: {
    minutes: 70,
    hurt: "Shops wait for their round, so every tenant's data grows old.",
    act: "See whether sync is throttled or slow; raise its maxConcurrency in the topology if vendors allow more.",
  },
  news: {
    minutes: 70,
    hurt: "Webhooks wait to be worked off, so changes reach tenants by the next poll only.",
    act: "See whether sync is throttled or slow; raise maxConcurrency of the queue news if vendors allow more.",
  },
  slow: {
    minutes: 70,
    hurt: "Shops whose servers are slow or silent wait for more than their servers; the others are read on time.",
    act: "See in the log of sync which vendor is silent; raise maxConcurrency of the queue slow if several are.",
  },
  backfill: {
    minutes: 720,
    hurt: "New shops wait for their first reading, and comparisons of everything are late; changes are read on time.",
    act: "See how many shops were registered; raise maxConcurrency of the queue backfill if vendors allow more.",
  },
  writes: {
    minutes: 15,
    hurt: "Orders that tenants sent have not reached the shop's till.",
    act: "See in the ledger whether one shop's vendor is down (wait) or all stand still (the log of write).",
  },
  deliveries: {
    minutes: 30,
    hurt: "Tenants learn of changes late; the feed itself is up to date.",
    act: "See whether one endpoint is slow or deliver is throttled.",
  },
};

const standing: Record<QueueName, string> = {
  sync: "No shop is read and none is watched, so that nothing else tells.",
  news: "No webhook is worked off, and what a write or a person has named is not fetched; shops are still polled.",
  slow: "Shops whose servers are slow are not read at all; the others are.",
  backfill: "New shops are not read for the first time, and nothing is compared; changes are read on time.",
  writes: "No write reaches a vendor; tenants' orders wait.",
  deliveries: "No event reaches a tenant; the feed itself is up to date.",
};

/** An alarm costs every month. The pages are files: a person who opens them sees that they fail, and no data are touched. */
type WatchedFunction = Exclude<FunctionName, "pages">;
export const isWatched = (name: FunctionName): name is WatchedFunction => name !== "pages";

const failing: Record<WatchedFunction, Told> = {
  api: { hurt: "Tenants get server errors instead of answers.", act: "Read the log of api by request id." },
  wait: {
    hurt: "Tenants who follow the feed, or wait for a write, get server errors; nothing is lost.",
    act: "Read the log of wait; it hands requests to api, so read that one as well.",
  },
  intake: {
    hurt: "Vendors get errors for their webhooks and may switch them off for a whole app; changes arrive by polling.",
    act: "Read the log of intake now: minutes count. Afterwards compare the registrations.",
  },
  tick: {
    hurt: "Due work is not found: shops are not polled and no retry happens.",
    act: "Read the log of tick; see whether the table and the queues answer.",
  },
  sync: {
    hurt: "Workers of sync end before their time, so some tenants' data grows old.",
    act: "The log of sync names tenant, shop and resource of each failure; a timeout names the request.",
  },
  write: {
    hurt: "Workers of write end before their time; writes are repeated after a probe, so tenants wait.",
    act: "Read the log of write by ledger entry.",
  },
  publish: {
    hurt: "Changes are stored but do not appear in any feed.",
    act: "Read the log of publish; the stream keeps changes for 24 hours, repair it before.",
  },
  deliver: { hurt: "Events reach tenants late or not at all.", act: "Read the log of deliver by endpoint." },
};

/** A failing run that something repeats at once rings later than one that nobody repeats. */
const mostErrors = (name: FunctionName): number => (name === "intake" ? 0 : 5);

const throttled: Told = {
  hurt: "Lambda refuses to start this function, so its callers wait or get 503.",
  act: "Look for the account's concurrency limit and who uses it up; have it raised.",
};

const ofQueues = queues.flatMap(({ name: queue }): AlarmDefinition[] => [
  value(
    `${queue}-dead-letters`,
    { source: { kind: "queue", queue, of: "dead" }, statistic: "Maximum" },
    deadLetters[queue],
  ),
  value(`${queue}-age`, { source: { kind: "queue", queue, of: "age" }, statistic: "Maximum" }, oldest[queue], {
    threshold: oldest[queue].minutes * 60,
    minutes: 5,
  }),
  {
    ...usual,
    name: `${queue}-stands-still`,
    signal: {
      kind: "without",
      cause: { kind: "queue", queue, of: "waiting" },
      causeBy: "Minimum",
      effect: { kind: "queue", queue, of: "done" },
    },
    minutes: 10,
    hurt: standing[queue],
    act: "See whether the function's event source is enabled, and whether its log shows failures.",
  },
]);

const ofFunctions = functions.flatMap(({ name, startedBy }): AlarmDefinition[] =>
  !isWatched(name)
    ? []
    : [
        value(`${name}-errors`, { source: { kind: "function", name, of: "Errors" }, statistic: "Sum" }, failing[name], {
          threshold: mostErrors(name),
        }),
        value(
          `${name}-throttles`,
          { source: { kind: "function", name, of: "Throttles" }, statistic: "Sum" },
          throttled,
        ),
        ...(startedBy.some(({ type }) => type === "stream")
          ? [
              value(
                "stream-age",
                { source: { kind: "function", name, of: "IteratorAge" }, statistic: "Maximum" },
                {
                  hurt: "Every feed is late: changes are stored but not published, and after 24 hours they would be lost.",
                  act: "Read the log of publish. One batch fails again and again and holds up what is behind it, or the table is throttled.",
                },
                { threshold: 10 * 60_000 },
              ),
            ]
          : []),
      ],
);

const ofGateways: readonly AlarmDefinition[] = [
  value("api-5xx", { source: { kind: "gateway", api: "api" }, statistic: "Sum" }, failing.api, { threshold: 5 }),
  value("intake-5xx", { source: { kind: "gateway", api: "intake" }, statistic: "Sum" }, failing.intake),
];

const vendorNames: Readonly<Record<VendorId, string>> = {
  kiotviet: "KiotViet",
  "nhanh-v3": "Nhanh (v3)",
  "nhanh-v2": "Nhanh (v2)",
  pancake: "Pancake",
  isale: "iSale",
};

const ofVendors = vendorIds.map(
  (vendor): AlarmDefinition => ({
    ...usual,
    name: `${vendor}-silent`,
    signal: {
      kind: "most",
      part: { kind: "own", metric: "ReadsFailed", dimensions: { vendor, cause: "no-answer" } },
      rest: { kind: "own", metric: "ReadsDone", dimensions: { vendor } },
      atLeast: 3,
    },
    minutes: 10,
    hurt: `${vendorNames[vendor]} does not answer: its shops are read from what was stored before, and writes to them wait.`,
    act: "Nothing is lost, and all of it goes on by itself. Tell the tenants if it lasts.",
  }),
);

const ofOutcomes: readonly AlarmDefinition[] = [
  value(
    "schedule-silent",
    { source: { kind: "own", metric: "WorkFound" }, statistic: "SampleCount" },
    {
      hurt: "The schedule, or a part of it, stands still: shops are not polled, no retry happens, no shop is watched.",
      act: "See whether the schedule's rule is enabled and may start tick. Afterwards everything goes on by itself.",
    },
    // Four runs a minute: 20 in a period, 15 where one of the four is missing.
    { threshold: 16, rings: "below", missing: "rings" },
  ),
  {
    ...usual,
    name: "feed-silent",
    signal: {
      kind: "without",
      cause: { kind: "own", metric: "RecordsWritten" },
      causeBy: "Sum",
      effect: { kind: "own", metric: "ChangesPublished" },
    },
    // Two in a row: a single change may fall on the border between two periods.
    periods: 2,
    hurt: "Records change and no feed tells: nobody reads the table's stream, and after 24 hours it forgets.",
    act: "See whether the event source of publish is enabled, and its log. What is older is published again.",
  },
  value(
    "unpublished",
    { source: { kind: "unpublished" }, statistic: "Maximum" },
    {
      hurt: "Changes fell out of the stream without being published: feeds miss them.",
      act: "Publish the feeds of the shops in question again.",
    },
  ),
  own("feed-behind-its-readers", "CursorsAhead", {
    hurt: "Readers have read more changes than the table holds: it is an older one, and they would miss what comes.",
    act: "Publish the feeds again, and tell the tenants to read their records anew.",
  }),
  own("defects", "Defects", {
    hurt: "A defect of ours stops a resource of a shop, a webhook or a verification; the rest of the shop goes on.",
    act: "The log names tenant, shop, resource and error. It tries again at least every hour: a repaired version needs nothing else.",
  }),
  own("messages-failed", "MessagesFailed", {
    hurt: "A message fails by a defect of ours and comes again; after its last try it is a dead letter.",
    act: "The log names the message, its tenant and shop, and the error. Repair it, then redrive what is dead.",
  }),
  own(
    "answers-unknown",
    "AnswersUnknown",
    {
      hurt: "A vendor answers in a form that we do not know: nothing is read of the resource, its tenants read old data.",
      act: "Read the drift and the unreadable answer, adapt the vendor's schema, deploy. Nothing is lost meanwhile.",
    },
    { minutes: 10, threshold: 2 },
  ),
  own(
    "secrets-unread",
    "SecretsUnread",
    {
      hurt: "Credentials of shops cannot be read, so these shops are neither read nor written to.",
      act: "See whether Secrets Manager answers and whether the roles may read. Everything goes on by itself afterwards.",
    },
    { threshold: 3 },
  ),
  own(
    "shops-behind",
    "ShopsBehind",
    {
      hurt: "Shops are older than their tenants were promised, whatever the cause.",
      act: "The list of shops names them, the worst first, with the cause of each.",
    },
    // The watchdog comes to each shop once in this time.
    { minutes: 15 },
  ),
  own(
    "limits-starved",
    "ShopsStarved",
    {
      hurt: "A vendor's limit does not allow what a shop needs, so its copy is late.",
      act: "See who uses the limit up (budget of the shop); give the shop longer intervals, or ask the vendor for more.",
    },
    { minutes: 15 },
  ),
  own("deletions-held", "DeletionsHeld", {
    hurt: "A shop seems to have lost many rows at once; its tenant still reads them, because the deletions are held.",
    act: "Ask the shop whether it really deleted them, then release or drop the held deletions.",
  }),
  own("shops-need-reauth", "ShopsNeedReauth", {
    hurt: "A vendor refuses a shop's credentials: its data stays readable but grows old, and its writes wait.",
    act: "Have the tenant enter new credentials; the shop goes on where it stopped.",
  }),
  own(
    "pulls-given-up",
    "PullsGivenUp",
    {
      hurt: "A vendor has been silent about single records for an hour; their tenants read what was stored before.",
      act: "The status of the shop names them. Many at one vendor mean that its call for single records is broken.",
    },
    { threshold: 20 },
  ),
  own(
    "deliveries-quarantined",
    "QuarantinedDeliveries",
    {
      hurt: "Many webhooks cannot prove that a vendor sent them: a secret has changed, or a stranger forges them. Shops are still polled.",
      act: "Read some of them and rotate the shop's secret, or block the sender.",
    },
    { threshold: 50 },
  ),
  own(
    "deliveries-unrouted",
    "DeliveriesUnrouted",
    {
      hurt: "Many webhooks belong to no shop: an app's address is wrong, or a shop has lost its route. Shops are still polled.",
      act: "Read the unrouted deliveries and compare the registrations.",
    },
    { threshold: 50 },
  ),
  own("deliveries-not-queued", "DeliveriesNotQueued", {
    hurt: "Webhooks are stored, and the queue refuses them: changes arrive late, when tick finds them.",
    act: "See whether SQS answers. Everything goes on by itself afterwards.",
  }),
  own(
    "answers-drifted",
    "AnswersDrifted",
    {
      hurt: "Vendors' answers show fields, types or codes that were not known; what they mean may be read wrongly or not at all.",
      act: "Read the drift: it names vendor, operation and path, with a sample. Unknown states are shown as unknown.",
    },
    { threshold: 20, minutes: 15 },
  ),
  own("endpoints-disabled", "EndpointsDisabled", {
    hurt: "A tenant's endpoint failed for five days or said that it is gone: the tenant is told nothing, its events are held.",
    act: "Tell the tenant; enabling the endpoint again sends what was held.",
  }),
  own(
    "sign-ins-refused",
    "SignInsRefused",
    {
      hurt: "A stranger tries keys, or a tenant goes on with a key that has ended. Each address gets 20 tries a minute.",
      act: "The log of api has the addresses (status 401 and 429). Tell the tenant, or block the address at the gateway.",
    },
    { threshold: 500 },
  ),
  own("operator-keys-refused", "OperatorKeysRefused", {
    hurt: "A program or person who runs the deployment uses an operator's key that has ended, and is refused.",
    act: "Give it a new key, or find out who has the old one.",
  }),
  own(
    "requests-uncounted",
    "RequestsUncounted",
    {
      hurt: "Nobody can count the tenants' requests, so one tenant may take what all others need.",
      act: "See whether the table is throttled. Requests are let in meanwhile, and the limits hold again by themselves.",
    },
    { threshold: 100 },
  ),
  own("writes-unknown", "WritesUnknown", {
    hurt: "Nobody can find out whether a vendor has a tenant's write: a person has to look, or it stays open.",
    act: "Look in the shop whether it is there, then adopt or retry the entry.",
  }),
  value(
    "writes-dead",
    { source: { kind: "own", metric: "WritesEnded", dimensions: { state: "dead" } }, statistic: "Sum" },
    {
      hurt: "A tenant's write was given up after its last try: what was sold or changed is not in the shop's till.",
      act: "Read the error in the ledger entry; edit and retry it, or tell the tenant.",
    },
  ),
];

export const alarmTable: readonly AlarmDefinition[] = [
  ...ofOutcomes,
  ...ofVendors,
  ...ofGateways,
  ...ofQueues,
  ...ofFunctions,
];

export const sourcesOf = (signal: Signal): readonly Source[] =>
  signal.kind === "value"
    ? [signal.source]
    : signal.kind === "most"
      ? [signal.part, signal.rest]
      : [signal.cause, signal.effect];
