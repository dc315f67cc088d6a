import type { VendorId } from "../vendors.ts";

/** Drawings of our own: no vendor's logo. */
const drawings: Readonly<Record<VendorId, readonly [ground: string, path: string]>> = {
  kiotviet: ["#1864ab", "M8 20h24l-2-8H10zM11 20v10h18V20M17 30v-6h6v6"],
  "nhanh-v3": ["#c2410c", "M22 7 11 23h8l-1 10 11-16h-8z"],
  "nhanh-v2": ["#9a3412", "M22 7 11 23h8l-1 10 11-16h-8z"],
  pancake: ["#7c4a03", "M9 15c0-6 22-6 22 0s-22 6-22 0zm0 5c0 6 22 6 22 0M9 25c0 6 22 6 22 0"],
  isale: ["#2b6a30", "M9 10h11l12 12-10 10L9 20zM15 16h.1"],
};

export const VendorPicture = ({ vendor, size = 44 }: { readonly vendor: VendorId; readonly size?: number }) => {
  const [ground, path] = drawings[vendor];
  return (
    <svg viewBox="0 0 40 40" width={size} height={size} aria-hidden="true" style={{ flexShrink: 0 }}>
      <rect width="40" height="40" rx="10" fill={ground} />
      <path d={path} fill="none" stroke="#fff" strokeWidth="2.4" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
};
