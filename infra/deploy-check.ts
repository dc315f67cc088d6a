/**
 * Deploys the real stack with the real CDK to an AWS emulator on loopback, and runs the main story through it: nothing
 * here is written for the emulator but the start of it and the gaps that deploy.ts names.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./deploy-check/client.ts";
import { bootstrap, deploy, destroy, expectNoDeadLetters, restoreRedrive, synthesize } from "./deploy-check/deploy.ts";
import { findPython, installEmulator, startEmulator } from "./deploy-check/emulator.ts";
import type { Release } from "./deploy-check/emulator-template.ts";
import { leftOver } from "./deploy-check/left-over.ts";
import { startShop } from "./deploy-check/shop.ts";
import { tellStory } from "./deploy-check/story.ts";

const stage = "check";
const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const check = async (python: string, scratch: string) => {
  const command = await installEmulator(python, new URL("../.venv", import.meta.url).pathname);
  await using emulator = await startEmulator(command, scratch);
  say(`emulator on ${emulator.url}`);
  await using shop = await startShop();
  say(`KiotViet simulator on ${shop.url}`);
  await bootstrap(emulator, scratch);
  say("cdk bootstrap");
  await synthesize(emulator, scratch, stage, JSON.stringify(shop.vendorHosts));
  say("cdk synth");
  const release = async (one: Release) => {
    const deployed = await deploy(emulator, scratch, stage, one);
    await restoreRedrive(emulator, stage);
    return deployed;
  };
  const deployed = await release({ name: "first" });
  say("cdk deploy");
  await tellStory({ stage, emulator, deployed, shop, say, release });
  await expectNoDeadLetters(emulator, stage);
  say("no message was given up");
  await destroy(emulator, stage);
  let left: readonly string[] = [];
  await until("the destroyed stage to leave nothing", 60, async () => {
    left = await leftOver(emulator, stage);
    return left.length === 0 || undefined;
  }).catch((error: Error) => {
    throw new Error(`${error.message}: ${left.join(", ")}`);
  });
  say("the stage is destroyed, and nothing is left");
};

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const python = await findPython();
if (!python) {
  console.log("deploy:check skipped: there is no python3 (3.10 or later, with venv) to run the AWS emulator with");
} else {
  const scratch = mkdtempSync(join(tmpdir(), "tillbridge-deploy-check-"));
  // The emulator's scripts are CommonJS, whatever a package.json above this folder says.
  writeFileSync(join(scratch, "package.json"), '{ "type": "commonjs" }');
  try {
    await check(python, scratch);
    rmSync(scratch, { recursive: true, force: true });
    say("deploy:check passed");
  } catch (error) {
    say(`deploy:check failed; the emulator's log is in ${scratch}`);
    console.error(error);
    process.exitCode = 1;
  }
}
