import type * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { type Money, minus, sum, times, toMoney } from "../../core/money.ts";
import {
  backOf,
  canBeCounted,
  dueOf,
  fulfilmentOf,
  isOver,
  netOf,
  reckonedTotal,
  shipmentsOf,
  unreconciledOf,
} from "../../core/reckoning.ts";
import type { Line, Order, OrderStatus, Payment, Return } from "../../core/records.ts";
import { compact, filled, first, positive, some, type Unreadable, within } from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import { currencyOf, e164Of, inUnits, skuOf, texts, toAddress } from "./normalize.ts";
import { marketplaceFees, type OrderItem, OrderRow, type PaymentField, paymentFields, ReturnRow } from "./schema.ts";

/* Orders, invoices and returns. */

/**
 * The states of an order, "Pancake POS Open API, Thông tin đơn hàng" (the table at its end). A partial return has no
 * word of its own in the canonical set: `vendorStatus` tells it from a whole one.
 */
const stateOf = codesOf<readonly [status: OrderStatus, name: string]>({
  0: ["pending", "Mới"],
  17: ["pending", "Chờ xác nhận"],
  10: ["pending", "Đơn Webcake"],
  21: ["pending", "Đơn Storecake"],
  1: ["confirmed", "Đã xác nhận"],
  11: ["confirmed", "Chờ hàng"],
  20: ["confirmed", "Đã đặt hàng"],
  12: ["packing", "Chờ in"],
  13: ["packing", "Đã in"],
  8: ["packing", "Đang đóng hàng"],
  9: ["packing", "Chờ chuyển hàng"],
  2: ["shipping", "Đã gửi hàng"],
  3: ["delivered", "Đã nhận"],
  16: ["completed", "Đã thu tiền"],
  4: ["returning", "Đang trả hàng"],
  15: ["returned", "Hoàn 1 phần"],
  5: ["returned", "Đã hoàn"],
  6: ["cancelled", "Đã hủy"],
  7: ["deleted", "Đã xóa"],
});

/** "Pancake POS Open API, Danh sách đơn hàng đổi trả". */
const returnStateOf = codesOf<readonly [status: Return["status"], name: string]>({
  0: ["processing", "Mới"],
  2: ["processing", "Đã gửi hàng"],
  1: ["completed", "Hoàn tất"],
  4: ["cancelled", "Đã hủy"],
});

/** "Pancake POS Open API, Thông tin đơn hàng", PartnerId; those that a Vietnamese shop meets. */
const carrierOf = codesOf({
  0: "Snappy",
  1: "Giao hàng tiết kiệm",
  3: "Viettel Post",
  4: "247",
  5: "Giao hàng nhanh",
  11: "Ahamove",
  13: "Lazada Express",
  15: "J&T",
  16: "Best Inc",
  17: "Vnpost(Bưu điện)",
  19: "Ninja Van",
  32: "SuperShip",
  33: "ZTO Express",
  36: "Nhất Tín Express",
  37: "Grab Express",
  38: "Vạn Phúc Express",
  39: "Hola Ship",
  42: "Shopee Express",
});

/**
 * `discount_each_product` is for one unit, in percent where `is_discount_percent` says so; where it is nothing, the line
 * may have a `total_discount`. A gift costs nothing: all of its price is taken off. Null: it cannot be read.
 */
const lineDiscount = (item: OrderItem, price: Money, quantity: Money): Money | null => {
  const { discount_each_product: each, is_discount_percent: percent, total_discount: whole } = item;
  if (item.is_bonus_product) return times(price, quantity);
  if (each === null || percent === null || item.is_bonus_product === null) return null;
  if (!each) return whole === undefined ? 0 : whole;
  const ofOne = percent ? times(times(price, each), "0.01") : each;
  return times(ofOne, quantity);
};

