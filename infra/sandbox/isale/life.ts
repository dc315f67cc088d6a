import { DAY, parseTime, SECOND } from "../../../shared/core/time.ts";
import type { Collection } from "../simulator.ts";
import { anyOf, type Box } from "./box.ts";
import { addEvent } from "./calendar.ts";
import { addOrder, recentOrder } from "./orders.ts";
import { addContact, addLead } from "./people.ts";
import { addProduct, moveStock } from "./products.ts";
import { bookTo, SMALL } from "./tables.ts";
import { type Fields, withZone } from "./wire.ts";

export const sell = (box: Box) => {
  const { row } = addOrder(box);
  moveStock(box, row.items);
  if (row.status === 3)
    bookTo(box, "trade", { orderId: row.id, value: row.total, isReceived: true, moneyAccountId: 1 });
  if (row.status === 5)
    bookTo(box, "debt", { orderId: row.id, contactId: row.contactId, value: row.total, isPaid: false });
};

const editOrder = (box: Box) => {
  const entry = recentOrder(box);
  if (!entry) return;
  box.orders.edit(entry.id, (row) => {
    row.status = box.dice.pick([1, 2, 3, 4, 5, 6]);
    if (box.dice.chance(0.3)) row.note = `ghi chú ${box.dice.integer(1, 999)}`;
    if (row.status === 2) row.billOfLadingCode = `VD${box.dice.hex(8).toUpperCase()}`;
    if (row.status === 3) row.paid = row.total;
    // The app lets staff change the day of an order: it moves to another window.
    if (box.dice.chance(0.05))
      row.createdAt = withZone((parseTime(row.createdAt, "hanoi") ?? 0) - box.dice.integer(1, 2) * DAY);
  });
};

const removeSome = (box: Box, collection: Collection<Fields>, entry = anyOf(box, collection)) => {
  if (entry && collection.size > 3) collection.remove(entry.id);
};

const editProduct = (box: Box) => {
  const entry = anyOf(box, box.products);
  if (!entry) return;
  box.products.edit(entry.id, (row) => {
    row.price = box.dice.integer(5, 500) * 1_000;
    row.modifiedAt = withZone(box.shop.now());
  });
};

const sellMany = (box: Box) => {
  const count = box.dice.integer(5, 12);
  for (let made = 0; made < count; made += 1) sell(box);
};

export const changes = (box: Box) => [
  { weight: 10, run: () => sell(box) },
  { weight: 6, run: () => editOrder(box) },
  { weight: 2, run: () => editProduct(box) },
  { weight: 2, run: () => void addContact(box) },
  {
    weight: 2,
    run: () => {
      const entry = anyOf(box, box.contacts);
      if (entry)
        box.contacts.edit(entry.id, (row) => Object.assign(row, { point: row.point + 1, note: box.dice.hex(4) }));
    },
  },
  { weight: 1, run: () => removeSome(box, box.orders, recentOrder(box)) },
  { weight: 0.3, run: () => removeSome(box, box.contacts) },
  { weight: 0.3, run: () => removeSome(box, box.products) },
  { weight: 0.5, run: () => void (box.products.size < SMALL && addProduct(box)) },
  { weight: 0.5, run: () => sellMany(box) },
  { weight: 0.5, run: () => box.shop.later(box.dice.integer(2, 30) * SECOND, () => sell(box), { stampNow: true }) },
  { weight: 0.5, run: () => void (box.leads.size < SMALL && addLead(box)) },
  { weight: 0.5, run: () => void (box.events.size < SMALL && addEvent(box)) },
  { weight: 0.3, run: () => bookTo(box, "note", { title: "Ghi chú", content: box.dice.hex(6) }) },
];
