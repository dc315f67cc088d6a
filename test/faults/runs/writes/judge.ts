import { isDeepStrictEqual } from "node:util";
import type { JournalEntry } from "../../../../infra/sandbox/types.ts";
import { recordIdOf, referenceOf } from "../../../../shared/core/ids.ts";
import type { VendorId, WriteKind } from "../../../../shared/core/vendor.ts";
import type { Write } from "../../../../shared/stores/ledger.ts";
import type { World } from "../world.ts";
import type { Books, Row } from "./books.ts";
import { bitOf, type Intent, isCreate, isEnding } from "./intents.ts";
import { mixedIn, untold } from "./oracle.ts";
import type { Tenant } from "./tenant.ts";
import type { Troubles } from "./troubles.ts";

export interface WritesResult {
  readonly vendor: VendorId;
  readonly seed: number;
  readonly writes: number;
  readonly faults: number;
  readonly duplicated: number;
  readonly lost: number;
  readonly outOfOrder: number;
  readonly falseState: number;
  /** Succeeded by the ledger, and the vendor's store does not hold a field that the answer did not name. */
  readonly falseSuccess: number;
  /** Values that belong together, of which the store holds parts of two versions. */
  readonly mixed: number;
  /** Entries that stay unknown. */
  readonly unknownLeft: number;
  /** Of these: the vendor cannot be asked. */
  readonly noProbe: number;
  /** Of these: the vendor was asked, and staff had wiped out, deleted or rewritten what would have told. */
  readonly cannotTell: number;
  readonly unknownKinds: readonly string[];
  readonly problems: readonly string[];
}

export const allWrites = async (world: World): Promise<Write[]> => {
  const writes: Write[] = [];
  let after: string | undefined;
  do {
    const page = await world.deps.ledger.list(world.ref, { limit: 500, after });
    writes.push(...page.writes);
    after = page.next;
  } while (after !== undefined);
  return writes;
};

/** The entry that carries the intent's amount in the end. */
const carrierOf = (write: Write | undefined, intent: Intent, writes: ReadonlyMap<string, Write>): Write | undefined => {
  let carrier = write;
  while (intent.kind === "stock.move" && carrier?.supersededBy !== undefined) {
    const next = writes.get(carrier.supersededBy);
    const addsUp = next && (next.kind === "stock.move" || (carrier.kind === "stock.set" && isSumOf(next, carrier)));
    if (!addsUp) break;
    carrier = next;
  }
  return carrier;
};
/** Differences that came to a stock and made nothing together: whoever carries the sum set the same stock. */
const heirOf = (write: Write | undefined, writes: ReadonlyMap<string, Write>): Write | undefined => {
  if (write?.kind !== "stock.set" || write.supersededBy === undefined) return undefined;
  let heir = write;
  while (heir.supersededBy !== undefined) heir = writes.get(heir.supersededBy)!;
  return heir.kind === "stock.set" && absoluteOf(heir) === absoluteOf(write) ? heir : undefined;
};
const absoluteOf = ({ command }: Write): number => (command as { absolute: number }).absolute;
/** Differences are small or bits; two stocks that were set differ by thousands. */
const isSumOf = (next: Write, before: Write): boolean => {
  const more = Math.abs(absoluteOf(next) - absoluteOf(before));
  return more < 500 || more >= bitOf(1);
};

export interface Ended {
  readonly world: World;
  readonly tenant: Tenant;
  readonly books: Books;
  readonly troubles: Troubles;
  readonly seed: number;
}

const statusIn = (row: Row | undefined): unknown => row?.statusCode ?? row?.info?.status ?? row?.status;

/** The vendor's staff has taken up again what we had cancelled. */
const isTakenBack = ({ world, books }: Ended, { kind, command }: Intent, done: readonly JournalEntry[]): boolean => {
  const resource = world.vendor.writes[kind]?.resource;
  const turn = done.length > 0 ? books.turn(done.at(-1)!, kind) : undefined;
  return resource !== undefined && statusIn(books.row(resource, command.id)) !== statusIn(turn?.after);
};

