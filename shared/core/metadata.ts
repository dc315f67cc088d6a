import * as z from "zod";
import { BadRequest } from "./errors.ts";

/**
 * What a tenant puts on a record: ids of its own systems, flags, notes. It is kept beside the record, and the
 * vendor never sees it.
 */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

export const MOST_KEYS = 50;
export const MOST_KEY_LETTERS = 40;
export const MOST_VALUE_LETTERS = 500;
/** Of all keys and values as JSON in UTF-8: an item of the table ends at 400 KB, and the record has 380 of them. */
export const MOST_BYTES = 8_000;

const Key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "letters, digits, - _ and . only, the first one a letter or digit")
  .max(MOST_KEY_LETTERS, `at most ${MOST_KEY_LETTERS} letters`);
const Value = z.union([z.string().max(MOST_VALUE_LETTERS), z.number(), z.boolean()], {
  error: `give a text of at most ${MOST_VALUE_LETTERS} letters, a number, true or false`,
});

export const MetadataInput = z.record(Key, Value).describe(`at most ${MOST_KEYS} keys, ${MOST_BYTES} bytes as JSON`);
/** `null` takes a key away. */
export const MetadataPatch = z.record(Key, Value.nullable()).describe("null takes a key away; others stay");

/** @throws BadRequest 400 where it is too large */
export const checkedMetadata = (metadata: Metadata): Metadata => {
  const keys = Object.keys(metadata).length;
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  if (keys <= MOST_KEYS && bytes <= MOST_BYTES) return metadata;
  const message = `it has ${keys} keys and ${bytes} bytes; a record takes ${MOST_KEYS} keys and ${MOST_BYTES} bytes`;
  throw new BadRequest(400, "metadata-too-large", `The metadata is too large: ${message}.`, [
    { field: "metadata", message },
  ]);
};

/** @throws BadRequest 400 where the result is too large */
export const patched = (
  metadata: Metadata | undefined,
  patch: Readonly<Record<string, Metadata[string] | null>>,
): Metadata => {
  const entries = Object.entries({ ...metadata, ...patch }).filter(
    (entry): entry is [string, Metadata[string]] => entry[1] !== null,
  );
  return checkedMetadata(Object.fromEntries(entries));
};
