import { parseTime, SECOND, toHanoiSeconds } from "../../../shared/core/time.ts";
import type { Collection, Entry, Handler } from "../simulator.ts";
import { anyOf, type Box, numberOrText, rowsOf, touched, unix } from "./box.ts";
import { dataOf, isAsked, pagesOf, simpleList, sliceOf, tree } from "./listing.ts";
import { noStock } from "./stock.ts";
import { type Fields, failure, formOf, keyed, success } from "./wire.ts";

const GOODS = ["Áo thun", "Quần jean", "Giày vải", "Túi da", "Mũ len", "Khăn lụa", "Điện thoại", "Tai nghe"];

export const productView = (box: Box, entry: Entry<Fields>): Fields => {
  const { own: _own, barcode: _barcode, description: _description, content: _content, ...row } = entry.row;
  return { ...row, price: numberOrText(box, row.price), updatedAt: unix(touched(entry)) };
};

/** What the detail has beyond the list, and what it lacks. */
const productDetail = (entry: Entry<Fields>): Fields => {
  const { own: _own, unit: _unit, units: _units, avgCost: _avgCost, internalCategoryId: _internal, ...row } = entry.row;
  const { warranty: _warranty, warrantyHolding: _holding, ...inventory } = row.inventory;
  return { ...row, inventory, highlight: [], warrantyContent: "", websiteInfo: { metaTitle: row.name } };
};

export const addProduct = (box: Box, fields: Fields = {}): Entry<Fields> =>
  box.products.insert((id, at) => {
    const name = `${box.dice.pick(GOODS)} ${id % 100_000}`;
    const typeId = box.dice.chance(0.1) ? 4 : 1;
    return {
      own: undefined,
      idNhanh: id,
      categoryId: anyOf(box, box.categories)?.id ?? null,
      internalCategoryId: anyOf(box, box.internalCategories)?.id ?? null,
      parentId: -1,
      code: `SP${id}`,
      barcode: `893${id}`,
      name,
      otherName: "",
      importPrice: box.dice.integer(20, 400) * 1_000,
      oldPrice: 0,
      price: box.dice.integer(50, 900) * 1_000,
      wholesalePrice: 0,
      vat: 0,
      image: "",
      images: [],
      status: box.dice.pick(["New", "Active", "Active", "Active", "OutOfStock", "Inactive"]),
      showHot: 0,
      showNew: 0,
      showHome: 0,
      width: 0,
      height: 0,
      length: 0,
      shippingWeight: box.dice.integer(50, 2_000),
      createdDateTime: toHanoiSeconds(at),
      brandId: null,
      brandName: null,
      typeId,
      typeName: typeId === 4 ? "Sản phẩm IMEI" : "Sản phẩm",
      avgCost: box.dice.integer(20, 400) * 1_000,
      countryName: "",
      unit: "cái",
      units: [],
      description: "",
      content: "",
      inventory: {
        ...noStock(),
        depots: Object.fromEntries(rowsOf(box.depots).map((depot) => [depot.id, { ...noStock(), transfering: 0 }])),
      },
      attributes: box.dice.chance(0.3)
        ? [{ "11": { attributeName: "Màu sắc", id: 1101, name: box.dice.pick(["Đỏ", "Xanh"]), order: 1 } }]
        : [],
      ...fields,
    };
  });

const searchProducts =
  (box: Box): Handler =>
  (call) => {
    const data = dataOf(call);
    const { size, offset, limit } = sliceOf(box, data, 100, 100);
    const [field, direction] = Object.entries((data.sort ?? {}) as Fields)[0] ?? ["id", "desc"];
    const from = parseTime(data.updatedDateTimeFrom, "hanoi");
    const to = parseTime(data.updatedDateTimeTo, "hanoi");
    const word = typeof data.name === "string" ? data.name.toLowerCase() : undefined;
    const { total, entries } = box.products.query({
      orderBy: ["price", "name", "inventory"].includes(field) ? field : "",
      descending: direction !== "asc",
      between: { by: "touched", from, to: to === undefined ? undefined : to + SECOND - 1 },
      where: (row) =>
        (data.status ? row.status === data.status : row.status !== "Inactive") &&
        (word === undefined ||
          [row.name, row.code, row.barcode].some((text) => String(text).toLowerCase().includes(word))) &&
        isAsked(row.categoryId, data.categoryId) &&
        (data.parentId === undefined ||
          (data.parentId === -10 ? row.parentId > 0 : String(row.parentId) === String(data.parentId))),
      offset,
      limit,
    });
    if (total === 0) return success(box.dice.chance(0.5) ? { totalPages: 0, products: [] } : { totalPages: 0 });
    const rows = entries.map((entry) => productView(box, entry));
    return success({ totalPages: pagesOf(total, size), products: keyed(rows, (row) => row.idNhanh) });
  };

