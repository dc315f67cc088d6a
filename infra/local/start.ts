import { showLive } from "./live.ts";
import { runOnce } from "./once.ts";
import { help, readOptions, type StartOptions } from "./options.ts";
import { createProgress, type Progress } from "./progress.ts";
import { startLocal } from "./runner.ts";
import { startSandbox } from "./sandbox.ts";
import { sandboxVendors } from "./sandbox-shops.ts";
import { createTenant, registerSandboxShop } from "./sandbox-tenant.ts";
import { watchShop } from "./shop-watch.ts";

/** Each sandbox shop's staff does something every so many milliseconds. */
const CHANGE_EVERY = 1_000;

/** Returns the text of the last line, if there is to be one. */
const start = async (options: StartOptions, progress: Progress, stop: AbortSignal): Promise<string | undefined> => {
  const startedAt = Date.now();
  const failures: string[] = [];
  const onFailure = (what: string, error: unknown) => {
    const text = `! ${what}: ${error instanceof Error ? error.message : String(error)}`;
    if (failures.at(-1) !== text) progress.say(text);
    failures.push(text);
  };
  const ports = { api: options.port, intake: options.port && options.port + 1 };
  const env: Record<string, string> = options.publicUrl === undefined ? {} : { PUBLIC_URL: options.publicUrl };
  await using parts = new AsyncDisposableStack();
  const [sandbox, local] = await Promise.all([
    startSandbox({ vendors: options.shops, size: options.size }).then((part) => parts.use(part)),
    startLocal({ ports, env, quiet: true, onFailure, tickSeconds: options.once ? 1 : 5 }).then((part) =>
      parts.use(part),
    ),
  ]);
  const tenant = await createTenant(local);
  for (const shop of sandbox.shops) await registerSandboxShop(tenant.client, shop, options.size);

  if (options.once) {
    const watches = sandbox.shops.map(({ vendor }) => watchShop(tenant.client, vendor));
    const boundSeconds = 180 + options.size / 10;
    const summary = await runOnce({ tenant, watches, progress, startedAt, boundSeconds });
    const { shops, resources, records, changes, writes, seconds } = summary;
    return options.json
      ? JSON.stringify(summary)
      : `${shops} shops, ${resources} resources, ${records} records, ${changes} changes, ${writes} write in ${seconds} s.`;
  }

  progress.say(`
Tillbridge runs, with ${sandbox.shops.length} sandbox shops.
  API       ${local.apiUrl}      (all of it: ${local.apiUrl}/openapi.json)
  webhooks  ${local.intakeUrl}
  key       ${tenant.key}      (tenant "sandbox", all rights)
  operator  ${local.operatorKey}      (creates tenants)
  consent   ${consentLine(options.publicUrl ?? local.apiUrl)}
Try: curl -H "authorization: Bearer ${tenant.key}" "${local.apiUrl}/v1/shops"
Ctrl-C ends it. Nothing is kept.
`);
  sandbox.keepChanging(CHANGE_EVERY);
  const foot = () => [`API ${local.apiUrl}  key ${tenant.key}  Ctrl-C ends it`, ...failures.slice(-1)];
  await showLive({ tenant, progress, foot, stop });
  return undefined;
};

/** Nhanh compares the address, and takes https only. */
const consentLine = (url: string): string =>
  `${url}/v1/return/nhanh      (${
    url.startsWith("https:")
      ? "enter it among the Redirect URLs of the app at Nhanh"
      : "sandboxes only: real shops of Nhanh need --public-url"
  })`;

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2), sandboxVendors);
  if (options.help) return void process.stdout.write(help);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // Asked a second time, or in the middle of a single run: at once. The engine ends with us in any case.
      if (stop.signal.aborted || options.once) process.exit(130);
      stop.abort();
    });
  }
  const progress = createProgress(process.stdout, Date.now);
  const last = await start(options, progress, stop.signal);
  progress.end();
  if (last !== undefined) process.stdout.write(`${last}\n`);
};

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
