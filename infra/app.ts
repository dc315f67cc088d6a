import { existsSync } from "node:fs";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { ConnectorStack } from "./connector-stack.ts";
import { stageSettings } from "./constructs/stage.ts";
import type { FunctionName } from "./topology.ts";

// Only the path: importing build.ts would load esbuild for a synth that builds nothing.
const dist = new URL("../dist/functions", import.meta.url).pathname;

const bundle = (name: FunctionName) => {
  const folder = join(dist, name);
  if (!existsSync(join(folder, "index.mjs"))) throw new Error(`${folder} is missing: npm run build`);
  return Code.fromAsset(folder, { exclude: ["*.map"] });
};

const app = new App();
const stage = stageSettings(app.node.tryGetContext("stage"));
new ConnectorStack(app, `Tillbridge-${stage.name}`, {
  stage,
  code: bundle,
  vendorHosts: app.node.tryGetContext("vendorHosts") ?? "{}",
  corsOrigins: app.node.tryGetContext("corsOrigins") ?? "",
  batchInserts: app.node.tryGetContext("batchInserts") ?? "true",
  reserves: app.node.tryGetContext("reserve") !== "false",
  alarmEmail: app.node.tryGetContext("alarmEmail"),
  description: "Tillbridge: one API for every till",
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
