import { type VendorId, vendorIds } from "../../shared/core/vendor.ts";
import type { CreateSimulator } from "../sandbox/types.ts";

/** The vendors' simulators, loaded when they are wanted. */
export const simulators: Readonly<Partial<Record<VendorId, () => Promise<CreateSimulator>>>> = {
  kiotviet: async () => (await import("../sandbox/kiotviet/index.ts")).createKiotVietSimulator,
  "nhanh-v3": async () => (await import("../sandbox/nhanh-v3/index.ts")).createNhanhV3Simulator,
  "nhanh-v2": async () => (await import("../sandbox/nhanh-v2/index.ts")).createNhanhV2Simulator,
  pancake: async () => (await import("../sandbox/pancake/index.ts")).createPancakeSimulator,
  isale: async () => (await import("../sandbox/isale/index.ts")).createIsaleSimulator,
};

export const sandboxVendors: readonly VendorId[] = vendorIds.filter((vendor) => vendor in simulators);

/** What the shops are called, so that a person tells them apart. */
const names: Readonly<Partial<Record<VendorId, string>>> = {
  kiotviet: "Tạp hóa Cô Ba",
  "nhanh-v3": "Nhà sách Nguyễn Du",
  "nhanh-v2": "Thời trang Bảo Ngọc",
  pancake: "Mỹ phẩm An Nhiên",
  isale: "Phở Thìn",
};

export const sandboxName = (vendor: VendorId): string => names[vendor] ?? `Cửa hàng ${vendor}`;
