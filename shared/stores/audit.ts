import type { Item, Table } from "../core/table.ts";
import { DAY } from "../core/time.ts";

/** Who did what, from where. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  /** Key id, `operator`, `operator:<name of its key>`, or what acts by itself: `consent`, `removal`. */
  readonly by: string;
  /** `shops.create`, `keys.rotate`, `writes.retry`, `records.read-raw`, ... */
  readonly action: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** The tenant that it was about, in the trail of the operators. */
  readonly tenant?: string | undefined;
  /** The caller's address, and the id that the answer and the log carry. */
  readonly address?: string | undefined;
  readonly requestId?: string | undefined;
}

const KEPT = 400 * DAY;

export const auditItem = (pk: string, entry: AuditEntry, now: number): Item => ({
  pk,
  sk: entry.id,
  entry: JSON.stringify(entry),
  ttl: Math.ceil((now + KEPT) / 1_000),
});

/** Newest first. */
export const readTrail = async (
  table: Table,
  pk: string,
  after: string | undefined,
  limit: number,
): Promise<{ entries: AuditEntry[]; next: string | undefined }> => {
  const page = await table.query({ pk, descending: true, after, limit });
  return { entries: page.items.map((item) => JSON.parse(String(item.entry)) as AuditEntry), next: page.next };
};
