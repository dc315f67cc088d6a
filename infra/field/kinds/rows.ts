import type { OperationCall } from "../../../shared/core/vendor.ts";
import { type Collection, cannotTell, type Finding, idsOf, type Question, rowsOf, told } from "../experiment.ts";
import type { Form } from "../forms.ts";
import { all, at, listOf, numberOf, type Raw, timeOf, type Zone } from "../raw.ts";
import { NotAsked, type Visit } from "../visit.ts";

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Every value at the path has this form. `[]` in the path: all entries. */
export const formOf =
  (collection: Collection, path: string, form: Form, wide: Question = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const rows = await rowsOf(visit, collection, { size: 50, ...wide });
    const values = rows.flatMap((row) => all(row, path)).filter((value) => !isBlank(value));
    if (values.length === 0) return cannotTell(`No row shows ${path}.`);
    const odd = values.filter((value) => !form.fits(value)).length;
    return told(odd === 0, `${values.length - odd} of ${values.length} values of ${path} are ${form.name}.`);
  };

/** Codes of a state are those that are known. Names the unknown ones. */
export const codesKnown =
  (collection: Collection, path: string, known: readonly (string | number)[], wide: Question = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const rows = await rowsOf(visit, collection, { size: 100, ...wide });
    const codes = [
      ...new Set(
        rows
          .flatMap((row) => all(row, path))
          .filter((code) => !isBlank(code))
          .map(String),
      ),
    ].sort();
    if (codes.length === 0) return cannotTell(`No row shows ${path}.`);
    const strange = codes.filter((code) => !known.map(String).includes(code));
    return told(
      strange.length === 0,
      strange.length === 0
        ? `The ${codes.length} codes of ${path} are known.`
        : `Unknown codes of ${path}: ${strange.map((code) => JSON.stringify(code.slice(0, 30))).join(", ")}.`,
    );
  };

/** Some rows lack this field. */
export const someLack =
  (collection: Collection, path: string, wide: Question = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const rows = await rowsOf(visit, collection, { size: 50, ...wide });
    const lacking = rows.filter((row) => isBlank(at(row, path))).length;
    const evidence = `${lacking} of ${rows.length} rows lack ${path}.`;
    if (lacking === 0 && rows.length < 10) return cannotTell(evidence);
    return told(lacking > 0, evidence);
  };

/** No row lacks this field. */
export const noneLack =
  (collection: Collection, path: string, wide: Question = {}) =>
  async (visit: Visit): Promise<Finding> => {
    const rows = await rowsOf(visit, collection, { size: 50, ...wide });
    if (rows.length === 0) return cannotTell("The collection is empty.");
    const lacking = rows.filter((row) => isBlank(at(row, path))).length;
    return told(lacking === 0, `${lacking} of ${rows.length} rows lack ${path}.`);
  };

/** Rows add up: `made` is what their parts give, `said` what the vendor says. Undefined: the row does not tell. */
export const addsUp =
  (
    collection: Collection,
    sums: { made: (row: Raw) => number | undefined; said: (row: Raw) => number | undefined },
    wide: Question = {},
  ) =>
  async (visit: Visit): Promise<Finding> => {
    const rows = await rowsOf(visit, collection, { size: 50, ...wide });
    const sure = rows
      .map((row) => ({ made: sums.made(row), said: sums.said(row) }))
      .filter((one): one is { made: number; said: number } => one.made !== undefined && one.said !== undefined);
    if (sure.length === 0) return cannotTell("No row shows all that is needed.");
    const off = sure.filter(({ made, said }) => Math.abs(made - said) >= 1).length;
    return told(off === 0, `${sure.length - off} of ${sure.length} rows add up.`);
  };

export interface Detail {
  readonly collection: Collection;
  readonly operation: string;
  readonly call: (row: Raw) => OperationCall;
  /** The row in the detail's answer. */
  readonly row: (json: Raw, listed: Raw) => unknown;
  readonly wide?: Question;
}

/** Up to three rows of the list beside their details. */
const pairsOf = async (visit: Visit, { collection, operation, call, row, wide }: Detail) => {
  const rows = (await rowsOf(visit, collection, { size: 20, ...wide })).slice(0, 3);
  const pairs: { listed: Raw; detail: Raw }[] = [];
  for (const listed of rows) {
    const answer = await visit.ask(operation, call(listed));
    const detail = answer.said === "yes" ? row(answer.json, listed) : undefined;
    if (detail) pairs.push({ listed, detail });
  }
  if (pairs.length === 0) throw new NotAsked("no detail of a listed row is answered");
  return pairs;
};

/** List and detail say the same of these fields. */
export const detailAgrees =
  (detail: Detail, fields: readonly string[]) =>
  async (visit: Visit): Promise<Finding> => {
    const pairs = await pairsOf(visit, detail);
    const compared = pairs.flatMap((pair) =>
      fields
        .filter((field) => !isBlank(at(pair.listed, field)) && !isBlank(at(pair.detail, field)))
        .map((field) => ({
          field,
          same: JSON.stringify(at(pair.listed, field)) === JSON.stringify(at(pair.detail, field)),
        })),
    );
    if (compared.length === 0) return cannotTell("List and detail have none of these fields in common.");
    const off = [...new Set(compared.filter(({ same }) => !same).map(({ field }) => field))];
    return told(
      off.length === 0,
      off.length === 0
        ? `${compared.length} values of ${pairs.length} rows are the same in list and detail.`
        : `List and detail differ in ${off.join(", ")}.`,
    );
  };

