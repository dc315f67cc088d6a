import type * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { type Money, minus, sum, times } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import {
  canBeCounted,
  dueOf,
  fulfilmentOf,
  isOver,
  netOf,
  reckonedTotal,
  shipmentsOf,
  unreconciledOf,
} from "../../core/reckoning.ts";
import type {
  Address,
  Category,
  Customer,
  Inventory,
  Line,
  Location,
  Order,
  OrderStatus,
  Payment,
  Product,
  RawRecord,
  Return,
} from "../../core/records.ts";
import {
  compact,
  filled,
  first,
  isMasked,
  isObject,
  nameOr,
  positive,
  rowsIn,
  some,
  toId,
  type Unreadable,
  within,
} from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import {
  AnyRow,
  CategoryRow,
  CrmRecordRow,
  CrmTableRow,
  CustomerRow,
  marketplaceFees,
  type OrderItem,
  OrderRow,
  type PaymentField,
  type Place,
  paymentFields,
  ReturnRow,
  VariationRow,
  WarehouseRow,
} from "./schema.ts";

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
export const DELETED = "7";

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

/** `84` as a number or a string, `63` for the Philippines. Absent: the vendor's home. */
const countryOf = codesOf({
  84: "VN",
  63: "PH",
  66: "TH",
  62: "ID",
  60: "MY",
  855: "KH",
  1: "US",
});

/**
 * Either scheme may be half filled: the ids are of the new one only where it is the more complete (field note). Where an
 * id cannot be read, that cannot be told.
 */
const tiersOf = (row: Partial<Place>): Partial<Address> => {
  const { new_province_id: newProvince, new_commune_id: newWard, province_id: province, commune_id: ward } = row;
  if ([newProvince, newWard, province, ward].includes(null)) return {};
  if (newWard !== undefined || (newProvince !== undefined && ward === undefined))
    return compact({ wardId: newWard, provinceId: newProvince, scheme: "two-tier" as const });
  return compact({
    wardId: ward,
    district: row.district_name,
    districtId: row.district_id,
    provinceId: province,
    scheme: province === undefined ? undefined : ("three-tier" as const),
  });
};

const toAddress = (row: Unreadable<Partial<Place>>): Address | undefined =>
  row
    ? filled({
        name: row.full_name,
        phone: row.phone_number,
        line: first(row.address, row.full_address),
        ward: first(row.commune_name, row.commnue_name),
        province: row.province_name,
        country: countryOf(row.country_code),
        ...tiersOf(row),
      })
    : undefined;

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

/**
 * The SKU. Rows of a web session show a bare number as `display_id` and the SKU as `custom_id`; rows of an API key show
 * the SKU as `display_id` (field note, recorded).
 */
export const skuOf = (display: Unreadable<string>, custom: Unreadable<string>): string | undefined =>
  custom && display && /^\d{1,9}$/.test(display) ? custom : first(display, custom);

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

const toPayments = (row: OrderRow): Payment[] => [
  ...(Object.keys(paymentFields) as PaymentField[]).flatMap((field) => {
    const amount = positive(row[field]);
    return amount === undefined ? [] : [{ method: paymentFields[field], amount }];
  }),
  ...(positive(row.prepaid_by_point) === undefined ? [] : [{ method: "points", amount: row.prepaid_by_point! }]),
];

/** `prepaid` says no way, and may repeat what the ways say: it counts where none of them does. */
const toPaid = (row: OrderRow): Money | undefined => {
  const paid = sum(...(Object.keys(paymentFields) as PaymentField[]).map((field) => row[field]), row.prepaid_by_point);
  // A way that could not be read leaves the sum open; `prepaid` answers only where no way says anything.
  return paid === 0 ? (positive(row.prepaid) ?? paid) : paid;
};

/** The vendor's own state; `""` where it sends none. */
const vendorStatus = (code: Unreadable<string>, name: Unreadable<string>) =>
  code === null ? undefined : compact({ code: code ?? "", name });

/**
 * Decimals of the amounts of a currency that Pancake sends in its smallest unit (field note: measured on real shops). All
 * others come in whole units: a recorded order of 649 PHP is 649 pesos.
 */
const decimalsOf = codesOf({ AED: 2, SAR: 2, KWD: 3 });
/** Absent: the shop's home. */
const currencyOf = (code: Unreadable<string>): string | undefined =>
  code === null ? undefined : (code?.toUpperCase() ?? "VND");

