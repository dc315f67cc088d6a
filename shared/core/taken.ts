import { stableJson } from "./content.ts";
import { toMoney } from "./money.ts";
import { samePhone } from "./phone.ts";

/**
 * Whether a record shows what a command asked for. `yes`: it shows the same. `no`: it shows something else, or nothing
 * where the vendor shows such a field. `unseen`: nobody can see it there, which proves neither.
 */
export type Verdict = "yes" | "no" | "unseen";

export interface Taken {
  /** The command's field: `note`, `shipping.address.line`, `lines.0.price`; `lines` where there are more than asked. */
  readonly field: string;
  readonly verdict: Verdict;
}

/** A record or a command. `any`: which fields it has is known to who declares the write, not here. */
type Row = Readonly<Record<string, any>>;

/**
 * Where a record shows a field of the command. `true`: under the same name. A function reads it: from the record, or
 * for a field of a list (`lines.price`) from the entry that stands for the command's one. `any`: as for a `Row`.
 */
type Shown = true | ((shown: any, asked: any) => unknown);

/**
 * What the records of a vendor show, by the command's fields without the numbers of list entries: `note`,
 * `lines.quantity`, `shipping.address.ward`. A field that is not named here is never seen.
 */
export type Shows = Readonly<Record<string, Shown>>;

/** Names of a command that only say which record is meant. */
const NAMING = new Set(["id", "productId", "code"]);
/** Lists whose entries have no order and are found again by what they name. */
const NAMED_THE_SAME: Readonly<Record<string, (asked: Row, shown: Row) => boolean>> = {
  // A code may stand for several products: it tells only where one of the two has no id.
  lines: (asked, shown) =>
    asked.productId === undefined || isNothing(shown.productId)
      ? isSameKey(asked.code, shown.code)
      : isSameKey(asked.productId, shown.productId),
  payments: (asked, shown) => isSameKey(asked.method, shown.method),
};
const isNothing = (value: unknown): boolean => value === undefined || value === null;
const isSameKey = (asked: unknown, shown: unknown): boolean =>
  asked !== undefined && String(asked) === String(shown ?? "");

/** The parts of a write's declaration that say what can be seen of it. `any`: as for a `Row`. */
export interface Visible {
  readonly shows?: Shows;
  /** The vendor's row in the words of the command, where the collection has no canonical form: read in place of the record. */
  view?(row: any): unknown;
  alsoShows?(command: any, record: any): readonly Taken[];
}

/** What a record tells about a command, by the declaration of the write. Empty: nothing of it can be seen. */
export const verdictsOf = (
  write: Visible | undefined,
  command: unknown,
  canonical: unknown,
  row?: unknown,
): readonly Taken[] => {
  const record = write?.view && row !== undefined ? write.view(row) : canonical;
  const also = write?.alsoShows?.(command, record) ?? [];
  const isTold = (field: string) => also.some((one) => one.field === field || one.field.startsWith(`${field}.`));
  const shown = write?.shows ? taken(command, record, write.shows) : [];
  // A field that `shows` does not name may still be seen by the declaration's own comparison.
  return [...shown.filter(({ field, verdict }) => verdict !== "unseen" || !isTold(field)), ...also];
};

/** Judges each field of a command by the canonical record that the vendor shows. */
export const taken = (command: unknown, record: unknown, shows: Shows): readonly Taken[] =>
  judge(command as Row, record as Row, shows, { path: "", pattern: "" });

/** Every field is seen, and shows what was asked. A command of which nothing can be seen is no proof. */
export const isProven = (verdicts: readonly Taken[]): boolean =>
  verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === "yes");

/** Nothing contradicts the command, and something of it is seen. */
export const isLikely = (verdicts: readonly Taken[]): boolean =>
  verdicts.some(({ verdict }) => verdict === "yes") && verdicts.every(({ verdict }) => verdict !== "no");

export const fieldsOf = (verdicts: readonly Taken[], wanted: Verdict): string[] =>
  verdicts.filter(({ verdict }) => verdict === wanted).map(({ field }) => field);

/** Where a value stands in the command: `lines.0.price`, and without numbers, as `Shows` names it, `lines.price`. */
interface Standing {
  readonly path: string;
  readonly pattern: string;
}

/** `shown`: the record, or the list entry that stands for `asked`. */
const judge = (asked: Row, shown: Row | undefined, shows: Shows, { path, pattern }: Standing): readonly Taken[] =>
  Object.entries(asked).flatMap(([name, value]) => {
    if (value === undefined || (path === "" && name === "id")) return [];
    const field = path === "" ? name : `${path}.${name}`;
    const kind = pattern === "" ? name : `${pattern}.${name}`;
    if (name in NAMED_THE_SAME && path === "" && Array.isArray(value)) return judgeList(name, value, shown, shows);
    if (isRow(value) && !(kind in shows)) return judge(value, shown, shows, { path: field, pattern: kind });
    return [{ field, verdict: verdictOf(kind, { value, entry: asked }, shown, shows) }];
  });

