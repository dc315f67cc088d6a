import { type Box, nextNumber, someOf } from "./box.ts";
import { someOrder } from "./orders.ts";

export const returnGoods = (box: Box): void => {
  const order = someOrder(box);
  const item = order?.row.items[0];
  if (!order || !item) return;
  box.returns.insert((id) => ({
    id,
    display_id: nextNumber(box) + 600,
    custom_id: null,
    status: 0,
    bill_full_name: order.row.bill_full_name,
    bill_phone_number: order.row.bill_phone_number,
    creator_id: box.dice.pick(box.staff.live()).id,
    discount: 0,
    discount_from_order_to_returned: 0,
    order_id: null,
    order_id_to_returned: box.dice.integer(100_000, 999_999),
    order_to_returned: { id: String(order.id), system_id: order.row.system_id, status: order.row.status },
    returned_fee: box.dice.pick([0, 10_000]),
    returned_items: [
      {
        id: item.id,
        product_id: item.product_id,
        variation_id: item.variation_id,
        returned_quantity: 1,
        discount_each_product: 0,
        variation_info: item.variation_info,
      },
    ],
    shop_customer_id: order.row.shop_customer_id,
    shop_id: Number(box.shopId),
    status_histories: [],
    tags: [],
    warehouse_id: order.row.warehouse_id,
  }));
};

export const settleReturn = (box: Box): void => {
  const entry = someOf(box, box.returns);
  if (entry && entry.row.status !== 1) box.returns.edit(entry.id, (row) => (row.status = box.dice.pick([1, 2, 4])));
};
