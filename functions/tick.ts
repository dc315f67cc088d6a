import { type World, withDeps } from "../shared/lambda/wiring.ts";
import { findDueWork } from "../shared/usecases/find-due-work.ts";

/** Every minute: finds due work and enqueues it. */
export const createHandler = (deps: World) => async (): Promise<{ sent: number }> => {
  const sent = await findDueWork(deps);
  deps.metric("WorkFound", sent);
  return { sent };
};

export const handler = withDeps(createHandler);
