import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../local/loopback.ts";

const run = promisify(execFile);

/** The release whose gaps are known; see the notes where they are filled. */
const ministack = "ministack==1.4.21";

/** The path of Python 3, or undefined where there is none that can make a virtual environment. */
export const findPython = async (): Promise<string | undefined> => {
  try {
    await run("python3", ["-c", "import venv, ensurepip, sys; assert sys.version_info >= (3, 10)"]);
    return "python3";
  } catch {
    return undefined;
  }
};

/** Installs the emulator into `folder` once; later runs find it there. */
export const installEmulator = async (python: string, folder: string) => {
  const command = join(folder, "bin/ministack");
  const marker = join(folder, "ministack.version");
  if (existsSync(command) && existsSync(marker) && readFileSync(marker, "utf8") === ministack) return command;
  await run(python, ["-m", "venv", folder]);
  await run(join(folder, "bin/python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ministack]);
  writeFileSync(marker, ministack);
  return command;
};

export interface Emulator extends AsyncDisposable {
  readonly url: string;
  /** What any AWS client needs to reach the emulator instead of AWS. */
  readonly environment: Record<string, string>;
}

/** What a client of the SDK needs to reach the emulator. */
export const clientOptions = ({ url, environment }: Emulator) => ({
  endpoint: url,
  region: environment.AWS_REGION!,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

const started = async (url: string, child: ChildProcess) => {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`the emulator ended with exit code ${child.exitCode}`);
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error("the emulator did not answer within 30 s");
};

/** Starts the emulator on loopback, with everything that it writes below `scratch`. */
export const startEmulator = async (command: string, scratch: string): Promise<Emulator> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(command, [], {
    cwd: scratch,
    // A group of its own: the functions run in processes that the emulator starts, and must end with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: [dirname(process.execPath), process.env.PATH].join(":"),
      HOME: scratch,
      TMPDIR: scratch,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: "local",
      PERSIST_STATE: "0",
    },
  });
  const log = createWriteStream(join(scratch, "emulator.log"));
  child.stdout!.pipe(log, { end: false });
  child.stderr!.pipe(log, { end: false });
  // Interrupted, this process leaves nothing behind either; see the signals in deploy-check.ts.
  const killAll = () => {
    try {
      process.kill(-child.pid!, "SIGKILL");
    } catch {
      // The whole group has ended already.
    }
  };
  process.once("exit", killAll);
  const stop = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await Promise.race([gone, wait(5_000, undefined, { ref: false })]);
    }
    killAll();
    process.off("exit", killAll);
  };
  try {
    await started(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "ap-southeast-1",
      AWS_DEFAULT_REGION: "ap-southeast-1",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    [Symbol.asyncDispose]: stop,
  };
};
