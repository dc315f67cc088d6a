import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";

const Domain = z.strictObject({
  name: z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/, "a name like api.your-company.vn"),
  certificate: z.string().startsWith("arn:"),
});

/** What a deployer decides for a stage, in `stages/<stage>.json`, so that no deploy can forget it. */
const StageFile = z.strictObject({
  /** Who is told of alarms. */
  alarmEmail: z.email().optional(),
  /** The same people are told when the account's costs of a day pass this many US dollars. */
  dailyDollars: z.number().positive().optional(),
  /** See `Deployment.corsOrigins`. */
  corsOrigins: z.string().default(""),
  /** False for accounts whose concurrency is too small to reserve a part of it. */
  reserve: z.boolean().default(true),
  /** See `ConnectorStackProps.webAcl`. A deploy that forgot it would change the addresses. */
  webAcl: z.string().optional(),
  /** Names of one's own for the API and for vendors' webhooks, each with the ARN of its certificate. */
  domains: z.strictObject({ api: Domain, intake: Domain }).partial().optional(),
  /** `gradual`: a new version takes over by parts, and an alarm takes it back. */
  updates: z.enum(["at-once", "gradual"]).optional(),
  /** Tags of every resource, beside `app` and `stage`: what a bill is divided by. */
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).optional(),
});
export type StageFile = z.infer<typeof StageFile>;

/**
 * @param folder URL of the folder, with a slash at its end
 * @throws where the file says what nobody understands, or where a protected stage has nobody who is told of alarms
 */
export const readStageFile = (stage: string, isProtected: boolean, folder: URL): StageFile => {
  const path = new URL(`${stage}.json`, folder);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "{}";
  const read = StageFile.safeParse(parse(text, stage));
  if (!read.success) throw new Error(`stages/${stage}.json: ${z.prettifyError(read.error)}`);
  if (isProtected && read.data.alarmEmail === undefined)
    throw new Error(
      `stages/${stage}.json has to say who is told of alarms: { "alarmEmail": "ops@your-company.vn" }. See docs/deploy.md.`,
    );
  return read.data;
};

const parse = (text: string, stage: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`stages/${stage}.json is no JSON: ${(error as Error).message}`);
  }
};
