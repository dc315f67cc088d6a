import { VendorChanged } from "../../shared/core/errors.ts";
import type { Vendor } from "../../shared/core/vendor.ts";

/**
 * What a call makes of an answer with 200.
 * @throws what the vendor's `judge` throws; VendorChanged where the answer is of an unknown shape
 */
export const goodAnswer = (vendor: Vendor, id: string, body: string, receivedAt = 0): any => {
  const operation = vendor.operations.find((one) => one.id === id)!;
  const parsed = operation.answer.safeParse(vendor.judge({ status: 200, headers: {}, body, receivedAt }, operation));
  if (!parsed.success) throw new VendorChanged(parsed.error.message, body);
  return parsed.data;
};
