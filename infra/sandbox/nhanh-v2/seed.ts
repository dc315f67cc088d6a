import { DAY, HOUR, toHanoiDay } from "../../../shared/core/time.ts";
import { addBill, addDraft, bookPayment, takeBack } from "./bills.ts";
import { type Box, phoneNumber, unix } from "./box.ts";
import { addBatch } from "./coupons.ts";
import { addCustomer } from "./customers.ts";
import { PLACES } from "./data.ts";
import { addImei, sellImei } from "./imeis.ts";
import { addOrder, advance } from "./orders.ts";
import { addProduct } from "./products.ts";
import { stockUp } from "./stock.ts";

const fewRows = (box: Box) => {
  for (const [index, name] of ["Kho Hà Nội", "Kho Sài Gòn"].entries()) {
    const place = PLACES[index]!;
    box.depots.insert((id) => ({
      id,
      name,
      mobile: phoneNumber(box),
      cityId: place.id,
      cityName: place.name,
      districtId: place.district.id,
      districtName: place.district.name,
      wardId: place.ward.id,
      wardName: place.ward.name,
      address: "1 Lê Lợi",
    }));
  }
  for (const collection of [box.categories, box.internalCategories, box.articleCategories]) {
    const root = collection.insert((id) => ({
      id,
      parentId: null,
      code: `C${id}`,
      name: "Thời trang",
      order: 1,
      status: 1,
    }));
    for (const name of ["Áo", "Quần"])
      collection.insert((id) => ({ id, parentId: root.id, code: `C${id}`, name, order: 1, status: 1 }));
  }
  for (const name of ["Facebook", "Zalo", "Website"])
    box.sources.insert((id, at) => ({ id, name, createdAt: unix(at) }));
  for (const name of ["Lan", "Huy", "Bảo"])
    box.users.insert((id) => ({
      id,
      username: `nv${id}`,
      fullName: name,
      email: "",
      mobile: phoneNumber(box),
      roleName: "Nhân viên",
    }));
  for (const name of ["Xưởng may A", "Nhà máy B"])
    box.suppliers.insert((id) => ({
      id,
      typeId: 2,
      code: `NCC${id}`,
      name,
      mobile: phoneNumber(box),
      address: "",
      status: 1,
    }));
  for (const title of ["Khuyến mãi", "Tuyển dụng"])
    box.articles.insert((id, at) => ({
      id,
      categoryId: 952,
      status: 1,
      title,
      intro: "",
      publishedDate: toHanoiDay(at),
    }));
  for (const appId of [8195, 8855])
    box.channels.insert((id, at) => ({
      shopId: `S${id}`,
      appId,
      shopName: "Gian hàng",
      createdAt: unix(at),
      expiredAt: 0,
    }));
  for (let made = 0; made < 2; made += 1) {
    const batch = addBatch(box);
    for (let code = 0; code < 3; code += 1)
      box.coupons.insert((id) => ({
        batchId: batch.id,
        code: `TB${batch.id}${id}`,
        value: 20_000,
        valueType: 1,
        valueMax: 0,
        canUsedTimes: 1,
        usedTimes: 0,
        assignedTimes: 0,
        status: 1,
      }));
  }
};

const rowsFromProducts = (box: Box) => {
  const some = box.products.live().slice(0, 4);
  for (const { row } of some) {
    box.gifts.insert(() => ({
      productId: row.idNhanh,
      productCode: row.code,
      productName: row.name,
      productGiftId: some[0]!.row.idNhanh,
      productGiftCode: some[0]!.row.code,
      productGiftName: some[0]!.row.name,
      quantity: 1,
      value: 1_000,
      promotionFromDate: "2026-01-01",
      promotionToDate: "2026-12-31",
      promotionStatus: 1,
      promotionDepotIds: [],
    }));
    box.expiries.insert((id) => ({
      id,
      depotName: "Kho Hà Nội",
      productName: row.name,
      billId: 1,
      quantity: 3,
      expiredDate: "2027-01-01",
      priorWarningDays: 30,
      status: 1,
    }));
    addImei(box, row);
    addImei(box, row);
  }
  for (const { id, row } of box.customers.live().slice(0, 5))
    box.debts.insert(
      () => ({
        customerCode: row.code,
        customerName: row.name,
        customerMobile: row.mobile,
        debit: 100_000,
        credit: 0,
      }),
      { id },
    );
};

/** A sale, and what goes on beside one sale in so many. */
const trade = (box: Box, made: number): void => {
  const { row } = addOrder(box);
  for (let step = 0; step < 4; step += 1) advance(box);
  if (made % 8 === 0) bookPayment(box, row.calcTotalMoney, row);
  if (made % 16 === 0) sellImei(box);
  if (made % 3 === 0) addBill(box, 2, made % 2 === 0 ? 2 : 6);
  if (made % 12 === 0) takeBack(box);
  if (made % 10 === 0) addBill(box, 1, 5);
  if (made % 15 === 0) addDraft(box);
};

export const seed = (box: Box, size: number): void => {
  const now = box.shop.now();
  if (box.depots.size === 0) box.shop.at(now - 400 * DAY, () => fewRows(box));
  for (let made = size; made > 0; made -= 1) {
    box.shop.at(now - 100 * DAY - made * HOUR, () => stockUp(box, addProduct(box)));
    box.shop.at(now - 90 * DAY - made * HOUR, () => addCustomer(box));
  }
  box.shop.at(now - 80 * DAY, () => rowsFromProducts(box));
  // Spread over some weeks, so that there are several windows of ten days.
  for (let made = size; made > 0; made -= 1) {
    box.shop.at(now - made * ((30 * DAY) / size), () => trade(box, made));
  }
  // The years before Nhanh was connected fire no webhook.
  box.shop.takeDeliveries();
};
