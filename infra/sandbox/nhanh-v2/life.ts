import { addBill, addDraft, takeBack } from "./bills.ts";
import { anyOf, type Box, recentOf } from "./box.ts";
import { addCustomer } from "./customers.ts";
import { sellImei } from "./imeis.ts";
import { addOrder, advance } from "./orders.ts";
import { addProduct } from "./products.ts";
import { stockUp } from "./stock.ts";

/** What the staff does, and how often. */
export const changes = (box: Box) => [
  { weight: 8, run: () => void addOrder(box) },
  { weight: 8, run: () => advance(box) },
  {
    weight: 2,
    run: () => {
      const entry = recentOf(box, box.orders);
      if (entry) box.orders.edit(entry.id, (row) => (row.description = `ghi chú ${box.dice.integer(1, 999)}`));
    },
  },
  { weight: 4, run: () => void addBill(box, 2, box.dice.pick([2, 2, 6])) },
  { weight: 1, run: () => takeBack(box) },
  { weight: 1, run: () => void addBill(box, box.dice.pick([1, 2]), box.dice.pick([3, 5, 8])) },
  { weight: 0.5, run: () => addDraft(box) },
  {
    weight: 2,
    run: () => {
      const entry = anyOf(box, box.products);
      if (entry)
        box.products.edit(entry.id, (row) => {
          row.price = box.dice.integer(50, 900) * 1_000;
          if (box.dice.chance(0.2)) row.status = box.dice.pick(["Active", "Inactive"]);
        });
    },
  },
  { weight: 1, run: () => stockUp(box, addProduct(box)) },
  { weight: 1, run: () => void addCustomer(box) },
  {
    weight: 1,
    run: () => {
      const entry = anyOf(box, box.customers);
      if (entry) box.customers.edit(entry.id, (row) => (row.address = `${box.dice.integer(1, 300)} Hai Bà Trưng`));
    },
  },
  {
    weight: 1,
    run: () => {
      const entry = recentOf(box, box.orders);
      if (entry && box.orders.size > 3) box.orders.remove(entry.id);
    },
  },
  {
    weight: 0.3,
    run: () => {
      const entry = anyOf(box, box.products);
      if (entry && box.products.size > 3) box.products.remove(entry.id);
    },
  },
  { weight: 0.5, run: () => sellImei(box) },
];
