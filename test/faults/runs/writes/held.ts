import type { Row } from "./books.ts";

/* What a vendor's store holds for the fields of a command. */

export interface HeldLine {
  readonly productId: string;
  readonly quantity: number;
  /** VND; undefined: such lines have none. */
  readonly price?: number | undefined;
  /** VND off the whole line; undefined: the rows do not show it. */
  readonly discount?: number | undefined;
  readonly note?: string | undefined;
}

/** Values that stand for a field. `text`: the asked text is part of them. */
export interface Held {
  /** Texts into which the vendor may put more than was asked: notes, addresses. */
  readonly texts: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string | number>>;
  readonly lines?: readonly HeldLine[];
  /** Parts of the address beside its line. Empty: none is kept. */
  readonly place?: Readonly<Record<string, string>>;
  /** By the command's field: values that say one thing together. */
  readonly pairs?: Readonly<Record<string, Pair>>;
  /** Money that was paid, by the vendor's way of paying, VND. */
  readonly paid?: Readonly<Record<string, number>>;
}

export interface Pair {
  readonly parts: Readonly<Record<string, number>>;
  /** What all parts are when the field is set; undefined: the vendor's call cannot set it. */
  readonly whole: ((asked: number) => Readonly<Record<string, number>>) | undefined;
  /** Fields of a command from which the vendor reckons this one. */
  readonly reckonedFrom?: readonly string[];
}

/** `command`: where it decides which part of the row is meant. */
export type Reader = (row: Row, command: Readonly<Record<string, any>>) => Held;

export const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
export const amount = (value: unknown): number => Number(value ?? 0);
export const line = (
  productId: unknown,
  quantity: unknown,
  price: unknown,
  rest: Pick<HeldLine, "discount" | "note"> = {},
): HeldLine => ({
  productId: text(productId),
  quantity: amount(quantity),
  ...(price === undefined ? {} : { price: amount(price) }),
  ...rest,
});
export const list = (value: unknown): Row[] => (Array.isArray(value) ? value : []);
