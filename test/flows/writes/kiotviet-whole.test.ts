import { expect, test } from "vitest";
import { stableJson } from "../../../shared/core/content.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

/*
 * KiotViet's PUTs may clear every field that they leave out (the document's convention: a field without "?" has to be
 * there). An update of one field must leave all the others of the vendor's row as they were.
 */
const place = { line: "12 Lê Lợi", ward: "Phường Bến Nghé", district: "Quận 1", province: "Hồ Chí Minh" };

/** Makes a record with as many fields as the command has, then changes one. */
const cases = [
  {
    resource: "orders",
    path: "orders",
    make: (product: string, location: string) => ({
      locationId: location,
      customer: { name: "Lan", phone: "0901234567" },
      lines: [{ productId: product, quantity: 2, price: 50_000, discount: 1_000, note: "đỏ" }],
      note: "gọi trước",
      discount: 3_000,
      channel: "602",
      payments: [{ method: "cash", amount: 20_000 }],
      shipping: { address: { name: "Hoa", phone: "0933333333", ...place }, fee: 30_000, cod: 90_000, weightGrams: 500 },
    }),
    change: { note: "giao chiều" },
    changes: ["description"],
  },
  {
    resource: "invoices",
    path: "invoices",
    make: (product: string, location: string) => ({
      locationId: location,
      customer: { name: "Lan", phone: "0901234567" },
      lines: [{ productId: product, quantity: 2, price: 50_000 }],
      channel: "602",
      shipping: { address: { name: "Hoa", phone: "0933333333", ...place }, fee: 30_000, cod: 90_000 },
    }),
    change: { shipping: { fee: 20_000 } },
    changes: ["invoiceDelivery", "total"],
  },
  {
    resource: "products",
    path: "products",
    make: () => ({
      name: "Áo",
      code: "A1",
      barcode: "8934000001",
      price: 50_000,
      categoryId: "438730",
      description: "Vải",
      weightGrams: 300,
      unit: "cái",
      attributes: [{ name: "Màu", value: "Đỏ" }],
    }),
    change: { price: 60_000 },
    changes: ["basePrice", "priceBooks"],
  },
  {
    resource: "customers",
    path: "customers",
    make: () => ({
      name: "Lan",
      phone: "0901234567",
      email: "lan@example.com",
      gender: "female",
      birthday: "1990-05-17",
      note: "khách quen",
      taxCode: "0312345678",
      address: place,
    }),
    change: { email: "khac@example.com" },
    changes: ["email"],
  },
  {
    resource: "purchase-orders",
    path: "purchases",
    make: (product: string, location: string) => ({
      locationId: location,
      supplier: { code: "NCC000001" },
      lines: [{ productId: product, quantity: 2, price: 20_000 }],
      note: "hàng về",
      discount: 1_000,
      draft: true,
    }),
    change: { discount: 2_000 },
    changes: ["discount", "discountRatio", "total"],
  },
  {
    resource: "transfers",
    path: "transfers",
    make: (product: string, location: string, other: string) => ({
      fromLocationId: location,
      toLocationId: other,
      lines: [{ productId: product, quantity: 2, price: 20_000 }],
      note: "gấp",
    }),
    change: { status: "received" },
    changes: ["status", "transferDetails", "receivedDate", "dispatchedDate"],
  },
] as const;

const OF_TIME = ["modifiedDate", "createdDate"];

test.each(cases)("an update of one field of $resource leaves the others as they were", async (one) => {
  const shop = await openWriteShop("kiotviet");
  const [product] = shop.ids("products");
  const [location, other] = shop.ids("locations");
  const made = await shop.request("POST", one.path, one.make(product!, location!, other!));
  expect(made.status, JSON.stringify(made.body)).toBe(202);
  await shop.settle();
  const { result } = await shop.write(made.body.id);
  const known = shop.world.vendor.resources.find(({ name }) => name === one.resource)!;
  const row = () =>
    structuredClone(shop.world.simulator.rows(one.resource).find((each) => known.id(each) === result?.id));
  const before = row() as Record<string, unknown>;
  const changed = await shop.request("PATCH", `${one.path}/${result?.id}`, one.change);
  expect(changed.status, JSON.stringify(changed.body)).toBe(202);
  await shop.settle();
  expect(await shop.write(changed.body.id)).toMatchObject({ state: "succeeded" });
  const after = row() as Record<string, unknown>;
  expect(after).not.toEqual(before);
  const differs = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => stableJson(before[field]) !== stableJson(after[field]),
  );
  expect(
    differs.filter((field) => !OF_TIME.includes(field) && !(one.changes as readonly string[]).includes(field)),
  ).toEqual([]);
});
