import { RetryLater } from "../core/errors.ts";
import type { Table, TableWrite } from "../core/table.ts";
import { keys } from "./keys.ts";

/** Requests side by side come one after the other: so often one of them looks again. */
const MOST_TRIES = 100;

/**
 * Stores something of which a tenant may have a bounded number. What there is is counted anew each time, so no count is
 * kept that a deletion or a crash could make wrong. A guard item per kind changes with each new one: of two requests that
 * have counted the same, one looks again.
 * @param check counts, and throws when there is no room
 * @returns false when a condition of the writes themselves does not hold
 */
export const storeInPlace = async (
  table: Table,
  { tenant, kind }: { readonly tenant: string; readonly kind: "shops" | "keys" | "endpoints" },
  check: () => Promise<void>,
  writes: readonly TableWrite[],
): Promise<boolean> => {
  const key = keys.guard(tenant, kind);
  const versionOf = async () => (await table.get(key))?.version as number | undefined;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const version = await versionOf();
    await check();
    const when = version === undefined ? ({ absent: "version" } as const) : ({ equal: ["version", version] } as const);
    const guard: TableWrite = { update: key, change: { add: { version: 1 } }, when };
    const outcome = await table.transact([...writes, guard]).catch(laterIsSoon);
    if (outcome === true) return true;
    if (outcome === false && (await versionOf()) === version) return false;
  }
  throw new RetryLater(`too many ${kind} are made at once`, { delivered: "no" });
};

/** Another transaction was at the guard: nothing was stored. */
const laterIsSoon = (error: unknown): undefined => {
  if (error instanceof RetryLater && error.delivered === "no") return undefined;
  throw error;
};
