import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./loopback.ts";

/**
 * Runs the engine under a small shell that kills it when its standard input ends. The kernel closes that pipe however
 * our process dies, `kill -9` included, so that no engine and no data of it are left behind.
 */
const watchdog = `exec 3<&0
[ -z "$SCRATCH" ] || mkdir -p "$SCRATCH"
"$@" </dev/null &
engine=$!
(cat <&3 >/dev/null; kill -9 $engine 2>/dev/null) &
wait $engine 2>/dev/null
[ -z "$SCRATCH" ] || rm -rf "$SCRATCH"`;

export interface EngineProcess extends AsyncDisposable {
  readonly endpoint: string;
}

/**
 * Starts a server on a free port of 127.0.0.1 and waits until it answers as such a server does. Whatever else answers
 * there is another server that took the port: our own then ends, and the next attempt has another port.
 */
export const startEngineProcess = async (
  name: string,
  command: (port: number) => readonly string[],
  {
    startSeconds = 20,
    cwd,
    scratch,
    answers,
    says = "",
  }: {
    readonly startSeconds?: number;
    /** Whether the server at this address is one of the kind that was started. */
    readonly answers: (endpoint: string) => Promise<boolean>;
    /** What the process tells on standard error once the port is its own, where it tells that. */
    readonly says?: string;
    readonly cwd?: string;
    /** A folder that is removed once the engine has ended. */
    readonly scratch?: string;
  },
): Promise<EngineProcess> => {
  let complaint = "";
  // Another process may take the port between our look and the engine's bind: then once more with another one.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const port = await freePort();
    complaint = "";
    const child = spawn("/bin/sh", ["-c", watchdog, name, ...command(port)], {
      // A group of its own: Ctrl-C reaches us alone, and the engine outlives the graceful stop of what uses it.
      detached: true,
      stdio: ["pipe", "ignore", "pipe"],
      ...(cwd === undefined ? {} : { cwd }),
      ...(scratch === undefined ? {} : { env: { ...process.env, SCRATCH: scratch } }),
    });
    child.stdin.on("error", () => {});
    child.stderr.on("data", (chunk) => {
      complaint = (complaint + chunk).slice(-2_000);
    });
    const ended = new Promise<void>((resolve) => {
      child.once("close", () => resolve());
      child.once("error", () => resolve());
    });
    let running = true;
    void ended.then(() => {
      running = false;
    });
    const stop = async () => {
      child.ref();
      child.stdin.end();
      await ended;
    };
    const endpoint = `http://127.0.0.1:${port}`;
    const deadline = Date.now() + startSeconds * 1000;
    while (running && Date.now() < deadline) {
      if (complaint.includes(says) && (await answers(endpoint))) {
        // Lets a script end though it forgot to dispose: the watchdog then stops the engine.
        child.unref();
        (child.stdin as unknown as { unref?: () => void }).unref?.();
        (child.stderr as unknown as { unref?: () => void }).unref?.();
        return { endpoint, [Symbol.asyncDispose]: stop };
      }
      await sleep(10);
    }
    await stop();
  }
  throw new Error(`${name} did not start. ${complaint.trim()}`.trim());
};
