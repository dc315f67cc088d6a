import { Command } from "@commander-js/extra-typings";
import { listAllShops, showStatus } from "./commands/operating.ts";
import { examples, json, whole } from "./options.ts";
import { createWorld } from "./world.ts";

/** `npx tillbridge operator`: for who runs the deployment. Needs an operator's key in place of a tenant's. */
export const createOperatorProgram = () => {
  const program = new Command("operator")
    .description("For who runs the deployment: needs an operator's key.")
    .addHelpText("after", examples("tillbridge operator status", "tillbridge operator shops --health degraded"));

  program
    .command("status")
    .description("Shops of all tenants by health, vendor and cause, and whether the schedule runs.")
    .addOption(json())
    .addHelpText("after", examples("tillbridge operator status", "tillbridge operator status --json"))
    .action((options) => showStatus(createWorld(options.json)));

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
    .action(({ json, ...options }) => listAllShops(createWorld(json), options));

  return program;
};