/** Fields of records that hold amounts. */
const MONEY: ReadonlySet<string> = new Set(
  "price discount tax total fee cost cod amount value paid due change unreconciled debt totalSpent".split(" "),
);
const scaled = <Value>(value: Value, factor: string): Value => {
  if (Array.isArray(value)) return value.map((entry) => scaled(entry, factor)) as Value;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      MONEY.has(name) && (typeof part === "number" || typeof part === "string")
        ? times(part, factor)
        : scaled(part, factor),
    ]),
  ) as Value;
};
/** The record with its amounts in whole units of its currency. */
const inUnits = <Shape extends { readonly currency?: string | undefined }>(record: Shape): Shape => {
  const shift = decimalsOf(record.currency);
  return shift === undefined ? record : scaled(record, `0.${"0".repeat(shift - 1)}1`);
};

const texts = (list: readonly Unreadable<string>[]): string[] | undefined => some(list.flatMap((entry) => entry ?? []));

const customerIdOf = (row: OrderRow): string | undefined =>
  // The row of the customers' list; `customer.id` is the same only where it carries the shop (recorded), and
  // otherwise somebody's id in the chat product ("Thông tin đơn hàng" shows two different ids).
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
const moneyOf = (row: OrderRow, whole: boolean) => {
  const { surcharge } = row;
  const parts = {
    lines: toLines(row.items, ({ quantity }) => quantity),
    discount: discountOf(row),
    surcharges: positive(surcharge) === undefined ? undefined : [{ name: "Phụ thu", amount: surcharge! }],
    tax: row.tax,
    fee: row.is_free_shipping === null ? undefined : row.is_free_shipping ? 0 : row.shipping_fee,
  };
  return { ...parts, total: totalOf(row, parts, whole), paid: toPaid(row) };
};

export const normalizeOrder = recordOf(OrderRow, (row, { whole }): Order => {
  const state = stateOf(row.status)?.[0] ?? "unknown";
  const money = moneyOf(row, whole);
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
        phoneE164: toE164(row.bill_phone_number),
        email: row.bill_email,
      }),
      payments: some(toPayments(row)),
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
  const parts = {
    lines: toLines(row.returned_items, (item) =>
      item.returned_quantity === undefined ? item.quantity : item.returned_quantity,
    ),
    discount: row.discount,
    fee: row.returned_fee,
  };
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
        phoneE164: toE164(row.bill_phone_number),
      }),
      ...returnedOf(row, whole),
      staffId: row.creator_id,
      tags: texts(row.tags),
      createdAt: row.inserted_at,
      updatedAt: row.updated_at,
    }),
  );
});

/** A variation is what is sold and counted; the product only groups it. */
export const normalizeVariation = recordOf(VariationRow, (row, { lacks }): Product => {
  const { product, is_composite: composite } = row;
  // Which one was the first is not known where one of them could not be read.
  const category = lacks("product.categories") ? undefined : product?.categories[0];
  return compact({
    id: row.id,
    parentId: row.product_id,
    code: skuOf(row.display_id, row.custom_id),
    barcode: row.barcode,
    name: nameOr(within(product, "name"), row.display_id ?? row.id),
    description: product?.note_product,
    type: composite === null ? undefined : composite ? "manufactured" : product?.type,
    categoryId: category?.id,
    categoryName: first(category?.name, category?.text),
    price: row.retail_price,
    cost: row.last_imported_price,
    weightGrams: row.weight,
    attributes: some(row.fields.flatMap(({ name, value }) => (name && value ? [{ name, value }] : []))),
    images: texts(row.images),
    components: some(
      row.composite_products.flatMap(({ component_id, variation_id, quantity, count }) => {
        const productId = first(component_id, variation_id);
        const amount = quantity === undefined ? count : quantity;
        return productId === undefined || amount === null ? [] : [{ productId, quantity: amount ?? 0 }];
      }),
    ),
    active: row.is_removed === null || row.is_locked === null ? undefined : !row.is_removed && !row.is_locked,
    tags: lacks("product.tags") ? undefined : texts(product?.tags ?? []),
    createdAt: row.inserted_at,
    updatedAt: row.updated_at,
  });
});

