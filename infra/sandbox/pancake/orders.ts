import type { Entry } from "../simulator.ts";
import { type Box, nextNumber, someOf } from "./box.ts";
import { addCustomer, newPerson, oldAddress } from "./customers.ts";
import { STATUS_NAMES } from "./data.ts";
import { moveStock } from "./stock.ts";
import { type Row, seconds } from "./wire.ts";

/** The one with the phone number, a new one, or any: shops sell to strangers as well. */
const customerFor = (box: Box, input: Row, editor: string): Entry<Row> => {
  const phone: string | undefined = input.bill_phone_number;
  const known = phone ? box.customers.by("phone", phone) : undefined;
  if (known) return known;
  if (phone || box.dice.chance(0.4) || !someOf(box, box.customers))
    return addCustomer(box, { name: input.bill_full_name, phone, email: input.bill_email }, editor);
  return someOf(box, box.customers) ?? addCustomer(box);
};

/* Parts of a new order. Each stands in the row where its fields are, so that the dice are thrown in one order. */

const moneyIn = ({ dice }: Box, input: Row): Row => ({
  customer_pay_fee: false,
  shipping_fee: Number(input.shipping_fee ?? dice.pick([0, 20_000, 30_000])),
  partner_fee: 0,
  surcharge: 0,
  tax: 0,
  total_discount: Number(input.total_discount ?? 0),
  discount: 0,
  cash: Number(input.cash ?? 0),
  transfer_money: Number(input.transfer_money ?? 0),
  charged_by_card: Number(input.charged_by_card ?? 0),
  charged_by_momo: 0,
  charged_by_qrpay: 0,
  prepaid_by_point: { money: 0, point: 0 },
});

const wordsIn = (box: Box, input: Row): Row => ({
  order_sources: "-1",
  order_sources_name: sourceName(box, input) ?? "Facebook",
  account_name: input.account_name ?? "",
  note: input.note ?? "",
  note_print: input.note_print ?? null,
});

const creatorOf = (box: Box, editor: string): Row =>
  newPerson(editor, editor === box.keyOwner ? "API" : (box.staff.get(editor)?.row.user.name ?? null));

/** `creator`: whose act it is; our key's owner for calls of the API, which is how the key gets into every row. */
export const addOrder = (box: Box, input: Row = {}, creator?: string): Entry<Row> => {
  const { dice } = box;
  const editor = creator ?? String(dice.pick(box.staff.live()).id);
  const phone: string | undefined = input.bill_phone_number;
  const customer = customerFor(box, input, editor);
  const warehouseId = input.warehouse_id ?? box.warehouses.live()[0]?.id;
  const items: Row[] =
    input.items ??
    Array.from({ length: dice.integer(1, 3) }, () => ({
      variation_id: someOf(box, box.variations)?.id,
      quantity: dice.integer(1, 5),
      discount_each_product: dice.chance(0.2) ? 1_000 : 0,
    }));
  const lines = items.map((item) => orderItem(box, item));
  // A custom id becomes the id; one that is taken leaves the second order with a number of its own: the vendor
  // is not known to refuse it.
  const wanted = input.custom_id;
  const free = wanted !== undefined && wanted !== null && !box.orders.even(wanted);
  // Shops that share goods get copies of each other's orders, with ids of this form.
  const foreign = wanted === undefined && input.items === undefined && dice.chance(0.03);
  const made = box.orders.insert(
    (id, at) => {
      const row: Row = {
        id,
        system_id: typeof id === "number" ? id : nextNumber(box) + 500_000,
        display_id: dice.chance(0.5) ? dice.integer(10_000, 99_999) : null,
        custom_id: wanted ?? null,
        shop_id: Number(box.shopId),
        status: 0,
        status_name: "new",
        order_currency: "VND",
        bill_full_name: input.bill_full_name ?? customer.row.name,
        bill_phone_number: phone ?? customer.row.phone_numbers[0],
        bill_email: input.bill_email ?? null,
        shop_customer_id: customer.id,
        customer: {
          id: customer.id,
          customer_id: customer.row.customer_id,
          shop_id: Number(box.shopId),
          name: customer.row.name,
          creator_id: editor,
        },
        warehouse_id: warehouseId,
        warehouse_info: { name: box.warehouses.get(warehouseId)?.row.name },
        items: lines,
        is_free_shipping: input.is_free_shipping ?? false,
        received_at_shop: input.received_at_shop ?? false,
        ...moneyIn(box, input),
        ...wordsIn(box, input),
        tags: [],
        partner: null,
        returned_reason: null,
        shipping_address: input.shipping_address ?? oldAddress(customer.row.name, customer.row.phone_numbers[0]),
        assigning_seller_id: input.assigning_seller_id ?? null,
        assigning_seller: sellerOf(box, input.assigning_seller_id),
        creator: creatorOf(box, editor),
        creator_id: editor,
        histories: [],
        status_history: [
          { status: 0, old_status: null, editor_id: editor, editor: null, name: null, updated_at: seconds(at) },
        ],
        estimate_delivery_date: null,
        viewing: [],
        activated_combo_products: [],
      };
      addUp(row, input.cod);
      return row;
    },
    free ? { id: wanted } : foreign ? { id: `AF${box.shopId}O${dice.hex(6)}` } : {},
  );
  box.customers.edit(customer.id, (row) => {
    row.order_count += 1;
    row.last_order_at = seconds(box.shop.now());
  });
  for (const item of lines) {
    const variation = box.variations.get(item.variation_id);
    if (variation)
      moveStock(box, variation, { warehouseId, sellable: -item.quantity, onHand: 0, why: `Đơn hàng #${made.id}` });
  }
  return made;
};

