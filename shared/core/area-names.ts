/* Names of provinces, districts and wards, as people and vendors spell them. */

/** An area of a vendor's own list. `id` undefined: the list gives this one no id of its own. */
export interface Area {
  readonly id?: string | undefined;
  readonly name: string;
  readonly otherNames?: readonly string[];
}

const KINDS = ["tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu"];
const SHORT: Readonly<Record<string, string>> = {
  tp: "thành phố",
  q: "quận",
  h: "huyện",
  tx: "thị xã",
  tt: "thị trấn",
  p: "phường",
  x: "xã",
};
/** "Q. 1", "q.1", "P5", "TP HCM": a short kind ends with a dot, a blank or before a number. */
const SHORT_KIND = /^(tp|tx|tt|q|h|p|x)(?:\.\s*|\s+|(?=\d))/;

/** Marks of the five tones. Those that make another letter (ă, â, ê, ô, ơ, ư) stay where they are. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** "Hòa" and "Hoà" are one word: the tone of each word is written behind it. */
const withToneBehind = (word: string): string => word.replace(TONES, "") + (word.match(TONES)?.join("") ?? "");

/** One spelling of a text, whatever its case, its form of Unicode, its punctuation and the place of its tones. */
const spelled = (text: string): string =>
  text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\s.,'’_-]+/g, " ")
    .trim()
    .split(" ")
    .map((word) => withToneBehind(/^\d+$/.test(word) ? String(Number(word)) : word))
    .join(" ");

const withoutAccents = (text: string): string => text.replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");

interface Name {
  /** "quận" as `spelled` writes it; empty where the name tells none. */
  readonly kind: string;
  readonly bare: string;
}

const startingWith = (kinds: readonly string[]) => new RegExp(`^(${kinds.join("|")}) (?=.)`);
const SPELLED_KINDS = KINDS.map(spelled);
const KIND = startingWith(SPELLED_KINDS);
const PLAIN_KIND = startingWith(SPELLED_KINDS.map(withoutAccents));

const split = (whole: string, kinds: RegExp): Name => {
  const kind = kinds.exec(whole)?.[1] ?? "";
  return { kind, bare: kind === "" ? whole : whole.slice(kind.length + 1) };
};

const wholeOf = (text: string): string => {
  const lower = text.normalize("NFC").toLowerCase().trim();
  return spelled(lower.replace(SHORT_KIND, (_, kind: string) => `${SHORT[kind]} `));
};

type Read = (whole: string) => Name;
const accented: Read = (whole) => split(whole, KIND);
const plain: Read = (whole) => split(withoutAccents(whole), PLAIN_KIND);

const isSame = (one: Name, other: Name): boolean => one.kind === other.kind && one.bare === other.bare;
/** A kind that is told must not differ: "Xã Tân An" is no "Phường Tân An". */
const isAlike = (one: Name, other: Name): boolean =>
  (one.kind === "" || other.kind === "" || one.kind === other.kind) && one.bare === other.bare;

/** The areas that a name may mean: one, none, or several that cannot be told apart. The strictest way that finds any decides. */
export const areasNamed = <Listed extends Area>(areas: readonly Listed[], text: string): readonly Listed[] => {
  const asked = wholeOf(text);
  const listed = areas.map((area) => ({ area, names: [area.name, ...(area.otherNames ?? [])].map(wholeOf) }));
  const find = (read: Read, isMeant: (one: Name, other: Name) => boolean): readonly Listed[] =>
    listed.filter(({ names }) => names.some((name) => isMeant(read(asked), read(name)))).map(({ area }) => area);
  const ways = [() => find(accented, isSame), () => find(accented, isAlike)];
  // Written without any accent, which a name with accents never is.
  if (withoutAccents(asked) === asked)
    ways.push(
      () => find(plain, isSame),
      () => find(plain, isAlike),
    );
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found;
  }
  return [];
};
