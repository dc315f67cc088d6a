import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as z from "zod";
import { createMadeUp } from "../shared/core/made-up.ts";
import { vendorIds } from "../shared/core/vendor.ts";
import { createSend } from "../shared/http/send.ts";
import { vendors } from "../shared/vendors/registry.ts";
import { fixturesOf, runExperiments, toText } from "./field/report.ts";
import { fieldTables } from "./field/tables.ts";
import { openVisit } from "./field/visit.ts";

/*
 * Tries on a real shop what the vendors' documents leave open: reads only, within a small number of calls.
 *
 *   npm run field -- --credentials FILE [--vendor V] [--json] [--calls 120] [--out FOLDER]
 *
 * FILE is JSON: `{ "vendor": "kiotviet", "credentials": { ... }, "settings": { ... } }`, with `session` for a shop that
 * has one already. See docs/field-kit.md.
 */

const File = z.object({
  vendor: z.enum(vendorIds).optional(),
  credentials: z.record(z.string(), z.unknown()),
  settings: z.record(z.string(), z.unknown()).default({}),
  hosts: z.record(z.string(), z.url()).optional(),
  session: z
    .object({
      token: z.string(),
      expiresAt: z.number().optional(),
      grants: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

const { values } = parseArgs({
  options: {
    credentials: { type: "string" },
    vendor: { type: "string" },
    json: { type: "boolean", default: false },
    calls: { type: "string", default: "120" },
    out: { type: "string" },
  },
});

const run = async () => {
  if (!values.credentials) throw new Error("Say where the credentials are: --credentials FILE");
  const file = File.parse(JSON.parse(readFileSync(values.credentials, "utf8")));
  const id = z.enum(vendorIds).parse(values.vendor ?? file.vendor);
  const vendor = vendors[id];
  const credentials = vendor.credentials.parse(file.credentials);
  const settings = vendor.settings.parse(file.settings);
  const session = file.session as Parameters<typeof openVisit>[0]["session"];
  const clock = Date.now;
  const visit = await openVisit(
    { vendor, credentials, settings, hosts: file.hosts, session },
    {
      send: createSend(fetch, clock),
      clock,
      sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : undefined),
      calls: z.coerce.number().int().min(1).max(1_000).parse(values.calls),
    },
  );
  const spent = vendor.consent?.codeField;
  if (spent !== undefined && file.credentials[spent] !== undefined && !session) {
    // The code is worth nothing any more: without the session a second run would need another consent.
    const { [spent]: _, ...kept } = file.credentials;
    const stored = { ...file, vendor: id, credentials: kept, session: visit.session };
    writeFileSync(values.credentials, JSON.stringify(stored, null, 2), { mode: 0o600 });
  }
  const report = await runExperiments(visit, fieldTables[id](clock()));
  const out = values.out ?? `field-${id}-${report.at.slice(0, 10)}`;
  mkdirSync(out, { recursive: true });
  const own = [...Object.values(credentials), ...Object.values(visit.session?.grants ?? {})].filter(
    (value) => typeof value === "string" || typeof value === "number",
  );
  const fixtures = fixturesOf(visit.answers, createMadeUp(randomBytes(32).toString("hex"), own));
  writeFileSync(join(out, "report.json"), JSON.stringify(report, null, 2));
  writeFileSync(join(out, "report.txt"), toText(report));
  writeFileSync(join(out, "fixtures.json"), JSON.stringify(fixtures, null, 2));
  console.log(values.json ? JSON.stringify(report) : toText(report));
  if (!values.json) console.log(`\nReport and ${fixtures.length} answers with made-up values: ${out}`);
};

await run().catch((error: unknown) => {
  // Never the file's content: it holds the credentials.
  const reason =
    error instanceof z.ZodError
      ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
      : error instanceof SyntaxError
        ? "the credentials file is not JSON"
        : String(error);
  console.error(`The field kit stops. ${reason}`);
  process.exitCode = 1;
});
