import { MINUTE } from "../../core/time.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { RecordStore } from "../../stores/records.ts";
import { ask } from "./ask.ts";

/** Records that are tried one after the other. */
const MOST_TRIED = 2;
/** Records that are looked through for one that is alive. */
const LOOKED_THROUGH = 12;

export interface CanaryJob {
  readonly ref: ShopRef;
  readonly resource: Resource;
  readonly call: Call;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface CanaryDeps {
  readonly records: RecordStore;
  readonly clock: () => number;
}

/**
 * Finds canaries: records that are known to be alive and that the vendor shows by the same call. An answer "not there"
 * is about one record only if the same call shows another one within the same minute.
 * @param suspects ids that may be gone themselves
 */
export const createCanaries = (job: CanaryJob, suspects: ReadonlySet<string>, deps: CanaryDeps) => {
  let last: { readonly id: string; readonly at: number } | undefined;
  let failedAt: number | undefined;
  const isRecent = (at: number): boolean => deps.clock() - at < MINUTE;

  /** The id of a canary that was shown within the last minute; undefined: none is. */
  return async (near: string): Promise<string | undefined> => {
    if (last && isRecent(last.at)) return last.id;
    if (failedAt !== undefined && isRecent(failedAt)) return undefined;
    const { ref, resource } = job;
    const at = deps.clock();
    for (const { id, raw } of await living(ref, resource.name, near, suspects, deps)) {
      const told = await ask({ ...job, id, current: raw });
      if (told.said !== "here") continue;
      await deps.records.upsert(ref, resource.name, [told.seen], at);
      last = { id, at };
      return id;
    }
    failedAt = at;
    return undefined;
  };
};

/** Living records near an id, those first that were seen last; from the beginning where none follows. */
const living = async (
  ref: ShopRef,
  name: string,
  near: string,
  suspects: ReadonlySet<string>,
  { records }: CanaryDeps,
) => {
  for (const after of [near, undefined]) {
    const page = await records.page(ref, name, { after, limit: LOOKED_THROUGH });
    const others = page.records.filter(({ id }) => id !== near && !suspects.has(id));
    if (others.length > 0) return others.sort((one, other) => other.observedAt - one.observedAt).slice(0, MOST_TRIED);
  }
  return [];
};
