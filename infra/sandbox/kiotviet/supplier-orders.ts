import type { Handler } from "../simulator.ts";
import { type Box, nextCode } from "./box.ts";
import { listRows, showRow } from "./calls.ts";
import { always, withoutDates } from "./fields.ts";
import type { Listing } from "./wire.ts";

export const addSupplierOrder = (box: Box): void => {
  const product = box.products.some(box.shop.dice.random);
  const branch = box.branches.some(box.shop.dice.random);
  if (!product || !branch) return;
  const quantity = box.shop.dice.integer(1, 50);
  const price = Math.round(product.row.basePrice / 2);
  box.supplierOrders.insert((id, at) => ({
    id,
    code: nextCode(box, "PDN"),
    orderDate: at,
    branchId: branch.id,
    userId: 51_001,
    description: "",
    status: 0,
    statusValue: "Phiếu tạm",
    discountRatio: "0",
    productQty: quantity,
    discount: 0,
    createdBy: 51_001,
    orderSupplierDetails: [
      {
        id: Number(id) * 10,
        orderSupplierId: id,
        productId: product.id,
        quantity,
        price,
        discount: 0,
        allocation: 0,
        orderQuantity: 0,
        subTotal: price * quantity,
      },
    ],
    OrderSupplierExpensesOthers: [],
    total: price * quantity,
    totalQty: quantity,
    totalQuantity: quantity,
    subTotal: price * quantity,
    paidAmount: 0,
    toComplete: false,
    viewPrice: true,
    supplierDebt: 0,
    supplierOldDebt: 0,
    purchaseOrderCodes: "",
  }));
};

export const supplierOrdersListing = (box: Box): Listing => ({
  rows: box.supplierOrders,
  view: (entry) => ({ ...withoutDates(entry), createdDate: entry.created }),
  where: (params) => {
    const [branch, status] = [params.integer("branchId"), params.integer("status")];
    return (row) =>
      (branch === undefined || row.branchId === branch) && (status === undefined || row.status === status);
  },
});

export const supplierOrderRoutes = (box: Box): Record<string, Handler> => ({
  "GET /ordersuppliers": listRows(box, supplierOrdersListing(box)),
  // A detail that comes as a list of one (KiotViet Public API §2.20.2).
  "GET /ordersuppliers/{id}": showRow(box.supplierOrders, "Phiếu đặt hàng nhập", (entry) => ({
    total: 1,
    pageSize: 20,
    data: [supplierOrdersListing(box).view(entry, always)],
  })),
});
