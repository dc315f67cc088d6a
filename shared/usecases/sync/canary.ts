import { MINUTE } from "../../core/time.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { RecordStore } from "../../stores/records.ts";
import { ask } from "./ask.ts";

/** Records that are tried one after the other, and those that one call asks for. */
const MOST_TRIED = 2;
const MOST_BESIDE = 5;
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
 * Whether the call that does not show a suspect shows another record: its id. `denied`: it does not show one that is known
 * to be alive either. `alone`: no other record is there. None of them: others could not be asked about.
 */
export interface Canary {
  readonly id?: string;
  readonly denied?: boolean;
  readonly alone?: boolean;
}

/** Finds canaries. */
export interface Canaries {
  /**
   * What a call of its own tells about a canary, or has told within the last minute.
   * @param anew a canary that was shown is asked for once more
   */
  ask(near: string, anew?: boolean): Promise<Canary>;
  /** Records to be asked for by the same call. */
  beside(near: string): Promise<readonly string[]>;
  /** One of these that is alive, as far as we know. */
  among(ids: readonly string[]): Promise<string | undefined>;
}

/**
 * Canaries are records that are known to be alive and that the vendor shows by the same call. An answer "not there" is
 * about one record only if the same call shows another one within the same minute.
 * @param suspects ids that may be gone themselves
 */
export const createCanaries = (job: CanaryJob, suspects: ReadonlySet<string>, deps: CanaryDeps): Canaries => {
  const { ref, resource } = job;
  let last: { readonly id: string; readonly at: number } | undefined;
  let failed: { readonly canary: Canary; readonly at: number } | undefined;
  /** Living records near an id, those first that were seen last; from the beginning where none follows. */
  const living = async (near: string, most: number) => {
    for (const after of [near, undefined]) {
      const page = await deps.records.page(ref, resource.name, { after, limit: LOOKED_THROUGH });
      const others = page.records.filter(({ id }) => id !== near && !suspects.has(id));
      if (others.length > 0) return others.sort((one, other) => other.observedAt - one.observedAt).slice(0, most);
    }
    return [];
  };
  const isRecent = (at: number): boolean => deps.clock() - at < MINUTE;

  return {
    async ask(near, anew = false) {
      if (!anew && last && isRecent(last.at)) return { id: last.id };
      if (failed && isRecent(failed.at)) return failed.canary;
      let denied = false;
      const at = deps.clock();
      const others = await living(near, MOST_TRIED);
      for (const { id, raw } of others) {
        const told = await ask({ ...job, id, current: raw });
        denied ||= told.said === "gone" || told.said === "not-shown";
        if (told.said !== "here") continue;
        await deps.records.upsert(ref, resource.name, [told.seen], at);
        last = { id, at };
        return { id };
      }
      failed = { canary: { denied, alone: others.length === 0 }, at };
      return failed.canary;
    },
    async beside(near) {
      return (await living(near, MOST_BESIDE)).map(({ id }) => id);
    },
    async among(ids) {
      const others = ids.filter((id) => !suspects.has(id));
      return others.length === 0 ? undefined : (await deps.records.living(ref, resource.name, others))[0];
    },
  };
};
