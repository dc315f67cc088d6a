import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Trouble } from "./trouble.ts";
import { webAddress } from "./web-address.ts";

export interface Login {
  readonly url: string;
  readonly key: string;
}

/** Small JSON files of the command line's own, which their owner alone may read. */
export interface Settings {
  readonly folder: string;
  read<Value>(name: string): Value | undefined;
  write(name: string, value: unknown): void;
}

export const createSettings = (folder: string): Settings => ({
  folder,
  read: (name) => {
    try {
      return JSON.parse(readFileSync(join(folder, name), "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new Trouble(`${join(folder, name)} cannot be read: ${(error as Error).message}`);
    }
  },
  write: (name, value) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Beside and renamed: who is killed in between leaves the file of before.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, path);
  },
});

type Environment = Readonly<Record<string, string | undefined>>;

export const configFolder = (platform: NodeJS.Platform, env: Environment, home: string): string => {
  if (platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "tillbridge");
  const config = env.XDG_CONFIG_HOME;
  return join(config?.startsWith("/") ? config : join(home, ".config"), "tillbridge");
};

/** The environment wins over what `login` has kept. @throws Trouble */
export const findLogin = (settings: Settings, env: Environment): Login => {
  const kept = settings.read<Login>("login.json");
  const url = env.TILLBRIDGE_URL ?? kept?.url;
  const key = env.TILLBRIDGE_KEY ?? kept?.key;
  const from = env.TILLBRIDGE_URL === undefined ? join(settings.folder, "login.json") : "TILLBRIDGE_URL";
  if (url !== undefined && key !== undefined)
    return { url: webAddress(from, url, "http://127.0.0.1:8480").replace(/\/+$/, ""), key };
  throw new Trouble("Nobody is logged in: run `npx tillbridge login`, or set TILLBRIDGE_URL and TILLBRIDGE_KEY.", 3);
};