/** `entry`: what of the command the value stands in. */
const verdictOf = (
  kind: string,
  { value: asked, entry }: { readonly value: unknown; readonly entry: Row },
  shown: Row | undefined,
  shows: Shows,
): Verdict => {
  const where = shows[kind];
  if (where === undefined || shown === undefined) return "unseen";
  const value = where === true ? valueAt(shown, kind) : where(shown, entry);
  if (value === UNSEEN) return "unseen";
  return isSame(asked, value, kind.split(".").at(-1)!) ? "yes" : "no";
};

/** What a `Shown` function returns where this record does not show the field although others may. */
export const UNSEEN = Symbol("unseen");

/**
 * Pictures as the record shows them: one that is left over was taken away by the command. The vendor may keep a picture under an
 * address of its own, so that as many others prove nothing.
 */
export const shownImages = ({ images: shown = [] }: Row, { images: asked }: Row): unknown => {
  if (shown.length !== new Set(asked).size) return shown;
  return asked.every((url: string) => shown.includes(url)) ? asked : UNSEEN;
};

/** Entries are looked up in their own entry: `lines.price` reads `price` of the line. */
const valueAt = (shown: Row, kind: string): unknown => {
  const [first = "", ...rest] = kind.split(".");
  const names = first in NAMED_THE_SAME ? rest : [first, ...rest];
  return names.reduce<unknown>((value, name) => (isRow(value) ? value[name] : undefined), shown);
};

/** Entry by entry: a list is replaced as a whole, so one that is left over was not asked for. */
const judgeList = (name: string, asked: readonly Row[], shown: Row | undefined, shows: Shows): readonly Taken[] => {
  const isShown = Object.keys(shows).some((field) => field.startsWith(`${name}.`));
  if (!isShown || shown === undefined) return [{ field: name, verdict: "unseen" }];
  const stored = Array.isArray(shown[name]) ? (shown[name] as readonly Row[]) : [];
  const pairs = pair(name, asked, stored);
  const verdicts = asked.flatMap((entry, index) => {
    const found = pairs.get(index);
    if (found === undefined) return [{ field: `${name}.${index}`, verdict: "no" as const }];
    const rest = Object.fromEntries(
      Object.entries(entry).filter(([field]) => !NAMING.has(field) && field !== "method"),
    );
    return [
      { field: `${name}.${index}`, verdict: "yes" as const },
      ...judge(rest, stored[found], shows, { path: `${name}.${index}`, pattern: name }),
    ];
  });
  return stored.length > pairs.size ? [...verdicts, { field: name, verdict: "no" }] : verdicts;
};

const LIKENESS = ["quantity", "amount", "price", "discount", "note"] as const;

/** The stored entry of each asked one: the most alike of those that name the same. */
const pair = (name: string, asked: readonly Row[], stored: readonly Row[]): ReadonlyMap<number, number> => {
  const isNamed = NAMED_THE_SAME[name]!;
  const likeness = (one: Row, other: Row): number => {
    if (!isNamed(one, other)) return 0;
    const alike = LIKENESS.filter((field) => one[field] !== undefined && isSame(one[field], other[field], field));
    // A gift and a sold line of one product are never the same line, however alike they are else.
    const isSameKind = other.gift !== undefined && Boolean(one.gift) === Boolean(other.gift);
    return 1 + alike.length + (isSameKind ? LIKENESS.length + 1 : 0);
  };
  const offers = asked
    .flatMap((one, at) => stored.map((other, place) => ({ at, place, likeness: likeness(one, other) })))
    .filter((offer) => offer.likeness > 0)
    .sort((left, right) => right.likeness - left.likeness);
  const pairs = new Map<number, number>();
  const used = new Set<number>();
  for (const { at, place } of offers) {
    if (pairs.has(at) || used.has(place)) continue;
    pairs.set(at, place);
    used.add(place);
  }
  return pairs;
};

const isRow = (value: unknown): value is Row => value !== null && typeof value === "object" && !Array.isArray(value);

/** Amounts by value, however they are written; nothing is nought; text without its edges; phones by their digits. */
const isSame = (asked: unknown, shown: unknown, name: string): boolean => {
  if (typeof asked === "number") return isSameNumber(asked, shown ?? 0);
  if (typeof asked === "string") {
    if (name === "phone") return samePhone(asked, shown);
    return plainText(asked) === plainText(shown ?? "");
  }
  if (Array.isArray(asked)) return isSameSet(asked, Array.isArray(shown) ? shown : []);
  return stableJson(asked) === stableJson(shown);
};

/** Decimals: 0.1 + 0.2 is 0.3. No vendor keeps more than four places. */
const isSameNumber = (asked: number, shown: unknown): boolean => {
  try {
    return String(toMoney(asked)) === String(toMoney(shown));
  } catch {
    return false;
  }
};

const plainText = (text: unknown): string => String(text).normalize("NFC").replace(/\s+/g, " ").trim();

const isSameSet = (asked: readonly unknown[], shown: readonly unknown[]): boolean => {
  const texts = (list: readonly unknown[]) => list.map((entry) => stableJson(entry)).sort();
  return stableJson(texts(asked)) === stableJson(texts(shown));
};
