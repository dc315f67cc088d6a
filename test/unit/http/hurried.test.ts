import { describe, expect, test } from "vitest";
import { RetryLater, SlowAnswer } from "../../../shared/core/errors.ts";
import { SECOND } from "../../../shared/core/time.ts";
import type { HttpRequest } from "../../../shared/core/vendor.ts";
import { createPatience, hurried } from "../../../shared/http/hurried.ts";

const request: HttpRequest = { method: "GET", url: "https://vendor.test/orders", headers: {}, timeout: 180 * SECOND };

/** A server that takes so long for each answer. */
const world = () => {
  let now = 0;
  const server = { takes: 0 };
  const patience = createPatience();
  const send = hurried(
    async ({ timeout = 60 * SECOND }) => {
      now += Math.min(server.takes, timeout);
      if (server.takes >= timeout) throw new RetryLater("no answer");
      return { status: 200, headers: {}, body: "{}", receivedAt: now };
    },
    patience,
    () => now,
  );
  /** Milliseconds until the call ended, and how. */
  const call = async (takes: number, asked: HttpRequest = request): Promise<[number, string]> => {
    server.takes = takes;
    const began = now;
    const end = await send(asked).then(
      () => "answered",
      (error: unknown) => (error instanceof SlowAnswer ? "slow" : "silent"),
    );
    return [now - began, end];
  };
  const usually = async (takes: number) => {
    for (let one = 0; one < 50; one += 1) await call(takes);
  };
  return { call, usually };
};

describe("a worker that others wait for", () => {
  test("waits fifteen seconds at most, whatever the vendor's documents say", async () => {
    const { call } = world();
    expect(await call(14 * SECOND)).toEqual([14 * SECOND, "answered"]);
    expect(await call(90 * SECOND)).toEqual([15 * SECOND, "slow"]);
  });

  test("waits for a server whose answers are usually quick no longer than four seconds", async () => {
    const { call, usually } = world();
    await usually(200);
    expect(await call(90 * SECOND)).toEqual([4 * SECOND, "slow"]);
    expect(await call(3 * SECOND)).toEqual([3 * SECOND, "answered"]);
    // Another server's answers are none of its.
    expect(await call(90 * SECOND, { ...request, url: "https://other.test/" })).toEqual([15 * SECOND, "slow"]);
  });

  test("waits for one that usually takes its time four times as long as usual", async () => {
    const { call, usually } = world();
    await usually(2 * SECOND);
    expect(await call(90 * SECOND)).toEqual([8 * SECOND, "slow"]);
  });

  test("a call whose own time is shorter ends with that, and says that nothing was answered", async () => {
    const { call } = world();
    expect(await call(90 * SECOND, { ...request, timeout: 10 * SECOND })).toEqual([10 * SECOND, "silent"]);
  });
});
