/**
 * List prices of AWS in US East (N. Virginia), US dollars, before tax and without any free tier. Other regions are
 * dearer by some percent. As known in November 2026 (DynamoDB's since November 2024); look them up before you rely on
 * them.
 */
export const prices = {
  asOf: "2026-11",
  region: "us-east-1",
  /** DynamoDB on demand, per million units. */
  writeUnits: 0.625,
  readUnits: 0.125,
  /** DynamoDB standard table class, per GB and month. */
  storage: 0.25,
  /** Lambda on arm64, per million requests and per GB-second. */
  invocations: 0.2,
  gigabyteSeconds: 0.0000133334,
  /** SQS standard, per million requests. */
  queueRequests: 0.4,
  /** Secrets Manager, per secret and month and per 10,000 calls. */
  secret: 0.4,
  secretCalls: 0.05,
  /** CloudWatch: per alarm, and per GB of logs taken in. */
  alarm: 0.1,
  logs: 0.5,
  /** CloudWatch, per custom metric and month. */
  metric: 0.3,
  dashboard: 3,
  /** HTTP API, per million requests. */
  httpRequests: 1,
  /** Data out to the internet, per GB; the first 100 GB of an account are free. */
  transfer: 0.09,
  /** KMS: per key of one's own and month, and per 10,000 calls. */
  key: 1,
  keyCalls: 0.03,
  /** NAT gateway, per hour and per GB; a public IPv4 address, per hour. */
  natHour: 0.045,
  natGigabyte: 0.045,
  addressHour: 0.005,
} as const;

export const DAYS_PER_MONTH = 30;
export const MINUTES_PER_MONTH = DAYS_PER_MONTH * 24 * 60;
export const SECONDS_PER_MONTH = MINUTES_PER_MONTH * 60;
