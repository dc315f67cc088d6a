import { contentHash } from "../../core/content.ts";
import { BadRequest, RetryLater } from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import { inParallel } from "../../core/parallel.ts";
import type { QueueMessage, Queues } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import {
  type Entry,
  entryParts,
  type LedgerStore,
  lineParts,
  placeBehind,
  type Tail,
  type Write,
} from "../../stores/ledger.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import { type CheckDeps, type CheckedCommand, checkGuard, checkWrite, type WriteRequest } from "./check-write.ts";
import { isStock, type MergedStock, mergeStock } from "./merge-stock.ts";
import type { QueuedPlaces } from "./queued-places.ts";

export interface SubmitDeps extends CheckDeps {
  readonly ledger: LedgerStore;
  readonly shops: ShopStore;
  readonly queues: Queues;
  /** Who sends it, for the ledger: a key's id. */
  readonly by?: string | undefined;
  /** Absent: any number of writes may stand in line. */
  readonly queuedPlaces?: QueuedPlaces | undefined;
}

export interface Submission extends WriteRequest {
  readonly idempotencyKey: string;
  readonly ifVersion?: number | undefined;
  readonly batch?: string | undefined;
}

/** Work that is found by `tick` if the queue should never hear of it. */
const OUTBOX_DELAY = 20 * SECOND;
/** When it is worth sending a write again that a moving shop has not taken. */
const TAKES_AGAIN = 30 * SECOND;
/** Entries of one request that are stored side by side. */
const TOGETHER = 24;
/** Transactions of one request that are under way at once. */
const TRANSACTIONS = 6;

/**
 * Stores a write in the ledger and wakes a worker. Same key and body: the entry that is already there.
 * @throws BadRequest 422 with the field at fault, or for a key that stands for another body; 404, 409
 */
export const submitWrite = async (shop: Shop, submission: Submission, deps: SubmitDeps): Promise<Write> => {
  const known = await knownWrite(shop, submission, deps);
  if (known) return known;
  refuseWhileMoving(shop, deps);
  const checked = await checkOrFind(shop, submission, deps);
  if ("id" in checked) return checked;
  if (submission.ifVersion !== undefined) checkGuard(shop, checked, deps);
  await deps.queuedPlaces?.take(1);
  await remind(refOf(shop), deps);
  const write = await enter(shop, submission, checked, deps).catch((error: unknown) => {
    // After any other error it may be in its line.
    if (error instanceof BadRequest) deps.queuedPlaces?.giveBack(1);
    throw error;
  });
  await wake(refOf(shop), deps);
  return write;
};

/**
 * The same request may have come in meanwhile, and its work may be why the command would no longer pass: then its entry is
 * the answer. Else the refusal is kept, so that a request that is still under way is answered the same.
 */
const checkOrFind = async (shop: Shop, submission: Submission, deps: SubmitDeps): Promise<CheckedCommand | Write> => {
  try {
    return await checkWrite(shop, submission, deps);
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    const isKept =
      // What cannot be looked up now may pass the next moment, and has not been judged.
      error.status !== 422 ||
      (await deps.ledger.refuse(
        refOf(shop),
        { key: submission.idempotencyKey, asked: askedOf(submission) },
        error,
        deps.clock(),
      ));
    const known = isKept ? undefined : await knownWrite(shop, submission, deps);
    if (known) return known;
    throw error;
  }
};

/** A shop that moves to its vendor's next version carries out what stands in line, and takes nothing new meanwhile. */
export const refuseWhileMoving = ({ migration }: Shop, { clock }: Pick<SubmitDeps, "clock">): void => {
  if (migration?.phase !== "writing-stops") return;
  const retryAt = clock() + TAKES_AGAIN;
  throw new RetryLater(`the shop moves to ${migration.to}: send this again`, { retryAt, delivered: "no" });
};

/**
 * Many writes of one request, each with an outcome of its own. Those of one entity enter its line in the order given.
 * @throws BadRequest 422 when the key stands for another list
 */
