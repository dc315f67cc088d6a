import { type VendorId, vendorIds } from "../../shared/core/vendor.ts";
import type { CreateSimulator } from "../../test/simulators/types.ts";

/** The vendors' simulators, loaded when they are wanted. */
export const simulators: Readonly<Partial<Record<VendorId, () => Promise<CreateSimulator>>>> = {
  kiotviet: async () => (await import("../../test/simulators/kiotviet.ts")).createKiotVietSimulator,
  "nhanh-v3": async () => (await import("../../test/simulators/nhanh-v3.ts")).createNhanhV3Simulator,
  "nhanh-v2": async () => (await import("../../test/simulators/nhanh-v2.ts")).createNhanhV2Simulator,
  pancake: async () => (await import("../../test/simulators/pancake.ts")).createPancakeSimulator,
  isale: async () => (await import("../../test/simulators/isale.ts")).createIsaleSimulator,
};

export const sandboxVendors: readonly VendorId[] = vendorIds.filter((vendor) => vendor in simulators);
