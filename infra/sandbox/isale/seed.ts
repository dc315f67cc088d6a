import { DAY, HOUR } from "../../../shared/core/time.ts";
import { readableTables, type Table } from "../../../shared/vendors/isale/operations.ts";
import type { Box } from "./box.ts";
import { addEvent } from "./calendar.ts";
import { sell } from "./life.ts";
import { addContact, addLead, phoneNumber } from "./people.ts";
import { addProduct } from "./products.ts";
import { addTo, SMALL } from "./tables.ts";
import { withoutAccents, withZone } from "./wire.ts";

const seedTables = (box: Box) => {
  for (const store of ["Chi nhánh Quận 1", "Chi nhánh Thủ Đức"]) {
    addTo(box, "store", { name: store, phone: phoneNumber(box), address: "12 Lê Lợi, TP.HCM", moneyAccountId: 0 }, [
      "createdAt",
    ]);
  }
  for (const staff of ["Lan", "Huy", "Bảo"]) {
    addTo(box, "staff", { name: staff, userName: `nv.${withoutAccents(staff)}`, storeId: 0, hasFullAccess: false }, [
      "createdAt",
    ]);
  }
  addTo(box, "money_account", { accountName: "Tiền mặt", total: 0, isDefault: true, bankName: null }, ["createdAt"]);
  const rest = (Object.keys(readableTables) as Table[]).filter((table) => box.tables[table].size === 0);
  for (const table of rest) {
    for (let made = 0; made < 3; made += 1)
      addTo(box, table, { title: `${table} ${made + 1}`, note: null }, ["createdAt"]);
  }
};

export const seed = (box: Box, size: number): void => {
  if (box.tables.store.size === 0) seedTables(box);
  const few = Math.min(size, 12);
  for (let made = 0; made < Math.min(size, SMALL - 30); made += 1) {
    box.shop.at(box.shop.now() - (400 - made) * DAY, () => addProduct(box));
  }
  for (let made = 0; made < size; made += 1) addContact(box);
  for (let made = 0; made < few; made += 1) {
    addLead(box);
    addEvent(box);
  }
  for (const flow of ["Chăm sóc sau mua", "Nhắc sinh nhật"]) {
    const made = box.flows.insert((id, at) => ({ id, name: flow, isActive: true, createdAt: withZone(at) }));
    for (let run = 0; run < 4; run += 1) {
      box.runs.insert((id, at) => ({
        id,
        flowId: made.id,
        status: "done",
        createdAt: withZone(at),
        finishedAt: withZone(at),
      }));
    }
  }
  // Some 40 orders on each day of the past.
  for (let made = size; made > 0; made -= 1) box.shop.at(box.shop.now() - made * 0.6 * HOUR, () => sell(box));
};
