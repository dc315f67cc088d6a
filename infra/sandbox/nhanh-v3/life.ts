import { DAY, toHanoiDay } from "../../../shared/core/time.ts";
import { addBill, RETAIL, WHOLESALE } from "./bills.ts";
import { anyOf, type Box } from "./box.ts";
import { addCustomer } from "./customers.ts";
import { addOrder, setStatus } from "./orders.ts";
import { addProduct } from "./products.ts";
import { moveStock } from "./stock.ts";
import type { Fields, Rows } from "./wire.ts";

const basket = (box: Box): Fields[] => {
  const chosen = new Map<number, Fields>();
  for (let n = box.dice.integer(1, 4); n > 0; n -= 1) {
    const product = anyOf(box, box.products)?.row;
    if (product)
      chosen.set(product.id, { id: product.id, quantity: box.dice.integer(1, 3), price: product.prices.retail });
  }
  return [...chosen.values()];
};

const someDepotId = (box: Box) => Number(anyOf(box, box.depots).id);

export const newOrder = (box: Box) => {
  const lines = basket(box);
  const customer = anyOf(box, box.customers)?.row;
  if (lines.length === 0 || !customer) return;
  const { name: called, mobile, address } = customer;
  const saleChannel = box.dice.pick([1, 1, 2, 20, 42, 48]);
  const marketplace = saleChannel > 40 ? { channel: { appOrderId: box.dice.hex(14).toUpperCase() } } : {};
  const shippingAddress = { name: called, mobile, address, cityId: 254, districtId: 321, wardId: 1_116 };
  const info = { depotId: someDepotId(box), description: box.dice.chance(0.3) ? "Giao giờ hành chính" : "" };
  addOrder(
    box,
    { ...marketplace, info, shippingAddress, products: lines, carrier: { customerShipFee: 30_000 } },
    saleChannel,
    customer,
  );
};

const advance: Readonly<Record<number, readonly number[]>> = {
  54: [55, 56, 56, 63],
  55: [56, 57, 64],
  56: [42, 42, 63],
  57: [56, 63],
  42: [40],
  40: [43],
  43: [59],
  59: [60, 60, 60, 61, 71],
  61: [71],
  71: [74],
  74: [72],
};

export const moveOrder = (box: Box) => {
  const entry = box.orders.some(box.dice.random);
  if (!entry) return;
  const steps = advance[entry.row.info.status];
  if (steps) setStatus(box, entry.id, box.dice.pick(steps), 13);
  else
    box.orders.edit(entry.id, (row) => {
      row.info.privateDescription = `Ghi chú ${box.dice.integer(1, 999)}`;
    });
};

export const sell = (box: Box) => {
  const lines = basket(box);
  if (lines.length === 0) return;
  const customer = box.dice.chance(0.7) ? anyOf(box, box.customers)?.row : undefined;
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  // Now and then a bill is entered for an earlier day.
  const date = box.dice.chance(0.05) ? toHanoiDay(box.shop.now() - DAY) : undefined;
  const mode = box.dice.chance(0.15) ? WHOLESALE : RETAIL;
  addBill(box, {
    mode,
    type: 2,
    depotId: someDepotId(box),
    lines,
    customer,
    date,
    payment: { cash: { accountId: 263_470, value: amount } },
  });
};

export const takeBack = (box: Box) => {
  const sale = box.bills.some(box.dice.random);
  if (!sale || sale.row.mode !== RETAIL || sale.row.type !== 2) return sell(box);
  const [line] = sale.row.products;
  if (!box.products.get(line.id)) return;
  const { depotId: at, id, customer } = sale.row;
  addBill(box, {
    mode: RETAIL,
    type: 1,
    depotId: at,
    lines: [{ id: line.id, quantity: 1, price: line.price }],
    customer: customer.id ? customer : undefined,
    related: id,
  });
};

const editProduct = (box: Box) => {
  const entry = box.products.some(box.dice.random);
  if (!entry) return;
  box.products.edit(entry.id, (row) => {
    const retail = box.dice.integer(20, 900) * 1_000;
    if (box.dice.chance(0.7)) row.prices = { ...row.prices, retail };
    else row.status = box.dice.pick([1, 2, 3, 4]);
  });
};

const countStock = (box: Box) => {
  const entry = box.products.some(box.dice.random);
  if (entry) moveStock(box, [{ id: Number(entry.id), depotId: someDepotId(box), remain: box.dice.integer(-3, 20) }]);
};

const editCustomer = (box: Box) => {
  const entry = box.customers.some(box.dice.random);
  if (!entry) return;
  box.customers.edit(entry.id, (row) => {
    row.points += 10;
    row.address = `${box.dice.integer(1, 400)} Giải Phóng`;
  });
};

const removeSome = (box: Box, rows: Rows, least: number) => () => {
  const entry = rows.some(box.dice.random);
  if (entry && rows.size > least) rows.remove(entry.id);
};

export const changes = (box: Box) => [
  { weight: 6, run: () => newOrder(box) },
  { weight: 8, run: () => moveOrder(box) },
  { weight: 5, run: () => sell(box) },
  { weight: 1, run: () => takeBack(box) },
  { weight: 3, run: () => editProduct(box) },
  { weight: 3, run: () => countStock(box) },
  { weight: 2, run: () => editCustomer(box) },
  { weight: 1, run: () => addCustomer(box) },
  { weight: 1, run: () => addProduct(box) },
  { weight: 0.6, run: removeSome(box, box.orders, 5) },
  { weight: 0.4, run: removeSome(box, box.bills, 5) },
  { weight: 0.3, run: removeSome(box, box.products, 5) },
  { weight: 0.3, run: removeSome(box, box.customers, 5) },
];
