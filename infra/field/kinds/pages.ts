import {
  answerTo,
  type Collection,
  cannotTell,
  type Finding,
  idsOf,
  pagesOf,
  type Question,
  rowsIn,
  rowsOf,
  told,
} from "../experiment.ts";
import { at, numberOf } from "../raw.ts";
import type { Visit } from "../visit.ts";

/** Two small pages, laid together, are the beginning of a large one, and no row stands on both. */
export const pagesJoin =
  (collection: Collection, size: number, wide: Question = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const pages = await pagesOf(visit, collection, { ...wide, size }, 2);
    const [first = [], second = []] = pages.map((rows) => idsOf(rows, collection));
    if (first.length === 0) return cannotTell("The collection is empty.");
    const whole = idsOf(await rowsOf(visit, collection, { ...wide, size: size * 2 }), collection);
    if (whole.length <= size && second.length === 0) return cannotTell(`There are no more than ${size} rows.`);
    const twice = second.filter((id) => first.includes(id)).length;
    if (twice > 0) return told(false, `${twice} of ${second.length} rows of the second page stood on the first one.`);
    // As sets: rows that come keyed by their ids have no order of their own.
    const [fewer, more] = [[...first, ...second], whole].sort((left, right) => left.length - right.length);
    const same = fewer!.every((id) => more!.includes(id));
    return told(
      same && second.length > 0,
      `Two pages of ${first.length} and ${second.length} rows ${same ? "are" : "are not"} the beginning of one of ${whole.length}.`,
    );
  };

/** The same page twice shows the same rows in the same order. */
export const orderStable =
  (collection: Collection, wide: Question = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const ask = { size: 20, ...wide };
    const first = idsOf(await rowsOf(visit, collection, ask), collection);
    if (first.length < 2) return cannotTell("Fewer than two rows are shown.");
    const second = idsOf(await rowsOf(visit, collection, ask, { again: true }), collection);
    // A row that came in between moves the others; their own order must stand.
    const common = first.filter((id) => second.includes(id));
    const order = second.filter((id) => first.includes(id));
    return told(
      common.join() === order.join() && common.length > 0,
      `Asked twice, ${common.length} rows are common to both answers, in ${common.join() === order.join() ? "the same order" : "another order"}.`,
    );
  };

/** As many rows come as were asked for. */
export const sizeHonoured =
  (collection: Collection, size: number, wide: Question = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const rows = await rowsOf(visit, collection, { ...wide, size });
    if (rows.length > size) return told(false, `Asked for ${size} rows, ${rows.length} come.`);
    if (rows.length === size) return told(true, `Asked for ${size} rows, ${size} come.`);
    const more = await rowsOf(visit, collection, { ...wide, size: size * 4 });
    if (more.length <= rows.length) return cannotTell(`There are no more than ${rows.length} rows.`);
    return told(false, `Asked for ${size} rows, ${rows.length} come, though there are more.`);
  };

/** A larger page is cut down to the documented most. `echo`: where the answer says which size it used. */
export const sizeCut =
  (collection: Collection, most: number, { echo, wide = {} }: { echo?: string; wide?: Question } = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const asked = most * 2;
    const answer = await visit.ask(collection.operation, collection.ask({ ...wide, size: asked }));
    if (answer.said === "refused") return told(true, `Asked for ${asked} rows, the call is refused.`);
    if (answer.said !== "yes") return cannotTell(`Asked for ${asked} rows, the answer has status ${answer.status}.`);
    const { length } = rowsIn(answer, collection);
    if (length > most) return told(false, `Asked for ${asked} rows, ${length} come.`);
    if (length === most) return told(true, `Asked for ${asked} rows, ${most} come.`);
    const used = echo === undefined ? undefined : numberOf(at(answer.json, echo));
    if (used === undefined) return cannotTell(`There are no more than ${length} rows.`);
    return told(used <= most, `Asked for ${asked} rows, the answer says that it used ${used}.`);
  };

/** The total that the vendor names is the number of rows that its pages show. */
export const totalShown =
  (
    collection: Collection,
    {
      total,
      size,
      pages = 8,
      wide = {},
      counts = "rows",
    }: { total: string; size: number; pages?: number; wide?: Question; counts?: "rows" | "pages" },
  ) =>
  async (visit: Visit): Promise<Finding> => {
    const first = await answerTo(visit, collection, { ...wide, size, page: 1 });
    const said = numberOf(at(first.json, total));
    if (said === undefined) return cannotTell("The answer names no total.");
    if (said > (counts === "rows" ? size : 1) * (pages - 1))
      return cannotTell(`The total of ${said} is too large to be counted with this run's calls.`);
    const shown = await pagesOf(visit, collection, { ...wide, size }, pages);
    const found =
      counts === "rows"
        ? new Set(idsOf(shown.flat(), collection)).size
        : shown.filter(({ length }) => length > 0).length;
    return told(found === said, `The vendor says ${said} ${counts}, its pages show ${found}.`);
  };
