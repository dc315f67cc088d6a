import type { Vendor, VendorId } from "../core/vendor.ts";
import { webhooks as kiotviet } from "./kiotviet/webhooks.ts";
import { webhooks as nhanhV2 } from "./nhanh-v2/webhooks.ts";
import { webhooks as nhanhV3 } from "./nhanh-v3/webhooks.ts";
import { webhooks as pancake } from "./pancake/webhooks.ts";

/** How each vendor's webhooks are read, without the rest of the vendor: all that the intake needs. */
export const vendorWebhooks: Readonly<Record<VendorId, Pick<Vendor, "webhooks">>> = {
  kiotviet: { webhooks: kiotviet },
  "nhanh-v3": { webhooks: nhanhV3 },
  "nhanh-v2": { webhooks: nhanhV2 },
  pancake: { webhooks: pancake },
  isale: {},
};
