import type { Vendor } from "../../core/vendor.ts";

export const collections: Vendor["collections"] = {
  "tables.list": [],
  "contacts.*": ["customers"],
};
