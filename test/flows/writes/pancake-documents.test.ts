import { beforeEach, describe, expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

/** Papers of the warehouse and the till of a shop of Pancake: "Phiếu nhập kho", "Chuyển kho", "Kiểm hàng", "Thu chi". */

let shop: WriteShop;
let product: string;
let other: string;
let place: string;
let elsewhere: string;

beforeEach(async () => {
  shop = await openWriteShop("pancake");
  [product, other] = shop.ids("products") as [string, string];
  [place, elsewhere] = shop.ids("locations") as [string, string];
});

const rowsOf = (resource: string): any[] => [...shop.world.simulator.rows(resource)];
const rowOf = (resource: string, id: string): any => rowsOf(resource).find((row) => row.id === id);

/** What the vendor has on hand. */
const onHand = (productId: string, locationId: string): number =>
  rowOf("inventory", productId).variations_warehouses.find((level: any) => level.warehouse_id === locationId)
    ?.actual_remain_quantity ?? 0;

const send = async (method: string, path: string, body: object): Promise<any> => {
  const answer = await shop.request(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  await shop.settle(30);
  return shop.write(answer.body.id);
};
const done = async (method: string, path: string, body: object): Promise<any> => {
  const write = await send(method, path, body);
  expect(write, JSON.stringify(write.error)).toMatchObject({ state: "succeeded" });
  expect(write.result.notTaken).toBeUndefined();
  return write.result;
};
const dryRun = (method: string, path: string, body: object) => shop.request(method, `${path}?dryRun=true`, body);

const line = () => ({ productId: product, quantity: 4, price: 90_000 });
const purchase = () => ({ locationId: place, supplier: { id: "293" }, lines: [line()], note: "Nhập hàng" });

describe("a purchase", () => {
  test("takes the goods in, is owed to its supplier, and is read back field by field", async () => {
    const before = onHand(product, place);
    const { id, unseen, version } = await done("POST", "purchases", purchase());
    expect(unseen).toBeUndefined();
    expect(version).toBeGreaterThan(0);
    const row = rowOf("purchase-orders", id);
    expect(row).toMatchObject({ status: 1, warehouse_id: place, supplier_products_id: 293 });
    expect(row.items).toMatchObject([{ variation_id: product, quantity: 4, imported_price: 90_000 }]);
    expect(onHand(product, place)).toBe(before + 4);
    const sent = shop.world.simulator.log.find(({ path }) => path.endsWith("/purchases"))!;
    expect(sent).toBeDefined();
    const { body } = await dryRun("POST", "purchases", purchase());
    // No payment slip is written, and the sum is a debt ("Không tạo phiếu chi", "Tạo công nợ theo nhà cung cấp").
    expect(body.body.purchase).toMatchObject({ not_create_transaction: true, auto_create_debts: true });
  });

  test("that is a draft moves nothing until it is received, and its mark stays behind a new note", async () => {
    const before = onHand(product, place);
    const { id } = await done("POST", "purchases", { ...purchase(), draft: true });
    expect(rowOf("purchase-orders", id).status).toBe(-1);
    expect(onHand(product, place)).toBe(before);
    const mark = /#TB-\w{16}/.exec(rowOf("purchase-orders", id).note)![0];
    const change = { draft: false, note: "Đủ hàng", lines: [{ ...line(), quantity: 3 }] };
    const { unseen } = await done("PATCH", `purchases/${id}`, change);
    expect(unseen).toBeUndefined();
    expect(rowOf("purchase-orders", id)).toMatchObject({ status: 1, warehouse_id: place, note: `Đủ hàng ${mark}` });
    expect(onHand(product, place)).toBe(before + 3);
  });

  test("is cancelled by its state, and the warehouse that the call asks for is repeated", async () => {
    const { id } = await done("POST", "purchases", { ...purchase(), draft: true });
    const { body } = await dryRun("POST", `purchases/${id}/cancel`, {});
    expect(body.body).toEqual({ purchase: { warehouse_id: place, status: 2 } });
    expect(body.carried).toEqual({ purchase: { warehouse_id: place } });
    expect(await done("POST", `purchases/${id}/cancel`, {})).toMatchObject({ readBack: true });
    expect(rowOf("purchase-orders", id).status).toBe(2);
  });

  test("has no price of the shop's own where the command names none: it is asked for", async () => {
    const { status, body } = await dryRun("POST", "purchases", { lines: [{ productId: product, quantity: 1 }] });
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ field: "lines.0.price" })]);
  });

  test("names what the slip has no field for", async () => {
    const full = { ...purchase(), discount: 5, paid: 6, method: "cash" };
    const { body } = await dryRun("POST", "purchases", { ...full, supplier: { id: "293", name: "Cty A" } });
    expect(Object.keys(body.dropped).sort()).toEqual(["discount", "method", "paid", "supplier.name"]);
  });
});

