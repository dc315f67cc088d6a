import type { Collection, Entry } from "../simulator.ts";
import { type Box, RETAILER_ID } from "./box.ts";
import { customerView } from "./customer-calls.ts";
import { invoiceDetail } from "./invoice-calls.ts";
import { orderListed } from "./order-calls.ts";
import { productDetail } from "./product-views.ts";
import { notify, notifyRemoved } from "./webhooks.ts";
import type { Row } from "./wire.ts";

/** Registered webhooks hear of changes in the shop. */
export const announce = (box: Box): void => {
  const follow = (collection: Collection<Row>, noun: string, view: (entry: Entry<Row>) => Row) => {
    collection.onChange = (kind, entry) => {
      if (kind === "remove") notifyRemoved(box, `${noun}.delete`, entry.id);
      else notify(box, `${noun}.update`, () => [view(entry)]);
    };
  };
  follow(box.products, "product", (entry) => ({
    __type: "KiotViet.OmniChannelCore.Api.Shared.Model.WebhookProductUpdateRes, KiotViet.OmniChannelCore.Api.Shared",
    ...productDetail(box, entry),
  }));
  follow(box.customers, "customer", (entry) => customerView(box, entry, () => false));
  follow(box.orders, "order", (entry) => orderListed(entry, () => false));
  follow(box.invoices, "invoice", (entry) => invoiceDetail(box, entry));
  follow(box.categories, "category", ({ row, created, modified }) => ({
    id: row.categoryId,
    name: row.categoryName,
    parentId: row.parentId,
    isDeleted: false,
    createdDate: created,
    modifiedDate: modified,
    retailerId: RETAILER_ID,
    rank: row.rank,
    hasChild: row.hasChild,
  }));
  follow(box.branches, "branch", ({ row, created, modified }) => ({
    id: row.id,
    name: row.branchName,
    contactNumber: row.contactNumber,
    address: row.address,
    isActive: row.isActive,
    isLock: false,
    createdDate: created,
    modifiedDate: modified,
    retailerId: RETAILER_ID,
  }));
  box.priceBooks.onChange = (kind, entry) => {
    if (kind === "remove") notify(box, "pricebook.delete", () => [entry.id]);
    else notify(box, "pricebook.update", () => [entry.row]);
  };
  box.onStock = ({ id, row }, branchId) => {
    const level = row.stock[branchId];
    const branchName = box.branches.even(branchId)?.row.branchName;
    const { cost, onHand, reserved } = level;
    const named = { productId: id, productCode: row.code, productName: row.name, branchId, branchName };
    notify(box, "stock.update", () => [{ ...named, cost, onHand, reserved }]);
  };
  box.onPrice = (priceBookId, productId, price) => {
    if (price === undefined) {
      notify(box, "pricebookdetail.delete", () => [{ PricebookId: priceBookId, ProductIds: [productId] }]);
    } else {
      notify(box, "pricebookdetail.update", () => [{ priceBookId, productId, price }]);
    }
  };
};
