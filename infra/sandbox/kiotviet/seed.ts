import { DAY, MINUTE } from "../../../shared/core/time.ts";
import type { Box } from "./box.ts";
import { addSurcharge } from "./business.ts";
import { addCategory } from "./categories.ts";
import { inventCustomer, inventInvoice, inventOrder, inventProduct } from "./invent.ts";
import { isOpen, someOf, stockMove } from "./life.ts";
import { voidOrder } from "./orders.ts";
import { setPrice } from "./price-books.ts";
import { editProduct } from "./products.ts";
import { addReturn } from "./returns.ts";
import { addSupplierOrder } from "./supplier-orders.ts";
import { addVouchers } from "./vouchers.ts";

export const furnish = (box: Box): void => {
  const { dice } = box.shop;
  for (const name of ["Chi nhánh trung tâm", "Chi nhánh Cầu Giấy", "Kho Bình Dương"]) {
    box.branches.insert((id) => ({
      id,
      branchName: name,
      branchCode: `CN${id}`,
      address: "",
      contactNumber: "+84000000000",
      isActive: true,
    }));
  }
  for (const name of ["admin", "thungan1", "thungan2"]) {
    box.users.insert((id) => ({ id, userName: name, givenName: name, mobilePhone: "", email: "", description: "" }));
  }
  for (const name of ["Vietcombank", "Techcombank"]) {
    const accountNumber = String(dice.integer(1e9, 9e9));
    box.bankAccounts.insert((id) => ({ id, bankName: name, accountNumber, description: "" }));
  }
  addSurcharge(box, { name: "Phí gói quà", code: "THK000001", value: 15_000 });
  for (const name of ["Khác", "Facebook", "Shopee"]) {
    box.saleChannels.insert((id) => ({ id, name, isActive: true, isNotDelete: name === "Khác" }));
  }
  for (const [name, normalName] of [
    ["Hà Nội - Quận Cầu Giấy", "Ha Noi - Quan Cau Giay"],
    ["Hồ Chí Minh - Quận 1", "Ho Chi Minh - Quan 1"],
    ["Đà Nẵng - Quận Hải Châu", "Da Nang - Quan Hai Chau"],
    ["Hà Nội - Quận Hoàn Kiếm", "Ha Noi - Quan Hoan Kiem"],
    ["Hồ Chí Minh - Quận 3", "Ho Chi Minh - Quan 3"],
    ["Huế", "Hue"],
  ]) {
    box.locations.insert((id) => ({ id, name, normalName }));
  }
  for (const name of ["Khách lẻ", "Đại lý"]) {
    box.customerGroups.insert((id) => ({ id, name, description: "", createdBy: 51_001, discount: 0, members: [] }));
  }
  for (const name of ["Thời trang", "Phụ kiện", "Giày dép"]) addCategory(box, { categoryName: name });
  for (const name of ["Bảng giá sỉ", "Bảng giá Tết"]) {
    box.priceBooks.insert((id, at) => ({
      id,
      name,
      isActive: true,
      isGlobal: true,
      startDate: at,
      endDate: at + 900 * DAY,
      forAllCusGroup: true,
      forAllUser: true,
    }));
  }
  for (const [code, price] of [
    ["PHVC000001", 50_000],
    ["PHVC000002", 100_000],
  ] as const) {
    const campaign = box.campaigns.insert((id, at) => ({
      id,
      code,
      name: `Voucher ${price}`,
      isActive: true,
      startDate: at,
      endDate: at + 900 * DAY,
      expireTime: 30,
      prereqPrice: 0,
      quantity: 0,
      price,
      useVoucherCombineInvoice: false,
      isGlobal: true,
      forAllCusGroup: true,
      forAllUser: true,
    }));
    addVouchers(box, Number(campaign.id), [`V${price}A`, `V${price}B`, `V${price}C`]);
  }
};

export const seed = (box: Box, size: number): void => {
  const start = box.shop.now() - 90 * DAY;
  const step = (90 * DAY - 60 * MINUTE) / Math.max(1, size);
  const spread = (count: number, act: () => void) => {
    for (let place = 0; place < count; place += 1) {
      box.shop.at(Math.floor(start + ((place * size) / Math.max(1, count)) * step), act);
    }
  };
  const few = Math.min(size, 3 + Math.ceil(size / 10));
  spread(size, () => void inventProduct(box));
  spread(size, () => void inventCustomer(box));
  spread(size, () => inventOrder(box));
  spread(size, () => inventInvoice(box));
  spread(few, () => stockMove(box));
  spread(few, () => addSupplierOrder(box));
  spread(few, () =>
    someOf(
      box,
      box.invoices,
      (invoice) => addReturn(box, invoice),
      (row) => row.status === 1,
    ),
  );
  // Some rows were edited since, some never: those have no modifiedDate.
  spread(few, () =>
    someOf(box, box.products, ({ id, row }) => editProduct(box, id, { basePrice: row.basePrice + 500 })),
  );
  spread(few, () => someOf(box, box.orders, ({ id }) => voidOrder(box, id, false), isOpen));
  spread(few, () => {
    someOf(box, box.products, ({ id, row }) => {
      const book = box.priceBooks.some(box.dice.random);
      if (book) setPrice(box, Number(book.id), id, row.basePrice);
    });
  });
};
