import type { Box } from "./box.ts";
import { newWarehouse } from "./business.ts";
import { newCrmTable } from "./crm.ts";
import { addCustomer, newPerson } from "./customers.ts";
import { buy } from "./documents.ts";
import { marketing, moveDocuments, sell } from "./life.ts";
import { addProduct } from "./products.ts";
import { returnGoods } from "./returns.ts";

/** What every shop has from its first day. */
export const furnish = (box: Box): void => {
  for (const [name, commune] of [
    ["Kho mặc định", "7013925"],
    ["Kho Hà Nội", "1010735"],
    ["Kho dự phòng", "7013923"],
  ] as const) {
    box.warehouses.insert((id) => newWarehouse(id, { name, commune_id: commune }));
  }
  for (const name of ["Vũ Sơn", "Hoàng Anh", "Lê Long"]) {
    box.staff.insert((id) => ({ user_id: id, user: newPerson(id, name) }));
  }
  for (const name of ["Giao không thành", "Chờ cọc", "Nhập hàng"]) {
    box.tags.insert((id) => ({ id, name, color: "#096dd9", groups: [], is_system_tag: true }));
  }
  const clothes = box.categories.insert((id) => ({ id, text: "ÁO", parent: null })).id;
  for (const text of ["Áo Thun", "Áo Cardigan"]) box.categories.insert((id) => ({ id, text, parent: clothes }));
  box.categories.insert((id) => ({ id, text: "Quần", parent: null }));
  for (const [id, name, parent] of [
    [-1, "Facebook", null],
    [-3, "Shopee", null],
    ["1471242102982974", "", -1],
  ] as const) {
    box.sources.insert(() => ({ id, name, parent_id: parent }), { id });
  }
  box.levels.insert((id) => ({ id, name: "Bạc", discount: 5, discount_type: 3, upgrade_by_point: 100 }));
  box.unitGroups.insert((id) => ({
    id,
    name: "Nước hoa",
    nodes: [{ id: 61, name: "30 ml", exchange_value: 30, is_default: false, parent_id: id }],
  }));
  box.tables.insert((id) => newCrmTable(id, "Contact", "Contact"));
  for (const [name, reports] of [
    ["CEO", null],
    ["Manager", "CEO"],
  ] as const) {
    box.profiles.insert((id) => ({
      id,
      name,
      reports_to: reports,
      is_admin: reports === null,
      can_remove: reports !== null,
      is_removed: false,
      role: 0,
    }));
  }
};

export const seed = (box: Box, size: number): void => {
  const start = box.shop.now();
  const back = (n: number, run: () => void) => box.shop.at(start - (size - n) * 60_000 - 60_000, run);
  for (let n = 0; box.variations.size < size && n < size; n += 1) back(n, () => void addProduct(box));
  for (let n = 0; n < size; n += 1) back(n, () => void addCustomer(box));
  for (let n = 0; n < size; n += 1) back(n, () => sell(box));
  for (let n = 0; n < Math.min(size, 12); n += 1) {
    back(n, () => {
      buy(box);
      moveDocuments(box);
      moveDocuments(box);
      marketing(box);
      returnGoods(box);
    });
  }
};
