import { expect, test } from "vitest";
import { Rejected } from "../../../shared/core/errors.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import type { WriteContext, WriteKind } from "../../../shared/core/vendor.ts";
import { kiotviet } from "../../../shared/vendors/kiotviet/index.ts";

/** Fields that KiotViet's document has for some of its calls only (§2.5.3, §2.6.3, §2.12.3). */
const context: WriteContext = { writeId: "w1", reference: "TB-0123456789ABCDEF", settings: {}, grants: {} };
const encode = (kind: WriteKind, given: object, current?: unknown): any => {
  const write = kiotviet.writes[kind]!;
  const { body } = write.encode(write.command.parse(given), { ...context, current });
  return kiotviet.operations.find(({ id }) => id === write.operation)!.body!.parse(body);
};
const faults = (kind: WriteKind, given: object): string[] =>
  kiotviet.writes[kind]!.command.safeParse(given).error?.issues.map(({ path }) => path.join(".")) ?? [];
const normalize = (resource: string, row: object): any =>
  kiotviet.resources.find(({ name }) => name === resource)!.normalize(row, { settings: {} });

const line = { productId: "9", quantity: 2, price: 100_000 };
const sale = { locationId: "1", lines: [line] };

test("serials go with an invoice as one text and are seen there, and an order takes none", () => {
  const serials = ["IMEI-1", "IMEI-2"];
  const command = { ...sale, lines: [{ ...line, serials }] };
  expect(encode("invoices.create", command).invoiceDetails[0].serialNumbers).toBe("IMEI-1,IMEI-2");
  expect(faults("orders.create", command)).toEqual(["lines.0.serials"]);
  expect(faults("invoices.create", { ...sale, lines: [{ ...line, serials: ["A,B"] }] })).toEqual(["lines.0.serials.0"]);
  const shown = (serialNumbers: string) =>
    normalize("invoices", {
      id: 1,
      branchId: 1,
      invoiceDetails: [{ productId: 9, quantity: 2, price: 100_000, serialNumbers }],
    });
  const write = kiotviet.writes["invoices.create"];
  expect(fieldsOf(verdictsOf(write, command, shown("IMEI-2,IMEI-1")), "no")).toEqual([]);
  expect(fieldsOf(verdictsOf(write, command, shown("IMEI-1")), "no")).toEqual(["lines.0.serials"]);
});

test("seller, channel, waybill and the expected hour travel with an order", () => {
  const body = encode("orders.create", {
    ...sale,
    staffId: "51001",
    channel: "602",
    shipping: { trackingCode: "GHN123", expectedAt: "2026-12-01T03:30:00Z" },
  });
  expect(body).toMatchObject({
    soldById: 51_001,
    saleChannelId: 602,
    orderDelivery: { deliveryCode: "GHN123", expectedDelivery: expect.stringMatching(/^2026-12-01T10:30:00/) },
  });
});

test("an update that names a seller or a channel replaces those alone", () => {
  const current = {
    id: 5,
    branchId: 1,
    soldById: 51_001,
    saleChannelId: 601,
    orderDetails: [{ productId: 9, quantity: 2, price: 100_000 }],
  };
  expect(encode("orders.update", { id: "5", staffId: "51002" }, current)).toMatchObject({
    soldById: 51_002,
    saleChannelId: 601,
  });
  expect(encode("orders.update", { id: "5", channel: "602" }, current)).toMatchObject({
    soldById: 51_001,
    saleChannelId: 602,
  });
});

test("the expected hour is the same moment in whatever offset it is shown", () => {
  const write = kiotviet.writes["orders.create"];
  const command = { ...sale, shipping: { expectedAt: "2026-12-01T10:30:00+07:00" } };
  const shown = (expectedDelivery?: string) =>
    normalize("orders", { id: 1, branchId: 1, orderDetails: [line], orderDelivery: { price: 0, expectedDelivery } });
  expect(fieldsOf(verdictsOf(write, command, shown("2026-12-01T10:30:00.0000000")), "yes")).toContain(
    "shipping.expectedAt",
  );
  expect(fieldsOf(verdictsOf(write, command, shown("2026-12-01T11:30:00.0000000")), "no")).toContain(
    "shipping.expectedAt",
  );
  expect(fieldsOf(verdictsOf(write, command, shown()), "unseen")).toContain("shipping.expectedAt");
});

test("what no call of KiotViet has a field for is refused by field", () => {
  const odd = { ...line, taxRate: 8, gift: true, batch: { code: "LO1" } };
  for (const kind of ["orders.create", "invoices.create"] as const) {
    expect(faults(kind, { ...sale, lines: [odd], tags: ["vip"], shipping: { serviceCode: "x" } }).sort()).toEqual([
      "lines.0.batch",
      "lines.0.gift",
      "lines.0.taxRate",
      "shipping.serviceCode",
      "tags",
    ]);
  }
  expect(faults("customers.update", { id: "1", points: 5, tags: ["vip"] }).sort()).toEqual(["points", "tags"]);
});

