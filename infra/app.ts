import { existsSync } from "node:fs";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { ConnectorStack } from "./connector-stack.ts";
import { stageSettings } from "./constructs/stage.ts";
import { readStageFile } from "./stage-file.ts";
import type { FunctionName } from "./topology.ts";

// Only the path: importing build.ts would load esbuild for a synth that builds nothing.
const dist = new URL("../dist/functions", import.meta.url).pathname;

const bundle = (name: FunctionName) => {
  const folder = join(dist, name);
  if (!existsSync(join(folder, "index.mjs"))) throw new Error(`${folder} is missing: npm run build`);
  return Code.fromAsset(folder, { exclude: ["*.map"] });
};

const app = new App();

/** A switch: `-c name=value`. */
const oneOf = <const Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice => {
  const given: unknown = app.node.tryGetContext(name) ?? choices[0];
  const choice = choices.find((one) => one === given);
  if (choice === undefined) throw new Error(`-c ${name}=${String(given)}: one of ${choices.join(", ")}`);
  return choice;
};

const stage = stageSettings(app.node.tryGetContext("stage"));
const file = readStageFile(stage.name, stage.protected, new URL("../stages/", import.meta.url));
new ConnectorStack(app, `Tillbridge-${stage.name}`, {
  stage,
  code: bundle,
  vendorHosts: app.node.tryGetContext("vendorHosts") ?? "{}",
  corsOrigins: app.node.tryGetContext("corsOrigins") ?? file.corsOrigins,
  batchInserts: app.node.tryGetContext("batchInserts") ?? "true",
  reserves: file.reserve && app.node.tryGetContext("reserve") !== "false",
  secrets: oneOf("secrets", ["tenant", "shop"]),
  encryption: oneOf("encryption", ["aws", "customer"]),
  egress: oneOf("egress", ["shared", "fixed"]),
  webAcl: app.node.tryGetContext("webAcl") ?? file.webAcl,
  domains: file.domains,
  updates: app.node.tryGetContext("updates") === undefined ? file.updates : oneOf("updates", ["at-once", "gradual"]),
  tracing: oneOf("tracing", ["off", "on"]) === "on",
  // Of the stack: CloudFormation puts them on each resource that takes any.
  tags: { app: "tillbridge", stage: stage.name, ...file.tags },
  alarmEmail: file.alarmEmail,
  dailyDollars: file.dailyDollars,
  description: "Tillbridge: one API for every till",
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