describe("goods that go back to a supplier", () => {
  const back = () => ({ locationId: place, supplier: { id: "293" }, lines: [{ ...line(), quantity: 2 }], note: "Lỗi" });

  test("leave by a finished issue slip that names him", async () => {
    const before = onHand(product, place);
    const { id, unseen } = await done("POST", "supplier-returns", back());
    expect(unseen).toBeUndefined();
    expect(rowOf("exports", id)).toMatchObject({ type: 0, status: 1, supplier_products_id: 293, warehouse_id: place });
    expect(onHand(product, place)).toBe(before - 2);
  });

  test("need their supplier", async () => {
    const { supplier: _, ...unnamed } = back();
    const { status, body } = await dryRun("POST", "supplier-returns", unnamed);
    expect(status).toBe(422);
    expect(body.errors.map(({ field }: any) => field)).toEqual([expect.stringMatching(/^supplier/)]);
  });
});

describe("a transfer", () => {
  const transfer = () => ({
    fromLocationId: place,
    toLocationId: elsewhere,
    lines: [{ productId: product, quantity: 2 }],
    note: "Chuyển kho bán hàng",
  });

  test("waits when it is made, is sent and received, and the goods follow it", async () => {
    const [from, to] = [onHand(product, place), onHand(product, elsewhere)];
    const { id, unseen } = await done("POST", "transfers", transfer());
    expect(unseen).toBeUndefined();
    expect(rowOf("transfers", id)).toMatchObject({ status: 0, from_warehouse_id: place, to_warehouse_id: elsewhere });
    expect(onHand(product, place)).toBe(from - 2);
    const { body } = await dryRun("PATCH", `transfers/${id}`, { note: "Gấp" });
    expect(body.carried).toEqual({ transfer: { status: 0, from_warehouse_id: place } });
    await done("PATCH", `transfers/${id}`, { status: "sent", note: "Gấp" });
    expect(rowOf("transfers", id)).toMatchObject({ status: 1, note: expect.stringMatching(/^Gấp #TB-\w{16}$/) });
    await done("PATCH", `transfers/${id}`, { status: "received" });
    expect(onHand(product, elsewhere)).toBe(to + 2);
  });

  test("to the place where it starts, and one that is sent as it is made, are not taken as asked", async () => {
    const same = await dryRun("POST", "transfers", { ...transfer(), toLocationId: place });
    expect(same.body.errors).toEqual([expect.objectContaining({ field: "toLocationId" })]);
    const sent = await dryRun("POST", "transfers", { ...transfer(), status: "sent" });
    expect(Object.keys(sent.body.dropped)).toEqual(["status"]);
  });
});

describe("a count", () => {
  test("sets each stock to what was counted, by the difference to what is there at that moment", async () => {
    const pieces = [
      { productId: product, quantity: 17 },
      { productId: other, quantity: 0 },
    ];
    const before = pieces.map(({ productId }) => onHand(productId, place));
    const { id, unseen } = await done("POST", "stock/count", {
      locationId: place,
      lines: pieces,
      note: "Kiểm cuối tháng",
    });
    expect(rowOf("stocktakings", id)).toMatchObject({ status: 1, warehouse_id: place });
    expect(rowOf("stocktakings", id).items.map((item: any) => item.changed_quantity)).toEqual([
      17 - before[0]!,
      0 - before[1]!,
    ]);
    expect(pieces.map(({ productId }) => onHand(productId, place))).toEqual([17, 0]);
    // A stocktaking shows differences, if any lines at all.
    expect(unseen).toEqual(["lines"]);
  });

  test("reads the stock anew: what was sold since the copy was made is not booked again", async () => {
    shop.world.queues.writes.purge();
    const answer = await shop.request("POST", "stock/count", {
      locationId: place,
      lines: [{ productId: product, quantity: 10 }],
    });
    const moved = await shop.request("POST", "stock", { productId: other, locationId: place, absolute: 1 });
    expect([answer.status, moved.status]).toEqual([202, 202]);
    await shop.settle(60);
    expect((await shop.write(answer.body.id)).state).toBe("succeeded");
    expect(onHand(product, place)).toBe(10);
  });

  test("of a product that the shop does not have, or of one product twice, is refused by its line", async () => {
    const unknown = await dryRun("POST", "stock/count", {
      locationId: place,
      lines: [{ productId: "x", quantity: 1 }],
    });
    expect(unknown.body.errors).toEqual([expect.objectContaining({ field: "lines.0.productId" })]);
    const twice = [
      { productId: product, quantity: 1 },
      { productId: product, quantity: 2 },
    ];
    const { body } = await dryRun("POST", "stock/count", { locationId: place, lines: twice });
    expect(body.errors).toEqual([expect.objectContaining({ field: "lines.1.productId" })]);
  });
});

describe("an entry of the cash book", () => {
  test.each([
    ["out", -70_000],
    ["in", 70_000],
  ])("that goes %s has the amount %d", async (direction, amount) => {
    const entry = { direction, amount: 70_000, method: "transfer", at: "2026-11-20T10:00:00+07:00", note: "Tiền điện" };
    const { id, unseen } = await done("POST", "cash", entry);
    expect(unseen).toBeUndefined();
    expect(rowOf("cash-flow", id)).toMatchObject({
      amount,
      name: "Tiền điện",
      payments: ["transfer_money"],
      time_incurred: "2026-11-20T03:00:00",
    });
  });

  test("names what Pancake has no field for", async () => {
    const entry = { direction: "in", amount: 5, locationId: place, accountId: "1", categoryId: "2" };
    const { body } = await dryRun("POST", "cash", entry);
    expect(Object.keys(body.dropped).sort()).toEqual(["accountId", "categoryId", "locationId"]);
    expect(body.body.transaction.name).toBe("Phiếu thu");
  });
});

describe("a voucher", () => {
  test("has its code for a name, and its terms", async () => {
    const terms = { percent: 10, mostOff: 50_000, from: "2026-12-01T00:00:00+07:00", to: "2026-12-31T23:59:59+07:00" };
    const { id, unseen, code } = await done("POST", "vouchers", { codes: ["TET2027"], ...terms });
    expect(code).toBe("TET2027");
    expect(unseen).toBeUndefined();
    expect(rowOf("vouchers", id)).toMatchObject({
      name: "TET2027",
      promo_code_info: { discount: 10, is_percent: true, max_discount_by_percent: 50_000 },
      start_time: "2026-11-30T17:00:00",
      end_time: "2026-12-31T16:59:59",
      is_activated: true,
    });
  });

  test("may be one of many with codes of the vendor's own", async () => {
    const before = rowsOf("vouchers").length;
    const write = await send("POST", "vouchers", { count: 3, value: 5_000 });
    expect(write.state).toBe("succeeded");
    expect(rowsOf("vouchers")).toHaveLength(before + 3);
  });

  test("needs a code or a number of codes, and one kind of terms", async () => {
    const fields = async (body: object) =>
      (await dryRun("POST", "vouchers", body)).body.errors.map(({ field }: any) => field);
    expect(await fields({ value: 5 })).toEqual(["codes"]);
    expect(await fields({ codes: ["A"], value: 5, percent: 5 })).toEqual(["value"]);
    expect(await fields({ codes: ["A", "B"], value: 5 })).toEqual(["codes"]);
  });
});

describe("what was written and not answered is found again, and is not written twice", () => {
  const writes: Readonly<Record<string, readonly [path: string, body: () => object, resource: string, call: RegExp]>> =
    {
      "purchases.create": ["purchases", purchase, "purchase-orders", /\/purchases$/],
      "supplier-returns.create": ["supplier-returns", purchase, "exports", /\/export$/],
      "transfers.create": [
        "transfers",
        () => ({ fromLocationId: place, toLocationId: elsewhere, lines: [{ productId: product, quantity: 2 }] }),
        "transfers",
        /\/transfers\/multi$/,
      ],
      "stock.count": [
        "stock/count",
        () => ({ locationId: place, lines: [{ productId: product, quantity: 17 }] }),
        "stocktakings",
        /\/stocktakings$/,
      ],
      "cash.create": [
        "cash",
        () => ({ direction: "out", amount: 9_000, note: "Xăng" }),
        "cash-flow",
        /\/transactions$/,
      ],
      "vouchers.create": ["vouchers", () => ({ codes: ["NOEL"], value: 9_000 }), "vouchers", /\/vouchers$/],
    };

  test.each(Object.keys(writes))("%s", async (kind) => {
    const [path, body, resource, call] = writes[kind]!;
    const before = rowsOf(resource).length;
    const isCreate = (request: SimulatedRequest) => request.method === "POST" && call.test(request.path);
    shop.world.simulator.faults.next("timeoutAfterCommit", isCreate);
    const { state, result, attempts } = await send("POST", path, body());
    expect(state).toBe("succeeded");
    expect(attempts).toBeGreaterThan(0);
    expect(result).toMatchObject({ by: "probe" });
    expect(rowsOf(resource)).toHaveLength(before + 1);
    expect(rowOf(resource, result.id)).toBeDefined();
  });

  test.each(Object.keys(writes))("%s that never arrived is sent again", async (kind) => {
    const [path, body, resource, call] = writes[kind]!;
    const before = rowsOf(resource).length;
    const isCreate = (request: SimulatedRequest) => request.method === "POST" && call.test(request.path);
    shop.world.simulator.faults.next("timeout", isCreate);
    expect((await send("POST", path, body())).state).toBe("succeeded");
    expect(rowsOf(resource)).toHaveLength(before + 1);
  });

  test("vouchers with codes of the vendor's own: nobody can tell whose they are", async () => {
    const isCreate = (request: SimulatedRequest) => request.method === "POST" && /\/vouchers$/.test(request.path);
    shop.world.simulator.faults.next("timeoutAfterCommit", isCreate);
    const before = rowsOf("vouchers").length;
    const { state, error } = await send("POST", "vouchers", { count: 2, value: 7_777 });
    expect({ state, code: error?.code }).toEqual({ state: "unknown", code: "cannot-tell" });
    expect(rowsOf("vouchers")).toHaveLength(before + 2);
  });
});

test("a product is removed with the word that the document has for it", async () => {
  const result = await done("DELETE", `products/${product}`, {});
  expect(result.id).toBe(product);
  expect(rowOf("products", product)).toBeUndefined();
});

test("a line of every paper may name its product by the code", async () => {
  const code = rowOf("products", product).display_id;
  const bodies: readonly [string, object][] = [
    ["purchases", { lines: [{ code, quantity: 1, price: 5 }] }],
    ["transfers", { fromLocationId: place, toLocationId: elsewhere, lines: [{ code, quantity: 1 }] }],
    ["stock/count", { locationId: place, lines: [{ code, quantity: 1 }] }],
  ];
  for (const [path, body] of bodies) {
    const answer = await dryRun("POST", path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.filled["lines.0.productId"]).toBe(product);
    expect(answer.body.filled).not.toHaveProperty("lines.0.price");
  }
});
