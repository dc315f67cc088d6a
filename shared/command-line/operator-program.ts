import { Command } from "@commander-js/extra-typings";
import { emptyStage } from "./commands/empty-stage.ts";
import { listAllShops, showStatus } from "./commands/operating.ts";
import { operatorCalls, runOperatorCall } from "./commands/operator-calls.ts";
import { examples, HELP_HINT, json, whole } from "./options.ts";
import { createWorld, type World } from "./world.ts";

/** `npx tillbridge operator`: for who runs the deployment. Needs an operator's key in place of a tenant's. */
export const createOperatorProgram = (worldOf: (json: boolean) => World = createWorld) => {
  const program = new Command("operator")
    .description("For who runs the deployment: needs an operator's key.")
    // A program that is added to another one inherits nothing of it.
    .exitOverride()
    .showHelpAfterError(HELP_HINT)
    .addHelpText("after", examples("tillbridge operator status", "tillbridge operator shops --health degraded"));

  program
    .command("status")
    .description("Shops of all tenants by health, vendor and cause, and whether the schedule runs.")
    .addOption(json())
    .addHelpText("after", examples("tillbridge operator status", "tillbridge operator status --json"))
    .action((options) => showStatus(worldOf(options.json)));

  program
    .command("shops")
    .description("Shops of all tenants, the worst first.")
    .option("--tenant <id>", "of this tenant")
    .option("--vendor <id>", "kiotviet, nhanh-v3, nhanh-v2, pancake, isale")
    .option("--health <health>", "degraded, needs-reauth, removing, paused, authorizing, healthy")
    .option("--behind <seconds>", "not kept fresh for longer than this", whole(100_000_000))
    .option("--limit <shops>", "at most so many", whole(100_000), 50)
    .addOption(json())
    .addHelpText(
      "after",
      examples(
        "tillbridge operator shops --behind 600",
        "tillbridge operator shops --vendor kiotviet --health degraded",
      ),
    )
    .action(({ json, ...options }) => listAllShops(worldOf(json), options));

  program
    .command("empty-stage")
    .description("Removes every tenant and waits until nothing of them is left: before the stage is destroyed.")
    .argument("<stage>", "the stage's own name, so that it is not another one")
    .option("--every <seconds>", "how often it looks", whole(3_600), 20)
    .addOption(json())
    .addHelpText("after", examples("tillbridge operator empty-stage dev && npx cdk destroy -c stage=dev"))
    .action((stage, options) => emptyStage(worldOf(options.json), stage, options.every));

  for (const one of operatorCalls) {
    const command = program.command(one.name).description(one.does).addOption(json());
    for (const name of one.takes) command.argument(name.startsWith("[") ? name : `<${name}>`);
    for (const [flags, does] of one.options ?? []) command.option(flags, does);
    command.addHelpText("after", examples(one.example));
    command.action((...input: unknown[]) => {
      const given = input.slice(0, one.takes.length).filter((value) => value !== undefined) as string[];
      const { json: asJson, ...options } = input[one.takes.length] as { readonly json: boolean };
      return runOperatorCall(worldOf(asJson), one, given, options);
    });
  }

  return program;
};
