import { troubleOf } from "../../core/defects.ts";
import { RetryLater } from "../../core/errors.ts";
import { causeOf } from "../../core/freshness.ts";
import type { Metric } from "../../core/ports.ts";
import type { VendorId } from "../../core/vendor.ts";

/** A reading that failed, for the operator. Waiting for a limit is no failure. */
export const countFailure = (vendor: VendorId, error: unknown, metric: Metric): void => {
  if (error instanceof RetryLater && error.limited) return;
  const cause = causeOf(troubleOf(error));
  metric("ReadsFailed", 1, { vendor, cause });
  if (cause === "unknown-answer") metric("AnswersUnknown", 1);
};
