import { type Collection, cannotTell, type Finding, idsOf, type Question, rowsOf, told } from "../experiment.ts";
import { at, localDay, type Raw, timeOf, type Zone } from "../raw.ts";
import type { Visit } from "../visit.ts";

interface Filter {
  readonly collection: Collection;
  /** Paths of the time that the filter is said to look at; the first that is there counts. */
  readonly time: readonly string[];
  readonly zone: Zone;
  /** What the unfiltered listing is asked. */
  readonly wide?: Question;
  /** The rows that the question is about. Default: all. */
  readonly only?: (row: Raw) => boolean;
  /** The filter needs both ends. */
  readonly closed?: boolean;
}

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString();

const rawTime = (row: unknown, paths: readonly string[]): unknown =>
  paths.map((path) => at(row, path)).find((value) => value !== undefined && value !== null && value !== "");

const timed = (rows: readonly unknown[], { time, zone, only }: Filter) =>
  rows
    .filter((row) => only?.(row) ?? true)
    .map((row) => ({ row, raw: rawTime(row, time), time: timeOf(rawTime(row, time), zone) }))
    .filter((one): one is { row: unknown; raw: unknown; time: number } => one.time !== undefined)
    .sort((left, right) => left.time - right.time);

const wideOf = (filter: Filter): Question => ({ size: 50, ...filter.wide });

/** The row whose time is the bound itself is in the answer. */
export const boundIncluded =
  (filter: Filter) =>
  async (visit: Visit): Promise<Finding> => {
    const { collection } = filter;
    const newest = timed(await rowsOf(visit, collection, wideOf(filter)), filter).at(-1);
    if (!newest) return cannotTell("No row shows the time that the filter looks at.");
    const [id] = idsOf([newest.row], collection);
    const ends = filter.closed ? { to: newest.raw } : {};
    const asked = idsOf(await rowsOf(visit, collection, { size: 50, from: newest.raw, ...ends }), collection);
    if (asked.includes(id!)) return told(true, `Asked from ${iso(newest.time)}, the row of that time is shown.`);
    const earlier = { from: newest.time - 2_000, ...(filter.closed ? { to: newest.time + 2_000 } : {}) };
    const around = idsOf(await rowsOf(visit, collection, { size: 50, ...earlier }), collection);
    if (!around.includes(id!)) return cannotTell("The row is not shown when asked from two seconds earlier either.");
    return told(false, `Asked from ${iso(newest.time)}, the row of that time is not shown; two seconds earlier it is.`);
  };

/** A row is found by the filter at the time that stands in for the one that it lacks. */
export const foundByOther =
  (filter: Filter) =>
  async (visit: Visit): Promise<Finding> => {
    const { collection } = filter;
    const newest = timed(await rowsOf(visit, collection, wideOf(filter)), filter).at(-1);
    if (!newest) return cannotTell("No such row is shown.");
    const [id] = idsOf([newest.row], collection);
    const isShown = idsOf(await rowsOf(visit, collection, { size: 100, from: newest.raw }), collection).includes(id!);
    return told(isShown, `Asked from ${iso(newest.time)}, the row is ${isShown ? "" : "not "}shown.`);
  };

/** Every row of a filtered answer satisfies the filter. */
export const filterHeld =
  (filter: Filter) =>
  async (visit: Visit): Promise<Finding> => {
    const { collection } = filter;
    const rows = timed(await rowsOf(visit, collection, wideOf(filter)), filter);
    const [oldest] = rows;
    const isOlder = (time: number, than: number) => time < than - 999;
    // Between an older row and a younger one, so that a filter that does nothing shows.
    const bounds = rows.filter(({ time }) => isOlder(oldest!.time, time));
    const bound = bounds[Math.floor(bounds.length / 2)];
    if (!bound) return cannotTell("The rows' times are too few to split them.");
    const ends = filter.closed ? { to: visit.clock() } : {};
    // As many as before: of a list with the newest rows first, fewer would all be young whatever the filter does.
    const { size } = wideOf(filter);
    const found = timed(
      await rowsOf(visit, collection, { ...(size ? { size } : {}), from: bound.raw, ...ends }),
      filter,
    );
    if (found.length === 0) return told(false, `Asked from ${iso(bound.time)}, no row is shown, though there is one.`);
    const older = found.filter(({ time }) => isOlder(time, bound.time));
    return told(
      older.length === 0,
      `Asked from ${iso(bound.time)}, ${older.length} of ${found.length} rows are older than that.`,
    );
  };