/** Cancelled, by the vendor's own words, in the copy that our tenant reads. */
const showsEnd = async (world: World, { kind, command }: Intent): Promise<boolean> => {
  const resource = world.vendor.writes[kind]?.resource;
  const stored = resource && (await world.deps.records.get(world.ref, resource, command.id));
  if (!stored || stored.deleted) return true;
  const { status } = stored.record as { status?: string };
  // Papers of the warehouse have no state of ours: the vendor's own stands in the row that is kept beside.
  return kind.endsWith(".cancel") && (status === undefined || status === "cancelled");
};

/** What runs are counted by, before the first of them. */
export const noFigures = () => ({
  duplicated: 0,
  lost: 0,
  outOfOrder: 0,
  falseState: 0,
  falseSuccess: 0,
  mixed: 0,
  unknownLeft: 0,
  noProbe: 0,
  cannotTell: 0,
});

/** A run that could not be brought to its end: nothing else of it counts. */
export const brokenRun = (vendor: VendorId, seed: number, error: unknown): WritesResult => ({
  vendor,
  seed,
  writes: 0,
  faults: 0,
  ...noFigures(),
  unknownKinds: [],
  problems: [`broken: ${error instanceof Error ? error.stack : String(error)}`],
});

const plain = (row: unknown): unknown => JSON.parse(JSON.stringify(row));

