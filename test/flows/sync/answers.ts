import type { SimulatedOutcome, SimulatedRequest } from "../../../infra/sandbox/types.ts";
import type { World } from "../../faults/runs/world.ts";

/** What a vendor says in place of its honest answer; undefined: the honest one. */
export type Lie = (request: SimulatedRequest, honest: () => SimulatedOutcome) => SimulatedOutcome | undefined;

export const answerOf = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}) =>
  ({
    kind: "answer",
    status,
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
    delay: 100,
  }) as const satisfies SimulatedOutcome;

/** Lets the world's vendor answer so from now on, and counts its calls. */
export const answerWith = (world: World, lie: Lie) => {
  const { simulator } = world as { simulator: { handle: World["simulator"]["handle"] } };
  const honest = simulator.handle.bind(simulator);
  const calls: { readonly at: number; readonly path: string }[] = [];
  simulator.handle = (request) => {
    calls.push({ at: world.time.now(), path: request.path });
    return lie(request, () => honest(request)) ?? honest(request);
  };
  return {
    calls,
    /** Calls since then, unix milliseconds. */
    since: (at: number): number => calls.filter((call) => call.at >= at).length,
    honest: () => {
      simulator.handle = (request) => {
        calls.push({ at: world.time.now(), path: request.path });
        return honest(request);
      };
    },
  };
};
