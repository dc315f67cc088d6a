import type { Drift } from "../core/shapes.ts";
import type { Table } from "../core/table.ts";
import { HOUR } from "../core/time.ts";
import type { VendorId } from "../core/vendor.ts";
import { keys } from "./keys.ts";

/** A change of a vendor's answers, as an operator sees it. */
export interface DriftEntry extends Drift {
  readonly vendor: VendorId;
  readonly operation: string;
  /** Unix milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Hours in which it was seen, by each worker. */
  readonly times: number;
  /** A part of the answer that shows it, with made-up values. */
  readonly fixture?: unknown;
}

/** Days until a change that is not seen any more is forgotten. */
const KEPT_DAYS = 90;

/** What vendors' answers show that was not known, of all shops: no tenant and no shop is named. */
export const createDriftStore = (table: Table) => ({
  /** Notes a change, with one write in each hour. */
  async note(found: Omit<DriftEntry, "firstAt" | "lastAt" | "times">, now: number): Promise<void> {
    const { vendor, operation, kind, path, found: what = "", fixture } = found;
    const key = keys.drift(`${vendor}#${operation}#${kind}#${path}#${what}`);
    const ttl = Math.ceil(now / 1_000) + KEPT_DAYS * 86_400;
    const entry = { vendor, operation, kind, path, found: what };
    const known = await table.update(
      key,
      { set: { lastAt: now, ttl }, add: { times: 1 } },
      { below: ["lastAt", now - HOUR] },
    );
    if (known) return;
    await table.update(
      key,
      {
        set: { ...entry, fixture: JSON.stringify(fixture ?? null), firstAt: now, lastAt: now, ttl },
        add: { times: 1 },
      },
      { absent: "firstAt" },
    );
  },

  async list(after: string | undefined, limit: number): Promise<{ entries: DriftEntry[]; next: string | undefined }> {
    const { items, next } = await table.query({ pk: keys.drift("").pk, after, limit });
    const entries = items.map(({ vendor, operation, kind, path, found, firstAt, lastAt, times, fixture }) => ({
      vendor: vendor as VendorId,
      operation: String(operation),
      kind: kind as Drift["kind"],
      path: String(path),
      found: found === "" ? undefined : String(found),
      firstAt: Number(firstAt),
      lastAt: Number(lastAt),
      times: Number(times),
      fixture: JSON.parse(String(fixture ?? "null")),
    }));
    return { entries, next };
  },
});

export type DriftStore = ReturnType<typeof createDriftStore>;
