import type { VendorId } from "../../shared/core/vendor.ts";
import type { FieldTable } from "./experiment.ts";
import { isale } from "./vendors/isale.ts";
import { kiotviet } from "./vendors/kiotviet.ts";
import { nhanhV2 } from "./vendors/nhanh-v2.ts";
import { nhanhV3 } from "./vendors/nhanh-v3.ts";
import { pancake } from "./vendors/pancake.ts";

/** The experiments of each vendor. `now`: our clock, unix milliseconds. */
export const fieldTables: Readonly<Record<VendorId, (now: number) => FieldTable>> = {
  kiotviet,
  "nhanh-v3": nhanhV3,
  "nhanh-v2": nhanhV2,
  pancake,
  isale,
};
