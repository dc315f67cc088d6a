import { createInterface } from "node:readline/promises";
import { type Api, ApiRefused, createApi } from "../api.ts";
import { Trouble } from "../trouble.ts";
import { webAddress } from "../web-address.ts";
import type { World } from "../world.ts";

/** An argument stays in the shell's history: without one the key is read from the standard input. */
export const login = async (world: World, url: string, given: string | undefined): Promise<void> => {
  webAddress("--url", url, "https://api.example.com");
  const key = (given ?? (await readKey())).trim();
  if (key === "") throw new Trouble("No key was given.", 2);
  const address = url.replace(/\/+$/, "");
  const seen = await tryKey(createApi(address, key));
  world.settings.write("login.json", { url: address, key });
  const kept = `${world.settings.folder}/login.json`;
  if (world.output.json) return world.output.value({ url: address, ...seen, kept });
  const what = seen.operator ? "as an operator" : `${seen.shops} shops`;
  world.output.say(`Logged in at ${address}: ${what}. Kept in ${kept}, which only you can read.`);
};

/** A tenant's key opens its shops, an operator's key the deployment. @throws ApiRefused for a key that nobody knows */
const tryKey = async (api: Api): Promise<{ readonly shops?: number; readonly operator?: true }> => {
  try {
    const { data } = await api.call<{ data: readonly unknown[] }>("GET", "/v1/shops", { query: { limit: 100 } });
    return { shops: data.length };
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.status !== 403) throw error;
    await api.call("GET", "/v1/operator/status");
    return { operator: true };
  }
};

const readKey = async (): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (process.stdin.isTTY) return await lines.question("Key: ");
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
  }
};
