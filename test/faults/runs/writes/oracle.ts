import type { JournalEntry } from "../../../../infra/sandbox/types.ts";
import { stableJson } from "../../../../shared/core/content.ts";
import type { VendorId } from "../../../../shared/core/vendor.ts";
import type { Books, Row } from "./books.ts";
import type { Held, HeldLine } from "./held.ts";
import type { Command, Intent } from "./intents.ts";
import { heldIn } from "./store.ts";

/*
 * What the vendor's own store says about a command. It knows nothing of the adapter's judge: it reads the simulator's rows
 * as the vendor's document describes them.
 */

const valueAt = (command: Command, path: string): unknown =>
  path.split(".").reduce<any>((value, name) => value?.[name], command);

const lineText = ({ productId, quantity, price }: HeldLine): string => `${productId}*${quantity}@${price}`;
const isSameGoods = (one: HeldLine, other: HeldLine): boolean =>
  one.productId === other.productId && one.quantity === other.quantity;

/** Fields of the command that the record does not hold as asked. */
const notHeld = (command: Command, held: Held): string[] => {
  const texts = Object.entries(held.texts).filter(([field, value]) => {
    const asked = valueAt(command, field);
    return asked !== undefined && !value.includes(String(asked));
  });
  const values = Object.entries(held.values).filter(([field, value]) => {
    const asked = valueAt(command, field);
    return asked !== undefined && asked !== value;
  });
  return [...[...texts, ...values].map(([field]) => field), ...linesNotHeld(command.lines, held.lines)];
};

const linesNotHeld = (asked: readonly Command[] | undefined, held: readonly HeldLine[] | undefined): string[] => {
  if (asked === undefined || held === undefined) return [];
  const missing = asked.flatMap((line, index) => {
    const found = held.find((one) => isSameGoods(one, line as HeldLine));
    if (!found) return [`lines.${index}`];
    return [
      ...(found.price === undefined || line.price === undefined || found.price === line.price
        ? []
        : [`lines.${index}.price`]),
      ...(found.discount === undefined || line.discount === undefined || found.discount === line.discount
        ? []
        : [`lines.${index}.discount`]),
      ...(found.note === undefined || line.note === undefined || found.note.includes(line.note)
        ? []
        : [`lines.${index}.note`]),
    ];
  });
  return held.length > asked.length ? [...missing, "lines"] : missing;
};

/** A name tells a field where it is the field, holds it, or is held by it. */
const tells = (named: string, field: string): boolean =>
  named === field || field.startsWith(`${named}.`) || named.startsWith(`${field}.`);

interface Shop {
  readonly vendor: VendorId;
  readonly books: Books;
  /** Carried out with values of the vendor's own, of which an update is not to blame. */
  readonly computed: ReadonlySet<JournalEntry>;
}

/**
 * Fields that a succeeded write neither brought to the vendor nor named. A write may have been carried out more than
 * once, and each time counts.
 */
export const untold = (
  { kind, command }: Intent,
  done: readonly JournalEntry[],
  told: readonly string[],
  { vendor, books }: Shop,
): readonly string[] => {
  let fewest: readonly string[] | undefined;
  for (const entry of done) {
    const after = books.turn(entry, kind)?.after;
    const held = after && heldIn(vendor, kind, after, command);
    if (!held) continue;
    const silent = notHeld(command, held).filter((field) => !told.some((name) => tells(name, field)));
    if (fewest === undefined || silent.length < fewest.length) fewest = silent;
  }
  return fewest ?? [];
};

/** Values of which a committed update left parts of two versions in the record. */
export const mixedIn = (
  { kind, command }: Intent,
  done: readonly JournalEntry[],
  { vendor, books, computed }: Shop,
): readonly string[] => {
  const [records] = kind.split(".");
  if (!kind.endsWith(".update")) return [];
  const path = records === "customers" ? "address" : "shipping.address";
  return done.flatMap((entry) => {
    const turn = books.turn(entry, kind);
    const read = (row: Row | undefined) => row && heldIn(vendor, kind, row, command);
    const [before, after] = [read(turn?.before), read(turn?.after)];
    if (!before || !after) return [];
    const money =
      turn?.isLate || computed.has(entry) ? [] : [...mixedPairs(command, before, after), ...mixedPaid(before, after)];
    return [...mixedAddress(command, path, before, after), ...mixedLines(command.lines, before, after), ...money];
  });
};

/** A part that the command does not name is cleared, or the address stays as it was as a whole. */
const mixedAddress = (command: Command, path: string, before: Held, after: Held): string[] => {
  const asked = valueAt(command, path) as Command | undefined;
  const line = `${path}.line`;
  if (asked === undefined || !after.texts[line]?.includes(asked.line)) return [];
  if (before.texts[line]?.includes(asked.line)) return [];
  const namesPlace = asked.province !== undefined || asked.district !== undefined || asked.ward !== undefined;
  const kept = Object.entries(after.place ?? {}).filter(
    ([part, value]) => before.place?.[part] === value && !(namesPlace && isNamed(asked, part, value)),
  );
  return kept.map(([part, value]) => `${path}: ${part} ${value} of the old address stands beside the new line`);
};

/** The new address may lie in the same place as the old one: then what it names is no trace of the old one. */
const isNamed = (asked: Command, part: string, value: string): boolean => {
  const names = [asked.province, asked.district, asked.ward].filter((name) => name !== undefined);
  // An id says nothing about a name; the part that it stands for does.
  if (/^[\d_A-Z]+$/.test(value)) return asked[partOf[part] ?? ""] !== undefined;
  return names.some((name) => value.includes(name) || name.includes(value));
};
const partOf: Readonly<Record<string, string>> = {
  city: "province",
  province: "province",
  newProvince: "province",
  district: "district",
  ward: "ward",
  commune: "ward",
  commnue: "ward",
  newCommune: "ward",
};

const isSame = (one: object, other: object): boolean => stableJson(one) === stableJson(other);

/** All parts are as they were, or all are as asked. What the command does not name stays. */
const mixedPairs = (command: Command, before: Held, after: Held): string[] =>
  Object.entries(after.pairs ?? {}).flatMap(([field, { parts, whole, reckonedFrom = [] }]) => {
    const asked = valueAt(command, field) as number | undefined;
    const old = before.pairs?.[field]?.parts ?? {};
    const isWhole = asked !== undefined && whole !== undefined && isSame(parts, whole(asked));
    const isReckoned = asked === undefined && reckonedFrom.some((name) => valueAt(command, name) !== undefined);
    if (isSame(parts, old) || isWhole || isReckoned) return [];
    return [`${field}: ${JSON.stringify(parts)} of ${JSON.stringify(old)}, asked for ${asked ?? "nothing"}`];
  });

/** No update of a record pays: what was paid before it is paid after it, and nothing else. */
const mixedPaid = ({ paid: before }: Held, { paid: after }: Held): string[] =>
  before === undefined || after === undefined || isSame(before, after)
    ? []
    : [`payments: ${JSON.stringify(after)} of ${JSON.stringify(before)}`];

const mixedLines = (asked: readonly Command[] | undefined, before: Held, after: Held): string[] => {
  if (asked === undefined || !before.lines || !after.lines) return [];
  const isWhole = (lines: readonly HeldLine[]): boolean =>
    lines.length === after.lines!.length && lines.every((line) => after.lines!.some((one) => isSameGoods(one, line)));
  return isWhole(asked as HeldLine[]) || isWhole(before.lines)
    ? []
    : [`lines: ${after.lines.map(lineText).join(", ")} of ${before.lines.map(lineText).join(", ")}`];
};
