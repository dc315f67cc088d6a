/**
 * Deploys the real stack with the real CDK to an AWS emulator on loopback, and runs the main story through it: nothing
 * here is written for the emulator but the start of it and the gaps that deploy.ts names.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrap, deploy, expectNoDeadLetters, restoreRedrive } from "./deploy-check/deploy.ts";
import { findPython, installEmulator, startEmulator } from "./deploy-check/emulator.ts";
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
  const deployed = await deploy(emulator, scratch, stage, JSON.stringify(shop.vendorHosts));
  await restoreRedrive(emulator, stage);
  say("cdk deploy");
  await tellStory({ emulator, deployed, shop, say });
  await expectNoDeadLetters(emulator, stage);
  say("no message was given up");
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
