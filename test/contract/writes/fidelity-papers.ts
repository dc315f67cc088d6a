import type { WriteKind } from "../../../shared/core/vendor.ts";
import { parcelOf } from "../../helpers/parcel.ts";
import type { Known, Setting } from "./fidelity-fields.ts";

/** One kind of command: a whole one, and each of its fields with a value of its own. */
interface Paper {
  readonly kind: WriteKind;
  readonly base: object;
  readonly settings: readonly Setting[];
}

const firstLine = (name: string) => (record: any) => record.lines?.[0]?.[name];

const lineSettings = (known: Known): readonly Setting[] => [
  ["lines.0.productId", known.otherProductId, firstLine("productId")],
  ["lines.0.quantity", 3, firstLine("quantity")],
  ["lines.0.price", 23_000, firstLine("price")],
  ["lines.0.discount", 2_000, firstLine("discount")],
  ["lines.0.note", "màu xanh", firstLine("note")],
  ["lines.0.serials", ["SN-1", "SN-2"], firstLine("serials")],
  ["lines.0.batch", { code: "L1", expiresOn: "2027-01-01" }, firstLine("batch")],
];
const slipSettings = (known: Known): readonly Setting[] => [
  ["locationId", known.otherLocationId ?? known.locationId],
  ["supplier.id", known.supplierIds[1] ?? "17"],
  ["supplier.name", "Công ty ABC"],
  ["discount", 1_000],
  ["paid", 2_000],
  ["method", "transfer"],
  ["accountId", "1"],
  ["note", "Hàng về"],
];

const ofOwnCodes = ({ campaignId }: Known): Paper => ({
  kind: "vouchers.create",
  base: {
    codes: ["FIDELITY"],
    // A campaign has the terms of its codes; without one the coupon has its own.
    ...(campaignId === undefined ? { value: 5_000 } : { campaignId }),
  },
  settings: [
    ["codes", ["FIDELITY-2"]],
    ["value", 6_000],
    ["campaignId", campaignId ?? "1"],
    ["name", "Tết"],
  ],
});
/** Nhanh makes the codes of a new campaign itself. */
const madeByVendor: Paper = {
  kind: "vouchers.create",
  base: { name: "Hè", count: 2, value: 5_000, from: "2026-06-01T00:00:00+07:00", to: "2026-08-31T00:00:00+07:00" },
  settings: [
    ["codes", ["FIDELITY-2"]],
    ["value", 6_000],
    ["count", 3],
    ["mostOff", 9_000],
    ["name", "Tết"],
  ],
};
const moreOfCampaign = ({ campaignId }: Known): Paper | undefined =>
  campaignId === undefined
    ? undefined
    : { kind: "vouchers.create", base: { count: 2 }, settings: [["campaignId", campaignId]] };

/** Steps of codes and parcels, and changes of what was sold. */
const steps = (known: Known, shipping: readonly Setting[]): readonly (Paper | undefined)[] => {
  const [code, other = "X"] = known.codes;
  const coded = { campaignId: known.campaignId, codes: [code] };
  const codes: Setting = ["codes", [other]];
  const at = "2026-12-01T09:00:00+07:00";
  // The vendor keeps the day.
  const releasedAt: Setting = ["at", at, ({ releasedOn }) => (releasedOn?.[0] === "2026-12-01" ? at : releasedOn)];
  return [
    known.invoiceId === undefined
      ? undefined
      : {
          kind: "invoices.update",
          base: { id: known.invoiceId },
          settings: [...shipping, ["channel", "Shopee"]],
        },
    {
      kind: "stock.move",
      base: { productId: known.productId, locationId: known.locationId, delta: 3, basis: "read" },
      settings: [
        [
          "delta",
          5,
          ({ levels, lines, delta }) =>
            levels
              ? levels.find(({ locationId }: any) => locationId === known.locationId)?.onHand - known.onHand
              : (delta ?? lines?.[0]?.quantity),
        ],
        ["note", "Vỡ"],
      ],
    },
    {
      kind: "shipments.create",
      base: parcelOf(known.locationId),
      settings: [
        ["cod", 90_000],
        ["note", "Gọi trước"],
        ["send", true],
        ["lines", [{ name: "Áo", quantity: 1, price: 90_000 }]],
        ["receiver.name", "Mai"],
        ["receiver.address.line", "2 Lê Lợi"],
        ["weightGrams", 500],
      ],
    },
    known.shipmentId === undefined
      ? undefined
      : { kind: "shipments.cancel", base: { id: known.shipmentId }, settings: [["reason", "Khách đổi ý"]] },
    code === undefined ? undefined : { kind: "vouchers.release", base: coded, settings: [codes, releasedAt] },
    code === undefined ? undefined : { kind: "vouchers.cancel", base: coded, settings: [codes] },
  ];
};

