import { describe, expect, test } from "vitest";
import { LacksRows, RetryLater } from "../../../shared/core/errors.ts";
import { HOUR, SECOND } from "../../../shared/core/time.ts";
import type { SyncState } from "../../../shared/stores/sync-states.ts";
import type { SliceJob } from "../../../shared/usecases/sync/slice.ts";
import { consequenceOf } from "../../../shared/usecases/sync/slice-errors.ts";

const NOW = Date.UTC(2026, 10, 20, 2);
const clock = { clock: () => NOW, random: () => 1 };
const job = { track: "live", resource: { name: "orders" } } as unknown as SliceJob;
const stateWith = (failures: number) => ({ failures, cycles: 1 }) as SyncState;

describe("the pause behind an answer that lacks rows", () => {
  test.each([0, 3, 10, 40])(
    "grows from seconds, although %i tries had failed before the vendor answered",
    (failures) => {
      const pauses = [1, 2, 3].map((times) => {
        const { retryAt, fields } = consequenceOf(
          new LacksRows("rows are missing", times),
          job,
          stateWith(failures),
          clock,
        );
        expect(fields).toMatchObject({ failures: times, error: { code: "RetryLater", message: "rows are missing" } });
        return retryAt! - NOW;
      });
      expect(pauses).toEqual([10 * SECOND, 20 * SECOND, 40 * SECOND]);
    },
  );

  test("is an hour where the vendor answers nothing for so long", () => {
    const { retryAt, fields } = consequenceOf(new RetryLater("no answer came"), job, stateWith(10), clock);
    expect([retryAt! - NOW, fields.failures]).toEqual([HOUR, 11]);
  });
});
