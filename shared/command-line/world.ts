import { homedir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type Api, createApi } from "./api.ts";
import { createOutput, type Output } from "./output.ts";
import { configFolder, createSettings, findLogin, type Settings } from "./settings.ts";

/** What a command works with. */
export interface World {
  readonly output: Output;
  readonly settings: Settings;
  /** Of who is logged in. @throws Trouble */
  readonly api: Api;
  /** Ctrl-C. */
  readonly stop: AbortSignal;
  /** Waits; Ctrl-C ends it with an error. */
  readonly pause: (seconds: number) => Promise<void>;
}

export const createWorld = (json: boolean): World => {
  const settings = createSettings(configFolder(process.platform, process.env, homedir()));
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return {
    output: createOutput(json),
    settings,
    get api() {
      const { url, key } = findLogin(settings, process.env);
      return createApi(url, key);
    },
    stop: stop.signal,
    pause: (seconds) => sleep(seconds * 1_000, undefined, { signal: stop.signal }),
  };
};
