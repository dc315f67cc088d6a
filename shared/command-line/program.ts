import { Command, Option } from "@commander-js/extra-typings";
import { tail } from "./commands/following.ts";
import { listen } from "./commands/listening.ts";
import { login } from "./commands/login.ts";
import { erasePerson, exportAll, exportPerson, retention } from "./commands/privacy.ts";
import { explain, listRecords, listShops } from "./commands/reading.ts";
import { trigger } from "./commands/trigger.ts";
import { write } from "./commands/writing.ts";
import { createOperatorProgram } from "./operator-program.ts";
import { examples, HELP_HINT, json, several, whole } from "./options.ts";
import { createWorld } from "./world.ts";

/** `npx tillbridge`. Options are read by commander; what a command does is in `commands/`. */
export const createProgram = () => {
  // With the typings' own class, so that each action knows its options.
  const program = new Command("tillbridge")
    .description("Reads, follows and writes the shops behind a Tillbridge API.")
    .exitOverride()
    .showHelpAfterError(HELP_HINT)
    .addHelpText(
      "after",
      `
TILLBRIDGE_URL and TILLBRIDGE_KEY win over what \`login\` has kept.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 not logged in or no answer.
${examples("tillbridge login --url http://127.0.0.1:8480", "tillbridge tail my-shop", "tillbridge explain my-shop --code DH000123")}`,
    );

  program
    .command("login")
    .description("Keep the address of the API and a key, for the other commands.")
    .requiredOption("--url <url>", "address of the API")
    .option("--key <key>", "the key; without it, it is read from the standard input")
    .addOption(json())
    .addHelpText(
      "after",
      examples(
        "tillbridge login --url http://127.0.0.1:8480",
        "pass tillbridge | tillbridge login --url https://api.example.com",
      ),
    )
    .action((options) => login(createWorld(options.json), options.url, options.key));

  program
    .command("shops")
    .description("The shops of the key's tenant, and how they are.")
    .addOption(json())
    .addHelpText("after", examples("tillbridge shops", "tillbridge shops --json"))
    .action((options) => listShops(createWorld(options.json)));

  program
    .command("orders")
    .description("Orders of a shop, or other records.")
    .argument("<shop>")
    .option("--resource <name>", "other records: invoices, products, customers, ...", "orders")
    .option("--id <ids>", "one id, or several with commas between")
    .option("--code <code>", "the code that people see")
    .option("--updated-since <time>", "stored at or after this time, ISO 8601")
    .option("--deleted", "with those that are deleted")
    .option("--raw", "with the vendor's own row (with --json)")
    .option("--limit <rows>", "at most so many", whole(10_000), 20)
    .addOption(json())
    .addHelpText(
      "after",
      examples(
        "tillbridge orders my-shop --code DH000123",
        "tillbridge orders my-shop --resource customers --limit 100 --json",
      ),
    )
    .action((shop, { json, resource, ...options }) => listRecords(createWorld(json), shop, resource, options));

  program
    .command("tail")
    .description("Follows what changes, in a shop or in all. The next tail goes on where this one ended.")
    .argument("[shop]", "default: all shops")
    .option("--resources <names>", "only these, with commas between")
    .option("--from <place>", "`beginning`, `latest`, or `next` of an answer")
    .option("--once", "end where nothing is new")
    .addOption(json())
    .addHelpText(
      "after",
      examples("tillbridge tail", "tillbridge tail my-shop", "tillbridge tail my-shop --from beginning --once --json"),
    )
    .action((shop, { json, ...options }) => tail(createWorld(json), shop, options));

  program
    .command("listen")
    .description("Brings events to a program on this machine, signed as your endpoint gets them. No tunnel is needed.")
    .requiredOption("--forward <url>", "where your program takes webhooks")
    .option("--shop <id>", "this shop; may be repeated (default: all)", several)
    .option("--resources <names>", "of changes only those of these collections, with commas between")
    .option("--types <types>", "only these, with commas between: orders.*, write.rejected (default: all)")
    .addOption(
      new Option("--payload <form>", "thin: ids and versions; full: with the record, as it is now").choices([
        "thin",
        "full",
      ] as const),
    )
    .option("--from <place>", "`beginning`, or `latest`; default: where the last one ended")
    .option("--backfill", "also records that were there before their shop was registered")
    .option("--secret <secret>", "sign with this one, whsec_... (default: a new one)")
    .option("--once", "end where nothing is new")
    .addOption(json())
    .addHelpText(
      "after",
      examples(
        "tillbridge listen --forward http://localhost:3000/webhooks",
        "tillbridge listen --forward http://localhost:3000/webhooks --types 'orders.*,write.rejected' --payload full",
      ),
    )
    .action(({ json, shop: shops, ...options }) => listen(createWorld(json), { ...options, shops }));

  program
    .command("trigger")
    .description("Lets the staff of a sandbox shop of `npm start` do something.")
    .argument("<shop>")
    .option("--times <times>", "so often", whole(1_000), 1)
    .addOption(json())
    .addHelpText("after", examples("tillbridge trigger kiotviet --times 5"))
    .action((shop, { json, times }) => trigger(createWorld(json), shop, times));

  program
    .command("write")
    .description("Writes to a shop: shows what the vendor would get, asks, sends it once and waits for the outcome.")
    .argument("<shop>")
    .argument("<kind>", "orders.create, customers.update, ...")
    .option("--file <file>", "the command, as JSON; - is the standard input")
    .option("--set <field=value>", "a field of the command; may be repeated", several)
    .option("--dry-run", "show what the vendor would get, and end")
    .option("--yes", "send it without asking")
    .option("--idempotency-key <key>", "a repeated command with this key is one write (default: a new one)")
    .addOption(json())
    .addHelpText(
      "after",
      examples(
        "tillbridge write my-shop orders.create --file order.json",
        "tillbridge write my-shop customers.create --set name=An --set phone=0901234567 --yes",
      ),
    )
    .action((shop, kind, { json, ...options }) => write(createWorld(json), shop, kind, options));

  program
    .command("explain")
    .description("Why a record is here, or is not: one sentence, and what it rests on.")
    .argument("<shop>")
    .option("--resource <name>", "orders, customers, ...", "orders")
    .option("--id <id>", "the vendor's id")
    .option("--code <code>", "the code that people see")
    .option("--phone <phone>", "a phone number, in any spelling")
    .addOption(json())
    .addHelpText(
      "after",
      examples(
        "tillbridge explain my-shop --code DH000123",
        "tillbridge explain my-shop --resource customers --phone 0901234567",
      ),
    )
    .action((shop, { json, ...options }) => explain(createWorld(json), shop, options));

  program
    .command("export")
    .description("Everything that the tenant has here but secrets, a line of JSON each. Needs an admin key.")
    .addHelpText("after", examples("tillbridge export > acme.jsonl"))
    .action(() => exportAll(createWorld(true)));

  const people = program.command("people").description("One person, by any spelling of the phone, over all shops.");
  people
    .command("export")
    .description("What the copy has of the person. Needs an admin key.")
    .argument("<phone>")
    .addOption(json())
    .addHelpText("after", examples('tillbridge people export "0912 345 678" --json > person.jsonl'))
    .action((phone, options) => exportPerson(createWorld(options.json), phone));
  people
    .command("erase")
    .description("Deletes what the copy has of the person, and keeps it from coming back.")
    .argument("<phone>")
    .option("--yes", "do it: nothing brings it back", false)
    .addOption(json())
    .addHelpText("after", examples('tillbridge people erase "0912 345 678" --yes'))
    .action((phone, options) => erasePerson(createWorld(options.json), phone, options.yes));

  program
    .command("retention")
    .description("How long what is kept, or a decision about it (collections: the API).")
    .option("--deliveries <days>", "webhooks as they came, at most 30", whole(30))
    .option("--writes <days>", "command and answer of a closed write", whole(100_000))
    .addOption(json())
    .addHelpText("after", examples("tillbridge retention", "tillbridge retention --deliveries 7 --writes 90"))
    .action(({ json: asJson, ...decided }) => retention(createWorld(asJson), decided));

  program
    .command("mcp")
    .description("A server of the Model Context Protocol for assistants. It only reads, unless writes are allowed.")
    .option("--http <port>", "streamable HTTP at 127.0.0.1 (default: standard input and output)", whole(65_535))
    .option("--allow-writes", "also writes: shown first, sent only with the token of what was shown")
    .addHelpText("after", examples("tillbridge mcp", "tillbridge mcp --http 8490 --allow-writes"))
    // The protocol's library is large, and no other command needs it.
    .action(async (options) => (await import("./mcp/server.ts")).serveMcp(createWorld(true), options));

  program.addCommand(createOperatorProgram());

  return program;
};
