import type { Vendor } from "../../core/vendor.ts";

export const collections: Vendor["collections"] = {
  "addresses.list": [],
  "shipping-fees.calculate": [],
  "retail-bills.*": ["invoices"],
  "stock.*": ["stock-bills"],
  "coupon-programs.*": ["voucher-campaigns"],
  "coupons.update": ["vouchers"],
  // A message goes to a customer's phone.
  "zalo.*": ["customers"],
  "page-customers.list": ["customers", "conversations"],
  "marketing.send-meta-event": ["conversations"],
  "ad-images.upload": ["ad-accounts"],
  "meta-events.*": ["conversations"],
  "ship-addresses.list": [],
  "ship-carriers.list": [],
  "shipments.rate": [],
  "shipments.*": ["orders"],
};
