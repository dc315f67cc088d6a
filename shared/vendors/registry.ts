import type { Vendor, VendorId } from "../core/vendor.ts";
import { isale } from "./isale/index.ts";
import { kiotviet } from "./kiotviet/index.ts";
import { nhanhV2 } from "./nhanh-v2/index.ts";
import { nhanhV3 } from "./nhanh-v3/index.ts";
import { pancake } from "./pancake/index.ts";

/** Every system that Tillbridge speaks to. */
export const vendors: Readonly<Record<VendorId, Vendor>> = {
  kiotviet,
  "nhanh-v3": nhanhV3,
  "nhanh-v2": nhanhV2,
  pancake,
  isale,
};
