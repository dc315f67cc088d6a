import type { SimulatedArea } from "../areas.ts";

/** `locationVersion` v1. The ids 254, 321 and 1116 stand in the examples of the document. */
export const THREE_TIERS: readonly SimulatedArea[] = [
  {
    id: 254,
    name: "Hà Nội",
    areas: [
      {
        id: 321,
        name: "Quận Đống Đa",
        areas: [
          { id: 1_116, name: "Phường Ô Chợ Dừa" },
          { id: 1_117, name: "Phường Láng Hạ" },
        ],
      },
      { id: 331, name: "Quận Hoàn Kiếm", areas: [{ id: 1_246, name: "Phường Tràng Tiền" }] },
      { id: 340, name: "Huyện Sơn Tây", areas: [] },
      { id: 341, name: "Thị xã Sơn Tây", areas: [{ id: 1_301, name: "Phường Lê Lợi" }] },
    ],
  },
  {
    id: 255,
    name: "Hồ Chí Minh",
    otherName: "Sài Gòn",
    areas: [
      { id: 501, name: "Quận 1", areas: [{ id: 5_011, name: "Phường Bến Nghé" }] },
      { id: 503, name: "Quận 3", areas: [{ id: 5_035, name: "Phường 5" }] },
    ],
  },
];

/** `locationVersion` v2: since July 2025 wards lie in provinces. */
export const TWO_TIERS: readonly SimulatedArea[] = [
  {
    id: 254,
    name: "Hà Nội",
    areas: [
      { id: 9_001, name: "Phường Ô Chợ Dừa" },
      { id: 9_002, name: "Phường Cửa Nam" },
      { id: 9_003, name: "Xã Cửa Nam" },
    ],
  },
  { id: 255, name: "Hồ Chí Minh", otherName: "Sài Gòn", areas: [{ id: 9_101, name: "Phường Sài Gòn" }] },
];