/** Papers of the warehouse and the till. */
export const papers = (known: Known, shipping: readonly Setting[]): readonly Paper[] => {
  const lines = [{ productId: known.productId, quantity: 2, price: 20_000 }];
  const moved = [{ productId: known.productId, quantity: 2 }];
  const slip = { locationId: known.locationId, supplier: { id: known.supplierIds[0] ?? "16" }, lines };
  const transfer = { fromLocationId: known.locationId, toLocationId: known.otherLocationId, lines: moved };
  const all: readonly (Paper | undefined)[] = [
    ...steps(known, shipping),
    {
      kind: "purchases.create",
      base: slip,
      settings: [...slipSettings(known), ...lineSettings(known), ["draft", true]],
    },
    known.purchaseId === undefined
      ? undefined
      : {
          kind: "purchases.update",
          base: { id: known.purchaseId },
          settings: [...slipSettings(known), ["draft", true]],
        },
    { kind: "supplier-returns.create", base: slip, settings: [...slipSettings(known), ...lineSettings(known)] },
    {
      kind: "transfers.create",
      base: transfer,
      settings: [...lineSettings(known), ["status", "sent"], ["code", "CK-1"], ["note", "Gấp"]],
    },
    known.transferId === undefined
      ? undefined
      : {
          kind: "transfers.update",
          base: { id: known.transferId },
          settings: [
            ["status", "received"],
            ["note", "Gấp"],
          ],
        },
    {
      kind: "stock.count",
      base: { locationId: known.locationId, lines: moved },
      settings: [
        ["lines.0.quantity", 5, firstLine("quantity")],
        ["lines.0.note", "vỡ", firstLine("note")],
        ["note", "Kiểm cuối tháng"],
      ],
    },
    {
      kind: "cash.create",
      base: { direction: "in", amount: 5_000 },
      settings: [
        ["direction", "out"],
        ["amount", 7_000],
        ["locationId", known.locationId],
        ["method", "transfer"],
        ["accountId", "1"],
        ["categoryId", "2"],
        ["note", "Tiền điện"],
      ],
    },
    ...(known.vendor.startsWith("nhanh") ? [madeByVendor, moreOfCampaign(known)] : [ofOwnCodes(known)]),
    {
      kind: "categories.create",
      base: { name: "Áo khoác" },
      settings: [
        ["name", "Áo gió"],
        ["parentId", known.categoryId],
      ],
    },
    known.categoryId === undefined
      ? undefined
      : { kind: "categories.update", base: { id: known.categoryId }, settings: [["name", "Áo gió"]] },
    known.priceBookId === undefined
      ? undefined
      : {
          kind: "price-books.set",
          base: { id: known.priceBookId, prices: [{ productId: known.productId, price: 5_000 }] },
          settings: [
            [
              "prices.0.price",
              7_000,
              ({ prices }) => prices?.find((one: any) => one.priceBookId === known.priceBookId)?.price,
            ],
          ],
        },
  ];
  return all.filter((one) => one !== undefined);
};
