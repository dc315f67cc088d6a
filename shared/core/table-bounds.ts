import { BadRequest } from "./errors.ts";
import type { Key, Query } from "./table.ts";

/** DynamoDB's bounds of a partition's key and of a sort key, in bytes. */
const LONGEST = { pk: 2_048, sk: 1_024 };

const isUsable = (name: keyof Key, value: string): boolean =>
  value !== "" && (value.length * 3 <= LONGEST[name] || Buffer.byteLength(value) <= LONGEST[name]);

/**
 * What a request names becomes part of a key. Nothing lies under a key that the engine does not take.
 * @throws BadRequest 400, because only a request brings such a name
 */
export const checkKey = ({ pk, sk }: Key): void => {
  if (isUsable("pk", pk) && isUsable("sk", sk)) return;
  throw new BadRequest(400, "invalid-path", "A name in the request is empty, or longer than any that there is.");
};

/**
 * A query goes on where a cursor says, and a cursor comes from outside: it must lie within what is asked for.
 * @throws BadRequest 400
 */
export const checkQuery = ({ pk, prefix, from, to, after }: Query): void => {
  checkKey({ pk, sk: prefix ?? from ?? "-" });
  if (after === undefined) return;
  const isWithin =
    isUsable("sk", after) &&
    (prefix === undefined || after.startsWith(prefix)) &&
    (from === undefined || compareBytes(after, from) >= 0) &&
    (to === undefined || compareBytes(after, to) <= 0);
  if (!isWithin)
    throw new BadRequest(400, "invalid-cursor", "This is not a cursor that this route gave out.", [
      { field: "cursor", message: "from another list" },
    ]);
};

const compareBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));
