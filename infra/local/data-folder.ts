import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { createKept, type Kept } from "./kept.ts";

/** A folder in which one runner at a time keeps everything that must outlive it. Its owner alone may read it. */
export interface DataFolder extends Disposable {
  readonly path: string;
  readonly kept: Kept;
  /** The path of a file in it, made with mode 0600 before anybody else can make it with another. */
  file(name: string): string;
  /** The path of a folder in it, with mode 0700. */
  folder(name: string): string;
}

/** @throws Error with a sentence for the person at the terminal, when another runner uses the folder */
export const openDataFolder = (path: string): DataFolder => {
  const folder = (place: string) => {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    // One that was there before may be open to others.
    chmodSync(place, 0o700);
    return place;
  };
  const file = (place: string) => {
    closeSync(openSync(place, "a", 0o600));
    chmodSync(place, 0o600);
    return place;
  };
  folder(path);
  const kept = createKept(file(join(path, "kept.db")), () => {
    throw new Error(
      `The data in ${path} are in use: another Tillbridge runs with them. End it, or give another --data.`,
    );
  });
  return {
    path,
    kept,
    file: (name) => file(join(path, name)),
    folder: (name) => folder(join(path, name)),
    [Symbol.dispose]: () => kept[Symbol.dispose](),
  };
};

/** Where this system's programs keep what must survive a restart: the folder for real shops. */
export const stateFolder = (
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string => {
  if (platform === "darwin") return join(home, "Library", "Application Support", "tillbridge");
  // https://specifications.freedesktop.org/basedir-spec/latest/: a relative path there counts for nothing.
  const state = env.XDG_STATE_HOME;
  return join(state?.startsWith("/") ? state : join(home, ".local", "state"), "tillbridge");
};
