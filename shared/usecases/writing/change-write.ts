import { BadRequest, QuotaExceeded } from "../../core/errors.ts";
import type { OperationCall, Vendor, WriteKind } from "../../core/vendor.ts";
import { mayBeDone, type Write, type WriteFields } from "../../stores/ledger.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { collectionsOfCall, collectionsOfWrite, requireShared } from "../shops/owners-choice.ts";
import { checkWrite } from "./check-write.ts";
import { refuseWhileMoving, remind, type SubmitDeps, wake } from "./submit-write.ts";

export interface WriteChange {
  readonly action: "cancel" | "retry" | "adopt";
  /** `adopt`: the vendor's id. */
  readonly id?: string | undefined;
  /** `retry`: the corrected command. */
  readonly command?: unknown;
}

/**
 * What a person decides about a write.
 * @throws BadRequest 404; 409 when its state does not allow the decision; 422 for a command that will not do
 */
export const changeWrite = async (shop: Shop, id: string, change: WriteChange, deps: SubmitDeps): Promise<Write> => {
  if (change.action === "retry") refuseWhileMoving(shop, deps);
  const ref = refOf(shop);
  const write = await deps.ledger.find(ref, id);
  // Cancelling takes no place. The others bring back what had left its line.
  const places = write.closed && change.action !== "cancel" ? 1 : 0;
  if (places > 0) await deps.queuedPlaces?.take(places);
  await remind(ref, deps);
  const moved = await decide(shop, write, change, deps).catch((error: unknown) => {
    if (error instanceof BadRequest) deps.queuedPlaces?.giveBack(places);
    throw error;
  });
  if (!moved) deps.queuedPlaces?.giveBack(places);
  if (!moved) {
    const current = await deps.ledger.find(ref, id);
    throw new BadRequest(409, "wrong-state", `A write that is ${current.state} cannot be told to ${change.action}.`, [
      { field: "write", message: current.state },
    ]);
  }
  await wake(ref, deps);
  return moved;
};

const decide = async (shop: Shop, write: Write, change: WriteChange, deps: SubmitDeps): Promise<Write | undefined> => {
  switch (change.action) {
    case "cancel":
      return cancel(write, deps);
    case "adopt":
      // What left its line comes back into one of its own, to be read back.
      return deps.ledger.move(write, "adopt", {
        result: { id: change.id, by: "person" },
        error: undefined,
        notBefore: undefined,
        ...(write.closed ? { aside: true, closed: undefined } : {}),
      });
    case "retry":
      return retry(shop, write, change, deps);
  }
};

/** Writes that one call sends again. */
const MOST_RETRIED = 1_000;
const PAGE = 100;

interface Retried {
  readonly retried: readonly string[];
  readonly more: boolean;
}

/**
 * Sends rejected or dead writes again, first those that stood foremost: a write that comes again stands behind all others in
 * its line, so their order here is the order in which the vendor gets them. All are looked at before the first is sent.
 */
export const retryAll = async (
  shop: Shop,
  { state, batch }: { readonly state: "rejected" | "dead"; readonly batch?: string | undefined },
  deadline: number,
  deps: SubmitDeps,
): Promise<Retried> => {
  const lookUntil = (deps.clock() + deadline) / 2;
  let foremost: Pick<Write, "id" | "place">[] = [];
  let found = 0;
  let after: string | undefined;
  do {
    const page = await deps.ledger.list(refOf(shop), { state, batch, after, limit: PAGE, oldestFirst: true });
    found += page.writes.length;
    foremost.push(...page.writes.map(({ id, place }) => ({ id, place })));
    foremost = foremost.sort(byPlace).slice(0, MOST_RETRIED);
    after = page.next;
  } while (after !== undefined && deps.clock() < lookUntil);
  const retried: string[] = [];
  for (const { id } of foremost) {
    if (deps.clock() >= deadline) return { retried, more: true };
    const write = await changeWrite(shop, id, { action: "retry" }, deps).catch((error: unknown) => {
      if (error instanceof QuotaExceeded && retried.length > 0) return "no-room" as const;
      // Moved on meanwhile: not ours to retry any more.
      if (error instanceof BadRequest && !(error instanceof QuotaExceeded)) return undefined;
      throw error;
    });
    if (write === "no-room") return { retried, more: true };
    if (write) retried.push(id);
  }
  return { retried, more: after !== undefined || found > foremost.length };
};

const byPlace = (one: Pick<Write, "place">, other: Pick<Write, "place">): number =>
  one.place < other.place ? -1 : one.place > other.place ? 1 : 0;

const cancel = (write: Write, deps: SubmitDeps): Promise<Write | undefined> => {
  if (write.state === "queued" && mayBeDone(write)) {
    throw new BadRequest(409, "may-be-done", "An earlier try may have been carried out: it cannot be cancelled.", [
      { field: "write", message: "wait for its outcome" },
    ]);
  }
  if (write.supersedes !== undefined) {
    throw new BadRequest(409, "carries-another", "It carries an earlier write's stock, which would be lost with it.", [
      { field: "write", message: `took in ${write.supersedes}; send the opposite difference, or newer stock` },
    ]);
  }
  return deps.ledger.move(write, "cancel", { notBefore: undefined, closed: true });
};

const retry = async (shop: Shop, write: Write, change: WriteChange, deps: SubmitDeps): Promise<Write | undefined> => {
  const fields: WriteFields = {
    attempts: 0,
    probes: 0,
    startedAt: undefined,
    notBefore: undefined,
    leaseUntil: undefined,
    error: undefined,
    result: undefined,
    alone: undefined,
    missedAt: undefined,
  };
  if (write.state === "unknown") {
    if (change.command !== undefined) {
      throw new BadRequest(409, "may-be-done", "It may have been carried out as it was: send a corrected one anew.", [
        { field: "command", message: "only rejected and dead writes can be changed" },
      ]);
    }
    // In its line it keeps its place; from elsewhere it comes back behind the others.
    if (!write.closed && !write.aside) return deps.ledger.move(write, "retry", fields);
    return deps.ledger.reenter(write, "retry", fields, { now: deps.clock(), random: deps.random });
  }
  requireStillShared(shop, write, deps.vendor(shop.vendor));
  const corrected =
    change.command === undefined
      ? {}
      : await checkWrite(shop, { kind: write.kind, operation: write.operation, command: change.command }, deps).then(
          ({ kind, operation, command, entity, dropped, unlocated }) => ({
            kind,
            operation,
            command,
            entity,
            dropped,
            unlocated,
          }),
        );
  // Rejected and dead ones are certainly not at the vendor: a clean start. Searched from the first try of weeks ago, a
  // vendor's list would end before the day on which it is sent now.
  const clean = { lostAt: undefined, recordBefore: undefined, firstAttemptAt: undefined, lastAttemptAt: undefined };
  const next = { ...fields, ...clean, ...corrected };
  return deps.ledger.reenter(write, "retry", next, { now: deps.clock(), random: deps.random });
};

/** It may be older than the owner's choice. */
const requireStillShared = (shop: Shop, { kind, operation, command }: Write, vendor: Vendor): void => {
  const declared = kind === "passthrough" ? undefined : vendor.writes[kind];
  const collections = declared
    ? collectionsOfWrite(vendor, kind as WriteKind, declared)
    : collectionsOfCall(vendor, { id: operation }, command as OperationCall);
  requireShared(shop, collections);
};
