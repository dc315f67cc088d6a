import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
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

/** The first file that is made. A folder that has it is ours. */
const KEPT = "kept.db";

/** @throws Error with a sentence for the person at the terminal, when the folder cannot be used */
export const openDataFolder = (path: string): DataFolder => {
  sayable(path, () => makeOurs(path));
  const kept = createKept(
    sayable(path, () => ownFile(join(path, KEPT))),
    () => {
      throw new Error(
        `The data in ${path} are in use: another Tillbridge runs with them. End it, or give another --data.`,
      );
    },
  );
  return {
    path,
    kept,
    file: (name) => ownFile(join(path, name)),
    folder: (name) => ownFolder(join(path, name)),
    [Symbol.dispose]: () => kept[Symbol.dispose](),
  };
};

/**
 * Made where it is missing, with its owner's rights alone. One that was there keeps its mode, and must be empty or ours: others
 * may live in it.
 */
const makeOurs = (path: string): void => {
  if (!existsSync(path)) makeFolder(path);
  const found = readdirSync(path);
  if (found.length === 0 || found.includes(KEPT)) return;
  throw new Error(
    `--data ${path}: the folder holds other things (${found.toSorted()[0]}). Give an empty one, or one that is not there yet.`,
  );
};

/** With what is missing above it. Not Node's `recursive`, which never ends in folders like /proc where none can be made. */
const makeFolder = (path: string): void => {
  const above = dirname(path);
  if (!existsSync(above)) makeFolder(above);
  mkdirSync(path, { mode: 0o700 });
};

/** In a folder of ours, so it is ours as well. */
const ownFolder = (path: string): string => {
  if (!existsSync(path)) makeFolder(path);
  chmodSync(path, 0o700);
  return path;
};

const ownFile = (path: string): string => {
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
  return path;
};

/** What the system says, in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it may not be read and written by you",
  EPERM: "the system does not let you write there",
  EROFS: "the disk can only be read",
  ENOTDIR: "there is a file where a folder has to be",
  ENOENT: "no folder can be made there",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "the name is too long",
};

const sayable = <Result>(path: string, run: () => Result): Result => {
  try {
    return run();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`--data ${path} cannot be used: ${REASONS[code] ?? message}.`, { cause: error });
  }
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
