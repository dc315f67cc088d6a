import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * JSON as it takes the least room in an item.
 * @param words known to the code that packs and unpacks, so that no item stores them. They are part of the form: what was packed with
 * other words cannot be read
 */
export const createPacking = (words: readonly string[] = []) => {
  const form = words.length === 0 ? {} : { dictionary: Buffer.from(words.join(" ")) };
  return {
    pack: (value: unknown): Uint8Array => deflateRawSync(JSON.stringify(value), { level: 9, ...form }),
    /** @throws when the bytes were packed with other words */
    unpack: (bytes: Uint8Array): unknown => JSON.parse(inflateRawSync(bytes, form).toString()),
  };
};