/** A line without a readable quantity or price is left out. */
const toLines = (items: readonly OrderItem[], quantityOf: (item: OrderItem) => Unreadable<Money>): Line[] =>
  items.flatMap((item) => {
    const info = item.variation_info;
    const quantity = quantityOf(item);
    const retail = first(within(info, "retail_price"), within(info, "exact_price"));
    if (quantity === null || info === null || info?.retail_price === null) return [];
    const [count, price] = [quantity ?? 0, retail ?? 0];
    const discount = lineDiscount(item, price, count);
    return [
      compact({
        id: item.id,
        productId: item.variation_id,
        code: skuOf(info?.display_id, info?.custom_id),
        name: info?.name,
        quantity: Number(count),
        price,
        discount: positive(discount),
        total: discount === null ? undefined : minus(times(price, count), discount),
        gift: item.is_bonus_product || undefined,
        returned: item.returned_count || undefined,
        note: item.note,
      }),
    ];
  });

/** "Thông tin đơn hàng, Partner Status". */
const parcelStateOf = codesOf({
  request_received: "Mới",
  delay_pickup: "Delay lấy hàng",
  picking_up: "Đang lấy hàng",
  picked_up: "Đã lấy hàng/ đã nhập kho",
  on_the_way: "Hàng đang ở kho trung chuyển",
  delay_delivery: "Delay giao hàng",
  out_for_delivery: "Đang giao hàng",
  undeliverable: "Giao không thành",
  waiting_for_return: "Chờ chuyển hoàn",
  delivered: "Giao thành công",
  delivered_cod: "Đã đối soát nhận hàng",
  returning: "Đang trả hàng",
  returned: "Đã hoàn",
  returned_cod: "Đối soát trả hàng",
  canceled: "Đã hủy",
});

type Way = readonly [method: string, amount: Unreadable<Money>];

/** Wallets are many: one that the document does not list is named as the others are, `charged_by_zalopay`. */
const CHARGED_BY = "charged_by_";
const otherWays = (raw: unknown): Way[] =>
  Object.entries(raw as object)
    .filter(([field]) => field.startsWith(CHARGED_BY) && !(field in paymentFields))
    .map(([field, amount]) => [field.slice(CHARGED_BY.length), amountIn(amount)]);

/** Null: it cannot be read. */
const amountIn = (value: unknown): Unreadable<Money> => {
  try {
    return toMoney(value);
  } catch {
    return null;
  }
};

/**
 * All ways in which an order says that it was paid. Of the document's exchange ("Danh sách đơn hàng đổi trả") 420,000 are
 * paid with goods for 500,000, and the carrier hands 80,000 back.
 */
const waysOf = (row: OrderRow, raw: unknown): readonly Way[] => [
  ...(Object.keys(paymentFields) as PaymentField[]).map((field): Way => [paymentFields[field], row[field]]),
  ...otherWays(raw),
  ["exchange", row.exchange_payment],
];

const toPayments = (row: OrderRow, ways: readonly Way[]): Payment[] => [
  ...ways.flatMap(([method, sent]) => {
    const amount = positive(sent);
    return amount === undefined ? [] : [{ method, amount }];
  }),
  ...(positive(row.prepaid_by_point) === undefined ? [] : [{ method: "points", amount: row.prepaid_by_point! }]),
];

/** `prepaid` says no way, and may repeat what the ways say: it counts where none of them does. */
const toPaid = (row: OrderRow, ways: readonly Way[]): Money | undefined => {
  const paid = sum(...ways.map(([, amount]) => amount), row.prepaid_by_point);
  // A way that could not be read leaves the sum open; `prepaid` answers only where no way says anything.
  return paid === 0 ? (positive(row.prepaid) ?? paid) : paid;
};

const vendorStatus = (code: Unreadable<string>, name: Unreadable<string>) =>
  code ? compact({ code, name }) : undefined;

