import { contentHash, withoutVolatile } from "../../../shared/core/content.ts";
import { canonicalResources } from "../../../shared/core/records.ts";
import type { Resource } from "../../../shared/core/vendor.ts";
import type { Observation, StoredRecord } from "../../../shared/stores/records.ts";
import { overlapOf } from "../../../shared/sync/spans.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import type { Liar } from "./lies/liar.ts";
import { interned } from "./remembered.ts";
import type { World } from "./world.ts";

/** How the copy differs from the vendor. */
export interface Difference {
  lost: number;
  extra: number;
  stale: number;
  feedMismatch: number;
  /** Records that are gone at the vendor, where only a full cycle can find that. Not a fault of a live run. */
  fullOnly: number;
  /** One line each, the first of them. */
  readonly details: string[];
}

export const noDifference = (): Difference => ({
  lost: 0,
  extra: 0,
  stale: 0,
  feedMismatch: 0,
  fullOnly: 0,
  details: [],
});

const MOST_DETAILS = 12;
const tell = (difference: Difference, line: string): void => {
  if (difference.details.length < MOST_DETAILS) difference.details.push(line);
};

/** The vendor's rows by id, read as the sync would read them. */
const vendorRows = (world: World, resource: Resource, grants: unknown): Map<string, Observation> => {
  const rows = new Map<string, Observation>();
  const settings = { ...world.simulator.settings, grants };
  // As it travels: numbers, dates and absent fields are those of JSON.
  const plain = JSON.parse(JSON.stringify(world.simulator.rows(resource.name))) as unknown[];
  for (const row of plain) {
    const seen = observationOf(resource, interned(row), settings);
    rows.set(seen.id, seen);
  }
  return rows;
};

const storedRecords = async (world: World, resource: Resource): Promise<StoredRecord[]> => {
  const records: StoredRecord[] = [];
  let after: string | undefined;
  do {
    const page = await world.deps.records.page(world.ref, resource.name, { after, limit: 1_000, deleted: true });
    records.push(...page.records);
    after = page.next;
  } while (after !== undefined);
  return records;
};

/** The vendor tells of deletions neither in its lists nor in a list of their own: what is gone must be missed. */
const isOnlyMissed = ({ listing, deletions }: Resource): boolean =>
  listing.strategy !== "snapshot" && !deletions?.reported && !deletions?.listing;

/**
 * The copy against the vendor, and the feed against the copy.
 * @param options `live`: no full cycle came after the changes. `different`: gets the names of all records that differ
 */
export const compare = async (
  world: World,
  options: { feed: boolean; live?: boolean; different?: Set<string> } = { feed: true },
): Promise<Difference> => {
  const difference = noDifference();
  const grants = await world.grants();
  for (const resource of world.vendor.resources) {
    const stored = await storedRecords(world, resource);
    const living = new Map(stored.filter(({ deleted }) => !deleted).map((record) => [record.id, record]));
    const rows = vendorRows(world, resource, grants);
    for (const [id, seen] of rows) {
      const record = living.get(id);
      const wrong = record && staleness(resource, record, seen, world.liar ?? {});
      if (!record || wrong) options.different?.add(`${resource.name} ${id}`);
      if (!record) {
        difference.lost += 1;
        tell(difference, `${resource.name} ${id} lost`);
      } else if (wrong) {
        difference.stale += 1;
        tell(difference, `${resource.name} ${id} stale: ${wrong}`);
      }
    }
    for (const id of living.keys()) {
      if (rows.has(id)) continue;
      if (options.live && isOnlyMissed(resource)) {
        difference.fullOnly += 1;
        continue;
      }
      difference.extra += 1;
      options.different?.add(`${resource.name} ${id}`);
      tell(difference, `${resource.name} ${id} extra`);
    }
    if (options.feed) await compareFeed(world, resource, stored, difference);
  }
  return difference;
};

/** A list and a detail draw the same row differently: 3 and "3", an empty field, a field that only one of them has. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  value === 0 ||
  value === false ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** The first place in which two rows say different things; undefined: nowhere. */
