import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { createSqsDeadLetters } from "../aws/dead-letters.ts";
import { createDynamoTable } from "../aws/dynamo-table.ts";
import { createEmbeddedMetrics } from "../aws/embedded-metrics.ts";
import { createSqsQueues } from "../aws/queues.ts";
import { createSecrets } from "../aws/secrets.ts";
import { createTenantPorts } from "../aws/tenant-ports.ts";
import { createVault } from "../aws/vault.ts";
import type { Clock, Sleep } from "../core/ports.ts";
import type { Table } from "../core/table.ts";
import type { Vendor, VendorId } from "../core/vendor.ts";
import { createSend } from "../http/send.ts";
import { createStores } from "../stores/all.ts";
import type { ShopRef } from "../stores/keys.ts";
import type { ActingFunction } from "../stores/partitions.ts";
import { createSecretPageStore } from "../stores/secret-pages.ts";
import { createReadSigningKey } from "../usecases/events/signing-secret.ts";
import { withEgress } from "../usecases/shops/egress.ts";
import { createSharedSecrets } from "../usecases/shops/shared-secrets.ts";
import { createTallies } from "../usecases/shops/tallies.ts";
import { type Config, readConfig } from "./config.ts";
import { createOwnedBy, guardPorts, type ShareSecrets } from "./guarded-ports.ts";
import { createLogLines, requestIdOf } from "./log-lines.ts";

/**
 * The only file that joins ports to AWS. Built once per Lambda container, on the first event, so that importing a
 * function needs neither AWS nor an environment.
 */
