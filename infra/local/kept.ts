import { DatabaseSync } from "node:sqlite";

/** Texts under names, in rooms. What was set is there after a kill of this process. */
export interface Kept extends Disposable {
  get(room: string, name: string): string | undefined;
  set(room: string, name: string, text: string): void;
  delete(room: string, name: string): void;
  all(room: string): ReadonlyMap<string, string>;
}

/** SQLite's own code for a file that another process has locked. */
const BUSY = 5;

/**
 * Opened by one process at a time: the lock on the file is the kernel's, so it ends with the process, however it dies.
 * @param path `:memory:` keeps nothing
 * @param inUse is called when another process has the file, and throws
 */
export const createKept = (path = ":memory:", inUse: () => never = neverInUse): Kept => {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Synced at checkpoints: a killed process loses nothing, a power cut may take back the last moments.
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      BEGIN EXCLUSIVE;
      CREATE TABLE IF NOT EXISTS kept (room TEXT, name TEXT, text TEXT NOT NULL, PRIMARY KEY (room, name));
      COMMIT`);
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === BUSY) inUse();
    throw error;
  }
  const get = database.prepare("SELECT text FROM kept WHERE room = ? AND name = ?");
  const set = database.prepare("INSERT OR REPLACE INTO kept (room, name, text) VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM kept WHERE room = ? AND name = ?");
  const all = database.prepare("SELECT name, text FROM kept WHERE room = ?");
  return {
    get: (room, name) => get.get(room, name)?.text as string | undefined,
    set: (room, name, text) => void set.run(room, name, text),
    delete: (room, name) => void remove.run(room, name),
    all: (room) => new Map(all.all(room).map(({ name, text }) => [String(name), String(text)])),
    [Symbol.dispose]: () => database.close(),
  };
};

const neverInUse = (): never => {
  throw new Error("The file is in use.");
};
