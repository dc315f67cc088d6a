import type { Vendor } from "../../core/vendor.ts";
import { categoryWrites } from "./writes/categories.ts";
import { customerWrites } from "./writes/customers.ts";
import { productWrites } from "./writes/products.ts";
import { saleWrites } from "./writes/sales.ts";

/** What KiotViet can be told to do. */
export const writes: Vendor["writes"] = { ...productWrites, ...categoryWrites, ...customerWrites, ...saleWrites };
