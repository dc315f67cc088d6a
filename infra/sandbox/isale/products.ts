import { type Handler, json } from "../simulator.ts";
import { type Box, newestOf } from "./box.ts";
import { patchRow, showRow } from "./calls.ts";
import { equals, type Fields, firstOf, knownFields, missingField, referenceIn, withZone } from "./wire.ts";

const GOODS = ["Cà phê sữa", "Trà đào", "Gạo ST25", "Nước mắm", "Áo thun", "Dép nhựa", "Bột giặt", "Bánh mì"];

export const addProduct = (box: Box, fields: Fields = {}) =>
  box.products.insert((id, at) => ({
    id,
    code: `SP${String(id).padStart(6, "0")}`,
    barcode: `893${String(id).padStart(10, "0")}`,
    title: `${box.dice.pick(GOODS)} ${id}`,
    description: null,
    price: box.dice.integer(5, 500) * 1_000,
    costPrice: box.dice.integer(3, 300) * 1_000,
    originalPrice: 0,
    count: box.dice.integer(0, 400) / (box.dice.chance(0.1) ? 4 : 1),
    unit: box.dice.pick(["cái", "ly", "kg", "gói"]),
    unitsJson: box.dice.chance(0.2) ? JSON.stringify([{ unit: "thùng", exchange: 24, price: 2_400_000 }]) : null,
    isCombo: false,
    isService: false,
    isMaterial: box.dice.chance(0.1),
    isOption: false,
    categoryId: box.dice.integer(1, 6),
    avatarUrl: null,
    imageUrlsJson: null,
    itemsJson: null,
    status: 0,
    hideFromList: false,
    onlineId: 0,
    createdAt: withZone(at),
    modifiedAt: withZone(at),
    ...fields,
  }));

export const moveStock = (box: Box, items: readonly Fields[]) => {
  for (const item of items) {
    box.products.quietly(item.productId, (row) => {
      row.count = Math.round((row.count - Number(item.count ?? 0)) * 1_000) / 1_000;
    });
  }
};

const listProducts =
  (box: Box): Handler =>
  (call) => {
    const { query } = call;
    const material = query.get("isMaterial");
    const rows = newestOf(box.products).filter(
      (row) =>
        equals(row, "categoryId", query.get("categoryId")) &&
        (material === null || String(row.isMaterial) === material.toLowerCase()),
    );
    return json({ data: firstOf(call, rows) });
  };

const createProduct =
  (box: Box): Handler =>
  ({ body, commit }) => {
    if (typeof body?.title !== "string" || body.title.trim() === "") return missingField("title");
    const made = addProduct(box, {
      count: 0,
      unitsJson: null,
      isMaterial: false,
      categoryId: 0,
      barcode: "",
      code: "",
    });
    box.products.quietly(made.id, (row) => Object.assign(row, knownFields(row, body), { createdAt: row.createdAt }));
    commit(made.id, referenceIn(body));
    return json({ id: made.id }, 201);
  };

export const productRoutes = (box: Box): Record<string, Handler> => ({
  "GET /ext/v1/catalog/products": listProducts(box),
  "GET /ext/v1/catalog/products/{id}": showRow(box.products),
  "POST /ext/v1/catalog/products": createProduct(box),
  "PATCH /ext/v1/catalog/products/{id}": patchRow(box.products, (row) => {
    row.modifiedAt = withZone(box.shop.now());
  }),
});
