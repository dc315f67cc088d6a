/**
 * The life of a write, as a table. `queued`: waits for its turn. `sending`: a worker may have called the vendor.
 * `unknown`: a call was made and nobody knows what became of it. `probing`: a worker asks the vendor.
 */
export const writeStates = [
  "queued",
  "sending",
  "unknown",
  "probing",
  "succeeded",
  "rejected",
  "dead",
  "cancelled",
] as const;
export type WriteState = (typeof writeStates)[number];

export const writeEvents = [
  "claim", // a worker begins to send
  "succeed", // the vendor said yes
  "reject", // the vendor said no
  "delay", // the vendor certainly did not act: a limit, a refused connection
  "lose", // no answer, or the worker died: the vendor may have acted
  "probe", // a worker begins to ask
  "find", // the vendor has it
  "miss", // the vendor certainly does not have it, or taking it twice does no harm
  "fail-probe", // the vendor could not be asked now
  "give-up", // the last try is over, and the vendor certainly does not have it
  "cancel", // the tenant no longer wants it
  "adopt", // a person found it at the vendor
  "retry", // a person decides to send it (again)
] as const;
export type WriteEvent = (typeof writeEvents)[number];

export const transitions: Readonly<Record<WriteState, Readonly<Partial<Record<WriteEvent, WriteState>>>>> = {
  // Queued again after a lost try that could not be looked up, it may be at the vendor all the same: then `lose`.
  queued: { claim: "sending", cancel: "cancelled", "give-up": "dead", lose: "unknown" },
  sending: { succeed: "succeeded", reject: "rejected", delay: "queued", lose: "unknown" },
  unknown: { probe: "probing", adopt: "succeeded", retry: "queued" },
  probing: { find: "succeeded", miss: "queued", "fail-probe": "unknown", "give-up": "dead" },
  rejected: { retry: "queued" },
  dead: { adopt: "succeeded", retry: "queued" },
  succeeded: {},
  cancelled: {},
};

/** States in which the outcome is still to come. */
export const openStates: readonly WriteState[] = ["queued", "sending", "unknown", "probing"];

/** States after which nothing more happens by itself. */
export const endStates: readonly WriteState[] = ["succeeded", "rejected", "dead", "cancelled"];

/** The next state, or undefined where the event has no place. */
export const nextState = (state: WriteState, event: WriteEvent): WriteState | undefined => transitions[state][event];
