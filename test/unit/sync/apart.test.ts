import { expect, test } from "vitest";
import { VendorChanged } from "../../../shared/core/errors.ts";
import type { Call, Listing, OperationCall, Partition } from "../../../shared/core/vendor.ts";
import { areMixedUp, rowsOfOthers, withAskedAhead } from "../../../shared/usecases/sync/apart.ts";
import type { SliceJob } from "../../../shared/usecases/sync/slice.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const listingOf = (vendor: keyof typeof vendors, name: string): Listing =>
  vendors[vendor].resources.find((one) => one.name === name)!.listing;

/** Reads the first pages of two parts, from a vendor that answers so. */
const compare = async (listing: Listing, parts: readonly Partition[], answer: (call: OperationCall) => unknown) => {
  const calls: OperationCall[] = [];
  const call: Call = async (_operation, asked) => {
    calls.push(asked);
    return answer(asked);
  };
  const job = withAskedAhead({ resource: { listing }, call } as unknown as SliceJob);
  return { job, calls, mixedUp: await areMixedUp(job, parts) };
};

const cash = listingOf("kiotviet", "cash-flow");
const ways = [{ isReceipt: "true" }, { isReceipt: "false" }];
const page = (...ids: readonly number[]) => ({ total: ids.length, data: ids.map((id) => ({ id, amount: 5 })) });

test("one entry that is shown as money in and as money out is enough: what was asked for is ignored", async () => {
  const honest = await compare(cash, ways, ({ params }) => (params?.isReceipt ? page(1, 2) : page(3)));
  expect(honest.mixedUp).toBe(false);
  const deaf = await compare(cash, ways, ({ params }) => (params?.isReceipt ? page(1, 2) : page(3, 1, 2)));
  expect(deaf.mixedUp).toBe(true);
});

test("comparing costs no call: the pages are read from what the comparison was told, once", async () => {
  const { job, calls } = await compare(cash, ways, ({ params }) => (params?.isReceipt ? page(1) : page(2)));
  const [one] = ways;
  const first = cash.call({ offset: 0, size: 100, partition: one });
  expect(await job.call(cash.operation, first)).toEqual(page(1));
  expect(calls).toHaveLength(2);
  // What is asked once more is asked of the vendor.
  await job.call(cash.operation, first);
  expect(calls).toHaveLength(3);
});

test("price books may be alike: only where a book that does not exist shows the same, nothing is believed", async () => {
  const prices = listingOf("kiotviet", "price-book-prices");
  const books = [{ priceBookId: "1" }, { priceBookId: "2" }];
  const shown = { total: 1, data: [{ productId: 7, price: 5 }] };
  const alike = await compare(prices, books, ({ params }) => {
    if (Number(params?.id) > 2) throw new VendorChanged("no such book", "");
    return shown;
  });
  expect(alike).toMatchObject({ mixedUp: false });
  expect((await compare(prices, books, () => shown)).mixedUp).toBe(true);
  // Parts without rows tell nothing.
  expect((await compare(prices, books, () => ({ total: 0, data: [] }))).mixedUp).toBe(false);
});

test("a later part that shows a code of an earlier one is not believed, a page of its own is", () => {
  const codes = listingOf("nhanh-v3", "vouchers");
  const isOfOthers = rowsOfOthers(codes)!;
  const ask = (batchId: number) => ({ size: 100, partition: { batchId } });
  const answer = (...names: readonly string[]) => ({ code: 1, data: names.map((code) => ({ code, value: 1 })) });
  expect(isOfOthers(answer("A", "B"), ask(1), 0)).toBe(false);
  expect(isOfOthers(answer("B"), ask(1), 0)).toBe(false);
  expect(isOfOthers(answer("C"), ask(2), 1)).toBe(false);
  expect(isOfOthers(answer("D", "A"), ask(3), 2)).toBe(true);
  expect(rowsOfOthers(listingOf("kiotviet", "price-book-prices"))).toBeUndefined();
});

const asked = (partition: Partition) => ({ size: 100, partition });
test.each([
  ["kiotviet", "price-book-prices", { priceBookId: "1" }, { data: [{ productId: 7, price: 5, priceBookId: 2 }] }],
  ["nhanh-v3", "voucher-products", { batchId: 1 }, { data: [{ batchId: 2, product: { id: 7 } }] }],
  ["nhanh-v3", "price-book-products", { priceListId: 1 }, { data: [{ product: { id: 7 }, priceList: [{ id: 2 }] }] }],
] as const)("%s %s: a row that names another part than was asked for is of none", (vendor, name, part, answer) => {
  const { read } = listingOf(vendor, name);
  expect(() => read(answer, asked(part))).toThrow(VendorChanged);
  const other = Object.fromEntries(Object.keys(part).map((field) => [field, 2]));
  expect(read(answer, asked(other)).rows).toHaveLength(1);
});

test("nhanh-v3: a bill that was asked for by its id as an invoice is none where it says that it moved stock", () => {
  const { get } = vendors["nhanh-v3"].resources.find(({ name }) => name === "invoices")!;
  const answer = (type: number | null, mode: number) => ({ code: 1, data: [{ id: 5, type, mode }] });
  expect(get!.read(answer(2, 6), "5")).toMatchObject({ id: 5 });
  expect(get!.read(answer(null, 6), "5")).toMatchObject({ id: 5 });
  for (const other of [answer(2, 3), answer(1, 6)]) {
    expect(() => get!.read(other, "5")).toThrow(VendorChanged);
    expect(() => get!.rows!(other)).toThrow(VendorChanged);
  }
});

/** A row as it comes, read as of two parts: where it is told its part, what guards it stands in `apart`. */
test.each(
  Object.values(vendors).flatMap((vendor) =>
    vendor.resources.flatMap(({ name, listing }) => (listing.partitions ? [[vendor.id, name, listing] as const] : [])),
  ),
)("%s %s: rows whose meaning is in what was asked for are told apart", (vendor, name, listing) => {
  const row = { id: 1, code: "A", name: "x", product: { id: 7 }, productId: 7 };
  const list = [row];
  const named = { entries: list, result: list, products: list };
  const answer = { data: vendor === "nhanh-v2" ? named : Object.assign([row], named) };
  const tags = [
    "isReceipt",
    "priceBookId",
    "batchId",
    "priceListId",
    "table_name",
    "campaignId",
    "flowId",
    "type",
    "by",
  ];
  const rowsAs = (value: string) => {
    const partition = Object.fromEntries(tags.map((tag) => [tag, value]));
    return JSON.stringify(listing.read(answer, asked(partition)).rows);
  };
  const isTold = rowsAs("true") !== rowsAs("false");
  // The row of a price list shows in which lists the product has a price.
  const says = name === "price-book-products";
  expect(listing.apart !== undefined || says).toBe(isTold);
});