/** What became of each intent, by the vendor's journal and store. */
export const judge = async (ended: Ended): Promise<WritesResult> => {
  const { world, tenant, books, troubles, seed } = ended;
  const sum = noFigures();
  const shop = { vendor: world.vendor.id, books, computed: troubles.computed };
  const mayBeRefused = (intent: Intent): boolean =>
    // An invoice may be paid already.
    intent.kind === "payments.create" || tenant.namesTheGone(intent) || troubles.refused.has(intent.mark);
  const problems = [...tenant.problems];
  const unknownKinds: string[] = [];
  const { journal } = world.simulator;
  const fail = (name: keyof typeof sum, intent: Intent, text: string) => {
    sum[name] += 1;
    problems.push(`${name}: ${intent.kind} ${intent.key} ${JSON.stringify(intent.command)}: ${text}`);
  };
  /** Staff has taken back what was written, to the letter: the record is as it was before, and nobody can tell. */
  const isUndone = async ({ kind, command, recordBefore }: Write): Promise<boolean> => {
    const resource = world.vendor.writes[kind as WriteKind]?.resource;
    const id = recordIdOf(command);
    if (resource === undefined || id === undefined || recordBefore === undefined) return false;
    const stored = await world.deps.records.get(world.ref, resource, id);
    const row = books.row(resource, id);
    return stored?.version === recordBefore && row !== undefined && isDeepStrictEqual(plain(row), plain(stored.raw));
  };
  /** Whoever cancels before a repetition was refused cannot know. */
  const isCancelledUnseen = ({ state, id }: Write): boolean =>
    state === "cancelled" && troubles.isHidden(referenceOf(id));
  const mayBeDone = async (write: Write): Promise<boolean> => isCancelledUnseen(write) || (await isUndone(write));
  const writes = new Map((await allWrites(world)).map((write) => [write.id, write]));
  tenant.absolutes = new Set([...writes.values()].filter(({ kind }) => kind === "stock.set").map(absoluteOf));
  const places = new Map<Intent, number[]>();
  const carriers = new Map<Intent, Write | undefined>();
  for (const intent of tenant.intents) {
    const write = carrierOf(writes.get(String([...intent.entries][0])), intent, writes);
    carriers.set(intent, heirOf(write, writes) ?? write);
    // A difference that came to a stock that waited to be set is part of it.
    const isSum = intent.kind === "stock.move" && write?.kind === "stock.set";
    const declared = world.vendor.writes[isSum ? "stock.set" : intent.kind]!;
    const amount = isSum ? new RegExp(`[^0-9]${(write.command as { absolute: number }).absolute}[^0-9]`) : undefined;
    const isDone = (entry: JournalEntry): boolean =>
      amount
        ? [declared.operation, declared.bulk?.operation].includes(entry.operation) &&
          // One call for many stands in the journal once for each of them, with all of them in its body.
          String(entry.id) === (write!.command as { productId: string }).productId &&
          amount.test(JSON.stringify(entry.body ?? null))
        : intent.isDone(entry);
    const done = [...journal.entries()].filter(([, entry]) => isDone(entry));
    const commits = done.map(([, entry]) => entry);
    for (const line of mixedIn(intent, commits, shop)) fail("mixed", intent, line);
    places.set(
      intent,
      done.map(([place]) => place),
    );
    const made = [...new Set(done.map(([, { id }]) => id))];
    // What staff deleted while its outcome was unknown was not to be found, and was made again: nobody has two.
    const kept = made.filter((id) => tenant.isThere(intent, id));
    // Of several that staff deleted one after the other, each was made when the one before was gone.
    const most = kept.length > 0 ? kept.length : Math.min(made.length, 1);
    // A sum is set like any stock: twice is no more than once.
    const count =
      (isCreate(intent.kind) || intent.kind === "stock.move") && !isSum
        ? most
        : declared.repeatable && done.length > 0
          ? 1
          : done.length;
    if (count > 1) fail("duplicated", intent, `${done.length} times: ${done.map(([, { id }]) => id).join()}`);
    if (intent.entries.size > 1) fail("duplicated", intent, "two entries for one key");
    if (intent.refused !== undefined) {
      if (count > 0) fail("falseState", intent, `refused and done: ${intent.refused}`);
      continue;
    }
    if (!write) {
      fail("lost", intent, "no entry");
      continue;
    }
    const story = `${write.state} ${JSON.stringify({ ...write, command: undefined, requestHash: undefined })}`;
    if (!write.closed) fail("falseState", intent, `never ends: ${story}`);
    if (write.state === "unknown") {
      sum.unknownLeft += 1;
      const isAskable = declared.probe !== undefined || declared.repeatable === true;
      const reason = !isAskable ? "noProbe" : write.error?.code === "cannot-tell" ? "cannotTell" : undefined;
      unknownKinds.push(`${world.vendor.id} ${intent.kind}: ${reason ?? "?"}`);
      if (reason) sum[reason] += 1;
      else problems.push(`unknown although it can be looked up: ${story}`);
    } else if (write.state === "succeeded") {
      // An order that its staff had cancelled already is cancelled: nothing was left to be done.
      const byStaff = isEnding(intent.kind) && write.result?.by === "probe";
      if (count === 0 && !byStaff) fail("lost", intent, story);
      else if (count > 0 && write.result?.id !== undefined && isCreate(intent.kind) && !made.includes(write.result.id))
        fail("falseState", intent, `${write.result.id} is not ${made}: ${story}`);
      const isTold = write.result?.notTaken?.includes("status") || isTakenBack(ended, intent, commits);
      if (isEnding(intent.kind) && write.result?.readBack && !isTold && !(await showsEnd(world, intent)))
        fail("falseSuccess", intent, `the copy does not show its end: ${story}`);
      const told = [...(write.result?.notTaken ?? []), ...(write.result?.unseen ?? [])];
      const silent = isSum ? [] : untold(intent, commits, told, shop);
      if (silent.length > 0) fail("falseSuccess", intent, `${silent.join(", ")}: ${story}`);
    } else if (count > 0 && !heirOf(write, writes) && !tenant.isGone(intent, made) && !(await mayBeDone(write)))
      fail("falseState", intent, story);
    else if (write.state === "rejected" && isCreate(intent.kind) && !mayBeRefused(intent))
      problems.push(`refused: ${intent.kind} ${story}`);
  }
  for (const [index, later] of tenant.intents.entries()) {
    for (const earlier of tenant.intents.slice(0, index)) {
      // What travels together arrives together.
      const isOne = carriers.get(earlier) === carriers.get(later) && carriers.get(later) !== undefined;
      const [one, other] = [carriers.get(earlier)?.entity, carriers.get(later)?.entity];
      if (one === undefined || one !== other || isOne) continue;
      // A person has sent it again when the other one stood in the line already.
      if (index < (tenant.retried.get(String([...earlier.entries][0])) ?? 0)) continue;
      const last = places.get(earlier)?.at(-1);
      const next = places.get(later)?.[0];
      if (last !== undefined && next !== undefined && next < last)
        fail("outOfOrder", later, `before ${earlier.kind} ${earlier.key}`);
    }
  }
  for (const defect of world.defects) problems.push(`defect: ${(defect as Error).stack ?? String(defect)}`);
  if (world.simulator.limitBroken > 0) problems.push(`limit broken ${world.simulator.limitBroken} times`);
  return {
    vendor: world.vendor.id,
    seed,
    writes: tenant.intents.length,
    faults: world.faultCount,
    ...sum,
    unknownKinds,
    problems,
  };
};
