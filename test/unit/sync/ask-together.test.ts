import { expect, test } from "vitest";
import { RetryLater } from "../../../shared/core/errors.ts";
import { askTogether } from "../../../shared/usecases/sync/ask-together.ts";

test("where one call of several fails, what the others have told is heard, and the failure as well", async () => {
  const limit = new RetryLater("the limit is used up", { limited: true });
  const gone = { said: "gone", words: "deleted" } as const;
  const { told, failure } = await askTogether(["1", "2", "3"], async (id) => {
    if (id === "2") throw limit;
    return gone;
  });
  expect(told).toEqual(
    new Map([
      ["1", gone],
      ["3", gone],
    ]),
  );
  expect(failure).toBe(limit);
});
