import {
  isVendorError,
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

/** What a vendor says about one record. */
export type Told =
  | { readonly said: "here"; readonly seen: Observation }
  | { readonly said: "gone" | "not-shown"; readonly words: string }
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
  /** The row as it was last stored. */
  readonly current?: unknown;
  readonly call: Call;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Asks the vendor for one record. Only a row with this id, of a known shape, is `here`, and only the vendor's known
 * words are `gone`: any other answer leaves it open. A row that cannot be read is the vendor's error, not ours.
 * @throws RetryLater when a limit is used up, SignInAgain when the access has ended: they are about no record. And what
 *   is no answer at all: a defect of ours
 */
export const ask = async ({ resource, id, current, call, settings }: Question): Promise<Told> => {
  const get = resource.get!;
  let unasked = true;
  try {
    const input = get.call(id, current);
    unasked = false;
    const answer = await call(get.operation, input);
    return read(answer, { resource, id, current, settings });
  } catch (error) {
    const told = error instanceof RangeError ? new VendorChanged(error.message, "") : error;
    const isAboutRecord = isVendorError(told) && !(told instanceof SignInAgain);
    if (!isAboutRecord || (told instanceof RetryLater && told.limited)) throw told;
    if (told instanceof Rejected && told.notFound) return { said: "gone", words: told.message };
    return { said: "cannot-tell", words: told.message, error: told, ...(unasked ? { unasked } : {}) };
  }
};

const read = (answer: unknown, { resource, id, current, settings }: Omit<Question, "call">): Told => {
  const get = resource.get!;
  const row = get.read(answer, id, current);
  if (row === undefined || row === null) {
    if (get.lists) return { said: "not-shown", words: `${get.operation} does not show the id` };
    throw new VendorChanged(`${get.operation}: an answer without a record`, "");
  }
  if (idOrNone(resource.id, row) !== id)
    throw new VendorChanged(`${get.operation}: an answer with another record, or with none`, "");
  return { said: "here", seen: detailOf(resource, row, settings) };
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