/** The person that an order is given to, as orders show one. */
export const sellerOf = (box: Box, id: unknown): Row | null => {
  const seller = typeof id === "string" ? box.staff.get(id) : undefined;
  return seller ? newPerson(id, seller.row.user.name) : null;
};

/** "account: Mã nguồn đơn hàng", or its name beside it. */
export const sourceName = (box: Box, input: Row): string | undefined =>
  input.account_name ?? box.sources.get(input.account ?? "")?.row.name ?? undefined;

export const orderItem = (box: Box, item: Row): Row => {
  const variation = box.variations.get(item.variation_id)?.row;
  const product = variation && box.products.get(variation.product_id)?.row;
  return {
    id: box.dice.integer(10_000, 99_999_999),
    variation_id: item.variation_id ?? null,
    product_id: item.product_id ?? variation?.product_id ?? null,
    quantity: Number(item.quantity ?? 1),
    discount_each_product: Number(item.discount_each_product ?? 0),
    is_discount_percent: item.is_discount_percent ?? false,
    is_bonus_product: item.is_bonus_product ?? false,
    is_wholesale: false,
    one_time_product: item.one_time_product ?? false,
    note: item.note ?? null,
    measure_group_id: null,
    returned_count: 0,
    variation_info: {
      name: item.variation_info?.name ?? product?.name ?? null,
      display_id: variation?.display_id ?? null,
      product_display_id: product?.display_id ?? null,
      detail: null,
      fields: variation?.fields ?? null,
      retail_price: item.variation_info?.retail_price ?? variation?.retail_price ?? 0,
      weight: variation?.weight ?? 0,
    },
  };
};

export const setStatus = (box: Box, order: Entry<Row>, status: number, editor?: string): void => {
  box.orders.edit(order.id, (row) => {
    const by = editor ?? String(box.dice.pick(box.staff.live()).id);
    row.status_history.push({
      status,
      old_status: row.status,
      editor_id: by,
      editor: newPerson(by, box.staff.get(by)?.row.user.name ?? null),
      name: box.staff.get(by)?.row.user.name ?? null,
      updated_at: seconds(box.shop.now()),
    });
    row.status = status;
    row.status_name = STATUS_NAMES[status] ?? `status_${status}`;
    if (status === 2) {
      row.partner = {
        partner_id: box.dice.pick([0, 1, 3, 5, 15]),
        extend_code: `VN${box.dice.hex(10).toUpperCase()}`,
        total_fee: 27_000,
        paid_at: null,
        system_created: true,
        updated_at: seconds(box.shop.now()),
      };
      row.partner_fee = 27_000;
    }
  });
  if (status === 2 || status === 5) {
    for (const item of order.row.items) {
      const variation = box.variations.get(item.variation_id);
      if (!variation) continue;
      if (status === 2)
        moveStock(box, variation, {
          warehouseId: order.row.warehouse_id,
          sellable: 0,
          onHand: -item.quantity,
          why: `Đơn hàng #${order.id}`,
        });
      else
        moveStock(box, variation, {
          warehouseId: order.row.warehouse_id,
          sellable: item.quantity,
          onHand: item.quantity,
          why: `Hoàn #${order.id}`,
        });
    }
  }
};

export const someOrder = (box: Box): Entry<Row> | undefined => {
  return someOf(box, box.orders);
};

export const addUp = (row: Row, cod?: number): void => {
  row.total_quantity = row.items.reduce((sum: number, item: Row) => sum + item.quantity, 0);
  row.total_price = row.items.reduce((sum: number, item: Row) => {
    const price = Number(item.variation_info.retail_price);
    const off = item.is_discount_percent ? (price * item.discount_each_product) / 100 : item.discount_each_product;
    // A gift costs nothing, whatever its price ("Sản phẩm tặng kèm").
    return item.is_bonus_product ? sum : sum + (price - off) * item.quantity;
  }, 0);
  row.total_price_after_sub_discount = row.total_price - row.total_discount + row.shipping_fee;
  row.cod =
    cod === undefined
      ? row.total_price_after_sub_discount - row.cash - row.transfer_money - row.charged_by_card
      : Number(cod);
  row.money_to_collect = row.cod;
};