/** Every row of a span of past days is of these days, though there are younger ones. */
export const spanHeld =
  (filter: Filter, fromDays: number, toDays: number) =>
  async (visit: Visit): Promise<Finding> => {
    const now = visit.clock();
    const [from, to] = [now - fromDays * DAY, now - toDays * DAY];
    const found = timed(await rowsOf(visit, filter.collection, { ...wideOf(filter), from, to }), filter);
    if (found.length === 0) return cannotTell(`No row of ${fromDays} to ${toDays} days ago is shown.`);
    const outside = found.filter(({ time }) => localDay(time) < localDay(from) || localDay(time) > localDay(to)).length;
    const days = `${localDay(from)} to ${localDay(to)}`;
    return told(outside === 0, `Asked for ${days}, ${outside} of ${found.length} rows are of other days.`);
  };

/** Asked for the day of one of the older rows, the list shows it, and no row of another day. */
export const dayHeld =
  (filter: Filter) =>
  async (visit: Visit): Promise<Finding> => {
    const { collection } = filter;
    const rows = timed(await rowsOf(visit, collection, wideOf(filter)), filter);
    const [oldest] = rows;
    if (!oldest || localDay(oldest.time) === localDay(rows.at(-1)!.time))
      return cannotTell("The rows are not of different days.");
    const from = Date.parse(`${localDay(oldest.time)}T00:00:00+07:00`);
    // As wide as before: fewer rows of a list with the newest first would all be young.
    const found = timed(await rowsOf(visit, collection, { ...wideOf(filter), from, to: from + DAY }), filter);
    const days = [localDay(from), localDay(from + DAY)];
    const outside = found.filter(({ time }) => !days.includes(localDay(time))).length;
    const [id] = idsOf([oldest.row], collection);
    const isShown = idsOf(
      found.map(({ row }) => row),
      collection,
    ).includes(id!);
    return told(
      isShown && outside === 0,
      `Asked for ${days[0]}, the row of that day is ${isShown ? "" : "not "}shown, and ${outside} rows are of other days.`,
    );
  };

/** A filter that no row can satisfy shows rows all the same: it is not looked at. */
export const filterIgnored =
  (collection: Collection) =>
  async (visit: Visit): Promise<Finding> => {
    const wide = await rowsOf(visit, collection, { size: 20 });
    if (wide.length === 0) return cannotTell("The collection is empty.");
    const future = await rowsOf(visit, collection, { size: 20, from: visit.clock() + DAY });
    return told(future.length > 0, `Asked for changes from tomorrow on, ${future.length} rows are shown.`);
  };

/** A parameter that does not exist changes nothing. */
export const unknownIgnored =
  (collection: Collection, more: Readonly<Record<string, unknown>>) =>
  async (visit: Visit): Promise<Finding> => {
    const plain = await rowsOf(visit, collection, { size: 10 });
    if (plain.length === 0) return cannotTell("The collection is empty.");
    const answer = await visit.ask(collection.operation, collection.ask({ size: 10, more }));
    if (answer.said !== "yes")
      return told(false, `A parameter that does not exist is refused with status ${answer.status}.`);
    const rows = await rowsOf(visit, collection, { size: 10, more });
    return told(
      idsOf(rows, collection).join() === idsOf(plain, collection).join(),
      `With a parameter that does not exist ${rows.length} rows are shown, without it ${plain.length}.`,
    );
  };

/** Rows come in the order that was asked for. */
export const sorted =
  (filter: Filter, more: Readonly<Record<string, unknown>>, direction: "ascending" | "descending") =>
  async (visit: Visit): Promise<Finding> => {
    const rows = await rowsOf(visit, filter.collection, { ...wideOf(filter), more: { ...filter.wide?.more, ...more } });
    const times = rows
      .map((row) => timeOf(rawTime(row, filter.time), filter.zone))
      .filter((time): time is number => time !== undefined);
    if (new Set(times).size < 3) return cannotTell("Fewer than three different times are shown.");
    const wrong = times.filter((time, place) => {
      const before = times[place - 1];
      return before !== undefined && (direction === "ascending" ? time < before : time > before);
    });
    return told(wrong.length === 0, `${wrong.length} of ${times.length} rows stand against the order.`);
  };

/** Without dates the list shows no row older than this many days, though there are some. */
export const onlyLatest =
  (filter: Filter, days: number) =>
  async (visit: Visit): Promise<Finding> => {
    const now = visit.clock();
    const span = { size: 20, from: now - 2 * days * DAY, to: now - (days + 1) * DAY };
    const older = await rowsOf(visit, filter.collection, span);
    if (older.length === 0) return cannotTell(`No row of more than ${days} days ago is shown when asked for either.`);
    const plain = timed(await rowsOf(visit, filter.collection, { size: 100, more: { plain: true } }), filter);
    if (plain.length === 0) return cannotTell("Without dates no row is shown.");
    const old = plain.filter(({ time }) => time < now - (days + 1) * DAY).length;
    return told(old === 0, `Without dates ${old} of ${plain.length} rows are older than ${days} days.`);
  };
