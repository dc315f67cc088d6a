import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { startHttpApi } from "../../../infra/local/http.ts";
import type { HttpEvent } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { type FuzzEngine, type FuzzWorld, openFuzzWorld } from "./world.ts";

const usage = `npm run schemathesis -- [--examples N] [--seed N] [--phases fuzzing,coverage] [--engine memory|dynoxide|dynamodb-local]

Lets Schemathesis (PyPI) read the API's own document over HTTP, and send what it thinks of. Skipped where it is not installed:
python3 -m venv .venv/schemathesis && .venv/schemathesis/bin/pip install schemathesis`;

const { values } = parseArgs({
  options: {
    examples: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    // `coverage` makes each value of each schema once: some ten thousand requests.
    phases: { type: "string", default: "fuzzing" },
    engine: { type: "string", default: "memory" },
    help: { type: "boolean", default: false },
  },
});

/** What an answer is compared with. That wrong input is refused is the API's own tests' concern: it may be lenient. */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

/** Of the virtual environment of the project, or of the machine. */
const findProgram = (): string | undefined =>
  [join(import.meta.dirname, "../../../.venv/schemathesis/bin"), ...(process.env.PATH ?? "").split(delimiter)]
    .map((folder) => join(folder, "schemathesis"))
    .find((path) => existsSync(path));

/** Names that lead somewhere, and the key that each route asks for. */
const configOf = ({ keys, known, records, browser }: FuzzWorld): string => {
  const named = Object.entries(known).flatMap(([name, [value]]) =>
    value === undefined || name === "cursor" ? [] : [`"path.${name}" = ${JSON.stringify(value)}`],
  );
  const ofRecords = Object.entries(records).flatMap(([resource, id]) => {
    const path = `/v1/shops/{shop}/${resource}/{id}`;
    // A resource without a path of its own is read by the one that takes its name.
    if (!routes.some((route) => route.path === path)) return [];
    return [
      "[[operations]]",
      `include-path = ${JSON.stringify(path)}`,
      `parameters = { "path.id" = ${JSON.stringify(id)} }`,
    ];
  });
  // A key that is sent as well would count before the browser's cookie.
  const ofBrowser = Object.entries({ Authorization: "none", ...browser }).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  const authorization = (key: string) => `headers = { Authorization = ${JSON.stringify(`Bearer ${key}`)} }`;
  return [
    authorization(keys.admin),
    "[parameters]",
    ...named,
    "[[operations]]",
    'include-path-regex = "^/v1/(operator|tenants|unrouted)"',
    authorization(keys.operator),
    "[[operations]]",
    'include-path-regex = "^/v1/connect(/|$)"',
    `headers = { ${ofBrowser.join(", ")} }`,
    ...ofRecords,
  ].join("\n");
};

const run = async (program: string): Promise<number> => {
  await using world = await openFuzzWorld(values.engine as FuzzEngine);
  await using server = await startHttpApi({
    name: "api",
    invoke: (event) => world.api(event as HttpEvent),
    onFailure: (_, error) => {
      throw error;
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "schemathesis-"));
  const config = join(folder, "schemathesis.toml");
  writeFileSync(config, configOf(world));
  const options = [
    ...["--checks", CHECKS.join(",")],
    ...["--max-examples", values.examples, "--seed", values.seed],
    ...["--phases", values.phases, "--generation-database", "none"],
    // What it would remove or end, it needs later; and pages for people are no JSON.
    ...["--exclude-method", "DELETE", "--exclude-path-regex", "/rotate$|/credentials$|^/v1/(consent|return)/"],
    "--continue-on-failure",
  ];
  const child = spawn(program, ["--config-file", config, "run", `${server.url}/openapi.json`, ...options], {
    stdio: "inherit",
    cwd: folder,
  });
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? 1)));
  rmSync(folder, { recursive: true });
  return code;
};

if (values.help) console.log(usage);
else {
  const program = findProgram();
  if (program) process.exitCode = await run(program);
  else console.log("Schemathesis is not installed: skipped. `npm run schemathesis -- --help` says how to install it.");
}