export const submitWrites = async (
  shop: Shop,
  requests: readonly WriteRequest[],
  key: string,
  deps: SubmitDeps,
): Promise<{ batch: string; results: (Write | BadRequest)[] }> => {
  refuseWhileMoving(shop, deps);
  const ref = refOf(shop);
  const requestHash = contentHash(requests);
  // Made of the key, so that a repeated request is the same batch.
  const batch = `batch-${contentHash(ref.tenant, ref.shop, key).slice(0, 16)}`;
  const kept = await deps.ledger.keep(ref, { key, id: batch, requestHash }, deps.clock());
  if (kept === "taken") throw keyReused(batch);
  const results: (Write | BadRequest)[] = [];
  const lines = new Map<string, (NewWrite & { index: number })[]>();
  const settle = async (index: number, work: () => Promise<Write | undefined>): Promise<void> => {
    try {
      const write = await work();
      if (write) results[index] = write;
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      results[index] = error;
    }
  };
  const checks: (CheckedCommand | undefined)[] = [];
  const submissions = requests.map((request, index) => ({ ...request, batch, idempotencyKey: keyInList(key, index) }));
  await inParallel([...submissions.entries()], TOGETHER, ([index, submission]) =>
    settle(index, async () => {
      // Nobody has sent any of it before the request as a whole.
      const known = kept === "known" ? await knownOfList(shop, submission, formerKey(key, index), deps) : undefined;
      if (known) return known;
      const checked = await checkOrFind(shop, submission, deps);
      if ("id" in checked) return checked;
      checks[index] = checked;
      return undefined;
    }),
  );
  for (const [index, submission] of submissions.entries()) {
    const checked = checks[index];
    if (!checked) continue;
    const line = lines.get(checked.entity) ?? [];
    line.push({ index, submission, checked, bytes: Buffer.byteLength(JSON.stringify(checked.command)) });
    lines.set(checked.entity, line);
  }
  if (lines.size > 0) {
    const count = [...lines.values()].reduce((sum, line) => sum + line.length, 0);
    await deps.queuedPlaces?.take(count);
    await remind(ref, deps);
    const known = await enterLines(shop, [...lines.values()], deps);
    for (const [{ index }, write] of known) results[index] = write;
    const left = [...lines.values()].filter(([first]) => first && !known.has(first));
    await inParallel(left, TOGETHER, async (line) => {
      let last: Write | undefined;
      for (const part of entryParts(line)) {
        const entered = await enterTogether(shop, part, last, deps);
        last = entered?.at(-1);
        for (const [at, { index, submission, checked }] of part.entries())
          await settle(index, async () => entered?.[at] ?? enter(shop, submission, checked, deps));
      }
    });
    const refusedNow = [...lines.values()].flat().filter(({ index }) => results[index] instanceof BadRequest);
    deps.queuedPlaces?.giveBack(refusedNow.length);
    await wake(ref, deps);
  }
  return { batch, results };
};

/** Of an entry of a list. No header can hold a line break, so it is no caller's own key. */
const keyInList = (key: string, index: number): string => `${key}\n${index}`;

/**
 * In this form entries were kept before, and a caller may have used it for a write of his own. Keys stand for 30 days: a list
 * of that time that is sent again must not be done twice.
 */
const formerKey = (key: string, index: number): string => `${key}#${index}`;

const knownOfList = async (
  shop: Shop,
  submission: Submission,
  former: string,
  deps: SubmitDeps,
): Promise<Write | undefined> => {
  const known = await knownWrite(shop, submission, deps);
  if (known) return known;
  const before = await deps.ledger.byKey(refOf(shop), former, deps.clock());
  if (!before || "refusal" in before) return undefined;
  const write = await deps.ledger.get(refOf(shop), before.id);
  return write?.batch === submission.batch ? write : undefined;
};