export const firstDifference = (ours: unknown, theirs: unknown, path = "", strict = false): string | undefined => {
  const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === "object";
  if (isEmpty(ours) && isEmpty(theirs)) return undefined;
  // Some vendors' rows carry the shop's own key.
  if (typeof ours === "string" && ours.includes("[redacted]")) return undefined;
  if (isObject(ours) && isObject(theirs)) {
    for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      if (!strict && !(name in ours && name in theirs)) continue;
      const found = firstDifference(ours[name], theirs[name], `${path}.${name}`, strict);
      if (found) return found;
    }
    return undefined;
  }
  return String(ours) === String(theirs) ? undefined : `${path}: ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`;
};

/** Outside the canonical model a record only names some fields of the raw row. */
const isCanonical = ({ name }: Resource): boolean => (canonicalResources as readonly string[]).includes(name);

/**
 * A record with something odd in it lacks a little: a state takes those of payment and delivery along, an amount what is
 * computed from it. One that lacks more than this was thrown away as a whole.
 */
const MOST_LACKING = 9;

/**
 * The first place in which a record that names unread fields says something else than the vendor. What it leaves out is
 * no contradiction, as long as it is little.
 */
const contradiction = (resource: Resource, ours: object, theirs: object): string | undefined => {
  let lacking = 0;
  const look = (left: unknown, right: unknown, path: string): string | undefined => {
    if (isEmpty(left)) {
      // Fields of the record itself: what lies deeper was one field of the row.
      if (!isEmpty(right) && path.split(".").length === 2) lacking += 1;
      return undefined;
    }
    if (Array.isArray(left) && Array.isArray(right) && left.length < right.length) return undefined;
    // A text that was cut down was longer than any that the shop itself has.
    if (typeof left === "string" && left.length > 1_000) return undefined;
    if (typeof left !== "object" || left === null || typeof right !== "object" || right === null)
      return firstDifference(left, right, path);
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    for (const name of names) {
      const found = look((left as any)[name], (right as any)[name], `${path}.${name}`);
      if (found) return found;
    }
    return undefined;
  };
  const apart = ["_meta", ...(resource.unlisted?.record ?? [])];
  const found = look(withoutVolatile(ours, apart), withoutVolatile(theirs, apart), "record");
  return found ?? (lacking > MOST_LACKING ? `record: lacks ${lacking} fields` : undefined);
};

/** Without these fields wherever they stand. */
const withoutDeep = (value: unknown, names: readonly string[]): unknown =>
  names.length === 0
    ? value
    : JSON.parse(JSON.stringify(value, (name, one) => (names.includes(name) ? undefined : one)));

/** The vendor's record without the fields that it hides for good, where the copy lacks them: a wrong value still shows. */
const withoutHidden = (ours: object, theirs: object, unshown: readonly string[]): object =>
  withoutVolatile(
    theirs,
    unshown.filter((name) => !(name in ours)),
  ) as object;

const hasUnread = (record: object): boolean => "_meta" in record;

/** Undefined: the copy is exact, in its canonical form and in the vendor's, volatile fields apart. */
const staleness = (
  resource: Resource,
  stored: StoredRecord,
  seen: Observation,
  { unshown = [], isOddForGood: isOdd = false }: Pick<Partial<Liar>, "unshown" | "isOddForGood">,
): string | undefined => {
  const shown = withoutHidden(stored.record, seen.record, unshown);
  if (hasUnread(stored.record)) return contradiction(resource, stored.record, shown);
  const ours = withoutVolatile(stored.record, resource.unlisted?.record);
  const theirs = withoutVolatile(shown, resource.unlisted?.record);
  if (contentHash(ours) !== contentHash(theirs)) {
    const wrong = firstDifference(ours, theirs, "record", isCanonical(resource));
    if (wrong) return wrong;
  }
  // What is odd in a row stays in its raw form, and some of it is read by no record.
  if (isOdd) return undefined;
  return firstDifference(
    withoutDeep(withoutVolatile(stored.raw, resource.volatile), unshown),
    withoutDeep(withoutVolatile(seen.raw, resource.volatile), unshown),
    "raw",
  );
};

