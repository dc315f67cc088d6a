import { ArnFormat, CfnOutput, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { Alarms } from "./alarms.ts";
import { ConnectorFunction } from "./constructs/connector-function.ts";
import { ConnectorQueue, queueEncryption } from "./constructs/connector-queue.ts";
import { FixedEgress } from "./constructs/egress.ts";
import { createKey } from "./constructs/encryption.ts";
import { Front } from "./constructs/front.ts";
import { GradualUpdates } from "./constructs/gradual-updates.ts";
import { HttpEntrance, type OwnDomain } from "./constructs/http-entrance.ts";
import type { Resources } from "./constructs/permissions.ts";
import type { StageSettings } from "./constructs/stage.ts";
import { createKeys, createTable } from "./constructs/storage.ts";
import { TenantRole } from "./constructs/tenant-role.ts";
import { startByQueue, startBySchedule, startByStream } from "./constructs/triggers.ts";
import { StageDashboard } from "./dashboard.ts";
import { SavedQueries } from "./saved-queries.ts";
import { pin } from "./stateful.ts";
import {
  type ApiName,
  actsForTenants,
  apis,
  calledName,
  type Deployment,
  environment,
  type FunctionName,
  type FunctionTopology,
  functions,
  operatorKeySecretName,
  privacyKeySecretName,
  publishFailuresName,
  type QueueName,
  queues,
  type SecretsLayout,
  signingKeySecretName,
  type Trigger,
  tenantRoleName,
} from "./topology.ts";

export interface ConnectorStackProps extends StackProps {
  stage: StageSettings;
  /** Where the bundle of a function comes from. */
  code: (name: FunctionName) => Code;
  /** See `Deployment.vendorHosts`. */
  vendorHosts: string;
  /** See `Deployment.batchInserts`. */
  batchInserts: string;
  /** See `Deployment.corsOrigins`. */
  corsOrigins: string;
  /** How shops' access is kept in Secrets Manager. Default: `tenant`. */
  secrets?: SecretsLayout | undefined;
  /** `customer`: a key of the account's own encrypts table, queues and secrets. Default: AWS's keys. */
  encryption?: "aws" | "customer" | undefined;
  /** `fixed`: vendors are called from one address. Default: from whichever address Lambda has. */
  egress?: "shared" | "fixed" | undefined;
  /** ARN of a web ACL of scope CLOUDFRONT, which stands before the gateways. Default: callers come straight to them. */
  webAcl?: string | undefined;
  /** False for accounts whose concurrency is too small to reserve a part of it (AWS leaves 100 unreserved). Default: true. */
  reserves?: boolean | undefined;
  /** Names of one's own for the gateways, which outlive any gateway. Default: those that AWS gives. */
  domains?: Partial<Record<ApiName, OwnDomain>> | undefined;
  /** Requests and messages can be followed through X-Ray. Default: false. */
  tracing?: boolean | undefined;
  /** `gradual`: a new version takes over by parts, and an alarm takes it back (docs/deploy.md). Default: at once. */
  updates?: "at-once" | "gradual" | undefined;
  /** Who is told of alarms. Without it they are only visible in CloudWatch. */
  alarmEmail?: string | undefined;
  /** US dollars of a day above which the same people are told what the account costs. */
  dailyDollars?: number | undefined;
}

const byName = <Name extends string, Thing>(names: Name[], make: (name: Name) => Thing) =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Thing>;

/** Answers requests that come through a gateway; what a function hands over is checked by the one that answers. */
const isReached = ({ startedBy, uses }: FunctionTopology): boolean =>
  uses.asks === undefined && startedBy.some(({ type }) => type === "http");

/** By it a function knows that a request came through the front. */
const secretOf = (front: Front | undefined, topology: FunctionTopology): Record<string, string> =>
  front && isReached(topology) ? { FRONT_SECRET: front.secret } : {};

/** What starts functions. */
interface Starters {
  readonly entrances: Readonly<Record<ApiName, HttpEntrance>>;
  readonly connectorQueues: Readonly<Record<QueueName, ConnectorQueue>>;
  readonly table: Table;
  readonly streamFailures: Queue;
  readonly stage: StageSettings;
}

const connect = (target: ConnectorFunction, trigger: Trigger, starters: Starters): void => {
  const { entrances, connectorQueues, table, streamFailures, stage } = starters;
  if (trigger.type === "http") entrances[trigger.api].connect(trigger, target.entry, target.topology.name);
  if (trigger.type === "queue") startByQueue(target, trigger, connectorQueues[trigger.queue]);
  if (trigger.type === "stream") startByStream(target, trigger, table, streamFailures);
  if (trigger.type === "schedule") startBySchedule(target, trigger, stage.name);
};

/** The connector in one stage: what is stored, what waits, what enters, what runs, what wakes a person up. */
export class ConnectorStack extends Stack {
  constructor(scope: Construct, id: string, props: ConnectorStackProps) {
    super(scope, id, { ...props, terminationProtection: props.stage.protected });
    const { stage } = props;
    const key = props.encryption === "customer" ? createKey(this, stage) : undefined;
    if (key) pin(key, "Key");
    const egress = props.egress === "fixed" ? new FixedEgress(this, "Egress") : undefined;

    const table = createTable(this, stage, key);
    const keys = createKeys(this, stage, key);
    const { connectorQueues, streamFailures } = this.createQueues(stage, key);

    const entrances = byName(
      apis,
      (name) => new HttpEntrance(this, `Entrance ${name}`, { name, stage, domain: props.domains?.[name] }),
    );
    for (const name of apis) pin(entrances[name].api, `Entrance ${name}`);
    const gateways = byName(apis, (name) => entrances[name].url);
    const front =
      props.webAcl === undefined ? undefined : new Front(this, "Front", { webAcl: props.webAcl, gateways, key });
    const apiUrls = front?.urls ?? gateways;

    const tenantRole = (name: FunctionName) =>
      this.formatArn({
        service: "iam",
        region: "",
        resource: "role",
        resourceName: tenantRoleName(name, stage.name),
      });
    const gradual = props.updates === "gradual";
    const actors = functions.map(({ name }) => name).filter(actsForTenants);
    const resources: Resources = {
      table,
      queues: byName(
        queues.map((queue) => queue.name),
        (name) => connectorQueues[name].queue,
      ),
      streamFailures,
      deadLetters: Object.values(connectorQueues).map(({ deadLetters }) => deadLetters),
      tenantRole,
      functionArn: (name) =>
        this.formatArn({
          service: "lambda",
          resource: "function",
          resourceName: calledName(name, stage.name, gradual),
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ...keys,
      key,
    };
    const settings: Deployment = {
      stage: stage.name,
      tableName: table.tableName,
      queueUrls: byName(
        queues.map((queue) => queue.name),
        (name) => connectorQueues[name].queue.queueUrl,
      ),
      apiUrls,
      vendorHosts: props.vendorHosts,
      batchInserts: props.batchInserts,
      corsOrigins: props.corsOrigins,
      tenantRoles: byName(actors, tenantRole),
      operatorKeySecret: operatorKeySecretName(stage.name),
      signingKeySecret: signingKeySecretName(stage.name),
      privacyKeySecret: privacyKeySecretName(stage.name),
      secrets: props.secrets ?? "tenant",
      secretsKey: key?.keyArn ?? "",
      egress: props.egress ?? "shared",
      updates: props.updates,
    };
    const connectorFunctions = functions.map((topology) => {
      return new ConnectorFunction(this, `Function ${topology.name}`, {
        topology,
        stage,
        code: props.code(topology.name),
        environment: {
          ...secretOf(front, topology),
          ...environment(topology.name, settings),
        },
        resources,
        reserves: props.reserves ?? true,
        tracing: props.tracing ?? false,
        gradual,
        vpc: topology.uses.vendors ? egress?.vpc : undefined,
      });
    });

    for (const takenOnBy of connectorFunctions.filter(({ topology }) => actsForTenants(topology.name)))
      new TenantRole(this, `TenantRole ${takenOnBy.topology.name}`, { stage: stage.name, table, takenOnBy, key });

    const starters: Starters = { entrances, connectorQueues, table, streamFailures, stage };
    for (const target of connectorFunctions)
      for (const trigger of target.topology.startedBy) connect(target, trigger, starters);

    const topic = this.createTopic(stage, props.alarmEmail);
    const { alarms } = new Alarms(this, "Alarms", {
      stage: stage.name,
      topic,
      functions: connectorFunctions,
      queues: connectorQueues,
      streamFailures,
      apiIds: byName(apis, (name) => entrances[name].id),
      runbook: "docs/runbook.md",
    });
    if (gradual) new GradualUpdates(this, "Updates", { stage: stage.name, functions: connectorFunctions, alarms });
    const spenders = {
      table,
      functions: connectorFunctions.map(({ lambda, topology: { memory } }) => ({ lambda, memory })),
      queues: Object.values(connectorQueues).map(({ queue }) => queue),
      apiIds: apis.map((name) => entrances[name].id),
    };
    new StageDashboard(this, "Dashboard", { stage: stage.name, alarms, spenders });
    const logs = byName(
      functions.map(({ name }) => name),
      (name) => connectorFunctions.find(({ topology }) => topology.name === name)!.logs,
    );
    new SavedQueries(this, "SavedQueries", { stage: stage.name, logs });
    this.limitSpend(props);
    new CfnOutput(this, "ApiUrl", { value: apiUrls.api });
    new CfnOutput(this, "IntakeUrl", { value: apiUrls.intake });
    for (const name of apis) this.tellDomainTarget(entrances[name]);
    new CfnOutput(this, "OperatorKeySecret", { value: operatorKeySecretName(stage.name) });
  }

  private createQueues(stage: StageSettings, key: IKey | undefined) {
    const connectorQueues = byName(
      queues.map((queue) => queue.name),
      (name) => {
        const topology = queues.find((queue) => queue.name === name)!;
        return new ConnectorQueue(this, `Queue ${name}`, topology, { stage: stage.name, key });
      },
    );
    const streamFailures = new Queue(this, "StreamFailures", {
      queueName: publishFailuresName(stage.name),
      ...queueEncryption(key),
      enforceSSL: true,
    });
    pin(streamFailures, "StreamFailures");
    for (const [name, { queue, deadLetters }] of Object.entries(connectorQueues)) {
      pin(queue, `Queue ${name as QueueName}`);
      pin(deadLetters, `Queue ${name as QueueName} dead`);
    }
    Validations.of(streamFailures).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "It is the end of the line for stream batches itself.",
    });
    return { connectorQueues, streamFailures };
  }

  private tellDomainTarget({ name, domainTarget }: HttpEntrance): void {
    if (domainTarget === undefined) return;
    new CfnOutput(this, `${name === "api" ? "Api" : "Intake"}DomainTarget`, { value: domainTarget });
  }

  /** Where alarms go, and from there to a person. */
  private createTopic(stage: StageSettings, email: string | undefined): Topic {
    const topic = new Topic(this, "AlarmTopic", { topicName: `tillbridge-${stage.name}-alarms`, enforceSSL: true });
    // A topic policy of our own replaces the one by which alarms of the same account may publish.
    topic.grantPublish(
      new ServicePrincipal("cloudwatch.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
    );
    if (email) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }

  /** Only where a person can be told, and a bound is named. */
  private limitSpend({ stage, alarmEmail: email, dailyDollars: dollars }: ConnectorStackProps): void {
    if (!email || dollars === undefined) return;
    new CfnBudget(this, "DailySpend", {
      budget: {
        budgetName: `tillbridge-${stage.name}-daily`,
        budgetType: "COST",
        timeUnit: "DAILY",
        budgetLimit: { amount: dollars, unit: "USD" },
      },
      notificationsWithSubscribers: [
        {
          notification: { comparisonOperator: "GREATER_THAN", notificationType: "ACTUAL", threshold: 100 },
          subscribers: [{ subscriptionType: "EMAIL", address: email }],
        },
      ],
    });
  }
}