const hashOf = (submission: Submission): string =>
  contentHash(submission.kind, submission.operation ?? null, submission.command, submission.ifVersion ?? null);

const askedOf = (submission: Submission): string => contentHash(hashOf(submission), submission.strict ?? null);

const keyReused = (id: string): BadRequest =>
  new BadRequest(422, "idempotency-key-reused", "This Idempotency-Key was used with another body.", [
    { field: "Idempotency-Key", message: `stands for ${id}` },
  ]);

/** The entry that the key already stands for: also when the command would no longer pass today. */
const knownWrite = async (shop: Shop, submission: Submission, deps: SubmitDeps): Promise<Write | undefined> => {
  const known = await deps.ledger.byKey(refOf(shop), submission.idempotencyKey, deps.clock());
  if (!known) return undefined;
  if ("refusal" in known) {
    if (known.asked !== askedOf(submission)) return undefined;
    throw new BadRequest(422, known.refusal.code, known.refusal.message, known.refusal.errors);
  }
  if (known.requestHash !== hashOf(submission)) throw keyReused(known.id);
  return deps.ledger.find(refOf(shop), known.id);
};

interface NewWrite {
  readonly submission: Submission;
  readonly checked: CheckedCommand;
  /** Of the command, in JSON. */
  readonly bytes: number;
}

/** Behind whom a write comes into its line, and when. */
interface Coming {
  readonly last: Tail | undefined;
  /** Our clock, unix milliseconds. */
  readonly now: number;
}

const operationOf = (shop: Shop, { kind, command }: MergedStock, deps: SubmitDeps): string => {
  const declared = deps.vendor(shop.vendor).writes[kind]!;
  return declared.operationFor?.(command) ?? declared.operation;
};

const enter = async (shop: Shop, submission: Submission, checked: CheckedCommand, deps: SubmitDeps): Promise<Write> => {
  const ref = refOf(shop);
  for (;;) {
    const now = deps.clock();
    const last = await deps.ledger.tail(ref, checked.entity);
    const before = isStock(checked.kind) && last ? await deps.ledger.get(ref, last.write) : undefined;
    const merged = before && mergeStock(before, { ifVersion: submission.ifVersion, command: checked.command });
    const write: Write = {
      ...newWrite(shop, { submission, checked }, { last, now }, deps),
      ...(merged ? { ...merged, operation: operationOf(shop, merged, deps), supersedes: before.id } : {}),
    };
    const entry = { write, key: submission.idempotencyKey, asked: askedOf(submission) };
    if (await deps.ledger.add([entry], last, now, merged ? before : undefined)) return write;
    const known = await knownWrite(shop, submission, deps);
    if (!known) continue;
    deps.queuedPlaces?.giveBack(1);
    return known;
  }
};

/**
 * Short lines, as many in one transaction as it takes. Those that do not get in so, because another write has come into
 * a line or has used a key, are left out: each line has to find its own way in.
 */
const enterLines = async <Line extends NewWrite>(
  shop: Shop,
  lines: readonly (readonly Line[])[],
  deps: SubmitDeps,
): Promise<ReadonlyMap<Line, Write>> => {
  const entered = new Map<Line, Write>();
  // Stock replaces what waits before it, one by one.
  const short = lines.filter((line) => line[0] && !isStock(line[0].checked.kind) && entryParts(line).length === 1);
  const parts = lineParts(
    short.map((line) => ({
      line,
      entity: line[0]!.checked.entity,
      entries: line.length,
      bytes: line.reduce((sum, { bytes }) => sum + bytes, 0),
    })),
  );
  await inParallel(parts, TRANSACTIONS, async (part) => {
    const tails = await deps.ledger.tails(
      refOf(shop),
      part.map(({ entity }) => entity),
    );
    const now = deps.clock();
    const added = part.map(({ line, entity }) => {
      const last = tails.get(entity);
      return { line, last, entries: entriesBehind(shop, line, { last, now }, deps) };
    });
    if (!(await deps.ledger.addTogether(added, now))) return;
    for (const { line, entries } of added) for (const [at, one] of line.entries()) entered.set(one, entries[at]!.write);
  });
  return entered;
};