/** Where two records say different things, as far as calls of different kinds can. */
export const contentDifference = (
  resource: Resource,
  ours: object,
  theirs: object,
  unshown: readonly string[],
): string | undefined => {
  const shown = withoutHidden(ours, theirs, unshown);
  if (hasUnread(ours)) return contradiction(resource, ours, shown);
  const left = withoutVolatile(ours, resource.unlisted?.record);
  const right = withoutVolatile(shown, resource.unlisted?.record);
  return firstDifference(left, right, "record", isCanonical(resource));
};

/** The feed, read from its beginning as a tenant would, must tell the same story. */
const compareFeed = async (
  world: World,
  resource: Resource,
  stored: readonly StoredRecord[],
  difference: Difference,
): Promise<void> => {
  const wrong = (line: string): void => {
    difference.feedMismatch += 1;
    tell(difference, `feed ${resource.name}: ${line}`);
  };
  const known = new Map<string, { version: number; alive: boolean; kinds: string[] }>();
  let seq = 0;
  for (;;) {
    const changes = await world.deps.feed.after(world.ref, resource.name, seq, { limit: 500, now: world.time.now() });
    if (changes.length === 0) break;
    for (const change of changes) {
      seq += 1;
      if (change.seq !== seq) wrong(`place ${change.seq} where ${seq} is due`);
      const entry = known.get(change.id) ?? { version: 0, alive: false, kinds: [] };
      known.set(change.id, entry);
      if (change.version <= entry.version) {
        // A repetition must say what was said before.
        if (entry.kinds[change.version] !== change.type)
          wrong(`${change.id} version ${change.version} told twice differently`);
        continue;
      }
      if (change.version !== entry.version + 1)
        wrong(`${change.id} goes from version ${entry.version} to ${change.version}`);
      const due = change.type === "added" ? !entry.alive : entry.alive;
      if (!due) wrong(`${change.id} ${change.type} at version ${change.version}`);
      entry.version = change.version;
      entry.alive = change.type !== "deleted";
      entry.kinds[change.version] = change.type;
    }
  }
  for (const record of stored) {
    const told = known.get(record.id);
    if (told?.version !== record.version || told.alive === record.deleted)
      wrong(`${record.id} stands at version ${record.version}, the feed at ${told?.version ?? 0}`);
    known.delete(record.id);
  }
  for (const id of known.keys()) wrong(`${id} is told of and not stored`);
};

/**
 * No cursor may stand past data that is not stored: whatever the next cycle will not read again has to be here now.
 * A vendor stamps a row and shows it seconds later; the overlap covers that.
 */
export const pastCursor = async (world: World): Promise<string[]> => {
  const lines: string[] = [];
  for (const resource of world.vendor.resources) {
    const { listing, name } = resource;
    const { time } = listing;
    if (listing.strategy === "snapshot" || !time || !resource.modified) continue;
    const live = await world.deps.states.get(world.ref, name, "live");
    if (live.cursor === undefined) continue;
    const full = await world.deps.states.get(world.ref, name, "full");
    // Before the first full cycle only what changed since the registration is promised.
    const since = full.cycles > 0 ? 0 : world.openedAt;
    const behind = live.cursor - overlapOf(listing);
    const rows = world.simulator.rows(name).filter((row) => {
      // Without a time of change staff may move a row to a day behind the cursor: the daily comparison finds that.
      if (listing.strategy === "window" && resource.modified?.(row) === undefined) return false;
      const at = time(row);
      return at !== undefined && at < behind && at >= since;
    });
    const ids = rows.map((row) => resource.id(row));
    const stored = new Map(
      (await world.deps.records.getMany(world.ref, name, ids)).map((record) => [record.id, record]),
    );
    for (const row of rows) {
      const id = resource.id(row);
      const record = stored.get(id);
      const at = time(row)!;
      if (!record) lines.push(`${name} ${id} of ${new Date(at).toISOString()} is not stored`);
      else if (record.modified !== undefined && record.modified < (resource.modified?.(row) ?? 0))
        lines.push(
          `${name} ${id} of ${new Date(at).toISOString()} is stored as of ${new Date(record.modified).toISOString()}`,
        );
    }
  }
  return lines;
};
