import type { HandedOver, Held, HttpEvent, HttpResult } from "../shared/api/respond.ts";
import type { Waiter } from "../shared/core/holds.ts";
import { createAskApi } from "../shared/lambda/ask-api.ts";
import { waitFor } from "../shared/lambda/wait-for.ts";
import { type LambdaContext, type World, withDeps } from "../shared/lambda/wiring.ts";

/** The API's answer, or what it would have to wait for. */
export type AskApi = (event: HandedOver) => Promise<HttpResult | Held>;

/**
 * Requests that may wait. The API answers them, in its own function; the waiting is done here, because a second of it costs
 * by memory. Nothing of a request is read here: the API checks who asks.
 */
export const createHandler =
  (deps: World & { readonly askApi: AskApi }) =>
  async (event: HttpEvent, _context: LambdaContext): Promise<HttpResult> => {
    let waiter: Waiter = { since: deps.clock() };
    for (;;) {
      const answer = await deps.askApi({ ...event, waiter });
      if (!("hold" in answer)) return answer;
      const { hold } = answer;
      const isNews = await waitFor(hold, { ...deps, ...deps.ownedBy(hold.tenant) });
      waiter = { since: waiter.since, until: hold.until, ...(isNews ? {} : { isOver: true }) };
    }
  };

export const handler = withDeps("wait", (world) =>
  createHandler({ ...world, askApi: createAskApi(world.config.apiFunction ?? "") as AskApi }),
);
