import type { Vendor } from "../../core/vendor.ts";

export const collections: Vendor["collections"] = {
  "shops.*": [],
  "provinces.list": [],
  "districts.list": [],
  "communes.list": [],
  "warehouses.*": ["locations"],
  // Rows of products, in which the stock stands as well.
  "variations.list": ["products"],
  "variations.update-composite": ["products"],
  "variations.*": ["inventory"],
  "advertising-costs.create": ["cash-flow"],
  "analytics.sales": ["orders"],
};
