import type { SimulatedArea } from "../areas.ts";

/** The list of areas. The ids 2 and 3 stand in the document's example. */
export const AREAS: readonly SimulatedArea[] = [
  {
    id: 2,
    name: "Hà Nội",
    areas: [
      { id: 4, name: "Hoàn Kiếm", areas: [{ id: 41, name: "Tràng Tiền" }] },
      { id: 5, name: "Quận Đống Đa", areas: [{ id: 51, name: "Phường Ô Chợ Dừa" }] },
    ],
  },
  {
    id: 3,
    name: "Hồ Chí Minh",
    areas: [
      { id: 7, name: "Quận 1", areas: [{ id: 71, name: "Bến Nghé" }] },
      { id: 8, name: "Quận 3", areas: [{ id: 85, name: "Phường 5" }] },
    ],
  },
];

/** Where the shop and its customers are. */
export const PLACES = [
  { id: 2, name: "Hà Nội", district: { id: 4, name: "Hoàn Kiếm" }, ward: { id: 41, name: "Tràng Tiền" } },
  { id: 3, name: "Hồ Chí Minh", district: { id: 7, name: "Quận 1" }, ward: { id: 71, name: "Bến Nghé" } },
] as const;

export const STATUS_NAMES: Readonly<Record<string, string>> = {
  New: "Đơn mới",
  Confirming: "Đang xác nhận",
  CustomerConfirming: "Chờ khách xác nhận",
  Confirmed: "Đã xác nhận",
  Packing: "Đang đóng gói",
  Packed: "Đã đóng gói",
  Pickup: "Chờ thu gom",
  Shipping: "Đang chuyển",
  Success: "Thành công",
  Failed: "Thất bại",
  Canceled: "Khách hủy",
  Aborted: "Hệ thống hủy",
  Returning: "Đang chuyển hoàn",
  Returned: "Đã chuyển hoàn",
};

export const NEXT: Readonly<Record<string, readonly string[]>> = {
  New: ["Confirming", "Confirmed", "Canceled"],
  Confirming: ["CustomerConfirming", "Confirmed", "Aborted"],
  CustomerConfirming: ["Confirmed", "Canceled"],
  Confirmed: ["Packing", "Packing", "Canceled"],
  Packing: ["Packed"],
  Packed: ["Pickup"],
  Pickup: ["Shipping"],
  Shipping: ["Success", "Success", "Failed", "Returning"],
  Returning: ["Returned"],
};

export const MODE_NAMES: Readonly<Record<number, string>> = {
  1: "Giao hàng",
  2: "Bán lẻ",
  3: "Chuyển kho",
  5: "Nhà cung cấp",
  6: "Bán sỉ",
  8: "Kiểm kho",
};

export const carriers = [
  { id: 2, name: "Vietnam Post", logo: "https://static.example/vnpost.png", services: [{ id: 21, name: "EMS" }] },
  { id: 5, name: "Giao hàng nhanh", logo: "https://static.example/ghn.png", services: [{ id: 51, name: "Chuẩn" }] },
  { id: 12, name: "Tự vận chuyển", logo: "", services: [] },
];
