import type { Collection, Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { addSurcharge } from "./business.ts";
import { addCategory, editCategory } from "./categories.ts";
import { editCustomer, removeCustomer } from "./customers.ts";
import { always } from "./fields.ts";
import { inventCustomer, inventInvoice, inventOrder, inventProduct } from "./invent.ts";
import { voidInvoice } from "./invoices.ts";
import { editOrder, voidOrder } from "./orders.ts";
import { payInvoice } from "./payments.ts";
import { setPrice } from "./price-books.ts";
import { editProduct, removeProduct } from "./products.ts";
import { addPurchaseOrder } from "./purchases.ts";
import { addReturn } from "./returns.ts";
import { moveStock } from "./stock.ts";
import { addSupplierOrder } from "./supplier-orders.ts";
import { addTransfer, removeTransfer } from "./transfers.ts";
import type { Row } from "./wire.ts";

export const someOf = (
  box: Box,
  collection: Collection<Row>,
  act: (entry: Entry<Row>) => void,
  fits: (row: Row) => boolean = always,
) => {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const entry = collection.some(box.dice.random);
    if (entry && fits(entry.row)) return act(entry);
  }
};

export const isOpen = (row: Row) => row.status < 3;

const stillSold = (box: Box, row: Row) => box.products.get(row.orderDetails?.[0]?.productId ?? 0) !== undefined;

export const stockMove = (box: Box) =>
  someOf(box, box.products, ({ id, row }) => {
    const branch = box.branches.some(box.dice.random);
    const other = box.branches.some(box.dice.random);
    if (!branch || !other) return;
    const act = box.dice.integer(0, 2);
    const line = { productId: id, productCode: row.code };
    if (act === 0) moveStock(box, id, Number(branch.id), { onHand: box.dice.integer(-5, 20) });
    else if (act === 1 || branch === other) {
      addPurchaseOrder(box, {
        branchId: branch.id,
        supplier: { code: "NCC000001", name: "Xưởng may An Phú" },
        purchaseOrderDetails: [{ ...line, quantity: box.dice.integer(1, 30), price: row.basePrice / 2 }],
      });
    } else {
      addTransfer(box, {
        fromBranchId: branch.id,
        toBranchId: other.id,
        status: box.dice.integer(2, 3),
        transferDetails: [{ ...line, sendQuantity: box.dice.integer(1, 5), recivedQuantity: 1, price: row.basePrice }],
      });
    }
  });

const smallEdit = (box: Box) => {
  const act = box.dice.integer(0, 7);
  const word = box.dice.hex(4);
  if (act === 0)
    someOf(box, box.categories, ({ id, row }) => {
      // A new name stamps every product of the group: in a large shop that would drown all other changes.
      const renamed = box.dice.chance(0.2) && box.products.size < 500;
      editCategory(box, id, { categoryName: renamed ? `Nhóm ${word}` : row.categoryName });
    });
  if (act === 1) addCategory(box, { categoryName: `Nhóm ${word}` });
  if (act === 2) someOf(box, box.users, ({ id }) => box.users.edit(id, (row) => Object.assign(row, { address: word })));
  if (act === 3) {
    someOf(box, box.bankAccounts, ({ id }) =>
      box.bankAccounts.edit(id, (row) => Object.assign(row, { description: word })),
    );
  }
  if (act === 4) addSurcharge(box, { name: `Phụ thu ${word}`, value: 10_000 });
  if (act === 5) addSupplierOrder(box);
  if (act === 6) {
    someOf(box, box.branches, ({ id }) =>
      box.branches.edit(id, (row) => Object.assign(row, { address: `Số ${word}` })),
    );
  }
  if (act === 7) {
    someOf(box, box.products, ({ id, row }) => {
      const book = box.priceBooks.some(box.dice.random);
      if (book) setPrice(box, Number(book.id), id, box.dice.chance(0.8) ? row.basePrice - 1_000 : undefined);
    });
  }
};

const payDebt = (box: Box) =>
  someOf(
    box,
    box.invoices,
    ({ id, row }) => {
      payInvoice(box, { invoiceId: id, amount: row.total - row.totalPayment, method: "Cash" });
    },
    (row) => row.status === 1 && row.total > row.totalPayment,
  );

export const changes = (box: Box) => [
  { weight: 20, run: () => inventOrder(box) },
  { weight: 20, run: () => inventInvoice(box) },
  {
    weight: 12,
    run: () =>
      someOf(
        box,
        box.orders,
        ({ id }) => editOrder(box, id, { makeInvoice: true }),
        (row) => isOpen(row) && stillSold(box, row),
      ),
  },
  { weight: 4, run: () => someOf(box, box.orders, ({ id }) => voidOrder(box, id, box.dice.chance(0.5)), isOpen) },
  {
    weight: 6,
    run: () => someOf(box, box.orders, ({ id }) => editOrder(box, id, { description: box.dice.hex(6) }), isOpen),
  },
  {
    weight: 10,
    run: () =>
      someOf(box, box.products, ({ id, row }) => {
        const name = row.name.replace(/( mới)?$/, box.dice.chance(0.5) ? " mới" : "");
        editProduct(box, id, { name, basePrice: row.basePrice + 1_000 });
      }),
  },
  { weight: 12, run: () => stockMove(box) },
  {
    weight: 5,
    run: () => someOf(box, box.customers, ({ id }) => editCustomer(box, id, { comments: box.dice.hex(8) })),
  },
  { weight: 4, run: () => void inventCustomer(box) },
  { weight: 3, run: () => void inventProduct(box) },
  { weight: 1.5, run: () => box.products.size > 5 && someOf(box, box.products, ({ id }) => removeProduct(box, id)) },
  {
    weight: 1.5,
    run: () => box.customers.size > 5 && someOf(box, box.customers, ({ id }) => removeCustomer(box, id)),
  },
  {
    weight: 2,
    run: () =>
      someOf(
        box,
        box.invoices,
        ({ id }) => voidInvoice(box, id, box.dice.chance(0.5)),
        (row) => row.status !== 2,
      ),
  },
  {
    weight: 3,
    run: () =>
      someOf(
        box,
        box.invoices,
        (invoice) => addReturn(box, invoice),
        (row) => row.status === 1,
      ),
  },
  { weight: 3, run: () => payDebt(box) },
  { weight: 0.5, run: () => someOf(box, box.transfers, ({ id }) => removeTransfer(box, id)) },
  { weight: 5, run: () => smallEdit(box) },
];
