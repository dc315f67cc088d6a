import type { Vendor } from "../../core/vendor.ts";

export const collections: Vendor["collections"] = {
  "addresses.list": [],
  "shipping-fees.calculate": [],
  "own-shipping-fees.calculate": [],
  "subscribers.save": ["customers"],
  "contacts.save": ["customers"],
  "zalo-messages.send": ["customers"],
};