/** Several of one line in one transaction. Undefined: not so, each has to find its own way in. */
const enterTogether = async (
  shop: Shop,
  line: readonly NewWrite[],
  behind: Write | undefined,
  deps: SubmitDeps,
): Promise<readonly Write[] | undefined> => {
  const [first] = line;
  // Stock replaces what waits before it, one by one.
  if (!first || line.length === 1 || isStock(first.checked.kind)) return undefined;
  const now = deps.clock();
  const last = tailAt(behind) ?? (await deps.ledger.tail(refOf(shop), first.checked.entity));
  const entries = entriesBehind(shop, line, { last, now }, deps);
  return (await deps.ledger.add(entries, last, now)) ? entries.map(({ write }) => write) : undefined;
};

/** Each behind the one before it, the first one behind `last`. */
const entriesBehind = (
  shop: Shop,
  line: readonly NewWrite[],
  { last, now }: Coming,
  deps: SubmitDeps,
): readonly Entry[] => {
  const entries: Entry[] = [];
  for (const one of line) {
    const write = newWrite(shop, one, { last: tailAt(entries.at(-1)?.write) ?? last, now }, deps);
    entries.push({ write, key: one.submission.idempotencyKey, asked: askedOf(one.submission) });
  }
  return entries;
};

const tailAt = (write: Write | undefined): Tail | undefined => write && { place: write.place, write: write.id };

const newWrite = (
  shop: Shop,
  { submission, checked }: Pick<NewWrite, "submission" | "checked">,
  { last, now }: Coming,
  { random, by }: SubmitDeps,
): Write => ({
  id: timeId(now, random),
  ...refOf(shop),
  kind: checked.kind,
  operation: checked.operation,
  command: checked.command,
  ...(checked.warnings?.length ? { warnings: checked.warnings } : {}),
  ...(Object.keys(checked.dropped).length > 0 ? { dropped: checked.dropped } : {}),
  ...(checked.unlocated ? { unlocated: true } : {}),
  entity: checked.entity,
  place: placeBehind(last, now, random),
  state: "queued",
  attempts: 0,
  probes: 0,
  createdAt: now,
  requestHash: hashOf(submission),
  ...(submission.ifVersion === undefined ? {} : { ifVersion: submission.ifVersion }),
  ...(submission.batch === undefined ? {} : { batch: submission.batch }),
  ...(by === undefined ? {} : { by }),
});

/** The reminder before the entry: an entry without a reminder could be forgotten, the reverse costs one look. */
export const remind = (ref: ShopRef, deps: Pick<SubmitDeps, "shops" | "clock">): Promise<void> => {
  const now = deps.clock();
  return deps.shops.remind({ kind: "writes", tenant: ref.tenant, id: ref.shop, dueAt: now + OUTBOX_DELAY }, now);
};

/** Wakes a worker. A queue that cannot take the message is no reason to refuse a stored write. */
export const wake = async (ref: ShopRef, deps: Pick<SubmitDeps, "queues" | "randomId">): Promise<void> => {
  await deps.queues.send("writes", [wakeMessage(ref, deps.randomId())]).catch(() => undefined);
};

/** So many workers at most for one tenant, however many shops it has. */
const GROUPS = 8;

/**
 * A shop is in one group, and a group has one worker at a time, who looks after all lines of a shop side by side: a
 * shop with a thousand writes keeps one worker busy, and a tenant with a thousand shops a few, not all of them.
 */
export const wakeMessage = (ref: ShopRef, id: string): QueueMessage => ({
  body: { tenant: ref.tenant, shop: ref.shop },
  group: `${ref.tenant}-${shardOf(ref.shop)}`,
  id,
});

const shardOf = (shop: string): number => {
  let hash = 0;
  for (const letter of shop) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
  return hash % GROUPS;
};
