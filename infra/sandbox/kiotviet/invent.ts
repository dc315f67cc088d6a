import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { addCategory } from "./categories.ts";
import { addCustomer } from "./customers.ts";
import { addInvoice } from "./invoices.ts";
import { addOrder } from "./orders.ts";
import { addProduct } from "./products.ts";
import type { Row } from "./wire.ts";

const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi"];
const GIVEN = ["Thị Hoa", "Văn Nam", "Minh Anh", "Quốc Bảo", "Thu Trang", "Đức Huy", "Ngọc Lan", "Hải Yến"];
const GOODS = ["Áo thun", "Quần jean", "Túi tote", "Giày thể thao", "Mũ lưỡi trai", "Váy hoa", "Balo", "Ví da"];
const COLORS = ["đen", "trắng", "xanh", "đỏ", "be", "nâu"];

export const inventProduct = (box: Box): Entry<Row> => {
  const { dice } = box.shop;
  const name = `${dice.pick(GOODS)} ${dice.pick(COLORS)} ${dice.integer(1, 9_999)}`;
  const colour = dice.chance(0.3) ? [{ attributeName: "MÀU SẮC", attributeValue: dice.pick(COLORS) }] : undefined;
  const cost = dice.integer(20, 300) * 1_000;
  const category = box.categories.some(dice.random) ?? addCategory(box, { categoryName: "Khác" });
  return addProduct(box, {
    name,
    ...(dice.chance(0.1) ? { unit: "chiếc", tradeMarkId: 166_913, tradeMarkName: "98stu" } : {}),
    categoryId: category.id,
    attributes: colour,
    barCode: dice.chance(0.3) ? String(dice.integer(1e12, 9e12)) : undefined,
    basePrice: cost + dice.integer(10, 200) * 1_000,
    weight: dice.chance(0.5) ? dice.integer(50, 2_000) : undefined,
    images: dice.chance(0.4) ? [`https://cdn.kiotviet.example/${dice.hex(8)}.jpg`] : undefined,
    description: dice.chance(0.3) ? "Hàng mới về" : undefined,
    inventories: box.branches.live().map(({ id }) => ({ branchId: id, onHand: dice.integer(0, 200), cost })),
  });
};

export const inventCustomer = (box: Box): Entry<Row> => {
  const { dice } = box.shop;
  const masked = dice.chance(0.3);
  return addCustomer(box, {
    // Customers of marketplaces come with masked names and addresses (field note, recorded).
    code: masked ? `KHSPE${dice.integer(10_000_000, 999_999_999_999)}` : undefined,
    name: masked ? `${dice.pick(GIVEN).slice(0, 1)}******h` : `${dice.pick(FAMILY)} ${dice.pick(GIVEN)}`,
    contactNumber: masked ? undefined : `09${String(dice.integer(0, 99_999_999)).padStart(8, "0")}`,
    address: masked ? "A******h" : `${dice.integer(1, 300)} Nguyễn Trãi`,
    gender: dice.chance(0.5) ? dice.chance(0.5) : undefined,
    email: dice.chance(0.2) ? `khach${dice.integer(1, 99_999)}@example.com` : undefined,
  });
};

const inventSale = (box: Box): Row | undefined => {
  const { dice } = box.shop;
  const branch = box.branches.some(dice.random);
  const lines: Row[] = [];
  for (let count = dice.integer(1, 3); count > 0; count -= 1) {
    const product = box.products.some(dice.random);
    if (!product) return undefined;
    if (lines.some((line) => line.productId === product.id)) continue;
    const price = product.row.basePrice;
    const discount = dice.chance(0.2) ? Math.min(price, 5_000) : undefined;
    lines.push({ productId: product.id, quantity: dice.integer(1, 4), price, discount });
  }
  const customer = dice.chance(0.7) ? box.customers.some(dice.random) : undefined;
  return {
    branchId: branch?.id,
    customerId: customer?.id,
    lines,
    discount: dice.chance(0.1) ? 10_000 : 0,
    method: dice.pick(["Cash", "Card", "Transfer"]),
    saleChannelId: dice.chance(0.3) ? box.saleChannels.some(dice.random)?.id : undefined,
    description: dice.chance(0.2) ? "Giao giờ hành chính" : "",
    totalPayment: dice.chance(0.5) ? 50_000 : 0,
  };
};

export const inventOrder = (box: Box): void => {
  const sale = inventSale(box);
  if (!sale) return void inventProduct(box);
  const delivery = box.shop.dice.chance(0.4)
    ? { receiver: "Nguyễn Văn A", contactNumber: "0900000000", address: "1 Lê Lợi", type: 1, price: 20_000 }
    : undefined;
  addOrder(box, { ...sale, orderDetails: sale.lines, orderDelivery: delivery });
};

export const inventInvoice = (box: Box): void => {
  const sale = inventSale(box);
  if (!sale) return void inventProduct(box);
  addInvoice(box, { ...sale, invoiceDetails: sale.lines });
};
