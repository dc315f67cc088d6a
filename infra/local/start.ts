import { homedir } from "node:os";
import { openDataFolder, stateFolder } from "./data-folder.ts";
import { createKept } from "./kept.ts";
import { showLive } from "./live.ts";
import { checkMachine } from "./machine.ts";
import { runOnce } from "./once.ts";
import { help, readOptions, type StartOptions } from "./options.ts";
import { preparePages } from "./prepare-pages.ts";
import { createProgress, type Progress } from "./progress.ts";
import { createRegistrations } from "./registrations.ts";
import { startLocal } from "./runner.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { sandboxVendors } from "./sandbox-shops.ts";
import { dropSandboxes, ensureTenant, registerSandboxShops, sandboxesIn } from "./sandbox-tenant.ts";
import { watchShop } from "./shop-watch.ts";

/** Returns the text of the last line, if there is to be one. */
const start = async (options: StartOptions, progress: Progress, stop: AbortSignal): Promise<string | undefined> => {
  const startedAt = Date.now();
  const failures: string[] = [];
  const onFailure = (what: string, error: unknown) => {
    // What is cut off by the end goes on at the next start.
    if (stop.aborted) return;
    const text = `! ${what}: ${error instanceof Error ? error.message : String(error)}`;
    if (failures.at(-1) !== text) progress.say(text);
    failures.push(text);
  };
  await using parts = new AsyncDisposableStack();
  const data = options.data === undefined ? undefined : parts.use(openDataFolder(options.data));
  const kept = data?.kept ?? parts.use(createKept());
  const ports = { api: options.port, intake: options.port && options.port + 1 };
  const forget = sandboxesIn(kept);
  const { publicUrl } = options;
  const starting = startSandbox({ vendors: options.shops, size: options.size }).then((part) => parts.use(part));
  let sandboxes: Sandbox | undefined;
  const actAtSandbox = (shop: string, times: number) => sandboxes?.act(shop, times) ?? false;
  const tickSeconds = options.once ? 1 : 5;
  const [sandbox, local] = await Promise.all([
    starting,
    startLocal({
      ...{ ports, data, publicUrl, forget, actAtSandbox, quiet: true, onFailure, tickSeconds, say: progress.say },
    }).then((part) => parts.use(part)),
  ]);
  sandboxes = sandbox;
  dropSandboxes(kept);
  const tenant = await ensureTenant(local, kept);
  const registered = await registerSandboxShops(sandbox.shops, {
    ...{ client: tenant.client, kept, size: options.size },
    onRefused: (vendor, error) => {
      // A single run is to try each of them.
      if (options.once) throw error;
      progress.say(`! The sandbox of ${vendor} is left out of this start. ${error.message}`);
    },
  });
  if (options.once) {
    const watches = sandbox.shops.map(({ vendor }) => watchShop(tenant.client, vendor));
    const boundSeconds = 180 + options.size / 10;
    const summary = await runOnce({ tenant, watches, progress, startedAt, boundSeconds });
    const { shops, resources, records, changes, writes, seconds } = summary;
    return options.json
      ? JSON.stringify(summary)
      : `${shops} shops, ${resources} resources, ${records} records, ${changes} changes, ${writes} write in ${seconds} s.`;
  }

  preparePages(onFailure);
  const registrations = createRegistrations({ local, tenant, kept, publicUrl });
  await registrations.begin().catch((error: unknown) => onFailure("webhooks", error));
  progress.say(`
Tillbridge runs, with ${registered} sandbox ${registered === 1 ? "shop" : "shops"}.
  console   ${local.apiUrl}/console  (sign in with the key)
  API       ${local.apiUrl}  (reference: /docs, document: /openapi.json)
  key       ${tenant.key}  (all rights)
  operator  ${local.operatorKey}  (creates tenants)
  webhooks  ${publicUrl === undefined ? "from sandboxes; real shops are polled, or need --public-url" : `${publicUrl}/hooks`}
  consent   ${publicUrl === undefined ? "sandboxes only; real shops of Nhanh need --public-url" : `${publicUrl}/v1/return/nhanh`}
  data      ${data?.path ?? "not kept"}
Try: curl ${local.apiUrl}/v1/shops \\
       -H "Authorization: Bearer ${tenant.key}"
  or npx tillbridge login --url ${local.apiUrl}, then npx tillbridge tail kiotviet
Ctrl-C ends it.${data ? " The next start goes on from here." : " Nothing is kept."}
`);
  sandbox.keepChanging();
  const foot = () => [`API ${local.apiUrl}  key ${tenant.key}  r: resources  Ctrl-C: end`, ...failures.slice(-1)];
  await showLive({ tenant, progress, foot, stop });
  await registrations.end().catch((error: unknown) => progress.say(`! webhooks: ${(error as Error).message}`));
  return undefined;
};

/** What a terminal sends for Ctrl-C when its keys are read one by one. */
const CTRL_C = "\u0003";

const readKeys = (terminal: NodeJS.ReadStream, actions: Readonly<Record<string, () => void>>): void => {
  terminal.setRawMode(true).setEncoding("utf8");
  terminal.on("data", (keys: string) => {
    for (const key of keys) actions[key]?.();
  });
  // At the end the terminal is as it was, however the end came.
  process.once("exit", () => terminal.setRawMode(false));
};

const main = async (): Promise<void> => {
  checkMachine(process.platform);
  const data = stateFolder(process.platform, process.env, homedir());
  const options = readOptions(process.argv.slice(2), sandboxVendors, data);
  if (options.help) return void process.stdout.write(help);
  const stop = new AbortController();
  const end = () => {
    // Asked a second time, or in the middle of a single run: at once. The engine ends with us in any case.
    if (stop.signal.aborted || options.once) process.exit(130);
    stop.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
  const progress = createProgress(process.stdout, Date.now, options.resources);
  if (process.stdin.isTTY && process.stdout.isTTY && !options.once)
    readKeys(process.stdin, { r: progress.toggle, [CTRL_C]: end });
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
