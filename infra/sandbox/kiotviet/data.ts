/** KiotViet Public API §2.5.1 and field note (recorded). */
export const ORDER_STATUS: Record<number, string> = { 1: "Phiếu tạm", 2: "Đang xử lý", 3: "Hoàn thành", 4: "Đã hủy" };

/** KiotViet Public API §2.11.7. */
export const INVOICE_STATUS: Record<number, string> = {
  1: "Hoàn thành",
  2: "Đã hủy",
  3: "Đang xử lý",
  5: "Không giao được",
};

/** KiotViet Public API §2.12.1. */
export const DELIVERY_STATUS: Record<number, string> = {
  1: "Chờ xử lý",
  2: "Đang giao hàng",
  3: "Giao thành công",
  4: "Đang chuyển hoàn",
  5: "Đã chuyển hoàn",
  6: "Đã hủy",
  7: "Đang lấy hàng",
  8: "Chờ lấy lại",
  9: "Đã lấy hàng",
  10: "Chờ giao lại",
  11: "Chờ chuyển hàng",
  12: "Chờ chuyển hoàn lại",
};
