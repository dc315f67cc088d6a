import { describe, expect, test } from "vitest";
import { documentTaxOf, dueOf, lineTaxOf, reckonedTotal, unreconciledOf } from "../../../shared/core/reckoning.ts";

const line = { quantity: 2, price: 189_000, discount: 18_000 };

describe("what a document adds up to", () => {
  test("lines less their discounts, less the document's, with surcharges, tax and fee", () => {
    const document = { lines: [line], discount: 10_000, surcharges: [{ amount: 5_000 }], tax: 28_800, fee: 30_000 };
    // 378,000 - 18,000 - 10,000 + 5,000 + 28,800 + 30,000
    expect(reckonedTotal(document)).toBe(413_800);
    expect(unreconciledOf({ ...document, total: 413_800 })).toBeUndefined();
    expect(unreconciledOf({ ...document, total: 400_000 })).toBe(-13_800);
  });

  test("tax that the prices include is not added; the fee of a return is kept back", () => {
    expect(reckonedTotal({ lines: [line], tax: 26_667, taxIncluded: true })).toBe(360_000);
    expect(reckonedTotal({ lines: [line], fee: 10_000 }, -1)).toBe(350_000);
  });

  test("a fraction of a unit is exact", () => {
    expect(reckonedTotal({ lines: [{ quantity: 0.35, price: 100_000 }] })).toBe(35_000);
    expect(reckonedTotal({ lines: [{ quantity: 0.1, price: 3 }] })).toBe("0.3");
  });

  test("less than one for each taxed line is rounding, and one is not", () => {
    const taxed = { lines: [line, line], tax: 1 };
    expect(unreconciledOf({ ...taxed, total: "720002.5" })).toBeUndefined();
    expect(unreconciledOf({ lines: [line], total: 360_001 })).toBe(1);
    expect(unreconciledOf({ ...taxed, total: 720_003 })).toBe(2);
  });

  test("nothing is said where nothing can be compared", () => {
    expect(unreconciledOf({ lines: [], total: 5 })).toBeUndefined();
    expect(unreconciledOf({ lines: [line] })).toBeUndefined();
    expect(unreconciledOf({ lines: [{ quantity: Number.POSITIVE_INFINITY, price: 1 }], total: 5 })).toBeUndefined();
  });
});

describe("what is still to be paid", () => {
  test.each([
    [100, 0, { due: 100, paymentStatus: "unpaid" }],
    [100, 40, { due: 60, paymentStatus: "partial" }],
    [100, 100, { due: 0, paymentStatus: "paid" }],
    [100, 120, { due: 0, paymentStatus: "paid" }],
    // Money that goes back, written with either sign.
    [-100, 0, { due: 0, paymentStatus: "unpaid" }],
    [-100, -40, { due: 0, paymentStatus: "partial" }],
    [-100, -100, { due: 0, paymentStatus: "refunded" }],
    [-100, 100, { due: 0, paymentStatus: "refunded" }],
    [0, 0, { due: 0, paymentStatus: "paid" }],
    [100, undefined, {}],
    [undefined, 5, {}],
    [100, null, {}],
  ])("of %s with %s paid", (total, paid, expected) => {
    expect(dueOf({ lines: [], total, paid })).toEqual(expected);
  });

  test("nothing, once the document is over", () => {
    expect(dueOf({ lines: [], total: 100, paid: 0 }, true)).toEqual({ due: 0, paymentStatus: "unpaid" });
  });
});

describe("the VAT of a line", () => {
  const taxed = { net: 360_000, rate: 8, included: undefined, total: undefined };

  test("comes on top unless the vendor says that the price includes it", () => {
    expect(lineTaxOf(taxed)).toEqual({ taxRate: 8, tax: 28_800, taxIncluded: false });
    expect(lineTaxOf({ ...taxed, included: true })).toEqual({ taxRate: 8, tax: 26_667, taxIncluded: true });
  });

  test("the vendor's own total decides, whatever the mode says", () => {
    expect(lineTaxOf({ ...taxed, included: true, total: 388_800 })).toMatchObject({ tax: 28_800, taxIncluded: false });
    expect(lineTaxOf({ ...taxed, included: false, total: 360_000 })).toMatchObject({ tax: 26_667, taxIncluded: true });
    // Neither with the tax nor without.
    expect(lineTaxOf({ ...taxed, total: 370_000 })).toEqual({ taxRate: 8 });
  });

  test("what could not be read makes no tax", () => {
    expect(lineTaxOf({ ...taxed, total: null })).toEqual({ taxRate: 8 });
    expect(lineTaxOf({ ...taxed, rate: undefined })).toEqual({ taxRate: undefined });
  });

  test("of a document it is the sum, unless a line does not tell its own", () => {
    const [top, inside] = [
      { tax: 10, taxIncluded: false },
      { tax: 5, taxIncluded: true },
    ];
    expect(documentTaxOf([top, top, { tax: 0 }])).toEqual({ tax: 20, taxIncluded: false });
    expect(documentTaxOf([inside, inside])).toEqual({ tax: 10, taxIncluded: true });
    expect(documentTaxOf([top, inside])).toEqual({ tax: 10, taxIncluded: false });
    expect(documentTaxOf([top, {}])).toBeUndefined();
  });
});
