import type { Vendor } from "../../core/vendor.ts";
import { categoryWrites } from "./writes/categories.ts";
import { customerWrites } from "./writes/customers.ts";
import { priceWrites } from "./writes/prices.ts";
import { productWrites } from "./writes/products.ts";
import { purchaseWrites } from "./writes/purchases.ts";
import { saleWrites } from "./writes/sales.ts";
import { transferWrites } from "./writes/transfers.ts";
import { voucherWrites } from "./writes/vouchers.ts";

/** What KiotViet can be told to do. */
export const writes: Vendor["writes"] = {
  ...productWrites,
  ...categoryWrites,
  ...customerWrites,
  ...saleWrites,
  ...purchaseWrites,
  ...transferWrites,
  ...priceWrites,
  ...voucherWrites,
};
