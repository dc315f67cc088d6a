/** The systems that Tillbridge speaks to. */
export const vendorIds = ["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const;
export type VendorId = (typeof vendorIds)[number];