const createWorld = (name: ActingFunction, config: Config) => {
  const clock: Clock = Date.now;
  const sleep: Sleep = (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : undefined);
  const random = (): number => randomBytes(4).readUInt32LE(0) / 2 ** 32;
  const dynamo = new DynamoDBClient({ maxAttempts: 5 });
  const secretsManager = new SecretsManagerClient({});
  const readSecret = async (name: string): Promise<string | undefined> =>
    (await secretsManager.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
  // With an endpoint of our own the queue's URL must not override it.
  const sqs = new SQSClient(process.env.AWS_ENDPOINT_URL_SQS ? { useQueueUrlAsEndpoint: false } : {});
  const secretName = (ref: ShopRef): string => `${config.secretsPrefix}${ref.tenant}/${ref.shop}`;
  const readPrivacyKey = createReadSigningKey(() => readSecret(config.privacyKeySecret), clock);
  const ports = createPorts(name, config, { dynamo, secretsManager, secretName, readPrivacyKey, clock, sleep });
  return {
    config,
    clock,
    sleep,
    random,
    randomId: randomUUID,
    ...ports,
    queues: createSqsQueues(sqs, config.queueUrls),
    deadLetters: createSqsDeadLetters(sqs, config.queueUrls),
    send: createSend(fetch, clock),
    secretName,
    readOperatorKey: async (): Promise<string> => (await readSecret(config.operatorKeySecret)) ?? "",
    readSigningKey: createReadSigningKey(() => readSecret(config.signingKeySecret), clock),
    readPrivacyKey,
    tallies: createTallies(),
    metric: metrics.count,
    log: lines.log,
  };
};

/**
 * Table, stores and secrets: of the function itself, and of a tenant for what is done in its name. Without roles, on a
 * laptop, our own code holds to the same policies.
 */
const createPorts = (
  name: ActingFunction,
  { tenantRole, tableName, batchInserts, secrets: layout, secretsKey }: Config,
  { dynamo, secretsManager, secretName, readPrivacyKey, clock, sleep }: AwsClients,
): ReturnType<typeof guardPorts> => {
  const withBatches = <Inserting extends Table>({ insert, ...single }: Inserting): Table =>
    batchInserts && insert ? { ...single, insert } : single;
  const table = withBatches(createDynamoTable(dynamo, tableName));
  const secrets = createSecrets(secretsManager, clock, secretsKey);
  const shareOver = (client: SecretsManagerClient): ShareSecrets | undefined =>
    layout === "shop"
      ? undefined
      : (tenant, own, single) =>
          createSharedSecrets({
            prefix: secretName({ tenant, shop: "" }),
            pages: createSecretPageStore(own, tenant),
            vault: createVault(client, secretsKey),
            single,
            clock,
            sleep,
            randomId: randomUUID,
          });
  if (tenantRole === "")
    return guardPorts(name, { table, secrets, secretName, readPrivacyKey, shareSecrets: shareOver(secretsManager) });
  const portsOf = createTenantPorts({ dynamo, secretsManager, role: tenantRole, tableName, clock, secretsKey });
  const ownedBy = createOwnedBy((tenant) => {
    const ports = portsOf(tenant);
    const own = withBatches(ports.table);
    return { table: own, secrets: shareOver(ports.vault)?.(tenant, own, ports.secrets) ?? ports.secrets };
  }, readPrivacyKey);
  return { table, ...createStores(table, readPrivacyKey), secrets, ownedBy };
};

interface AwsClients {
  readonly dynamo: DynamoDBClient;
  readonly secretsManager: SecretsManagerClient;
  readonly secretName: (ref: ShopRef) => string;
  readonly readPrivacyKey: () => Promise<string>;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

/** What every function has. */
export type World = ReturnType<typeof createWorld>;

/** Vendors are handed in by the functions that need them, or parts of them: whole, they are a third of a bundle. */
type Vendors<Part extends Partial<Vendor>> = Readonly<Record<VendorId, Part>>;

export type Deps<Part extends Partial<Vendor> = Vendor> = World & { readonly vendor: (id: VendorId) => Part };

/** Sandboxes replace a vendor's base addresses: one for all, or one for each host name. */
const withHosts = <Part extends Partial<Vendor>>(
  vendor: Part,
  hosts: string | Readonly<Record<string, string>> | undefined,
): Part => {
  if (hosts === undefined || vendor.hosts === undefined) return vendor;
  const replaced =
    typeof hosts === "string" ? Object.fromEntries(Object.keys(vendor.hosts).map((name) => [name, hosts])) : hosts;
  return { ...vendor, hostsFor: undefined, hosts: { ...vendor.hosts, ...replaced } };
};

/** Each vendor as this deployment meets it, made once. */
const createVendors = (
  vendors: Vendors<Partial<Vendor>> | undefined,
  { vendorHosts, egress }: Config,
): ((id: VendorId) => Partial<Vendor>) => {
  const made = new Map<VendorId, Partial<Vendor>>();
  return (id) => {
    const known = made.get(id) ?? withEgress(withHosts(vendors?.[id] ?? {}, vendorHosts[id]), egress);
    made.set(id, known);
    return known;
  };
};

/** Collected in the container and written once per event. Laptops have nobody who reads them. */
const metrics = createEmbeddedMetrics({
  namespace: () => (process.env.METRICS === "off" ? undefined : process.env.METRICS_NAMESPACE),
  clock: Date.now,
  write: (line) => void process.stdout.write(`${line}\n`),
});

const lines = createLogLines();

/** What we use of the Lambda context. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
  /** Lambda's id of the invocation; a laptop has none. */
  readonly awsRequestId?: string;
}

type Handler<Event, Result> = (event: Event, context: LambdaContext) => Promise<Result>;

/** A Lambda's handler: `createHandler` with the world, and the vendors it names, handed in on the first event. */
export function withDeps<Event, Result>(
  name: ActingFunction,
  create: (deps: World) => Handler<Event, Result>,
): Handler<Event, Result>;
export function withDeps<Event, Result, Part extends Partial<Vendor>>(
  name: ActingFunction,
  create: (deps: Deps<Part>) => Handler<Event, Result>,
  vendors: Vendors<Part>,
): Handler<Event, Result>;
export function withDeps<Event, Result>(
  name: ActingFunction,
  create: (deps: Deps<Partial<Vendor>>) => Handler<Event, Result>,
  vendors?: Vendors<Partial<Vendor>>,
): Handler<Event, Result> {
  let made: Handler<Event, Result> | undefined;
  const make = (): Handler<Event, Result> => {
    const world = createWorld(name, readConfig(process.env));
    return create({ ...world, vendor: createVendors(vendors, world.config) });
  };
  const handle: Handler<Event, Result> = (event, context) => {
    lines.begin(requestIdOf(event, context));
    made ??= make();
    return made(event, context);
  };
  return middy(handle as never).use({ after: metrics.flush, onError: metrics.flush }) as unknown as typeof handle;
}
