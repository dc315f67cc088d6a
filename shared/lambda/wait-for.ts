import type { Hold } from "../core/holds.ts";
import { type WaitDeps, waitForNews } from "../usecases/events/wait-for-news.ts";
import { type OutcomeDeps, waitForOutcome } from "../usecases/writing/wait-for-outcome.ts";

/** Waits for whatever it is. False: it did not happen until then. */
export const waitFor = (hold: Hold, deps: WaitDeps & OutcomeDeps): Promise<boolean> =>
  hold.kind === "feed" ? waitForNews(hold, deps) : waitForOutcome(hold, deps);
