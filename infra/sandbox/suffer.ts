import type { Definition } from "./definition.ts";
import { html, json, type Reply } from "./reply.ts";
import type { Shop } from "./shop.ts";
import { bearer } from "./tokens.ts";
import type { FaultKind, SimulatedOutcome, SimulatedRequest } from "./types.ts";

const INJECTED_LIMIT_SECONDS = 5;

/** A request that a fault befalls. */
interface Befallen {
  readonly shop: Shop;
  readonly definition: Definition;
  readonly request: SimulatedRequest;
  /** Does what was asked, as if there were no fault. */
  readonly carryOut: () => Reply;
  /** Unix milliseconds of the vendor's clock. */
  readonly now: number;
}

export const answer = (reply: Reply, delay = 0): SimulatedOutcome => ({ kind: "answer", ...reply, delay });

const serverError = ({ shop, definition, request }: Befallen): Reply => {
  if (definition.forms.serverError) return definition.forms.serverError(request);
  return shop.dice.chance(0.5)
    ? json({ message: "An error has occurred." }, 500)
    : html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
};

/** What the client sees of a request with this fault. */
export const suffer = (fault: FaultKind, befallen: Befallen): SimulatedOutcome => {
  const { shop, definition, request, carryOut, now } = befallen;
  switch (fault) {
    case "limit":
      return answer(
        definition.forms.limit({ request, now, retryAt: now + INJECTED_LIMIT_SECONDS * 1_000, rule: undefined }),
      );
    case "serverError":
      return answer(serverError(befallen));
    case "serverErrorAfterCommit":
      carryOut();
      return answer(serverError(befallen));
    case "cut":
      return { kind: "cut", delay: shop.dice.integer(0, 500) };
    case "cutAfterCommit":
      carryOut();
      return { kind: "cut", delay: shop.dice.integer(0, 500) };
    case "timeout":
      return { kind: "timeout" };
    case "timeoutAfterCommit":
      carryOut();
      return { kind: "timeout" };
    case "lateCommit":
      shop.later(shop.dice.integer(2_000, 20_000), carryOut);
      // A client whose connection was cut looks long before one that waited for an answer.
      return shop.dice.chance(0.5) ? { kind: "timeout" } : { kind: "cut", delay: shop.dice.integer(0, 500) };
    case "html":
      // A broken answer says nothing about the write: a proxy may have failed on the way there or back.
      if (shop.dice.chance(0.5)) carryOut();
      return answer(html("<!DOCTYPE html><html><body>Maintenance</body></html>", shop.dice.chance(0.5) ? 200 : 502));
    case "empty":
      if (shop.dice.chance(0.5)) carryOut();
      return answer({ status: 200, headers: {}, body: "" });
    case "malformed":
      if (shop.dice.chance(0.5)) carryOut();
      return answer(definition.forms.malformed?.(request) ?? json({ unexpected: true }));
    case "slow":
      return answer(carryOut(), shop.dice.integer(8_000, 40_000));
    case "expired":
      if (definition.forms.expire) definition.forms.expire(request);
      else shop.tokens.end(bearer(request));
      return answer(carryOut());
  }
};
