import { beforeAll, describe, expect, test } from "vitest";
import type { Product } from "../../../shared/core/records.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { openWriteShop, type Reply, type WriteShop } from "../../helpers/write-shop.ts";

const customer = { name: "Lan", phone: "+84 90 123 4567" };

describe.each(vendorIds)("one order body at %s", (vendor: VendorId) => {
  let shop: WriteShop;
  let product: Product;
  let locationId: string;

  beforeAll(async () => {
    shop = await openWriteShop(vendor);
    const { deps, ref } = shop.world;
    const { records } = await deps.records.page(ref, "products", { limit: 200 });
    const products = records.map(({ record }) => record as Product);
    const codes = products.map(({ code }) => code);
    product = products.find(
      ({ code, price, active }) =>
        code !== undefined && codes.indexOf(code) === codes.lastIndexOf(code) && Number(price) > 0 && active !== false,
    )!;
    locationId = shop.ids("locations")[0]!;
  });

  const dryRun = (body: object, query = ""): Promise<Reply> => shop.request("POST", `orders?dryRun=true${query}`, body);
  const line = () => ({ code: product.code, quantity: 2 });

  test("a code and a quantity are enough: product, price, place come from the copy", async () => {
    const { status, body } = await dryRun({ lines: [line()] });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.command.lines[0]).toMatchObject({ productId: product.id, quantity: 2, price: Number(product.price) });
    expect(body.filled["lines.0.productId"]).toBe(product.id);
    expect(body.dropped).toEqual({});
  });

  test("what the caller says stands: place, price, the vendor's own id", async () => {
    const price = Number(product.price) + 1_000;
    for (const one of [line(), { productId: product.id, quantity: 2 }]) {
      const { status, body } = await dryRun({ locationId, customer, lines: [{ ...one, price }] });
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.command).toMatchObject({ locationId, lines: [{ productId: product.id, price }] });
    }
  });

  test("a full body is taken as far as the vendor can hold it, and each field that it cannot is named", async () => {
    const full = {
      locationId,
      customer,
      lines: [{ ...line(), name: "Áo", note: "xanh" }],
      discount: 1_000,
      shipping: {
        address: { ...customer, line: "12 Lê Lợi" },
        fee: 20_000,
        cod: 100_000,
      },
      note: "Gấp",
    };
    const { status, body } = await dryRun(full);
    expect(status, JSON.stringify(body)).toBe(200);
    const dropped = Object.keys(body.dropped);
    const strict = await dryRun(full, "&strict=true");
    if (dropped.length === 0) expect(strict.status).toBe(200);
    else {
      expect(strict.status).toBe(422);
      expect(strict.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(dropped.sort());
    }
    for (const reason of Object.values(body.dropped)) expect(reason).toMatch(/\w{3}/);
    expect(body.command.lines[0]).toMatchObject({ productId: product.id, quantity: 2 });
  });

  test("an unknown code is refused by field, and so is a misspelt field", async () => {
    const unknown = await dryRun({ customer, lines: [line(), { code: "NO-SUCH-CODE", quantity: 1 }] });
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors).toEqual([{ field: "lines.1.code", message: expect.stringContaining("NO-SUCH-CODE") }]);
    const misspelt = await dryRun({ customer, lines: [{ ...line(), prize: 5 }] });
    expect(misspelt.status).toBe(422);
  });

  test("an order by code alone is made at the vendor, and says what it left out", async () => {
    const order = { customer, lines: [line()], shipping: { note: "call first" } };
    const { dropped } = (await dryRun(order)).body;
    const { status, body } = await shop.request("POST", "orders", order);
    expect(status, JSON.stringify(body)).toBe(202);
    await shop.settle(10);
    const { state, result } = await shop.write(body.id);
    expect(state).toBe("succeeded");
    // Pancake has a note for the carrier.
    expect(Object.keys(dropped)).toEqual(vendor === "pancake" ? [] : ["shipping.note"]);
    expect(result?.notTaken ?? []).toEqual(expect.arrayContaining(Object.keys(dropped)));
  });
});

test("a code that two products share is refused, unless one of them is out of sale or groups the other", async () => {
  const shop = await openWriteShop("kiotviet");
  const { deps, ref, time } = shop.world;
  const put = async (id: string, fields: object) =>
    deps.records.upsert(
      ref,
      "products",
      [{ id, modified: undefined, record: { id, name: id, code: "TWIN", price: 5_000, ...fields }, raw: { id } }],
      time.now(),
    );
  const dryRun = () => shop.request("POST", "orders?dryRun=true", { customer, lines: [{ code: "TWIN", quantity: 1 }] });
  await put("901", {});
  await put("902", {});
  await shop.world.pass(2 * MINUTE);
  const both = await dryRun();
  expect(both.status).toBe(422);
  expect(both.body.errors[0]).toMatchObject({ field: "lines.0.code", message: expect.stringContaining("2 products") });
  await put("902", { parentId: "901" });
  await shop.world.pass(2 * MINUTE);
  expect((await dryRun()).body.filled).toMatchObject({ "lines.0.productId": "902" });
  await put("902", { active: false });
  await shop.world.pass(2 * MINUTE);
  expect((await dryRun()).body.filled).toMatchObject({ "lines.0.productId": "901" });
});

test("a product that was renamed is found by its new code and no longer by the old one", async () => {
  const shop = await openWriteShop("pancake");
  const { deps, ref, time } = shop.world;
  const find = (code: string) => deps.productCodes.find(ref, [code], time.now());
  const put = async (code: string) =>
    deps.records.upsert(
      ref,
      "products",
      [{ id: "901", modified: undefined, record: { id: "901", name: "Áo", code }, raw: { code } }],
      time.now(),
    );
  await put("OLD");
  await shop.world.pass(2 * MINUTE);
  expect((await find("old ")).get("old ")).toEqual([{ id: "901", code: "OLD" }]);
  await put("NEW");
  await shop.world.pass(2 * MINUTE);
  expect((await find("OLD")).size).toBe(0);
  expect((await find("NEW")).get("NEW")).toEqual([{ id: "901", code: "NEW" }]);
  await deps.records.remove(ref, "products", "901", { observedAt: time.now() });
  await shop.world.pass(2 * MINUTE);
  expect((await find("NEW")).size).toBe(0);
});
