import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { deadLetterQueueName, publishFailuresName, queueName, queues } from "../topology.ts";
import type { Emulator } from "./emulator.ts";
import { templateForEmulator } from "./emulator-template.ts";

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

export const deploy = async (emulator: Emulator, scratch: string, stage: string, vendorHosts: string) => {
  const outputs = join(scratch, "outputs.json");
  // The emulator's PartiQL writes never reach the table's stream (a gap of its own; AWS has none).
  const context = ["-c", `stage=${stage}`, "-c", `vendorHosts=${vendorHosts}`, "-c", "batchInserts=false"];
  const synthesized = join(scratch, "cdk.out");
  await cdk(root, emulator, ["synth", "--quiet", "--output", synthesized, ...context]);
  const path = join(synthesized, `Tillbridge-${stage}.template.json`);
  writeFileSync(path, JSON.stringify(templateForEmulator(JSON.parse(readFileSync(path, "utf8")))));
  const options = ["--require-approval", "never", "--outputs-file", outputs];
  await cdk(besideNothing(scratch), emulator, ["deploy", "--app", synthesized, ...options]);
  const [stack] = Object.values(JSON.parse(readFileSync(outputs, "utf8")) as Record<string, Record<string, string>>);
  return { apiUrl: stack!.ApiUrl!, intakeUrl: stack!.IntakeUrl!, operatorKeySecret: stack!.OperatorKeySecret! };
};

const sqsClient = (emulator: Emulator) =>
  new SQSClient({
    endpoint: emulator.url,
    region: emulator.environment.AWS_REGION!,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    useQueueUrlAsEndpoint: false,
  });

/** The emulator accepts a queue's RedrivePolicy in a template and forgets it; set once more, it holds. */
export const restoreRedrive = async (emulator: Emulator, stage: string) => {
  const sqs = sqsClient(emulator);
  const arn = ["arn:aws:sqs", emulator.environment.AWS_REGION, account];
  for (const queue of queues) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName(queue, stage) }));
    const deadLetterTargetArn = [...arn, deadLetterQueueName(queue, stage)].join(":");
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: queue.maxReceives });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
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