test("groups travel by number, and a record with more or fewer of them did not take them", () => {
  expect(encode("customers.create", { name: "Lan", groups: ["4001", "4002"] }).groupIds).toEqual([4001, 4002]);
  expect(
    encode("customers.update", { id: "1", note: "x" }, { id: 1, name: "Lan", groups: "Đại lý" }),
  ).not.toHaveProperty("groupIds");
  const write = kiotviet.writes["customers.update"];
  const shown = (groups: string | undefined) => normalize("customers", { id: 1, name: "Lan", groups });
  const verdicts = (asked: string[], groups: string | undefined) =>
    verdictsOf(write, { id: "1", groups: asked }, shown(groups));
  expect(verdicts(["4001"], "Khách lẻ|Đại lý")).toEqual([{ field: "groups", verdict: "no" }]);
  expect(verdicts(["4001"], "Đại lý")).toEqual([{ field: "groups", verdict: "unseen" }]);
  expect(verdicts([], undefined)).toEqual([{ field: "groups", verdict: "yes" }]);
});

test("a lost purchase is found by the second of its day and its goods where no answer shows its note", async () => {
  const began = Date.parse("2026-11-28T03:00:00.123Z");
  const given = { ...context, firstAttemptAt: began };
  const write = kiotviet.writes["purchases.create"]!;
  const command = write.command.parse({ locationId: "1", lines: [{ code: "SP1", quantity: 2, price: 5_000 }] }) as any;
  const { purchaseDate } = write.encode(command, given).body as any;
  expect(purchaseDate).toBe("2026-11-28T10:00:00.123");
  const row = {
    id: 7,
    branchId: 1,
    purchaseDate: "2026-11-28T10:00:00.1230000",
    purchaseOrderDetails: [{ productId: 9, productCode: "SP1", quantity: 2, price: 5_000 }],
  };
  const probe = (rows: object[]) => write.probe!(command, given, async () => ({ total: rows.length, data: rows }));
  expect(await probe([row])).toEqual({ id: "7" });
  expect(await probe([{ ...row, purchaseDate: "2026-11-28T10:00:02.0000000" }])).toBeUndefined();
  expect(await probe([{ ...row, branchId: 2 }])).toBeUndefined();
  const [detail] = row.purchaseOrderDetails;
  expect(await probe([{ ...row, purchaseOrderDetails: [{ ...detail, quantity: 3 }] }])).toBeUndefined();
  expect(await probe([{ ...row, description: "#TB-AAAAAAAAAAAAAAAA" }])).toBeUndefined();
  // Another day, but our mark.
  const marked = { ...row, purchaseDate: "2026-11-01T10:00:00.0000000", description: `x #${context.reference}` };
  expect(await probe([marked])).toEqual({ id: "7" });
});

test("a category of the same name that is older, or stands elsewhere, is not the one that was lost", async () => {
  const began = Date.parse("2026-11-28T03:00:00Z");
  const write = kiotviet.writes["categories.create"]!;
  const probe = (row: object) =>
    write.probe!({ name: "Áo" }, { ...context, firstAttemptAt: began }, async () => ({ total: 1, data: [row] }));
  const row = { categoryId: 5, categoryName: "Áo", createdDate: "2026-11-28T10:00:03.0000000" };
  expect(await probe(row)).toEqual({ id: "5" });
  expect(await probe({ ...row, createdDate: "2026-11-27T10:00:03.0000000" })).toBeUndefined();
  expect(await probe({ ...row, parentId: 3 })).toBeUndefined();
  expect(await probe({ ...row, categoryName: "Áo khoác" })).toBeUndefined();
});

test("a removal is seen by each of two ways alone, and a refusal of another kind proves nothing", async () => {
  const probe = kiotviet.writes["products.delete"]!.probe!;
  const answering = (detail: () => unknown, removed: unknown) => async (operation: string) =>
    operation === "products.get" ? detail() : { total: 0, data: [], removedIds: removed };
  const refuse = (options: object) => () => {
    throw new Rejected("no", options as never);
  };
  const at = { ...context, firstAttemptAt: 1 };
  expect(await probe({ id: "5" }, at, answering(refuse({ code: "x", notFound: true }), []))).toEqual({ id: "5" });
  expect(
    await probe(
      { id: "5" },
      at,
      answering(() => ({ id: 5 }), [5]),
    ),
  ).toEqual({ id: "5" });
  expect(
    await probe(
      { id: "5" },
      at,
      answering(() => ({ id: 5 }), [6]),
    ),
  ).toBeUndefined();
  await expect(probe({ id: "5" }, at, answering(refuse({ code: "x", forbidden: true }), []))).rejects.toThrow();
});

test("a list of products or stock repeats the pictures, which its form has and a single update has not", () => {
  const row = { id: 9, name: "Áo", barCode: "893", images: ["https://a/1.jpg", { Image: "https://a/2.jpg" }] };
  const images = ["https://a/1.jpg", "https://a/2.jpg"];
  const stock = kiotviet.writes["stock.set"]!;
  const command = stock.command.parse({ productId: "9", locationId: "1", absolute: 4 });
  const given = { ...context, readRows: new Map([["9", row]]) };
  const many: any = stock.bulk!.encode([{ command, context: given }]).body;
  expect(many.listProducts).toEqual([{ id: 9, name: "Áo", images, inventories: [{ branchId: 1, onHand: 4 }] }]);
  const one: any = stock.encode(command, given).body;
  expect(one).toEqual({ name: "Áo", barCode: "893", branchId: 1, inventories: [{ branchId: 1, onHand: 4 }] });
  const update = kiotviet.writes["products.update"]!;
  const price = update.command.parse({ id: "9", price: 5_000 });
  const prices: any = update.bulk!.encode([{ command: price, context: { ...context, current: row } }]).body;
  expect(prices.listProducts).toEqual([{ id: 9, name: "Áo", basePrice: 5_000, images }]);
});
