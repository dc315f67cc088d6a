import { contentHash, withoutVolatile } from "../core/content.ts";
import { type Whole, withoutPersonal } from "../core/personal.ts";
import type { Observation, Seal } from "./observation.ts";

type Content = Pick<Observation, "record" | "raw" | "volatile" | "unlisted" | "seal">;

/** Without what says who a customer is, where that is not to be stored. */
export const storedForm = (resource: string, { record, raw, personal, seal }: Observation): Whole =>
  seal ? withoutPersonal(resource, { record, raw }, personal) : { record, raw };

/** A row that has changed is asked for its hash at every step of its way. */
const hashes = new WeakMap<object, { readonly raw: unknown; readonly seal: Seal | undefined; readonly hash: string }>();

/** What two versions of a row are told apart by. */
export const hashOf = (seen: Content): string => {
  const known = hashes.get(seen.record);
  if (known && known.raw === seen.raw && known.seal === seen.seal) return known.hash;
  const hash = hashOfContent(seen);
  hashes.set(seen.record, { raw: seen.raw, seal: seen.seal, hash });
  return hash;
};

const hashOfContent = ({ record, raw, volatile, unlisted, seal }: Content): string => {
  const plain = unlisted
    ? contentHash(
        withoutVolatile(record, unlisted.record),
        withoutVolatile(raw, [...(volatile ?? []), ...unlisted.raw]),
      )
    : contentHash(record, withoutVolatile(raw, volatile));
  return seal ? seal(plain) : plain;
};

/** What only the detail shows, as one value to compare; undefined where nobody asked for it. */
export const detailHashOf = ({ record, raw, unlisted, detailed, seal }: Observation): string | undefined => {
  if (!unlisted || !detailed) return undefined;
  const plain = contentHash(only(record, unlisted.record), only(raw, unlisted.raw));
  return seal ? seal(plain) : plain;
};

const only = (row: unknown, names: readonly string[]): unknown =>
  Object.fromEntries(
    names
      .map((name) => [name, (row as Readonly<Record<string, unknown>>)[name]] as const)
      // Where a list leaves a field out, a detail may have it empty: neither says anything.
      .filter(([, value]) => !isEmpty(value)),
  );

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);
