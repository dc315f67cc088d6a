export const FIRST_NAMES = ["An", "Bình", "Chi", "Dũng", "Hà", "Hoàng Anh", "Loan", "Minh", "Ngọc", "Sơn"];
export const FAMILY_NAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng"];
export const GOODS = ["Áo phông nam", "Váy hè", "Áo khoác", "Quần jean", "Nước hoa", "Hộp bánh"];
export const COLORS = ["Đen", "Trắng", "Đỏ", "Xanh"];
export const SIZES = ["S", "M", "L", "X"];

export const NEXT_STATUS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 1, 1, 6, 17],
  17: [1, 6],
  1: [8, 12, 11],
  11: [1],
  12: [13],
  13: [8],
  8: [9],
  9: [2],
  2: [3, 3, 3, 4],
  3: [16, 4],
  4: [5, 15],
};

export const STATUS_NAMES: Readonly<Record<number, string>> = {
  0: "new",
  1: "submitted",
  2: "shipped",
  3: "delivered",
  4: "returning",
  5: "returned",
  6: "canceled",
  7: "removed",
  8: "packing",
  9: "waiting_pickup",
  16: "received_money",
};

export const DELETED = 7;

export const PROVINCES = [
  { country_code: 84, id: "805", name: "An Giang", name_en: "an giang", new_id: "84_VN132", region_type: "south" },
  { country_code: 84, id: "101", name: "Hà Nội", name_en: "ha noi", new_id: "84_VN101", region_type: "north" },
];

export const DISTRICTS = [
  { id: "10101", name: "Quận Ba Đình", name_en: "ba dinh", province_id: "101" },
  { id: "80505", name: "Huyện An Phú", name_en: "an phu", province_id: "805" },
];

export const COMMUNES = [
  { id: "1010115", name: "Phường Cống Vị", name_en: "cong vi", district_id: "10101", province_id: "101", new_id: null },
  {
    id: "8050501",
    name: "Thị trấn An Phú",
    name_en: "an phu",
    district_id: "80505",
    province_id: "805",
    new_id: "84_VN13201",
  },
  { id: "84_VN13201", name: "Xã An Phú", name_en: "an phu", district_id: null, province_id: "84_VN132", new_id: null },
  {
    id: "84_VN13256",
    name: "Xã An Biên",
    name_en: "an bien",
    district_id: null,
    province_id: "84_VN132",
    new_id: null,
  },
];

export const CARRIERS = [
  { id: 0, name: "Snappy" },
  { id: 1, name: "Giao hàng tiết kiệm" },
  { id: 5, name: "Giao hàng nhanh" },
  { id: 15, name: "J&T" },
];
