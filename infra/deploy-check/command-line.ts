import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const binary = new URL("../../shared/command-line/tillbridge.js", import.meta.url).pathname;

/** What `npx tillbridge operator ... --json` answers. `any`: each command has a form of its own. */
export type OperatorCommand = (...words: readonly string[]) => Promise<any>;

export const operatorCommand = (api: string, key: string): OperatorCommand => {
  const env = { ...process.env, TILLBRIDGE_URL: api, TILLBRIDGE_KEY: key };
  return async (...words) => {
    const { stdout } = await run(process.execPath, [binary, "operator", ...words, "--json"], { env });
    return JSON.parse(stdout);
  };
};
