import * as z from "zod";
import type { QueueName } from "../core/ports.ts";
import { type VendorId, vendorIds } from "../core/vendor.ts";

/** The environment of every function; infra/topology.ts says what is in it. */
const Environment = z.object({
  STAGE: z.string().min(1),
  TABLE_NAME: z.string().min(1),
  SYNC_QUEUE_URL: z.url(),
  NEWS_QUEUE_URL: z.url(),
  SLOW_QUEUE_URL: z.url(),
  BACKFILL_QUEUE_URL: z.url(),
  WRITES_QUEUE_URL: z.url(),
  DELIVERIES_QUEUE_URL: z.url(),
  SECRETS_PREFIX: z.string().min(1),
  OPERATOR_KEY_SECRET: z.string().min(1),
  SIGNING_KEY_SECRET: z.string().min(1),
  PRIVACY_KEY_SECRET: z.string().min(1),
  /** `tenant`: shops of a tenant share secrets of Secrets Manager. `shop`: each has its own. */
  /** `shared`: calls leave from addresses that others use as well. */
  EGRESS: z.enum(["shared", "fixed"]).default("shared"),
  /** ARN of the key that encrypts shops' secrets; empty: AWS's. */
  SECRETS_KEY: z.string().default(""),
  SECRETS: z.enum(["tenant", "shop"]).default("tenant"),
  /** ARN of the role in which the API does a tenant's requests. Empty: there are no roles. */
  TENANT_ROLE: z.string().default(""),
  /** The function that answers the API's requests. */
  API_FUNCTION: z.string().default(""),
  PUBLIC_URL: z.string().default(""),
  /** What requests show that came through CloudFront. Empty: they come straight to the gateway. */
  FRONT_SECRET: z.string().default(""),
  /** Empty: the connector has no address that a vendor could reach, so it registers none. */
  INTAKE_URL: z.string().default(""),
  /** For shops with base addresses of their own: where a sandbox on this machine reaches us. Laptops only. */
  SANDBOX_INTAKE_URL: z.string().default(""),
  /** JSON: vendor -> base address, or host name -> base address of that vendor. Sandboxes only. */
  VENDOR_HOSTS: z.string().default(""),
  /** `false`: for emulators whose PartiQL writes do not reach the table's stream. AWS's do. */
  BATCH_INSERTS: z.string().default("true"),
  /** `true`: a shop may be registered with base addresses of its own. Laptops only. */
  ALLOW_SHOP_HOSTS: z.string().default("false"),
  /** Calls a minute that a tenant may make with credentials that have proven nothing. Absent: the default. */
  TRIAL_CALLS_PER_MINUTE: z.coerce.number().int().positive().optional(),
  /** `true`: tenants' endpoints may be on loopback and plain http. Laptops only. */
  ALLOW_LOCAL_ENDPOINTS: z.string().default("false"),
  /** Origins whose scripts may call the API from a browser, with commas between; `*`: all. Empty: none. */
  CORS_ORIGINS: z.string().default(""),
});

const Hosts = z.partialRecord(z.enum(vendorIds), z.union([z.url(), z.record(z.string(), z.url())]));

export interface Config {
  readonly stage: string;
  readonly tableName: string;
  readonly queueUrls: Readonly<Record<QueueName, string>>;
  readonly secretsPrefix: string;
  readonly operatorKeySecret: string;
  readonly signingKeySecret: string;
  readonly privacyKeySecret: string;
  readonly secrets: "tenant" | "shop";
  readonly secretsKey?: string | undefined;
  readonly egress: "shared" | "fixed";
  readonly tenantRole: string;
  /** Name of the function that answers the API's requests. */
  readonly apiFunction?: string;
  readonly publicUrl: string;
  /** See `behindFront`. */
  readonly frontSecret?: string;
  readonly intakeUrl: string;
  readonly sandboxIntakeUrl?: string;
  readonly vendorHosts: Readonly<Partial<Record<VendorId, string | Readonly<Record<string, string>>>>>;
  readonly batchInserts: boolean;
  readonly allowShopHosts: boolean;
  readonly trialCallsPerMinute: number | undefined;
  readonly allowLocalEndpoints: boolean;
  readonly corsOrigins: readonly string[];
}

/** @throws ZodError naming the variable that is missing or wrong */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const env = Environment.parse(environment);
  return {
    stage: env.STAGE,
    tableName: env.TABLE_NAME,
    queueUrls: {
      sync: env.SYNC_QUEUE_URL,
      news: env.NEWS_QUEUE_URL,
      slow: env.SLOW_QUEUE_URL,
      backfill: env.BACKFILL_QUEUE_URL,
      writes: env.WRITES_QUEUE_URL,
      deliveries: env.DELIVERIES_QUEUE_URL,
    },
    secretsPrefix: env.SECRETS_PREFIX,
    operatorKeySecret: env.OPERATOR_KEY_SECRET,
    signingKeySecret: env.SIGNING_KEY_SECRET,
    privacyKeySecret: env.PRIVACY_KEY_SECRET,
    secrets: env.SECRETS,
    secretsKey: env.SECRETS_KEY || undefined,
    egress: env.EGRESS,
    tenantRole: env.TENANT_ROLE,
    frontSecret: env.FRONT_SECRET,
    apiFunction: env.API_FUNCTION,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ""),
    intakeUrl: env.INTAKE_URL.replace(/\/$/, ""),
    sandboxIntakeUrl: env.SANDBOX_INTAKE_URL,
    vendorHosts: env.VENDOR_HOSTS.trim() === "" ? {} : Hosts.parse(JSON.parse(env.VENDOR_HOSTS)),
    batchInserts: env.BATCH_INSERTS !== "false",
    allowShopHosts: env.ALLOW_SHOP_HOSTS === "true",
    trialCallsPerMinute: env.TRIAL_CALLS_PER_MINUTE,
    allowLocalEndpoints: env.ALLOW_LOCAL_ENDPOINTS === "true",
    corsOrigins: env.CORS_ORIGINS.split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
  };
};