const customerIdOf = (row: OrderRow): string | undefined =>
  // The row of the customers' list; `customer.id` is the same only where it carries the shop (recorded), and
  // otherwise a person's id in the chat product ("Thông tin đơn hàng" shows two different ids).
  first(row.shop_customer_id, row.customer?.shop_id ? row.customer.id : undefined);

/** "Tạo đơn hàng" takes the discount as `total_discount`, "Cập nhật đơn hàng" as `discount`: both stand in the answer. */
const discountOf = (row: OrderRow): Money | undefined =>
  row.total_discount === 0 ? first(row.discount, row.total_discount) : first(row.total_discount, row.discount);

/**
 * `total_price_after_sub_discount` is the whole order. Without it there is `total_price`, which is explained as the value
 * of the goods and yet drawn with the delivery in it: whichever of the two the lines make it.
 */
const totalOf = (row: OrderRow, parts: Parameters<typeof reckonedTotal>[0], whole: boolean): Money | undefined => {
  const { total_price_after_sub_discount: after, total_price: price } = row;
  if (after !== undefined || price === undefined || price === null || !whole) return first(after, price);
  const isValueOfGoods = Number(sum(...parts.lines.map((line) => netOf({ ...line, discount: 0 })))) === Number(price);
  return isValueOfGoods ? reckonedTotal(parts) : price;
};

const feesOf = ({ advanced_platform_fee: fees, fee_marketplace: all }: OrderRow): Order["marketplaceFees"] => {
  const named = marketplaceFees.flatMap((name) => {
    const amount = positive(within(fees, name));
    return amount === undefined ? [] : [{ name, amount }];
  });
  if (named.length > 0 || fees === null) return some(named);
  const amount = positive(all);
  return amount === undefined ? undefined : [{ name: "fee_marketplace", amount }];
};

const sourceOf = (row: OrderRow): Order["source"] =>
  filled({
    name: row.order_sources_name,
    pageId: row.page_id,
    conversationId: row.conversation_id,
    postId: row.post_id,
    adId: row.ad_id,
    affiliate: row.customer_referral_code,
    utmSource: row.p_utm_source,
    utmMedium: row.p_utm_medium,
    utmCampaign: row.p_utm_campaign,
    utmContent: row.p_utm_content,
    utmTerm: row.p_utm_term,
  });

const shippingOf = (row: OrderRow): Order["shipping"] => {
  const { partner } = row;
  const partnerId = partner?.partner_id;
  const state = partner?.partner_status;
  return filled({
    address: toAddress(row.shipping_address),
    carrier: carrierOf(partnerId) ?? partner?.partner_name,
    carrierCode: partnerId,
    trackingCode: partner?.extend_code,
    fee: row.shipping_fee,
    cost: row.partner_fee,
    cod: row.cod,
    status: state ? compact({ code: state, name: parcelStateOf(state) }) : undefined,
    sentAt: row.time_send_partner,
  });
};

const historyOf = (row: OrderRow): Order["history"] =>
  some(
    row.status_history.flatMap(({ status, updated_at, inserted_at, name, editor }) =>
      status
        ? [
            compact({
              status: stateOf(status)?.[0] ?? ("unknown" as const),
              vendorStatus: compact({ code: status, name: stateOf(status)?.[1] }),
              at: first(updated_at, inserted_at),
              by: first(name, within(editor, "name")),
            }),
          ]
        : [],
    ),
  );

/** What of the row makes its sum; "free shipping" takes the fee off whatever the field still says. */
const moneyOf = (row: OrderRow, ways: readonly Way[], whole: boolean) => {
  const { surcharge } = row;
  const parts = {
    lines: toLines(row.items, ({ quantity }) => quantity),
    discount: discountOf(row),
    surcharges: positive(surcharge) === undefined ? undefined : [{ name: "Phụ thu", amount: surcharge! }],
    tax: row.tax,
    fee: row.is_free_shipping === null ? undefined : row.is_free_shipping ? 0 : row.shipping_fee,
  };
  return { ...parts, total: totalOf(row, parts, whole), paid: toPaid(row, ways) };
};

