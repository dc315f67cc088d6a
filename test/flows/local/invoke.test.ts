import { expect, test } from "vitest";
import { FunctionTimedOut, limited, withTimeout } from "../../../infra/local/invoke.ts";
import { functionNamed } from "../../../infra/topology.ts";

test("runs beyond the limit wait their turn, in order, also behind one that fails", async () => {
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const invoke = limited(2, async (event) => {
    most = Math.max(most, ++running);
    order.push(event as number);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    if (event === 1) throw new Error("broken");
    return event;
  });
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((event) => invoke(event)));
  expect(results.map(({ status }) => status)).toEqual([
    ...["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"],
  ]);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
});

test("a run that takes longer than its function's timeout is given up", async () => {
  const invoke = withTimeout({ ...functionNamed("intake"), timeout: 0.02 }, () => new Promise(() => {}));
  await expect(invoke({})).rejects.toThrow(FunctionTimedOut);
});

test("a function that its own middleware ends just before is named as one that took too long", async () => {
  const ended = new Error("[AbortError]: The operation was aborted.", { cause: { package: "@middy/core" } });
  const invoke = withTimeout(functionNamed("intake"), () => Promise.reject(ended));
  await expect(invoke({})).rejects.toThrow(new FunctionTimedOut("intake timed out after 5 s."));
  const broken = withTimeout(functionNamed("intake"), () => Promise.reject(new Error("broken")));
  await expect(broken({})).rejects.toThrow("broken");
});
