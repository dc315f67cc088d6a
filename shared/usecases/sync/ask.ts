import {
  isVendorError,
  NotNow,
  Rejected,
  RetryLater,
  SignInAgain,
  VendorChanged,
  type VendorError,
} from "../../core/errors.ts";
import { idOrNone } from "../../core/rows.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { Observation } from "../../stores/records.ts";
import type { Evidence } from "../../sync/evidence.ts";
import { detailOf } from "./observation.ts";
import { requireOwn } from "./owner.ts";

/** What a vendor says about one record. */
export type Told =
  | { readonly said: "here"; readonly seen: Observation }
  | { readonly said: "gone"; readonly words: string }
  | {
      readonly said: "not-shown";
      readonly words: string;
      /** Ids of the other records that the same answer shows. */
      readonly others: readonly string[];
    }
  | {
      readonly said: "cannot-tell";
      readonly words: string;
      readonly error: VendorError;
      /** The question could not be put: what it needs besides the id is not known. */
      readonly unasked?: boolean;
    };

export interface Question {
  readonly resource: Resource;
  readonly id: string;
  /** The row as it was last stored, and its version in the copy of this collection. */
  readonly current?: unknown;
  readonly version?: number | undefined;
  /** Records that are asked for by the same call, where it can ask for several. */
  readonly beside?: readonly string[];
  readonly call: Call;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Asks the vendor for one record. Only a row with this id, of a known shape, is `here`, and only the vendor's known
 * words are `gone`: any other answer leaves it open. A row that cannot be read is the vendor's error, not ours.
 * @throws RetryLater when a limit is used up, NotNow, SignInAgain when the access has ended: they are about no record. And what
 *   is no answer at all: a defect of ours
 */
export const ask = async ({ call, ...question }: Question): Promise<Told> => {
  const { resource, id, current, beside = [] } = question;
  const get = resource.get!;
  let unasked = true;
  try {
    const input = beside.length > 0 && get.together ? get.together([id, ...beside]) : get.call(id, current);
    unasked = false;
    const answer = await call(get.operation, input);
    return read(answer, question);
  } catch (error) {
    return toldBy(error, unasked);
  }
};

/** What an error tells about the record. @throws what is about no record */
const toldBy = (error: unknown, unasked: boolean): Told => {
  const told = error instanceof RangeError ? new VendorChanged(error.message, "") : error;
  const isAboutRecord = isVendorError(told) && !(told instanceof SignInAgain || told instanceof NotNow);
  if (!isAboutRecord || (told instanceof RetryLater && told.limited)) throw told;
  if (told instanceof Rejected && told.notFound) return { said: "gone", words: told.message };
  return { said: "cannot-tell", words: told.message, error: told, ...(unasked ? { unasked } : {}) };
};

const read = (answer: unknown, question: Omit<Question, "call">): Told => {
  const { resource, id, current, beside = [], settings } = question;
  const get = resource.get!;
  const shown = get.rows?.(answer).map((row) => idOrNone(resource.id, row)) ?? [];
  const row = beside.length > 0 && !shown.includes(id) ? undefined : get.read(answer, id, current);
  if (row === undefined || row === null) {
    if (!get.lists) throw new VendorChanged(`${get.operation}: an answer without a record`, "");
    return { said: "not-shown", words: `${get.operation} does not show the id`, others: othersIn(shown, question) };
  }
  if (idOrNone(resource.id, row) !== id)
    throw new VendorChanged(`${get.operation}: an answer with another record, or with none`, "");
  requireOwn(resource, row, settings);
  // Behind the id: that a stranger was deleted says nothing about this one.
  const words = resource.ended?.(row);
  if (words !== undefined) return { said: "gone", words };
  const seen = detailOf(resource, row, settings);
  const again = (stored: unknown) => detailOf(resource, get.read(answer, id, stored), settings);
  return { said: "here", seen: { ...seen, beside: { version: question.version, read: again } } };
};

/**
 * The records that an answer shows in place of the one that was asked for.
 * @throws VendorChanged where a row may stand in its place: one without an id, one that is shown twice, a stranger
 */
const othersIn = (
  shown: readonly (string | undefined)[],
  { resource, id, beside = [] }: Omit<Question, "call">,
): readonly string[] => {
  const others = shown.filter((one) => one !== undefined);
  const { operation, together } = resource.get!;
  const isOdd = others.length < shown.length || new Set(others).size < others.length;
  const isIgnored = together !== undefined && others.some((one) => one !== id && !beside.includes(one));
  if (isOdd || isIgnored) throw new VendorChanged(`${operation}: an answer with rows that were not asked for`, "");
  return others;
};

/** What an answer is worth as evidence. Undefined: the record is here, or our key may not ask for it. */
export const evidenceOf = (told: Told, at: number): Evidence | undefined => {
  if (told.said === "here") return undefined;
  const { said, words } = told;
  if (said !== "cannot-tell") return { way: "detail", said, at, words };
  if (isForbidden(told)) return undefined;
  return { way: "detail", said, at, words, refused: told.error instanceof Rejected || undefined };
};

/** Our key lacks the permission to ask: as if there were no such call. */
export const isForbidden = (told: Told): boolean =>
  told.said === "cannot-tell" && told.error instanceof Rejected && told.error.forbidden;
