import type { Vendor } from "../../core/vendor.ts";
import { billWrites } from "./writes/bills.ts";
import { customerWrites } from "./writes/customers.ts";
import { orderWrites } from "./writes/orders.ts";
import { productWrites } from "./writes/products.ts";
import { shipmentWrites } from "./writes/shipments.ts";
import { voucherWrites } from "./writes/vouchers.ts";

/**
 * What Nhanh can be told to do. Absent, because v3 has no call for it: setting a stock (bills move it), changing a
 * customer, paying a bill, ending a voucher.
 */
export const writes: Vendor["writes"] = {
  ...orderWrites,
  ...productWrites,
  ...customerWrites,
  ...billWrites,
  ...voucherWrites,
  ...shipmentWrites,
};
