import type { Vendor } from "../../core/vendor.ts";

export const collections: Vendor["collections"] = {
  "webhooks.*": [],
  "settings.get": [],
  "payments.create": ["invoices"],
  "coupons.set-used": ["vouchers"],
};
