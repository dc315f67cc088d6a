import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { ConnectorFunction } from "./constructs/connector-function.ts";
import type { ConnectorQueue } from "./constructs/connector-queue.ts";
import { type FunctionName, metricsNamespace, type QueueName } from "./topology.ts";

/** What whoever is woken at night reads first. */
interface Sentence {
  /** Who is hurt, and how. */
  hurt: string;
  /** What to do about it. */
  act: string;
}

/** Metrics that the functions count themselves: any of these means that somebody has to look. */
export const businessMetrics: Record<
  string,
  { function: FunctionName; dimensions?: Record<string, string>; above?: number; minutes?: number } & Sentence
> = {
  Defects: {
    function: "sync",
    hurt: "A defect of ours stops a resource of a shop, a webhook or a verification; the rest of the shop goes on.",
    act: "The log of sync names tenant, shop, resource and error, with the stack (level ERROR). What is stopped tries again at least every hour, so a repaired version needs nothing else.",
  },
  ShopsBehind: {
    function: "sync",
    // The watchdog comes to each shop once in this time.
    minutes: 15,
    hurt: "Shops are older than their tenants were promised, whatever the cause.",
    act: "See under the dimension vendor whose they are; GET /v1/shops/{shop}/sync has the state, since when and why for each resource.",
  },
  PullsGivenUp: {
    function: "sync",
    above: 20,
    hurt: "A vendor has been silent about single records for an hour; their tenants read what was stored before.",
    act: "GET /v1/shops/{shop}/sync names the records as unanswered. The daily comparison asks for them again; many at one vendor mean that its call for single records is broken.",
  },
  DeletionsHeld: {
    function: "sync",
    hurt: "A shop seems to have lost many rows at once; its tenant still reads them, because the deletions are held.",
    act: "Ask the shop whether it really deleted them, then release or drop the held deletions.",
  },
  ShopsNeedReauth: {
    function: "sync",
    hurt: "A vendor refuses a shop's credentials: its data stays readable but grows old, and its writes wait.",
    act: "Have the tenant enter new credentials; the shop goes on where it stopped.",
  },
  QuarantinedDeliveries: {
    function: "sync",
    above: 50,
    hurt: "Many webhooks cannot prove that a vendor sent them: a secret has changed, or somebody forges them. Shops are still polled.",
    act: "Read some of them (GET /v1/shops/{shop}/deliveries) and rotate the shop's secret, or block the sender.",
  },
  AnswersDrifted: {
    function: "sync",
    above: 20,
    minutes: 15,
    hurt: "Vendors' answers show fields, types or codes that were not known; what they mean may be read wrongly or not at all.",
    act: "Read GET /v1/operator/drift: it names vendor, operation and path, with a sample. Unknown states are shown as unknown until the tables have them.",
  },
  EndpointsDisabled: {
    function: "deliver",
    hurt: "A tenant's endpoint failed for five days or said that it is gone: the tenant is told nothing, its events are held.",
    act: "Tell the tenant; enabling the endpoint again sends what was held.",
  },
  SignInsRefused: {
    function: "api",
    above: 500,
    hurt: "Somebody tries keys, or a tenant goes on with a key that has ended. Each address gets 20 tries a minute.",
    act: "The log of api has the addresses (status 401 and 429). Tell the tenant, or block the address at the gateway.",
  },
  RequestsUncounted: {
    function: "api",
    above: 100,
    hurt: "Nobody can count the tenants' requests, so one tenant may take what all others need.",
    act: "See whether the table is throttled. Requests are let in meanwhile, and the limits hold again by themselves.",
  },
  WritesEnded: {
    function: "write",
    dimensions: { state: "dead" },
    hurt: "A tenant's write was given up after its last try: what was sold or changed is not in the shop's till.",
    act: "Read the error in the ledger entry; edit and redrive it, or tell the tenant.",
  },
};

const deadLetters: Record<QueueName, Sentence> = {
  sync: {
    hurt: "A shop's cycle failed again and again, so its tenant reads old data.",
    act: "Find the shop in the message and the error in the log of sync; tick enqueues the shop again by itself.",
  },
  slow: {
    hurt: "A shop whose server is slow could not be read again and again, so its tenant reads old data.",
    act: "Find the shop in the message and the error in the log of sync; tick enqueues the shop again by itself.",
  },
  backfill: {
    hurt: "A shop's first reading or a comparison of everything failed again and again; changes are still read.",
    act: "Find the shop in the message and the error in the log of sync; tick enqueues the reading again by itself.",
  },
  writes: {
    hurt: "A tenant's write could not even be handled: it may or may not be at the vendor, and its ledger entry stands.",
    act: "Find the ledger entry in the message and the error in the log of write; redrive the queue once it is repaired. The entry is probed before it is sent again.",
  },
  deliveries: {
    hurt: "A tenant's endpoint missed an event although the endpoint may be well.",
    act: "Find the error in the log of deliver, repair it, and redrive the queue.",
  },
};

