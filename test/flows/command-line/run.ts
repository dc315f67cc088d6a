import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../../shared/command-line/tillbridge.js", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The binary as a person's shell starts it, with a home of its own. */
export interface CommandLine extends Disposable {
  readonly home: string;
  run(args: readonly string[], options?: { input?: string; env?: Readonly<Record<string, string>> }): Promise<Ran>;
  /** One that goes on: its output so far, and the process. */
  begin(args: readonly string[]): { readonly child: ChildProcess; output(): string; errors(): string };
}

export const createCommandLine = (): CommandLine => {
  const home = mkdtempSync(join(tmpdir(), "tillbridge-cli-"));
  const { TILLBRIDGE_URL: _, TILLBRIDGE_KEY: __, XDG_CONFIG_HOME: ___, ...inherited } = process.env;
  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const child = spawn(process.execPath, [bin, ...args], { env: { ...inherited, HOME: home, ...env } });
    const texts = { output: "", errors: "" };
    child.stdout.on("data", (chunk: Buffer) => {
      texts.output += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      texts.errors += chunk;
    });
    return { child, texts };
  };
  return {
    home,
    run: (args, { input = "", env } = {}) =>
      new Promise((resolve) => {
        const { child, texts } = start(args, env);
        child.stdin.on("error", () => {});
        child.stdin.end(input);
        child.once("close", (code) => resolve({ code, ...texts }));
      }),
    begin: (args) => {
      const { child, texts } = start(args);
      return { child, output: () => texts.output, errors: () => texts.errors };
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
};
