import { type Entry, type Handler, json } from "../simulator.ts";
import { type Box, nextNumber } from "./box.ts";
import { allRows, listRows, matchesSearch } from "./listing.ts";
import { done, needRow, type Row, refuse, SHOP, withStamps } from "./wire.ts";
import { createRow, mergeRow } from "./writes.ts";

export const addVoucher = (box: Box, input: Row): Entry<Row> => {
  return box.vouchers.insert((id) => ({
    id,
    display_id: nextNumber(box) + 1,
    name: input.name,
    promo_code_info: input.promo_code_info ?? { discount: 5_000, is_percent: false, max_discount_by_percent: 0 },
    is_free_shipping: input.is_free_shipping ?? false,
    is_activated: input.is_activated ?? true,
    is_used: null,
    customer_tags: input.customer_tags ?? [],
    start_time: input.start_time ?? null,
    end_time: input.end_time ?? null,
    type: "discount_by_coupon_id",
    shop_id: Number(box.shopId),
  }));
};

export const addPromotion = (box: Box, input: Row): Entry<Row> => {
  return box.promotions.insert((id) => ({
    is_active: true,
    arr_promotion_products: [],
    total_orders: 0,
    ...input,
    id,
    shop_id: Number(box.shopId),
  }));
};

export const addAdvanced = (box: Box, input: Row): Entry<Row> => {
  return box.advanced.insert((id) => ({
    arr_level_promotion: [],
    is_activated: true,
    ...input,
    id,
    display_id: nextNumber(box) + 40,
    shop_id: Number(box.shopId),
  }));
};

const createVouchers =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const input = (body ?? {}) as Row;
    const many = Number(input.create_multi_voucher ?? 0);
    if (!input.name && many < 1) return refuse(box, "name is required");
    const made =
      many > 0
        ? Array.from({ length: many }, () => addVoucher(box, { ...input, name: box.dice.hex(8) }))
        : [addVoucher(box, input)];
    for (const entry of made) commit(entry.id);
    return done(many > 0 ? made.map(withStamps) : withStamps(made[0] as Entry<Row>));
  };

export const marketingRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  [`GET ${SHOP}/vouchers`]: allRows(box.vouchers),
  // The document shows the bare row here.
  [`GET ${SHOP}/vouchers/{voucher_id}`]: ({ path }) =>
    json(withStamps(needRow(box, box.vouchers.get(path.voucher_id), "Voucher"))),
  [`POST ${SHOP}/vouchers`]: createVouchers(box),
  [`GET ${SHOP}/promotion_products`]: ({ query }) =>
    json({
      data: box.promotions
        .live()
        .map(withStamps)
        .filter((row) => matchesSearch({ name: row.name }, query.get("textSearch"))),
      success: true,
    }),
  [`POST ${SHOP}/promotion_products`]: createRow(box, "promotion_product", [], (input) => addPromotion(box, input)),
  [`PUT ${SHOP}/promotion_products/{id}`]: mergeRow(box, box.promotions, {
    parameter: "id",
    name: "promotion_product",
  }),
  [`GET ${SHOP}/promotion_advance`]: listRows(box, box.advanced),
  [`POST ${SHOP}/promotion_advance`]: createRow(box, "promotion_advance", ["name", "type"], (input) =>
    addAdvanced(box, input),
  ),
  [`POST ${SHOP}/promotion_advance/create_multi`]: createRow(
    box,
    "promotion_advance",
    ["promotion", "shop_customer_ids"],
    (input) => addAdvanced(box, { ...input.promotion, name: `km ${box.dice.hex(4)}` }),
  ),
  [`PUT ${SHOP}/promotion_advance/{id}`]: mergeRow(box, box.advanced, { parameter: "id", name: "promotion_advance" }),
  [`GET ${SHOP}/combo_products`]: listRows(box, box.combos),
});
