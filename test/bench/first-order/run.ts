import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";

/*
 * npm run first-order -- [--from REPOSITORY] [--port PORT] [--json]
 * What a newcomer does, in an empty folder: clone, install, start, install the typed client, read an order with it. Tells the
 * seconds of each step. The last line is the result. npm's cache is the machine's own.
 */
const { values } = parseArgs({
  options: {
    from: { type: "string", default: fileURLToPath(new URL("../../..", import.meta.url)) },
    port: { type: "string", default: "8590" },
    json: { type: "boolean", default: false },
  },
});

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "tillbridge-first-order-"));
const project = join(folder, "tillbridge");
const own = join(folder, "mine");

/** The newcomer's program. */
const program = `
import { createTillbridge } from "@tillbridge/client";

const tillbridge = createTillbridge({ url: process.env.API, key: process.env.KEY });
for (;;) {
  const { data } = await tillbridge.get("/v1/orders", { params: { query: { limit: 1 } } });
  if (data[0]) {
    console.log(data[0].code ?? data[0].id);
    break;
  }
  await new Promise((done) => setTimeout(done, 500));
}
`;

const steps: { readonly step: string; readonly command: string; readonly seconds: number }[] = [];
const timed = async <Result>(step: string, command: string, work: () => Promise<Result>): Promise<Result> => {
  const began = Date.now();
  const result = await work();
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  steps.push({ step, command, seconds });
  if (!values.json) console.log(`${String(seconds).padStart(7)} s  ${command}`);
  return result;
};

/** Resolves with the address and the key that the start prints. */
const started = async (child: ChildProcess): Promise<{ api: string; key: string }> => {
  let said = "";
  for await (const line of createInterface({ input: child.stdout! })) {
    said += `${line}\n`;
    const api = /^ *API +(http\S+)/m.exec(said)?.[1];
    const key = /\b(tb_\S+)/.exec(said)?.[1];
    if (api && key) return { api, key };
  }
  throw new Error(`npm start ended:\n${said}`);
};

const load = loadavg()[0]!;
const began = Date.now();
let child: ChildProcess | undefined;
try {
  await timed("clone", "git clone <repository> tillbridge", () => run("git", ["clone", "-q", values.from, project]));
  await timed("install", "npm ci", () => run("npm", ["ci"], { cwd: project, maxBuffer: 1e8 }));
  const start = ["start", "--", "--data", "none", "--port", values.port];
  const { api, key } = await timed("start", `npm ${start.join(" ")}`, () => {
    // A group of its own: npm hands signals on to nobody.
    child = spawn("npm", start, { cwd: project, stdio: ["ignore", "pipe", "inherit"], detached: true });
    return started(child);
  });
  // What it says afterwards is not read, and must not fill the pipe.
  child!.stdout!.resume();
  mkdirSync(own);
  const pack = ["pack", "--silent", "--workspace", "@tillbridge/client", "--pack-destination", own];
  await timed("client", "npm pack --workspace @tillbridge/client, npm install of it", async () => {
    await run("npm", pack, { cwd: project });
    writeFileSync(join(own, "package.json"), '{ "type": "module" }');
    const packed = readdirSync(own).find((name) => name.endsWith(".tgz"))!;
    await run("npm", ["install", "--no-audit", "--no-fund", join(own, packed)], { cwd: own });
  });
  writeFileSync(join(own, "first.mjs"), program);
  const { stdout } = await timed("order", "node first.mjs", () =>
    run("node", ["first.mjs"], { cwd: own, env: { ...process.env, API: api, KEY: key } }),
  );
  const seconds = Math.round((Date.now() - began) / 1_000);
  const result = { order: stdout.trim(), seconds, steps, load: [load, loadavg()[0]!].map((one) => Math.round(one)) };
  console.log(
    values.json ? JSON.stringify(result) : `${stdout.trim()} after ${seconds} s, at load ${result.load.join(" to ")}`,
  );
} finally {
  if (child?.pid !== undefined) process.kill(-child.pid, "SIGINT");
  await new Promise((done) => setTimeout(done, 2_000));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
