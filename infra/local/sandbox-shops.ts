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

/**
 * Seconds between two acts of a shop's staff. Each act is followed by webhooks and by questions about what it has moved. All of that,
 * the polls and the second looks stay within half of the limit that the vendor sets, which the sandbox keeps:
 * test/flows/local/pace.test.ts counts the calls.
 */
const paces: Readonly<Partial<Record<VendorId, number>>> = {
  // 5,000 calls an hour, of which the first reading takes 1,800.
  kiotviet: 20,
  // 150 calls of each operation in 30 seconds.
  "nhanh-v3": 5,
  "nhanh-v2": 5,
  // 10 calls a second.
  pancake: 5,
  // 120 calls a minute.
  isale: 15,
};

export const sandboxPace = (vendor: VendorId): number => paces[vendor] ?? 15;

/**
 * Seconds between readings, where they are not the vendor's own. iSale sends no webhooks: what can be read by a few calls is asked for
 * more often than usual, so that one sees it move. Its list of customers ignores pages and takes two calls for each of them.
 */
const schedules: Readonly<Partial<Record<VendorId, Readonly<Record<string, number>>>>> = {
  isale: { orders: 30, inventory: 60, customers: 1_800 },
};

export const sandboxSchedule = (vendor: VendorId): Readonly<Record<string, number>> | undefined => schedules[vendor];
