import { createInterface } from "node:readline/promises";
import { createApi } from "../api.ts";
import { Trouble } from "../trouble.ts";
import type { World } from "../world.ts";

/** An argument stays in the shell's history: without one the key is read from the standard input. */
export const login = async (world: World, url: string, given: string | undefined): Promise<void> => {
  if (!URL.canParse(url)) throw new Trouble(`--url: an address like https://api.example.com, not "${url}".`, 2);
  const key = (given ?? (await readKey())).trim();
  if (key === "") throw new Trouble("No key was given.", 2);
  const address = url.replace(/\/+$/, "");
  const { data } = await createApi(address, key).call<{ data: readonly unknown[] }>("GET", "/v1/shops", {
    query: { limit: 100 },
  });
  world.settings.write("login.json", { url: address, key });
  const kept = `${world.settings.folder}/login.json`;
  if (world.output.json) return world.output.value({ url: address, shops: data.length, kept });
  world.output.say(`Logged in at ${address}: ${data.length} shops. Kept in ${kept}, which only you can read.`);
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