/** These fields stand in the detail alone. */
export const detailOnly =
  (detail: Detail, fields: readonly string[]) =>
  async (visit: Visit): Promise<Finding> => {
    const pairs = await pairsOf(visit, detail);
    const listed = fields.filter((field) => pairs.some((pair) => at(pair.listed, field) !== undefined));
    const shown = fields.filter((field) => pairs.some((pair) => at(pair.detail, field) !== undefined));
    if (shown.length === 0 && listed.length === 0)
      return cannotTell(`Neither list nor detail shows ${fields.join(" or ")}.`);
    return told(
      listed.length === 0,
      listed.length === 0 ? `${shown.join(", ")} stands in the detail alone.` : `The list shows ${listed.join(", ")}.`,
    );
  };

/** Rows that a list of deleted ones names are not shown by the list of living ones. */
export const deletedHidden =
  (
    deleted: Collection,
    byIds: (ids: readonly string[]) => { collection: Collection; question: Question },
    wide: Question = {},
  ) =>
  async (visit: Visit): Promise<Finding> => {
    const gone = idsOf(await rowsOf(visit, deleted, { size: 20, ...wide }), deleted).slice(0, 20);
    if (gone.length === 0) return cannotTell("No row is named as deleted.");
    const { collection, question } = byIds(gone);
    const shown = idsOf(await rowsOf(visit, collection, question), collection).filter((id) => gone.includes(id));
    return told(
      shown.length === 0,
      `${shown.length} of ${gone.length} rows that are named as deleted are listed among the living.`,
    );
  };

interface Sales {
  readonly sales: Collection;
  readonly wide?: Question;
  /** Path of a sale's time; only sales with a time of day tell. */
  readonly soldAt: string;
  readonly zone: Zone;
  /** Path of the sold products' ids in a sale. */
  readonly sold: string;
  readonly counts?: (sale: Raw) => boolean;
}

/** The newest sales of products, latest first: product id and time. */
const soldLately = async (visit: Visit, { sales, wide, soldAt, zone, sold, counts }: Sales) => {
  const rows = await rowsOf(visit, sales, { size: 50, ...wide });
  const latest = new Map<string, number>();
  for (const row of rows) {
    const time = timeOf(at(row, soldAt), zone);
    if (time === undefined || counts?.(row) === false) continue;
    for (const id of all(row, sold).map(String)) latest.set(id, Math.max(time, latest.get(id) ?? 0));
  }
  return [...latest].sort((left, right) => right[1] - left[1]);
};

/** Where a product's time of change stands, and what is assumed of it after a sale. */
interface Stamp {
  readonly path: string;
  /** Where it stands when it is not at `path`. */
  readonly other?: string;
  readonly assumed: "moves" | "stays";
  readonly wide?: Question;
}

/** A product's time of change follows its sales (`moves`), or does not. */
export const saleStamps =
  (sales: Sales, products: Collection, { path, other = path, assumed, wide = {} }: Stamp) =>
  async (visit: Visit): Promise<Finding> => {
    const sold = await soldLately(visit, sales);
    if (sold.length === 0) return cannotTell("No sale with products is shown.");
    const rows = await rowsOf(visit, products, { size: 100, ...wide });
    const times = new Map(
      rows.map((row) => [
        String(at(row, products.id)),
        timeOf(at(row, path), sales.zone) ?? timeOf(at(row, other), sales.zone),
      ]),
    );
    const known = sold.filter(([id]) => times.get(id) !== undefined);
    if (known.length === 0) return cannotTell("None of the products sold lately is shown with a time of change.");
    const behind = known.filter(([id, time]) => times.get(id)! < time - 5_000).length;
    const evidence = `${behind} of ${known.length} products have a time of change that is older than their latest sale.`;
    return told(assumed === "moves" ? behind === 0 : behind > 0, evidence);
  };

/** A product that was sold a moment ago is in the list of changed stock. */
export const saleListed =
  (sales: Sales, stock: Collection) =>
  async (visit: Visit): Promise<Finding> => {
    const [latest] = await soldLately(visit, sales);
    if (!latest) return cannotTell("No sale with products is shown.");
    const [id, time] = latest;
    const changed = idsOf(await rowsOf(visit, stock, { size: 100, from: time - 60_000 }), stock);
    return told(
      changed.includes(id),
      `Asked for changes from a minute before the newest sale, its product ${changed.includes(id) ? "is" : "is not"} among ${changed.length} rows.`,
    );
  };

/** A sum that the vendor names is the sum of its parts. */
export const sumOfParts = (
  collection: Collection,
  { whole, parts, wide = {} }: { whole: string; parts: string; wide?: Question },
) =>
  addsUp(
    collection,
    {
      said: (row) => numberOf(at(row, whole)),
      made: (row) => {
        const amounts = all(row, parts).map(numberOf);
        return amounts.length === 0 || amounts.includes(undefined)
          ? undefined
          : (amounts as number[]).reduce((sum, one) => sum + one, 0);
      },
    },
    wide,
  );

/** All numbers of a list, summed; undefined where one is missing. */
export const sumOf = (rows: unknown, amount: (row: Raw) => number | undefined): number | undefined => {
  const amounts = listOf(rows).map(amount);
  return amounts.includes(undefined) ? undefined : (amounts as number[]).reduce((sum, one) => sum + one, 0);
};
