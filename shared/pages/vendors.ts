export const vendorIds = ["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const;
export type VendorId = (typeof vendorIds)[number];

export const vendorNames: Readonly<Record<VendorId, string>> = {
  kiotviet: "KiotViet",
  "nhanh-v3": "Nhanh.vn",
  "nhanh-v2": "Nhanh.vn (v2)",
  pancake: "Pancake POS",
  isale: "iSale",
};

export interface Field {
  readonly name: string;
  readonly isSecret?: boolean;
  /** Reads the value out of a pasted address. */
  readonly fromAddress?: RegExp;
}

export interface Guide {
  readonly fields: readonly Field[];
  /** How many steps lead to the keys; their sentences stand among the texts. */
  readonly steps: number;
  /** A choice that goes with the settings: `kind` of the shop. */
  readonly products?: readonly string[];
}

const nhanh: Guide = { fields: [{ name: "appId" }, { name: "secretKey", isSecret: true }], steps: 3 };

/** What the owner types, and where it is found: docs/vendors.md has the sources. */
export const guides: Readonly<Record<VendorId, Guide>> = {
  kiotviet: {
    fields: [
      { name: "retailer", fromAddress: /^(?:https?:\/\/)?([a-z0-9-]+)\.kiotviet\.vn\b/i },
      { name: "clientId" },
      { name: "clientSecret", isSecret: true },
    ],
    steps: 4,
    products: ["retail", "fnb"],
  },
  "nhanh-v3": nhanh,
  "nhanh-v2": nhanh,
  pancake: {
    fields: [
      { name: "shopId", fromAddress: /\/shops?\/(\d+)/ },
      { name: "apiKey", isSecret: true },
    ],
    steps: 4,
  },
  isale: { fields: [{ name: "publicKey", isSecret: true }], steps: 4 },
};

/** What a person typed or pasted, without the address around it and without blanks at its ends. */
export const valueIn = ({ fromAddress }: Field, text: string): string =>
  fromAddress?.exec(text.trim())?.[1] ?? text.trim();
