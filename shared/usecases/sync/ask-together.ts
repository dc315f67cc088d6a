import type { Told } from "./ask.ts";

/** Records that are asked for at the same time: a few first, which show whether the vendor answers, then more. */
export const FIRST_TOGETHER = 4;
const TOGETHER = 8;

/** Ids in the portions in which they are asked for. */
export const portionsOf = (ids: readonly string[]): readonly (readonly string[])[] => {
  const portions: (readonly string[])[] = [];
  for (let at = 0; at < ids.length; at += portions.at(-1)!.length)
    portions.push(ids.slice(at, at + (at === 0 ? FIRST_TOGETHER : TOGETHER)));
  return portions;
};

/** What the vendor has said about records that were asked for side by side. */
export interface Heard {
  readonly told: ReadonlyMap<string, Told>;
  /** The first error that was about no record: to be thrown when what was told is stored. */
  readonly failure?: unknown;
}

/** Asks for each of the records at the same time. Where one call fails, the others are heard all the same. */
export const askTogether = async (ids: readonly string[], askOne: (id: string) => Promise<Told>): Promise<Heard> => {
  const told = new Map<string, Told>();
  const failures: unknown[] = [];
  await Promise.all(
    ids.map((id) =>
      askOne(id).then(
        (one) => void told.set(id, one),
        (error: unknown) => void failures.push(error),
      ),
    ),
  );
  return failures.length === 0 ? { told } : { told, failure: failures[0] };
};