const oldest: Record<QueueName, { minutes: number } & Sentence> = {
  sync: {
    minutes: 30,
    hurt: "Shops wait for their cycle, so every tenant's data grows old.",
    act: "See whether sync is throttled or slow; raise its maxConcurrency in the topology if vendors allow more.",
  },
  slow: {
    minutes: 60,
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

/** An alarm costs every month. The pages are files: whoever opens them sees that they fail, and no data are touched. */
export const isWatched = (name: FunctionName): name is Exclude<FunctionName, "pages"> => name !== "pages";

const failing: Record<Exclude<FunctionName, "pages">, Sentence> = {
  api: { hurt: "Tenants get server errors instead of answers.", act: "Read the log of api by request id." },
  intake: {
    hurt: "Vendors get errors for their webhooks and may switch them off for a whole app; until then changes arrive by polling.",
    act: "Read the log of intake now: minutes count. Afterwards compare the webhook registrations.",
  },
  tick: {
    hurt: "No due work is found: no shop is polled and no retry happens.",
    act: "Read the log of tick; check the table and the queues.",
  },
  sync: {
    hurt: "Slices of cycles fail and are repeated, so some tenants' data grows old.",
    act: "The log of sync names tenant, shop and resource of each failure.",
  },
  write: {
    hurt: "Writes fail outside of what the ledger expects and are repeated after a probe, so tenants wait for orders.",
    act: "Read the log of write by ledger entry.",
  },
  publish: {
    hurt: "Changes are stored but do not appear in any feed.",
    act: "Read the log of publish; the stream keeps changes for 24 hours, repair it before.",
  },
  deliver: { hurt: "Events reach tenants late or not at all.", act: "Read the log of deliver by endpoint." },
};

const silent: { minutes: number } & Sentence = {
  minutes: 5,
  hurt: "The schedule stands still: no shop is polled, no retry happens, and no shop is watched, so nothing else will tell.",
  act: "See whether the schedule's rule is enabled and may start tick. Afterwards everything goes on by itself.",
};

const throttled: Sentence = {
  hurt: "Lambda refuses to start this function, so its callers wait or get 503.",
  act: "Look for the account's concurrency limit and who uses it up; have it raised.",
};

const streamAge: { minutes: number } & Sentence = {
  minutes: 10,
  hurt: "Every feed is late: changes are stored but not published, and after 24 hours they would be lost.",
  act: "Read the log of publish. Something in one batch fails again and again, or the table is throttled.",
};

const unpublished: Sentence = {
  hurt: "Changes fell out of the stream without being published: feeds miss them.",
  act: "The message names the shard and the sequence numbers. Sync the shops in question again in full.",
};

export interface AlarmsProps {
  stage: string;
  topic: ITopic;
  functions: ConnectorFunction[];
  queues: ConnectorQueue[];
  streamFailures: IQueue;
}

export class Alarms extends Construct {
  private readonly topic: ITopic;
  private readonly stage: string;

  constructor(scope: Construct, id: string, { stage, topic, functions, queues, streamFailures }: AlarmsProps) {
    super(scope, id);
    this.topic = topic;
    this.stage = stage;
    const five = { period: Duration.minutes(5) };

    for (const { topology, queue, deadLetters: dead } of queues) {
      const name = topology.name;
      const waiting = oldest[name];
      this.add(`${name}-dead-letters`, deadLetters[name], dead.metricApproximateNumberOfMessagesVisible(five), 0);
      this.add(`${name}-age`, waiting, queue.metricApproximateAgeOfOldestMessage(five), waiting.minutes * 60);
    }
    this.add("unpublished", unpublished, streamFailures.metricApproximateNumberOfMessagesVisible(five), 0);

    for (const { topology, lambda } of functions) {
      const { name } = topology;
      if (!isWatched(name)) continue;
      // Webhooks are the one place where a single error can cost a subscription; elsewhere a retry follows.
      this.add(`${name}-errors`, failing[name], lambda.metricErrors(five), name === "intake" ? 0 : 3);
      this.add(`${name}-throttles`, throttled, lambda.metricThrottles(five), 0);
      if (topology.startedBy.some((trigger) => trigger.type === "schedule")) {
        const period = Duration.minutes(silent.minutes);
        this.add(`${name}-silent`, silent, lambda.metricInvocations({ period }), 1, "below");
      }
      if (topology.startedBy.some((trigger) => trigger.type === "stream")) {
        const iteratorAge = lambda.metric("IteratorAge", { ...five, statistic: "Maximum" });
        this.add(`${name}-stream-age`, streamAge, iteratorAge, streamAge.minutes * 60_000);
      }
    }

    for (const [metricName, business] of Object.entries(businessMetrics)) {
      const { function: service, dimensions, above = 0, minutes = 5, ...sentence } = business;
      const metric = new Metric({
        namespace: metricsNamespace(stage),
        metricName,
        // Powertools adds the service to every metric.
        dimensionsMap: { service, ...dimensions },
        statistic: "Sum",
        period: Duration.minutes(minutes),
      });
      this.add(metricName, sentence, metric, above);
    }
  }

  /** `below`: rings when the metric stays under the threshold, or is missing. */
  private add(name: string, { hurt, act }: Sentence, metric: IMetric, threshold: number, side = "above") {
    const alarm = new Alarm(this, name, {
      alarmName: `tillbridge-${this.stage}-${name}`,
      alarmDescription: `${hurt} ${act}`,
      metric,
      threshold,
      comparisonOperator:
        side === "above" ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: side === "above" ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
