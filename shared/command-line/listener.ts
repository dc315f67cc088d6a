import { ApiRefused, isPassing } from "./api.ts";
import { pause } from "./feed.ts";
import { pathPart } from "./path-part.ts";
import type { World } from "./world.ts";

export interface HeldEvent {
  /** `webhook-id` */
  readonly id: string;
  readonly body: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

interface Pulled {
  readonly events: readonly HeldEvent[];
  readonly pauseSeconds: number;
}

const FILE = "listeners.json";
const LONGEST_PAUSE = 30;
const FORBIDDEN = 403;
const GONE = 404;

/** What a listener holds. */
export interface ListenerFilters {
  /** Undefined: all of the tenant. */
  readonly shops?: readonly string[] | undefined;
  /** Undefined: everything that is in no feed. */
  readonly types?: readonly string[] | undefined;
}

/** The tenant's listener for events that are in no feed. It is kept for the next start, as long as the API keeps it. */
export const createListener = (
  { api, settings, stop }: World,
  { shops, types }: ListenerFilters,
  say: (text: string) => void,
) => {
  const name = [api.url, shops?.toString() ?? "*", ...(types ? [types.toString()] : [])].join(" ");
  let id = settings.read<Record<string, string>>(FILE)?.[name];
  const begin = async (): Promise<string> => {
    const body = { ...(shops ? { shops } : {}), ...(types ? { types } : {}) };
    const made = await api.call<{ id: string }>("POST", "/v1/listeners", { body, signal: stop });
    settings.write(FILE, { ...settings.read<Record<string, string>>(FILE), [name]: made.id });
    return made.id;
  };
  const ask = async (taken: readonly string[]): Promise<Pulled> => {
    id ??= await begin();
    const path = `/v1/listeners/${pathPart("listener", id)}/next`;
    const { data, pauseSeconds } = await api.call<{ data: HeldEvent[]; pauseSeconds: number }>("POST", path, {
      ...{ body: { taken }, signal: stop },
    });
    return { events: data, pauseSeconds };
  };
  /** Waits where that helps. False: nothing will come. @throws what does not pass by itself */
  const mayAskAgain = async (error: unknown, failures: number): Promise<boolean> => {
    const status = error instanceof ApiRefused ? error.status : undefined;
    if (status === FORBIDDEN) {
      say("This key may read only: events about shops and writes do not come.");
      return false;
    }
    if (status === GONE && id !== undefined) {
      say("The listener of the last time has ended: what shops and writes told since then does not come.");
      id = undefined;
      // A new one that ends at once as well is no reason to make the next at once.
      if (failures > 1) await pause(Math.min(LONGEST_PAUSE, 2 ** failures), stop);
      return true;
    }
    if (!isPassing(error)) throw error;
    const named = error instanceof ApiRefused ? error.retryAfter : undefined;
    await pause(named || Math.min(LONGEST_PAUSE, 2 ** failures), stop);
    return true;
  };
  return {
    /** Ends what was taken, and answers what follows: through outages of ours. Undefined: nothing will come. */
    async next(taken: readonly string[]): Promise<Pulled | undefined> {
      for (let failures = 1; ; failures += 1) {
        try {
          return await ask(taken);
        } catch (error) {
          if (stop.aborted) return { events: [], pauseSeconds: 0 };
          if (!(await mayAskAgain(error, failures))) return undefined;
        }
      }
    },
  };
};