export const normalizeOrder = recordOf(OrderRow, (row, { raw, whole }): Order => {
  const state = stateOf(row.status)?.[0] ?? "unknown";
  const ways = waysOf(row, raw);
  const money = moneyOf(row, ways, whole);
  const shipping = shippingOf(row);
  return inUnits(
    compact({
      ...money,
      id: row.id,
      // "Mã đơn hàng" is custom_id ("Thông tin đơn hàng"), and order_call_laters shows it; display_id is a bare number.
      code: first(row.custom_id, row.display_id),
      type: "sale" as const,
      currency: currencyOf(row.order_currency),
      status: state,
      fulfilmentStatus: fulfilmentOf(state),
      ...(row.status === null ? {} : dueOf(money, isOver(state))),
      unreconciled: whole ? unreconciledOf(money) : undefined,
      vendorStatus: vendorStatus(row.status, stateOf(row.status)?.[1] ?? row.status_name),
      locationId: row.warehouse_id,
      customerId: customerIdOf(row),
      customer: filled({
        name: row.bill_full_name,
        phone: row.bill_phone_number,
        phoneE164: e164Of(row.bill_phone_number, within(row.shipping_address, "country_code"), row.order_currency),
        email: row.bill_email,
      }),
      payments: some(toPayments(row, ways)),
      staffId: row.assigning_seller_id,
      staffName: row.assigning_seller?.name,
      channel: first(row.order_sources_name, row.account_name, row.order_sources),
      channelOrderId: row.custom_id,
      source: sourceOf(row),
      marketplaceFees: feesOf(row),
      note: row.note,
      createdAt: row.inserted_at,
      updatedAt: row.updated_at,
      shipping,
      shipments: shipmentsOf(shipping),
      history: historyOf(row),
      tags: texts(row.tags),
      expectedDeliveryAt: row.estimate_delivery_date,
    }),
  );
});

/**
 * The vendor draws no sum of a return: it is what came back less the discount and what the shop keeps. The document's
 * exchange agrees: 1 x 500,000 came back for an order of 420,000, and 80,000 are handed back.
 */
const returnedOf = (row: z.output<typeof ReturnRow>, whole: boolean) => {
  const parts = backOf({
    lines: toLines(row.returned_items, (item) =>
      item.returned_quantity === undefined ? item.quantity : item.returned_quantity,
    ),
    discount: row.discount,
    fee: row.returned_fee,
  });
  const isTold = whole && parts.lines.length > 0 && canBeCounted(parts.lines);
  return { ...parts, total: isTold ? reckonedTotal(parts, -1) : undefined };
};

export const normalizeReturn = recordOf(ReturnRow, (row, { whole }): Return => {
  // The nested order carries the id under which orders are listed; `order_id_to_returned` is another number.
  const orderId = first(within(row.order_to_returned, "id"), row.order_id_to_returned);
  return inUnits(
    compact({
      id: row.id,
      code: first(row.display_id, row.custom_id),
      type: within(row.order, "id") === null ? undefined : row.order?.id ? ("exchange" as const) : ("return" as const),
      currency: currencyOf(within(row.order_to_returned, "order_currency")),
      status: returnStateOf(row.status)?.[0] ?? "unknown",
      vendorStatus: vendorStatus(row.status, returnStateOf(row.status)?.[1]),
      orderId,
      originalId: orderId,
      locationId: row.warehouse_id,
      customerId: row.shop_customer_id,
      customer: filled({
        name: row.bill_full_name,
        phone: row.bill_phone_number,
        phoneE164: e164Of(row.bill_phone_number, undefined, within(row.order_to_returned, "order_currency")),
      }),
      ...returnedOf(row, whole),
      staffId: row.creator_id,
      tags: texts(row.tags),
      createdAt: row.inserted_at,
      updatedAt: row.updated_at,
    }),
  );
});
