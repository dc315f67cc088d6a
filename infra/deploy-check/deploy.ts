import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import {
  deadLetterQueueName,
  deployedFunctionName,
  functions,
  publishFailuresName,
  queueName,
  queues,
} from "../topology.ts";
import { clientOptions, type Emulator } from "./emulator.ts";
import { type Release, type Template, templateForEmulator, templateOfRelease } from "./emulator-template.ts";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;
const cdkCommand = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");
const account = "000000000000";

export interface Deployed {
  apiUrl: string;
  intakeUrl: string;
  operatorKeySecret: string;
}

const cdk = async (folder: string, emulator: Emulator, args: string[]) => {
  try {
    const options = { cwd: folder, env: { ...process.env, ...emulator.environment, CI: "1" }, maxBuffer: 1 << 26 };
    return await run(process.execPath, [cdkCommand, ...args, "--no-notices", "--no-color"], options);
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`cdk ${args[0]} failed:\n${stdout}\n${stderr}`);
  }
};

/** Beside our cdk.json, each command would first build and synthesize the app. */
const besideNothing = (scratch: string): string => {
  const folder = join(scratch, "beside-nothing");
  mkdirSync(folder, { recursive: true });
  return folder;
};

export const bootstrap = async (emulator: Emulator, scratch: string) => {
  await cdk(besideNothing(scratch), emulator, ["bootstrap", `aws://${account}/${emulator.environment.AWS_REGION}`]);
};

/** Builds and synthesizes the stage once: releases differ in their template alone. */
export const synthesize = async (emulator: Emulator, scratch: string, stage: string, vendorHosts: string) => {
  // The emulator's PartiQL writes never reach the table's stream (a gap of its own; AWS has none).
  const context = ["-c", `stage=${stage}`, "-c", `vendorHosts=${vendorHosts}`, "-c", "batchInserts=false"];
  const synthesized = join(scratch, "cdk.out");
  await cdk(root, emulator, ["synth", "--quiet", "--output", synthesized, ...context]);
  for (const path of filesOf(scratch, stage)) writeFileSync(`${path}.first`, readFileSync(path));
};

/** The stack's template, and what names it by the hash of what stands in it. */
const filesOf = (scratch: string, stage: string) =>
  [`Tillbridge-${stage}.template.json`, `Tillbridge-${stage}.assets.json`, "manifest.json"].map((name) =>
    join(scratch, "cdk.out", name),
  );

/** Another template under the same hash would count as uploaded already. */
const writeTemplate = (scratch: string, stage: string, change: (template: Template) => Template) => {
  const [path, assets, manifest] = filesOf(scratch, stage) as [string, string, string];
  const template = JSON.stringify(change(JSON.parse(readFileSync(`${path}.first`, "utf8"))));
  const [hash] =
    Object.entries(JSON.parse(readFileSync(`${assets}.first`, "utf8")).files as Record<string, Asset>).find(
      ([, { source }]) => path.endsWith(source.path),
    ) ?? [];
  if (hash === undefined) throw new Error("the template is no asset of its stack");
  const other = createHash("sha256").update(template).digest("hex");
  writeFileSync(path, template);
  for (const file of [assets, manifest])
    writeFileSync(file, readFileSync(`${file}.first`, "utf8").replaceAll(hash, other));
};

interface Asset {
  readonly source: { readonly path: string };
}

export const deploy = async (emulator: Emulator, scratch: string, stage: string, release: Release) => {
  const outputs = join(scratch, "outputs.json");
  writeTemplate(scratch, stage, (template) => templateOfRelease(templateForEmulator(template), release));
  const options = ["--app", join(scratch, "cdk.out"), "--require-approval", "never", "--outputs-file", outputs];
  await cdk(besideNothing(scratch), emulator, ["deploy", ...options]);
  await expectRelease(emulator, stage, release);
  const [stack] = Object.values(JSON.parse(readFileSync(outputs, "utf8")) as Record<string, Record<string, string>>);
  return { apiUrl: stack!.ApiUrl!, intakeUrl: stack!.IntakeUrl!, operatorKeySecret: stack!.OperatorKeySecret! };
};

/** A deploy that finds nothing to change says that all is well. */
const expectRelease = async (emulator: Emulator, stage: string, { name }: Release) => {
  const lambda = new LambdaClient(clientOptions(emulator));
  for (const one of functions) {
    const command = new GetFunctionConfigurationCommand({ FunctionName: deployedFunctionName(one.name, stage) });
    const { Environment } = await lambda.send(command);
    const there = Environment?.Variables?.RELEASE;
    if (there !== name) throw new Error(`${one.name} is of the release ${there}, not of ${name}`);
  }
  lambda.destroy();
};

/**
 * The CDK names a stack that it destroys by its ARN, which the emulator does not know there. So the one call that
 * `cdk destroy` makes is made with the name.
 */
export const destroy = async (emulator: Emulator, stage: string) => {
  const scope = `20260101/${emulator.environment.AWS_REGION}/cloudformation/aws4_request`;
  const answer = await fetch(emulator.url, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Action: "DeleteStack", Version: "2010-05-15", StackName: `Tillbridge-${stage}` }),
  });
  if (!answer.ok) throw new Error(`DeleteStack was answered ${answer.status}: ${await answer.text()}`);
};

const sqsClient = (emulator: Emulator) => new SQSClient({ ...clientOptions(emulator), useQueueUrlAsEndpoint: false });

/** Seconds after which a message comes again on the emulator, in place of the minutes that the stack says. */
const AGAIN = { killed: "15", failed: "1" };

/**
 * The emulator accepts a queue's RedrivePolicy in a template and forgets it; set once more, it holds. Its updates kill
 * workers in the middle of their work, which AWS's let end, so what they held comes again soon. What fails in `deliveries`
 * ends as a dead letter within seconds.
 */
export const restoreRedrive = async (emulator: Emulator, stage: string) => {
  const sqs = sqsClient(emulator);
  const arn = ["arn:aws:sqs", emulator.environment.AWS_REGION, account];
  for (const queue of queues) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName(queue, stage) }));
    const deadLetterTargetArn = [...arn, deadLetterQueueName(queue, stage)].join(":");
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: queue.maxReceives });
    const VisibilityTimeout = queue.name === "deliveries" ? AGAIN.failed : AGAIN.killed;
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy, VisibilityTimeout } }));
  }
  sqs.destroy();
};

export const expectNoDeadLetters = async (emulator: Emulator, stage: string) => {
  const sqs = sqsClient(emulator);
  for (const name of [...queues.map((queue) => deadLetterQueueName(queue, stage)), publishFailuresName(stage)]) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    const AttributeNames = ["ApproximateNumberOfMessages" as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    const count = Attributes?.ApproximateNumberOfMessages;
    if (count !== "0") throw new Error(`${name} holds ${count} messages`);
  }
  sqs.destroy();
};
