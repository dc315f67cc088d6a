import { type Box, someOf } from "./box.ts";
import { addCallLater } from "./business.ts";
import { addRecord } from "./crm.ts";
import { addCustomer } from "./customers.ts";
import { DELETED, FIRST_NAMES, NEXT_STATUS } from "./data.ts";
import { addExport, addStocktaking, addTransaction, addTransfer, buy, newDocument } from "./documents.ts";
import { addAdvanced, addPromotion, addVoucher } from "./marketing.ts";
import { addOrder, setStatus, someOrder } from "./orders.ts";
import { addProduct, removeProduct } from "./products.ts";
import { returnGoods, settleReturn } from "./returns.ts";
import { setStock } from "./stock.ts";

export const sell = (box: Box): void => {
  if (!someOf(box, box.variations)) addProduct(box);
  addOrder(box);
};

const advanceOrder = (box: Box): void => {
  const order = someOrder(box);
  const next = order && NEXT_STATUS[order.row.status];
  if (order && next) setStatus(box, order, box.dice.pick(next));
};

const editOrder = (box: Box): void => {
  const order = someOrder(box);
  if (!order || order.row.status === DELETED) return;
  box.orders.edit(order.id, (row) => {
    row.note = `${row.note} ${box.dice.hex(4)}`.trim();
    if (box.dice.chance(0.3)) row.tags = [{ id: 2, name: "Chờ cọc" }];
    if (box.dice.chance(0.3)) row.customer_pay_fee = !row.customer_pay_fee;
  });
};

/** Staff delete new and cancelled orders: the order stays with status 7. */
const deleteOrder = (box: Box): void => {
  const order = someOrder(box);
  if (order && [0, 1, 6, 17].includes(order.row.status)) setStatus(box, order, DELETED);
};

const countStock = (box: Box): void => {
  const variation = someOf(box, box.variations);
  const warehouse = someOf(box, box.warehouses);
  if (variation && warehouse) {
    setStock(box, variation, {
      warehouseId: String(warehouse.id),
      amount: box.dice.integer(0, 200),
      actual: box.dice.chance(0.5),
      why: "Cập nhật tồn kho",
    });
  }
};

const editProduct = (box: Box): void => {
  const variation = someOf(box, box.variations);
  if (!variation) return;
  box.variations.edit(variation.id, (row) => {
    if (box.dice.chance(0.7)) row.retail_price += 1_000;
    else row.is_locked = !row.is_locked;
  });
  if (box.dice.chance(0.2)) {
    box.products.edit(variation.row.product_id, (row) => {
      row.name = `${row.name.split(" *")[0]} *${box.dice.hex(3)}`;
    });
  }
};

const deleteProduct = (box: Box): void => {
  const product = someOf(box, box.products);
  if (product && box.products.size > 2) removeProduct(box, product);
};

const editCustomer = (box: Box): void => {
  const customer = someOf(box, box.customers);
  if (!customer) return;
  box.customers.edit(customer.id, (row) => {
    row.tags = [box.dice.pick(["Hay hoàn", "Tiềm năng", "VIP"])];
    row.reward_point += box.dice.integer(1, 10) * 0.5;
  });
};

const deleteCustomer = (box: Box): void => {
  const customer = someOf(box, box.customers);
  if (customer && box.customers.size > 2) box.customers.remove(customer.id);
};

export const moveDocuments = (box: Box): void => {
  const document = newDocument(box);
  switch (box.dice.integer(0, 7)) {
    case 0:
      addExport(box, { ...document, export_items: document.items, type: box.dice.integer(0, 1) });
      return;
    case 1: {
      const [from, to] = box.warehouses.live();
      addTransfer(box, { ...document, from_warehouse_id: from?.id, to_warehouse_id: to?.id });
      return;
    }
    case 2: {
      const transfer = someOf(box, box.transfers);
      if (transfer && transfer.row.status < 2) box.transfers.edit(transfer.id, (row) => (row.status += 1));
      return;
    }
    case 3:
      addStocktaking(box, {
        ...document,
        items: [{ variation_id: document.items[0]?.variation_id, changed_quantity: -1 }],
      });
      return;
    case 4: {
      const purchase = someOf(box, box.purchases);
      if (purchase && purchase.row.status < 1) box.purchases.edit(purchase.id, (row) => (row.status += 1));
      return;
    }
    case 5:
      addTransaction(box, { name: "Thanh toán tiền hàng", amount: -box.dice.integer(1, 50) * 10_000 });
      return;
    case 6: {
      const transaction = someOf(box, box.transactions);
      if (transaction) box.transactions.edit(transaction.id, (row) => (row.status = box.dice.pick([1, 2, 3])));
      return;
    }
    default:
      buy(box);
  }
};

export const marketing = (box: Box): void => {
  switch (box.dice.integer(0, 5)) {
    case 0:
      addVoucher(box, { name: box.dice.hex(8) });
      return;
    case 1:
      addPromotion(box, { name: `km ${box.dice.hex(3)}` });
      return;
    case 2:
      addAdvanced(box, { name: `km ${box.dice.hex(3)}`, type: "discount_by_product" });
      return;
    case 3:
      box.combos.insert((id) => ({
        id,
        name: `combo ${id}`,
        discount_amount: 10_000,
        is_variation: true,
        bonus_products: [],
      }));
      return;
    case 4: {
      const category = someOf(box, box.categories);
      if (category)
        box.categories.edit(category.id, (row) => (row.text = `${row.text.split(" ~")[0]} ~${box.dice.hex(2)}`));
      return;
    }
    default: {
      const record = someOf(box, box.records);
      if (record && box.dice.chance(0.5)) box.records.edit(record.id, (row) => (row.Address = box.dice.hex(6)));
      else addRecord(box, "Contact", { Name: box.dice.pick(FIRST_NAMES), Phone: "0900000000" });
    }
  }
};

export const changes = (box: Box) => [
  { weight: 10, run: () => sell(box) },
  { weight: 8, run: () => advanceOrder(box) },
  { weight: 6, run: () => editOrder(box) },
  { weight: 2, run: () => deleteOrder(box) },
  { weight: 4, run: () => countStock(box) },
  { weight: 3, run: () => editProduct(box) },
  { weight: 2, run: () => void addProduct(box) },
  { weight: 1, run: () => deleteProduct(box) },
  { weight: 2, run: () => void addCustomer(box) },
  { weight: 3, run: () => editCustomer(box) },
  { weight: 1, run: () => deleteCustomer(box) },
  { weight: 1, run: () => returnGoods(box) },
  { weight: 1, run: () => settleReturn(box) },
  { weight: 3, run: () => moveDocuments(box) },
  { weight: 2, run: () => marketing(box) },
  { weight: 1, run: () => void addCallLater(box, { notice_created: "Gọi lại", phone_number: "0900000000" }) },
];