export const normalizeInventory = recordOf(
  VariationRow,
  (row): Inventory =>
    compact({
      id: row.id,
      productId: row.id,
      code: skuOf(row.display_id, row.custom_id),
      available: row.remain_quantity,
      // Lists and single answers name the warehouses in orders of their own.
      levels: row.variations_warehouses
        .map((level) =>
          compact({
            locationId: level.warehouse_id,
            onHand: level.actual_remain_quantity,
            available: level.remain_quantity,
            reserved: first(level.waiting_quantity, level.waitting_quantity),
            incoming: level.pending_quantity,
          }),
        )
        .sort((one, other) => (one.locationId < other.locationId ? -1 : 1)),
    }),
);

export const normalizeCustomer = recordOf(CustomerRow, (row, { lacks }): Customer => {
  // The first of a list in which an entry could not be read may be another one.
  const phone = lacks("phone_numbers") ? undefined : texts(row.phone_numbers)?.[0];
  return inUnits(
    compact({
      id: row.id,
      code: row.custom_id,
      name: row.name,
      phone,
      phoneE164: toE164(phone),
      email: lacks("emails") ? undefined : texts(row.emails)?.[0],
      gender: row.gender,
      birthday: row.date_of_birth,
      company: row.company_info?.name,
      taxCode: row.company_info?.tax_code,
      address: lacks("shop_customer_addresses") ? undefined : toAddress(row.shop_customer_addresses[0]),
      groups: texts([row.level?.name]),
      level: row.level?.name,
      tags: texts(row.tags),
      // A note that was removed is still shown, with the time.
      note: lacks("notes") ? undefined : row.notes.filter(({ removed_at }) => removed_at === undefined).at(-1)?.message,
      points: row.reward_point,
      currency: currencyOf(row.currency),
      debt: row.current_debts,
      totalSpent: row.purchased_amount,
      masked: [row.name, phone].some(isMasked) || undefined,
      createdAt: row.inserted_at,
      updatedAt: row.updated_at,
    }),
  );
});

export const normalizeWarehouse = recordOf(
  WarehouseRow,
  (row): Location =>
    compact({
      id: row.id,
      name: nameOr(row.name, row.id),
      code: row.custom_id,
      phone: row.phone_number,
      phoneE164: toE164(row.phone_number),
      address: toAddress({ ...row, phone_number: undefined }),
      active: row.allow_create_order,
    }),
);

/**
 * The tree as rows, each with its parent: parents first. What is no node stays as it came, as a row without an id, and has
 * no place among the others.
 */
export const flattenCategories = (nodes: unknown, parent: unknown = null): any[] => {
  let rank = -1;
  return (rowsIn(nodes) ?? (isAbsent(nodes) ? [] : [nodes])).flatMap((node) => {
    if (!isObject(node) || node.id === undefined || node.id === null) return [node];
    rank += 1;
    return [{ id: node.id, text: node.text, parent_id: parent, rank }, ...flattenCategories(node.nodes, node.id)];
  });
};
const isAbsent = (nodes: unknown): boolean =>
  nodes === null || nodes === undefined || (typeof nodes === "object" && Object.keys(nodes).length === 0);

export const normalizeCategory = recordOf(
  CategoryRow,
  (row): Category =>
    compact({
      id: row.id,
      name: nameOr(row.text, row.id),
      parentId: row.parent_id,
      rank: row.rank,
    }),
);

/** Documents, vouchers, tags, sources: id, number and name; the row itself is kept beside it. */
export const normalizeAny = recordOf(
  AnyRow,
  (row): RawRecord =>
    compact({
      id: row.id,
      code: first(row.display_id, row.custom_id),
      name: first(row.name, row.label),
      createdAt: row.inserted_at,
    }),
);

export const normalizeCrmTable = recordOf(
  CrmTableRow,
  (row): RawRecord => compact({ id: row.name, name: row.label, createdAt: row.inserted_at }),
);

/** The document's examples leave the id out; the history of a record asks for one. */
export const crmRecordId = (row: any): string => {
  const id = toId(row.id) ?? toId(row.Id) ?? toId(row.ID);
  if (id === undefined) throw new RangeError("a CRM record without an id");
  return id;
};

export const normalizeCrmRecord = recordOf(
  CrmRecordRow,
  (row, { raw }): RawRecord => compact({ id: crmRecordId(raw), name: row.Name, createdAt: row.CreatedOn }),
);
