import { RetryLater, SlowAnswer } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import type { Send } from "../core/vendor.ts";
import { DEFAULT_TIMEOUT } from "./send.ts";

/**
 * Sends requests and waits for an answer for no longer than `patience` milliseconds, whatever the vendor may take.
 * @throws SlowAnswer where the vendor might have answered later
 */
export const hurried =
  (send: Send, patience: number, clock: Clock): Send =>
  async (request) => {
    if ((request.timeout ?? DEFAULT_TIMEOUT) <= patience) return send(request);
    const startedAt = clock();
    try {
      return await send({ ...request, timeout: patience });
    } catch (error) {
      const isSlow = error instanceof RetryLater && clock() - startedAt >= patience;
      throw isSlow ? new SlowAnswer(error.message, { delivered: error.delivered }) : error;
    }
  };