/** @throws Refuse */
const checkProduct = (item: Fields | null | undefined): void => {
  for (const field of ["id", "name", "price"]) {
    if (item?.[field] === undefined || item[field] === "") throw failure({ [field]: `${field} is required` });
  }
  if (String(item!.id).length > 20) throw failure({ id: "id is too long" });
};

const saveProduct = (box: Box, { own, idNhanh, externalImages, given }: Fields): Entry<Fields> => {
  const known = box.products.get(idNhanh ?? "") ?? box.products.by("own", own);
  const fields = Object.fromEntries(
    Object.entries(given).filter(([name]) => name in (anyOf(box, box.products)?.row ?? given)),
  );
  if (known)
    return box.products.edit(known.id, (row) => Object.assign(row, fields, row.own === undefined ? { own } : {}))!;
  const images = externalImages ? { images: externalImages, image: externalImages[0] ?? "" } : {};
  return addProduct(box, { attributes: [], status: "Active", barcode: "", ...fields, ...images, own });
};

const saveProducts =
  (box: Box): Handler =>
  (call) => {
    const items = dataOf(call);
    if (!Array.isArray(items)) throw failure("invalid data");
    if (items.length > 300) throw failure("The maximum number of products is 300");
    for (const item of items) checkProduct(item);
    const ids: Fields = {};
    const barcodes: Fields = {};
    for (const { id: own, idNhanh, externalImages, ...given } of items) {
      const entry = saveProduct(box, { own: String(own), idNhanh, externalImages, given });
      ids[String(own)] = String(entry.id);
      barcodes[String(own)] = entry.row.barcode;
      call.commit(entry.id, String(own), { id: own, idNhanh, ...given });
    }
    return success({ ids, barcodes });
  };

const productFamily =
  (box: Box): Handler =>
  (call) => {
    const id = dataOf(call);
    const entry = box.products.get(String(id));
    if (!entry) throw failure("Product not found");
    const family = box.products.live().filter(({ row }) => String(row.parentId) === String(id));
    return success([[entry, ...family].map(productDetail)]);
  };

const wordOnly =
  (word: string, collection: Collection<Fields>): Handler =>
  ({ request }) => {
    const { data } = formOf(request);
    if (data !== word && data !== JSON.stringify(word)) throw failure("invalid data");
    return success(tree(collection));
  };

export const productRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  "product/search": searchProducts(box),
  "product/add": saveProducts(box),
  "product/detail": productFamily(box),
  "product/category": wordOnly("productcategory", box.categories),
  "product/internalcategory": wordOnly("internalcategory", box.internalCategories),
  "product/gift": simpleList(box, box.gifts, { name: "", most: 20, usual: 10 }),
  "product/expire": simpleList(box, box.expiries, { name: "products", most: 50, usual: 30 }),
  "product/externalimage": (call) => {
    const items = dataOf(call);
    if (!Array.isArray(items) || items.length > 10) throw failure("invalid data");
    if (items.some(({ productId }: Fields) => !box.products.get(productId))) throw failure("Product not found");
    for (const { productId, mode, externalImages = [] } of items) {
      const images = mode === "deleteall" ? [] : externalImages;
      box.products.edit(productId, (row) => Object.assign(row, { images, image: images[0] ?? "" }));
      call.commit(productId);
    }
    return success(items.map(({ productId }: Fields) => productId));
  },
});
