import { createMadeUp } from "../../core/made-up.ts";
import type { Clock, Log, Metric } from "../../core/ports.ts";
import type { Untyped } from "../../core/rows.ts";
import { type Drift, driftOf, type KnownShape, parseField, seeShape } from "../../core/shapes.ts";
import { HOUR } from "../../core/time.ts";
import type { VendorId } from "../../core/vendor.ts";
import type { DriftStore } from "../../stores/drifts.ts";

/** Known shapes as they are kept: a line for each field, by operation. */
export type ShapeTable = Readonly<Record<string, readonly string[]>>;

export interface WatchAnswersDeps {
  readonly drifts: DriftStore;
  readonly metric: Metric;
  readonly log: Log;
  readonly clock: Clock;
  readonly randomId: () => string;
}

/** Looks at an answer that was understood. Resolves at once for nearly all of them; never throws. */
export type SeeAnswer = (vendor: VendorId, operation: string, json: unknown) => Promise<void> | undefined;

/** A worker looks at the first answers of an operation, then at one of so many. */
const FIRST = 3;
const ONE_OF = 50;
/** Changes of one operation that a worker tells; a vendor that shows everything anew is told by these. */
const MOST_DRIFTS = 30;
const MOST_FIXTURE = 4_000;

interface Watched {
  answers: number;
  readonly known: KnownShape | undefined;
  /** When each change was told last, unix milliseconds. */
  readonly told: Map<string, number>;
}

/**
 * Compares the shape of a share of the answers with what is known of each operation. What is new or lacking is counted
 * (`AnswersDrifted`), logged, and kept for the operator; what is read does not depend on it.
 */
export const createSeeAnswer = (
  tables: Readonly<Partial<Record<VendorId, ShapeTable>>>,
  deps: WatchAnswersDeps,
): SeeAnswer => {
  const operations = new Map<string, Watched>();
  let madeUp: ReturnType<typeof createMadeUp> | undefined;

  const watchedOf = (vendor: VendorId, operation: string): Watched => {
    const name = `${vendor} ${operation}`;
    const watched = operations.get(name) ?? {
      answers: 0,
      known: knownOf(tables[vendor]?.[operation]),
      told: new Map(),
    };
    operations.set(name, watched);
    return watched;
  };

  /** What is too long to be kept is not made up: a row of megabytes would hold the worker. */
  const fixtureOf = (json: unknown, path: string): unknown => {
    const part = partShowing(json, path);
    if (JSON.stringify(part ?? null).length > MOST_FIXTURE) return undefined;
    madeUp ??= createMadeUp(deps.randomId());
    return madeUp.shareable(part);
  };

  const tell = async (vendor: VendorId, operation: string, drift: Drift, json: unknown): Promise<void> => {
    const now = deps.clock();
    deps.metric("AnswersDrifted", 1);
    deps.metric("AnswersDrifted", 1, { vendor });
    deps.log("warn", "answers-drifted", { vendor, operation, ...drift });
    await deps.drifts.note({ vendor, operation, ...drift, fixture: fixtureOf(json, drift.path) }, now);
  };

  return (vendor, operation, json) => {
    const watched = watchedOf(vendor, operation);
    watched.answers += 1;
    if (!watched.known || (watched.answers > FIRST && watched.answers % ONE_OF !== 0)) return undefined;
    const now = deps.clock();
    const fresh = driftOf(seeShape(json), watched.known).filter((drift) => {
      const name = `${drift.kind} ${drift.path} ${drift.found ?? ""}`;
      const last = watched.told.get(name);
      if (last === undefined ? watched.told.size >= MOST_DRIFTS : now - last < HOUR) return false;
      watched.told.set(name, now);
      return true;
    });
    if (fresh.length === 0) return undefined;
    return Promise.all(fresh.map((drift) => tell(vendor, operation, drift, json))).then(
      () => undefined,
      // Nobody's data waits for a note about a shape.
      () => undefined,
    );
  };
};

const knownOf = (lines: readonly string[] | undefined): KnownShape | undefined =>
  lines && new Map(lines.map(parseField));

/** The row that shows a change, or the whole answer where it is not about a row. */
const partShowing = (json: unknown, path: string): unknown => {
  const place = path.search(/\[\]|\{\}/);
  if (place < 0) return withoutRows(json);
  const names = path.slice(0, place).split(".").filter(Boolean);
  const list = names.reduce<Untyped>((inner, name) => inner?.[name], json);
  const rows: unknown[] = Array.isArray(list) ? list : Object.values(list ?? {});
  const rest = path.slice(place + 2).replace(/^\./, "");
  const [name = ""] = rest.split(/[.[{]/);
  return rows.find((row) => name === "" || (row as Untyped)?.[name] !== undefined) ?? rows[0];
};

const withoutRows = (json: unknown): unknown =>
  typeof json === "object" && json !== null && !Array.isArray(json)
    ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Array.isArray(value) ? [] : value]))
    : json;
