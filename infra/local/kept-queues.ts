import type { buildApp } from "fauxqs";
import type { DataFolder } from "./data-folder.ts";

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;
type SqsStore = NonNullable<Stores["sqsStore"]>;

/** What we use of fauxqs's persistence, which its entry does not export. */
interface Persistence {
  readonly db: { exec(sql: string): void };
  loadSqsQueues(store: SqsStore): void;
  close(): void;
}

/**
 * The queues of the run before, with their messages; each change is written before it is answered. As fauxqs's own
 * `startFauxqs` does it, which cannot be used because it listens on every interface.
 */
export const keptStores = async (data: DataFolder): Promise<{ readonly stores: Stores; close(): void }> => {
  const part = (path: string) => import(new URL(path, import.meta.resolve("fauxqs")).href);
  const { SqsStore } = (await part("./sqs/sqsStore.js")) as { SqsStore: new () => SqsStore };
  const { PersistenceManager } = (await part("./persistence.js")) as {
    PersistenceManager: new (folder: string) => Persistence;
  };
  const folder = data.folder("queues");
  data.file("queues/fauxqs.db");
  const persistence = new PersistenceManager(folder);
  // A killed process loses nothing without a sync for each message; see kept.ts.
  persistence.db.exec("PRAGMA synchronous = NORMAL");
  // The workers of these messages ended with the run before. So the messages need not wait, and this try does not count.
  persistence.db.exec(`
    UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL,
      approximate_receive_count = max(0, approximate_receive_count - 1)
    WHERE receipt_handle IS NOT NULL`);
  const store = new SqsStore();
  // Loaded first: a store that keeps would replace each queue while it is loaded, and its messages with it.
  persistence.loadSqsQueues(store);
  const keeping = { persistence: persistence as never };
  Object.assign(store, keeping);
  for (const queue of store.allQueues()) Object.assign(queue, keeping);
  // The two others hold topics and objects, of which we have none: made where they are missing.
  return { stores: { sqsStore: store } as Stores, close: () => persistence.close() };
};
