import * as z from "zod";
import type { Operation } from "../../core/vendor.ts";
import { CrmRecords, CrmTables, CrmWritten, Identified, OrderWritten, oneOf, Page, Shop, Written } from "./schema.ts";

/**
 * Every call of the document "Pancake POS Open API" (cited by the heading of its paragraph), and two that working
 * integrations use and the document leaves out. The document marks almost nothing of its bodies as required and
 * describes nested objects by example: these have the fields of the requests and answers that it shows, of any type.
 * Open is only what the shop names itself (shelves, headers, columns of the CRM), and lists that the document shows empty.
 */

/** A parameter: digits in an address are text. Nothing else becomes a number, least of all null or an empty text. */
const digits = z.union([z.number(), z.string().regex(/^-?\d+$/, "a whole number")]);
const between = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  digits.transform(Number).pipe(z.number().int().min(least).max(most));
const int = between(Number.MIN_SAFE_INTEGER);
/** A field of a body, which travels as it was given: whole, as a number or in digits. */
const whole = z.union([z.number().int(), z.string().regex(/^-?\d+$/, "a whole number")]);
const text = z.string().max(2_000);
const Uid = z.string().min(1).max(100);
const Unix = between(0).describe("unix seconds");
const UnixInBody = whole.describe("unix seconds");
const count = z.number().int().nonnegative();
const money = z.number().int().describe("VND");
const images = z.array(z.string());
/** What the shop names itself. */
const open = z.looseObject({});
/** An object that the document shows by example. */
const example = (...names: readonly string[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.unknown().optional()])));
const list = z.array(z.unknown());

/** Both schemes and both spellings of the ward ("commnue_name" is the document's; field note: both are met). */
const place = [
  ...["address", "full_address", "new_full_address", "post_code", "country_code", "full_name", "phone_number"],
  ...["province_id", "province_name", "district_id", "district_name", "commune_id", "commune_name", "commnue_name"],
  ...["new_province_id", "new_commune_id", "commune_code_sicepat", "id"],
] as const;
const shippingAddress = example(...place);
const warehouseInfo = example(
  ...["address", "affiliate_id", "commune_id", "custom_id", "district_id", "ffm_id", "full_address"],
  ...["has_snappy_service", "name", "phone_number", "province_id"],
);
/** What the request shows, and what "Order Response" has there: integrations send back what they were given. */
const variationInfo = example(
  ...[
    "barcode",
    "brand_id",
    "categories",
    "category_ids",
    "custom_id",
    "detail",
    "display_id",
    "exact_price",
    "fields",
  ],
  ...[
    "id",
    "images",
    "inserted_at",
    "is_accessory",
    "last_imported_price",
    "measure_info",
    "name",
    "note",
    "note_product",
  ],
  ...[
    "one_time_product_id",
    "price_at_counter",
    "product_attributes",
    "product_display_id",
    "product_id",
    "product_links",
  ],
  ...["retail_price", "shop_warranty_policy_id", "tags", "weight", "wholesale_price"],
);
const partner = example(
  ...["cod", "custom_partner_id", "delivery_name", "delivery_tel", "extend_code", "extend_update", "is_returned"],
  ...["order_number_vtp", "paid_at", "partner_id", "partner_status", "picked_up_at", "sort_code", "system_created"],
  ...["total_fee", "updated_at"],
);
const noteOfCustomer = example(
  ...["created_at", "created_by", "edit_history", "id", "message", "order_id", "removed_at", "updated_at"],
).extend({ images: z.array(z.union([z.string(), example("url")])).optional() });
const person = example("avatar_url", "email", "fb_id", "id", "name", "phone_number");

/** `shop_id` stands in every path; the request takes it from the shop's credentials, so that nobody has to give it. */
const shop = { shop_id: z.coerce.string().optional().describe("filled in from the shop's credentials") };
const params = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject({ ...shop, ...shape });
/** Half of the collections call the page `page_number`, the other half `page`. */
const numbered = {
  page_number: between(1).optional(),
  page_size: between(1, 500).optional().describe("default 30"),
};
const paged = { page: between(1).optional(), page_size: between(1, 500).optional().describe("default 30") };
/** The document calls these four required, though it gives defaults. */
const pagedRequired = { page: between(1), page_size: between(1, 500) };

const none = params({});

type Definition = Omit<Operation, "buckets" | "source" | "params"> & { params?: z.ZodObject; paragraph: string };

const operation = ({ paragraph, params: own = none, ...rest }: Definition): Operation => ({
  ...rest,
  params: own,
  buckets: ["shop"],
  source: paragraph.startsWith("field note") ? paragraph : `Pancake POS Open API, ${paragraph}`,
});

const variationsWarehouses = z.array(
  z.strictObject({
    remain_quantity: z.number(),
    warehouse_id: Uid,
    batch_position: z.string().optional(),
    shelf_position: z.string().optional(),
  }),
);
const attributes = z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) }));
const attributeValues = z.array(z.strictObject({ name: z.string(), value: z.string() }));

const orderBody = {
  shop_id: whole.optional(),
  bill_full_name: z.string().nullable().optional(),
  bill_phone_number: z.string().nullable().optional(),
  bill_email: z.string().nullable().optional(),
  is_free_shipping: z.boolean().optional(),
  received_at_shop: z.boolean().optional().describe("true: sold at the counter"),
  items: z
    .array(
      z.strictObject({
        variation_id: Uid.optional(),
        product_id: Uid.optional(),
        quantity: z.number(),
        discount_each_product: money.optional(),
        is_bonus_product: z.boolean().optional(),
        is_discount_percent: z.boolean().optional(),
        is_wholesale: z.boolean().optional(),
        one_time_product: z.boolean().optional(),
        variation_info: variationInfo.optional(),
        // Met in answers and sent back by integrations (field note).
        note: text.nullable().optional(),
        measure_group_id: whole.nullable().optional(),
        id: z.union([whole, z.string()]).optional(),
      }),
    )
    .optional(),
  note: text.nullable().optional(),
  note_print: text.nullable().optional(),
  shipping_fee: money.optional(),
  total_discount: money.optional(),
  warehouse_info: warehouseInfo.optional(),
  page_id: z.string().optional(),
  account: z.union([whole, z.string()]).optional(),
  account_name: z.string().optional(),
  assigning_seller_id: Uid.optional(),
  returned_reason: whole.optional(),
};

/** Integrations leave both out and the shop's defaults apply; the document asks for them (field note: build for both). */
const OrderCreateBody = z.strictObject({
  ...orderBody,
  warehouse_id: Uid.optional().describe("the document calls it required"),
  shipping_address: shippingAddress.optional().describe("the document calls it required"),
  custom_id: z.string().max(200).optional(),
  // Of a recorded request.
  cod: money.optional(),
  transfer_money: money.optional(),
  // Of the document's PUT, and taken with a create as well (field note).
  cash: money.optional(),
  charged_by_card: money.optional(),
  charged_by_momo: money.optional(),
  charged_by_qrpay: money.optional(),
});
const OrderUpdateBody = z.strictObject({
  ...orderBody,
  warehouse_id: Uid.optional(),
  shipping_address: shippingAddress.optional(),
  status: whole.optional(),
  // The document's example sends the record back, with what the vendor keeps of it.
  id: z.union([whole, z.string()]).optional(),
  status_name: z.string().optional(),
  creator: person.optional(),
  last_editor: person.optional(),
  inserted_at: z.string().optional(),
  updated_at: z.string().optional(),
  is_wholesale: z.boolean().optional(),
  cod: money.optional(),
  cash: money.optional(),
  discount: money.optional(),
  total_price: money.optional(),
  total_price_after_sub_discount: money.optional(),
  charged_by_card: money.optional(),
  charged_by_momo: money.optional(),
  charged_by_qrpay: money.optional(),
  transfer_money: money.optional(),
  partner_fee: money.optional(),
  fee_marketplace: money.optional(),
  customer_pay_fee: z.boolean().optional(),
  partner: partner.optional(),
  tags: z.array(z.union([whole, example("id", "name", "note")])).optional(),
  arrange_shipment_marketplace: z.boolean().optional(),
  pick_up_method: z.enum(["pick_up", "drop_off"]).optional(),
  picking_shif_marketplace: z.enum(["closest", "farthest"]).optional(),
});

const warehouseBody = z.strictObject({
  name: z.string().min(1),
  shelf_config: open,
  address: z.string().optional(),
  batch_config: open.optional(),
  country_code: z.string().optional(),
  commune_id: z.string().optional(),
  custom_batch_config: open.optional(),
  custom_shelf_config: open.optional(),
  district_id: z.string().optional(),
  hide_config_batch_shelf: z.boolean().optional(),
  province_id: z.string().optional(),
  phone_number: z.string().optional(),
});

const variationFields = {
  fields: attributeValues.optional(),
  images: images.optional(),
  last_imported_price: money.optional(),
  barcode: z.string().optional(),
  custom_id: z.string().optional(),
  is_hidden: z.boolean().optional().describe("hidden in StoreCake"),
  variations_warehouses: variationsWarehouses.optional(),
};
const productFields = {
  note_product: z.string().optional(),
  product_attributes: attributes.optional(),
  tags: z.array(whole).optional(),
  category_ids: z
    .array(z.union([whole, z.string()]))
    .optional()
    .describe("field note, seen in integrations"),
  custom_id: z.string().optional(),
  is_published: z.boolean().optional(),
  variations_warehouses: variationsWarehouses.optional(),
};

const purchase = {
  note: z.string().optional(),
  status: whole.optional().describe("-1 new, 0 confirmed, 1 received, 2 cancelled"),
  not_create_transaction: z.boolean().optional(),
  auto_create_debts: z.boolean().optional(),
  supplier_products_id: whole.optional(),
  change_received_at: z.boolean().optional(),
  received_at: UnixInBody.optional(),
  images: images.optional(),
};
const purchaseItem = z.strictObject({
  imported_price: money,
  quantity: z.number(),
  variation_id: Uid,
  index: whole.optional(),
});
const separated = {
  items: z.array(purchaseItem),
  status: whole,
  warehouse_id: Uid,
  auto_create_debts: z.boolean().optional(),
  discount: money.optional(),
  images: images.optional(),
  not_create_transaction: z.boolean().optional(),
  note: z.string().optional(),
  prepaid_debt: money.optional(),
  received_at: UnixInBody.optional(),
  supplier_products_id: whole.optional(),
  tags: z.array(whole).optional(),
  transport_fee: money.optional(),
};
const exportList = {
  note: z.string().optional(),
  supplier_products_id: whole.optional(),
  tags: z.array(whole).optional(),
  status: whole.optional().describe("0 new, 1 done, 2 cancelled"),
  type: whole.optional().describe("0 goods issue, 1 defective goods"),
  inserted_at: UnixInBody.optional(),
  images: images.optional(),
};
const exportItems = z.array(
  z.strictObject({ imported_price: money, quantity: z.number(), variation_id: Uid, id: Uid.optional() }),
);
const promoCode = z.strictObject({
  discount: z.number(),
  is_percent: z.boolean(),
  max_discount_by_percent: z.number().optional(),
});
const promotionProduct = z.strictObject({
  promotion_product: example(
    ...[
      "arr_level_promotion",
      "arr_promotion_products",
      "brands",
      "categories",
      "char_name_product",
      "discount_amount",
    ],
    ...["discount_categories", "discount_promotion", "end_price_product", "is_active", "is_free_shipping"],
    ...["is_use_percent", "max_promotion_by_percent", "name", "product_tags", "promotion_percent", "quantity_product"],
    ...["quantity_same_product", "start_price_product", "total_orders"],
  ),
});
const promotionFields = {
  ...example(
    ...["arr_level_promotion", "bonus_items", "customer_tags", "discount_by_quantity", "end_time", "group_name"],
    ...[
      "isLoadingItem",
      "is_activated",
      "is_discount_in_birthday_customer",
      "is_free_shipping",
      "is_variation",
      "items",
    ],
    ...["level_order_prices", "order_sources", "post_ids", "priority_level", "start_time", "total_quantity_bonus"],
    ...["type_employee", "warehouse_ids"],
  ).shape,
  coupon_info: z.strictObject({ discount: z.number(), is_percent: z.boolean() }).optional(),
  promo_code_info: promoCode.optional(),
};
/** What the example of the change sends back of the record. */
const keptOfPromotion = example(
  "creator_id",
  "display_id",
  "id",
  "inserted_at",
  "is_used",
  "shop_id",
  "updated_at",
).shape;
const promotionTypes = z.enum([
  "discount_by_coupon_id",
  "discount_by_product",
  "fixed_prices",
  "coupon",
  "double_reward_point",
  "discount_by_entire_or_category_product",
  "discount_by_order_price",
]);

export const operations: readonly Operation[] = [
  operation({
    id: "shops.list",
    method: "GET",
    // Shows the webhook's address and headers, by which our intake knows the shop.
    admin: true,
    path: "/shops",
    kind: "read",
    title: "Shops that the key opens",
    params: z.strictObject({}),
    answer: z.looseObject({ shops: z.array(Shop) }),
    paragraph: "Thông tin cửa hàng",
  }),
  operation({
    id: "shops.get",
    method: "GET",
    // Shows the webhook's address and headers, by which our intake knows the shop.
    admin: true,
    path: "/shops/{shop_id}",
    kind: "read",
    title: "One shop with its webhook settings",
    answer: z.looseObject({ shop: Shop }),
    paragraph: "field note: not in the document, the working connection probe of integrations",
  }),
  operation({
    id: "provinces.list",
    method: "GET",
    path: "/geo/provinces",
    kind: "read",
    title: "Provinces",
    params: z.strictObject({ country_code: z.coerce.string(), is_new: z.boolean().optional() }),
    answer: Page,
    paragraph: "Danh sách tỉnh thành phố",
  }),
  operation({
    id: "districts.list",
    method: "GET",
    path: "/geo/districts",
    kind: "read",
    title: "Districts of a province",
    params: z.strictObject({ province_id: z.string() }),
    answer: Page,
    paragraph: "Danh sách quận huyện",
  }),
  operation({
    id: "communes.list",
    method: "GET",
    path: "/geo/communes",
    kind: "read",
    title: "Communes of a district (since July 2025: of a province)",
    // The two-tier scheme has no districts: integrations ask by province then (field note, recorded answers).
    params: z.strictObject({
      district_id: z.string().optional(),
      province_id: z.string().optional(),
      is_new: z.boolean().optional(),
    }),
    answer: Page,
    paragraph: "Danh sách phường xã",
  }),
  operation({
    id: "orders.list",
    method: "GET",
    path: "/shops/{shop_id}/orders",
    kind: "read",
    title: "Orders",
    params: params({
      ...numbered,
      search: z.string().optional().describe("phone, name, note; fuzzy"),
      status: int.optional(),
      updateStatus: z
        .union([
          z.enum([
            "inserted_at",
            "updated_at",
            "partner_inserted_at",
            "paid_at",
            "estimate_delivery_date",
            "picked_up_at",
            "first_delivery_at",
            "transfer_proof",
            "time_assign_seller",
            "time_assign_care",
            "time_assign_marketer",
          ]),
          int,
        ])
        .optional()
        .describe("which time startDateTime and endDateTime look at; a number is a status"),
      startDateTime: Unix.optional(),
      endDateTime: Unix.optional(),
      order_sources: z.array(z.union([int, z.string()])).optional(),
      // Not in the document, used by working integrations (field note, seen in integrations).
      option_sort: z
        .enum([
          "inserted_at_desc",
          "inserted_at_asc",
          "last_updated_order_desc",
          "last_updated_order_asc",
          "last_update_status_at_desc",
          "last_update_status_at_asc",
        ])
        .optional(),
      include_removed: int.optional(),
      fields: z.array(z.string()).optional(),
      extra_fields: z.array(z.string()).optional(),
    }),
    answer: Page,
    paragraph: "Danh sách đơn hàng",
  }),
  operation({
    id: "orders.get",
    method: "GET",
    path: "/shops/{shop_id}/orders/{order_id}",
    kind: "read",
    title: "One order",
    params: params({ order_id: Uid }),
    // Drawn bare; integrations have seen it under `data`.
    answer: z.union([oneOf(Identified), Identified]),
    paragraph: "Lấy thông tin 1 đơn hàng",
  }),
  operation({
    id: "orders.create",
    method: "POST",
    path: "/shops/{shop_id}/orders",
    kind: "write",
    title: "Create an order",
    body: OrderCreateBody,
    answer: OrderWritten,
    paragraph: "Tạo đơn hàng",
  }),
  operation({
    id: "orders.update",
    method: "PUT",
    path: "/shops/{shop_id}/orders/{order_id}",
    kind: "write",
    title: "Change an order",
    params: params({ order_id: Uid }),
    body: OrderUpdateBody,
    answer: Written,
    paragraph: "Cập nhật đơn hàng",
  }),
  operation({
    id: "order-sources.list",
    method: "GET",
    path: "/shops/{shop_id}/order_source",
    kind: "read",
    title: "Sources of orders",
    answer: Page,
    paragraph: "Danh sách nguồn đơn hàng",
  }),
  operation({
    id: "orders.shipping-documents",
    method: "POST",
    path: "/shops/{shop_id}/products/get_logistics_shipping_document",
    kind: "read",
    title: "Links to print marketplace orders",
    params: params({ document_type: z.enum(["SL_PL", "SHIPPING_LABEL", "PICK_LIST"]) }),
    body: z.strictObject({ params: z.array(z.strictObject({ order_id: z.string() })).min(1) }),
    answer: z.looseObject({ data: z.array(z.unknown()) }),
    paragraph: "Lấy liên kết in đơn sàn",
  }),
  operation({
    id: "orders.tracking-url",
    method: "POST",
    path: "/shops/{shop_id}/orders/get_tracking_url",
    kind: "read",
    title: "Link where a customer confirms an order",
    // The document shows no body at all; the order can only be named here.
    body: open.optional(),
    answer: z.looseObject({ url: z.string() }),
    paragraph: "Lấy liên kết xác nhận đơn hàng",
  }),
  operation({
    id: "returns.list",
    method: "GET",
    path: "/shops/{shop_id}/orders_returned",
    kind: "read",
    title: "Returned and exchanged orders",
    params: params({
      ...paged,
      status: int.optional().describe("default -1: all"),
      update_status: z.union([z.literal("inserted_at"), int]).optional(),
      start_time: Unix.optional(),
      end_time: Unix.optional(),
    }),
    answer: Page,
    paragraph: "Danh sách đơn hàng đổi trả",
  }),
  operation({
    id: "warehouses.create",
    method: "POST",
    path: "/shops/{shop_id}/warehouses",
    kind: "write",
    title: "Create a warehouse",
    body: warehouseBody,
    answer: Written,
    paragraph: "Tạo kho hàng",
  }),
  operation({
    id: "warehouses.update",
    method: "PUT",
    path: "/shops/{shop_id}/warehouses/{warehouse_id}/",
    kind: "write",
    title: "Change a warehouse",
    params: params({ warehouse_id: Uid }),
    body: warehouseBody,
    answer: Written,
    paragraph: "Cập nhật kho hàng",
  }),
  operation({
    id: "warehouses.list",
    method: "GET",
    path: "/shops/{shop_id}/warehouses",
    kind: "read",
    title: "Warehouses",
    answer: Page,
    paragraph: "Danh sách kho hàng",
  }),
  operation({
    id: "staff.list",
    method: "GET",
    path: "/shops/{shop_id}/users",
    kind: "read",
    title: "Staff",
    answer: Page,
    paragraph: "Danh sách nhân viên",
  }),
  operation({
    id: "call-laters.list",
    method: "GET",
    path: "/shops/{shop_id}/order_call_laters",
    kind: "read",
    title: "Calls and reminders",
    params: params({ ...numbered, key: z.string().optional().describe("default today"), status: int.optional() }),
    answer: Page,
    paragraph: "Danh sách hẹn gọi & nhắc nhở",
  }),
  operation({
    id: "call-laters.create",
    method: "POST",
    path: "/shops/{shop_id}/order_call_laters",
    kind: "write",
    title: "Create a call or reminder",
    body: z.strictObject({
      order_call_later: z.strictObject({
        status: whole,
        needs_call_at: z.string().describe("ISO 8601"),
        phone_number: z.string(),
        need_notify_users: z.array(z.string()).optional(),
        notice_created: z.string().optional(),
      }),
    }),
    answer: Written,
    paragraph: "Tạo hẹn gọi & nhắc nhở",
  }),
  operation({
    id: "products.get",
    method: "GET",
    path: "/shops/{shop_id}/products/{product_id}",
    kind: "read",
    title: "One product with its variations",
    params: params({ product_id: Uid }),
    answer: oneOf(Identified),
    paragraph: "field note: not in the document, recorded answer",
  }),
  operation({
    id: "products.create",
    method: "POST",
    path: "/shops/{shop_id}/products",
    kind: "write",
    title: "Create a product with its variations",
    body: z.strictObject({
      product: z.strictObject({
        ...productFields,
        name: z.string().min(1),
        weight: z.number().int(),
        variations: z
          .array(z.strictObject({ ...variationFields, retail_price: money, weight: z.number().int() }))
          .optional(),
      }),
    }),
    answer: Written,
    paragraph: "Tạo sản phẩm",
  }),
  operation({
    id: "products.update",
    method: "PUT",
    path: "/shops/{shop_id}/products/{product_id}",
    kind: "write",
    title: "Change a product and its variations",
    params: params({ product_id: Uid }),
    body: z.strictObject({
      product: z.strictObject({
        ...productFields,
        name: z.string().min(1).optional(),
        weight: z.number().int().optional(),
        variations: z
          .array(
            z.strictObject({
              ...variationFields,
              id: Uid.optional().describe("absent: a new variation"),
              retail_price: money.optional(),
              weight: z.number().int().optional(),
              is_removed: z.boolean().optional(),
            }),
          )
          .optional(),
      }),
    }),
    answer: Written,
    paragraph: "Cập nhật thông tin sản phẩm",
  }),
  operation({
    id: "variations.update-quantity",
    method: "POST",
    path: "/shops/{shop_id}/variations/{variation_id}/update_quantity",
    kind: "write",
    title: "Set the stock of a variation",
    params: params({ variation_id: Uid }),
    body: z.strictObject({
      variations_warehouses: z.array(z.strictObject({ remain_quantity: z.number(), warehouse_id: Uid })).min(1),
      is_actual_remain_quantity: z.boolean().optional().describe("true: stock on hand, false: sellable"),
    }),
    answer: Written,
    paragraph: "Cập nhật tồn kho",
  }),
  operation({
    id: "variations.update-quantities",
    method: "POST",
    path: "/shops/{shop_id}/variations/update_quantity",
    kind: "write",
    title: "Set the stock of many variations",
    body: z.strictObject({
      is_actual_remain_quantity: z.boolean().optional(),
      variations_warehouses: z
        .array(z.strictObject({ variation_id: Uid, remain_quantity: z.number(), warehouse_id: Uid }))
        .min(1),
    }),
    answer: Written,
    paragraph: "Cập nhật tồn kho nhiều mẫu mã",
  }),
  operation({
    id: "variations.update-composite",
    method: "POST",
    path: "/shops/{shop_id}/variations/update_composite_product",
    kind: "write",
    title: "Set what a composite product is made of",
    body: z.strictObject({
      variation_id: Uid,
      composite_products: z.array(z.strictObject({ quantity: z.number(), component_id: Uid })),
    }),
    answer: Written,
    paragraph: "Cập nhật sản phẩm cấu thành",
  }),
  operation({
    id: "variations.list",
    method: "GET",
    path: "/shops/{shop_id}/products/variations",
    kind: "read",
    title: "Variations of all products, with their stock",
    params: params({
      ...numbered,
      search: z.string().optional(),
      selling_status: z.enum(["none", "bad", "normal", "star"]).optional(),
      product_status: z.enum(["locked", "not_locked"]).optional(),
      category_id: z.array(z.union([int, z.string()])).optional(),
      is_filter_categories_by_or: z.boolean().optional(),
      filter_exclude_categories: z.boolean().optional(),
      warehouse_until: z.string().optional().describe("ISO 8601: stock as it was then"),
    }),
    answer: Page,
    paragraph: "Danh sách sản phẩm",
  }),
  operation({
    id: "categories.list",
    method: "GET",
    path: "/shops/{shop_id}/categories",
    kind: "read",
    title: "Tree of categories",
    answer: Page,
    paragraph: "Danh mục sản phẩm",
  }),
  operation({
    id: "unit-groups.list",
    method: "GET",
    path: "/shops/{shop_id}/product_measurements/get_measure",
    kind: "read",
    title: "Groups of units",
    answer: Page,
    paragraph: "Danh sách nhóm ĐVT",
  }),
  operation({
    id: "customers.list",
    method: "GET",
    path: "/shops/{shop_id}/customers",
    kind: "read",
    title: "Customers",
    params: params({
      ...numbered,
      search: z.string().optional(),
      start_time_inserted_at: Unix.optional(),
      end_time_inserted_at: Unix.optional(),
      start_time_updated_at: Unix.optional(),
      end_time_updated_at: Unix.optional(),
      customer_ids: z.string().optional().describe("ids, comma separated"),
    }),
    answer: Page,
    paragraph: "Danh sách khách hàng",
  }),
  operation({
    id: "customers.create",
    method: "POST",
    path: "/shops/{shop_id}/customers",
    kind: "write",
    title: "Create a customer",
    body: z.strictObject({
      name: z.string().min(1),
      phoneNumber: z.string().min(1),
      createType: z.enum(["ignore", "update", "force"]),
      dateOfBirth: z.string().optional(),
      last_order_at: UnixInBody.optional(),
    }),
    answer: Written,
    paragraph: "Tạo khách hàng",
  }),
  operation({
    id: "customers.update",
    method: "PUT",
    path: "/shops/{shop_id}/customers/{customer_id}",
    kind: "write",
    title: "Change a customer",
    params: params({ customer_id: Uid }),
    body: z.strictObject({
      customer: z.strictObject({
        name: z.string().optional(),
        gender: z.string().optional(),
        emails: z.array(z.string()).optional(),
        phone_numbers: z.array(z.string()).optional(),
        date_of_birth: z.string().optional(),
        reward_point: z.number().optional(),
        is_discount_by_level: z.boolean().optional(),
        tags: z.array(z.string()).optional(),
        is_block: z.boolean().optional(),
        assigned_user_id: Uid.optional(),
        level_id: Uid.optional(),
        notes: z.array(noteOfCustomer).optional(),
        shop_customer_addresses: z.array(shippingAddress).optional(),
        // The table of the parameters has this name, the example the other.
        shop_customer_address: z.array(shippingAddress).optional(),
      }),
    }),
    answer: Written,
    paragraph: "Cập nhật khách hàng",
  }),
  operation({
    id: "customers.notes",
    method: "GET",
    path: "/shops/{shop_id}/customers/{customer_id}/load_customer_notes",
    kind: "read",
    title: "Notes on a customer",
    params: params({ customer_id: Uid }),
    answer: z.looseObject({ customer_notes: z.array(z.looseObject({ notes: z.array(z.unknown()).nullish() })) }),
    paragraph: "Ghi chú khách hàng",
  }),
  operation({
    id: "customers.point-logs",
    method: "GET",
    path: "/shops/{shop_id}/customers/point_logs",
    kind: "read",
    title: "History of a customer's points",
    params: params({ ...numbered, shop_customer_id: Uid }),
    answer: Page,
    paragraph: "Lịch sử điểm thưởng khách hàng",
  }),
  operation({
    id: "advanced-promotions.create-for-customers",
    method: "POST",
    path: "/shops/{shop_id}/promotion_advance/create_multi",
    kind: "write",
    title: "Create a promotion for named customers",
    body: z.strictObject({
      promotion_advance: z.strictObject({
        promotion: z.strictObject({
          type: z.string(),
          is_activated: z.boolean(),
          promo_code_info: promoCode.extend({
            disable: z.boolean().optional(),
            order_price_min: z.number().optional(),
            order_price_max: z.number().optional(),
            no_applied_products_in_other_promotions: z.boolean().optional(),
            discount_after_other_discount: z.boolean().optional(),
          }),
          start_time: z.string().optional(),
          end_time: z.string().optional(),
          warehouse_ids: z.array(z.string()).optional(),
          customer_tags: z.array(z.string()).optional(),
        }),
        shop_customer_ids: z.array(z.string()).min(1),
      }),
    }),
    answer: Written,
    paragraph: "Tạo khuyến mãi theo khách hàng",
  }),
  operation({
    id: "customer-levels.list",
    method: "GET",
    path: "/shops/{shop_id}/customer_levels",
    kind: "read",
    title: "Levels of customers",
    answer: Page,
    paragraph: "Danh sách cấp độ khách hàng",
  }),
  operation({
    id: "cash-flow.list",
    method: "GET",
    path: "/shops/{shop_id}/transactions",
    kind: "read",
    title: "Receipts and payments",
    params: params({
      ...paged,
      status: int.optional().describe("-1 all, 0 new, 1 valid, 2 cancelled, 3 deleted"),
      startDateTime: Unix.optional(),
      endDateTime: Unix.optional(),
    }),
    answer: Page,
    paragraph: "Danh sách thu chi",
  }),
  operation({
    id: "cash-flow.create",
    method: "POST",
    path: "/shops/{shop_id}/transactions",
    kind: "write",
    title: "Create a receipt or payment",
    body: z.strictObject({
      transaction: z.strictObject({
        name: z.string().min(1),
        note: z.string().optional(),
        amount: money.optional().describe("negative: a payment"),
        is_locked: z.boolean().optional(),
        tag_ids: z.array(z.string()).optional(),
        payments: z
          .array(
            z.enum([
              "cash",
              "transfer_money",
              "charged_by_card",
              "charged_by_momo",
              "charged_by_vnpay",
              "charged_by_kredivo",
              "charged_by_fundiin",
              "charged_by_qrpay",
            ]),
          )
          .optional(),
        supplier_products_id: whole.optional(),
        is_accounting: z.boolean().optional(),
        payment_debts_to_suppliers: z.boolean().optional(),
        time_incurred: z.union([z.string(), UnixInBody]).optional(),
        images: images.optional(),
      }),
    }),
    answer: Written,
    paragraph: "Tạo phiếu thu chi",
  }),
  operation({
    id: "advertising-costs.create",
    method: "POST",
    path: "/shops/{shop_id}/adv_costs",
    kind: "write",
    title: "Enter a cost of advertising",
    body: z.strictObject({
      params: z.strictObject({
        cost_date: z.string(),
        transaction: z.strictObject({
          name: z.string(),
          status: z.string(),
          is_locked: z.boolean().optional(),
          note: z.string().optional(),
          time_incurred: z.string().optional(),
          tags: z.array(z.string()).optional(),
        }),
        items: z
          .array(
            z.strictObject({
              cost: z.number(),
              warehouse_id: z.string().optional(),
              is_livestream: z.boolean().optional(),
              product: z.string().optional(),
              pke_mkter: z.string().optional(),
              source: example("key", "account").optional(),
              is_wholesale: z.boolean().optional(),
              post_ids: z.array(z.string()).optional(),
            }),
          )
          .min(1),
      }),
    }),
    answer: Written,
    paragraph: "Tạo chi phí quảng cáo",
  }),
  operation({
    id: "analytics.sales",
    method: "GET",
    path: "/shops/{shop_id}/analytics/sale",
    kind: "read",
    title: "Sales figures",
    params: params({
      since: z.string().optional().describe("2020-08-01 00:00:00"),
      until: z.string().optional(),
      split_by: z.array(z.string()).optional(),
      filter: z.record(z.string(), z.array(z.string())).optional(),
      success_status: z.string().optional(),
      success_record: z.enum(["inserted_at", "updated_at"]).optional(),
      user_type: z.enum(["create", "update", "assign", "care", "marketer"]).optional(),
      returned_status: z.string().optional(),
      returned_record: z.enum(["inserted_at", "updated_at", "success_record"]).optional(),
    }),
    answer: z.looseObject({ data: z.array(z.looseObject({})) }),
    paragraph: "Thống kê đơn hàng",
  }),
  operation({
    id: "order-tags.list",
    method: "GET",
    path: "/shops/{shop_id}/orders/tags",
    kind: "read",
    title: "Tags of orders",
    answer: Page,
    paragraph: "Thẻ đơn hàng",
  }),
  operation({
    id: "purchase-orders.list",
    method: "GET",
    path: "/shops/{shop_id}/purchases",
    kind: "read",
    title: "Goods receipts",
    params: params({
      ...pagedRequired,
      status: int.describe("-2 all, -1 new, 0 confirmed, 1 received, 2 cancelled"),
      type: z.string().describe("product"),
      preload_items: z.boolean().optional(),
    }),
    answer: Page,
    paragraph: "Danh sách phiếu nhập kho",
  }),
  operation({
    id: "purchase-orders.create",
    method: "POST",
    path: "/shops/{shop_id}/purchases",
    kind: "write",
    title: "Create a goods receipt",
    body: z.strictObject({
      purchase: z.strictObject({
        ...purchase,
        shop_id: whole.optional(),
        warehouse_id: Uid,
        items: z.array(purchaseItem),
      }),
    }),
    answer: Written,
    paragraph: "Tạo phiếu nhập kho",
  }),
  operation({
    id: "purchase-orders.update",
    method: "PUT",
    path: "/shops/{shop_id}/purchases/{purchase_id}",
    kind: "write",
    title: "Change a goods receipt",
    params: params({ purchase_id: Uid }),
    body: z.strictObject({
      purchase: z.strictObject({
        ...purchase,
        warehouse_id: Uid,
        items: z
          .array(
            z.strictObject({ imported_price: money, quantity: z.number().optional(), variation_id: Uid.optional() }),
          )
          .optional(),
      }),
    }),
    answer: Written,
    paragraph: "Cập nhật phiếu nhập kho",
  }),
  operation({
    id: "purchase-orders.separate",
    method: "POST",
    path: "/shops/{shop_id}/purchases/separate",
    kind: "write",
    title: "Split a goods receipt",
    body: z.strictObject({
      newPurchase: z.strictObject(separated),
      oldPurchase: z.strictObject({ ...separated, id: Uid }),
    }),
    answer: Written,
    paragraph: "Tách phiếu nhập kho",
  }),
  operation({
    id: "exports.list",
    method: "GET",
    path: "/shops/{shop_id}/export",
    kind: "read",
    title: "Goods issues, and defective goods",
    params: params({
      ...pagedRequired,
      status: int.describe("-1 all, 0 new, 1 done, 2 cancelled"),
      type: int.describe("0 goods issue, 1 defective goods"),
    }),
    answer: Page,
    paragraph: "Danh sách phiếu xuất kho",
  }),
  operation({
    id: "exports.create",
    method: "POST",
    path: "/shops/{shop_id}/export",
    kind: "write",
    title: "Create a goods issue",
    body: z.strictObject({
      export_list: z.strictObject({
        ...exportList,
        shop_id: whole.optional(),
        warehouse_id: Uid,
        change_inserted_at: z.boolean().optional(),
        export_items: exportItems,
      }),
    }),
    answer: Written,
    paragraph: "Tạo phiếu xuất kho; Tạo phiếu xuất hàng lỗi",
  }),
  operation({
    id: "exports.update",
    method: "PUT",
    path: "/shops/{shop_id}/export/{export_id}",
    kind: "write",
    title: "Change a goods issue",
    params: params({ export_id: Uid }),
    body: z.strictObject({ export_list: z.strictObject({ ...exportList, export_items: exportItems.optional() }) }),
    answer: Written,
    paragraph: "Cập nhật phiếu xuất; Cập nhật phiếu xuất hàng lỗi",
  }),
  operation({
    id: "transfers.list",
    method: "GET",
    path: "/shops/{shop_id}/transfers",
    kind: "read",
    title: "Transfers between warehouses",
    params: params({ ...pagedRequired, status: int.describe("0 waiting, 1 under way, 2 done, 3 cancelled") }),
    answer: Page,
    paragraph: "Danh sách chuyển kho",
  }),
  operation({
    id: "transfers.create",
    method: "POST",
    path: "/shops/{shop_id}/transfers/multi",
    kind: "write",
    title: "Create transfers",
    body: z.strictObject({
      transfer: z.strictObject({
        from_warehouse_id: Uid,
        to_warehouse_ids: z.array(Uid).min(1),
        items: z.array(z.strictObject({ quantity: z.number(), variation_id: Uid })).min(1),
        shipping_fee: money.optional(),
        note: z.string().optional(),
        images: images.optional(),
        inserted_at: UnixInBody.optional(),
      }),
    }),
    answer: Written,
    paragraph: "Tạo phiếu chuyển kho",
  }),
  operation({
    id: "transfers.update",
    method: "PUT",
    path: "/shops/{shop_id}/transfers/{transfer_id}",
    kind: "write",
    title: "Change a transfer",
    params: params({ transfer_id: Uid }),
    body: z.strictObject({
      transfer: z
        .strictObject({
          status: whole,
          from_warehouse_id: Uid,
          shipping_fee: money.optional(),
          note: z.string().optional(),
          images: images.optional(),
          inserted_at: UnixInBody.optional(),
          change_inserted_at: z.boolean().optional(),
          items: z.array(z.strictObject({ variation_id: Uid, quantity: z.number() })).optional(),
        })
        .refine((transfer) => transfer.inserted_at === undefined || transfer.change_inserted_at === true, {
          path: ["change_inserted_at"],
          message: "must be true when inserted_at is given",
        }),
    }),
    answer: Written,
    paragraph: "Cập nhật phiếu chuyển kho",
  }),
  operation({
    id: "stocktakings.list",
    method: "GET",
    path: "/shops/{shop_id}/stocktakings",
    kind: "read",
    title: "Stock counts",
    params: params({ ...pagedRequired, status: int.describe("-2 all, -1 draft, 0 counting, 1 counted, 2 cancelled") }),
    answer: Page,
    paragraph: "Danh sách kiểm hàng",
  }),
  operation({
    id: "stocktakings.create",
    method: "POST",
    path: "/shops/{shop_id}/stocktakings",
    kind: "write",
    title: "Create a stock count",
    body: z.strictObject({
      stocktaking: z.strictObject({
        warehouse_id: Uid,
        items: z.array(z.strictObject({ variation_id: Uid, changed_quantity: z.number() })),
        status: whole,
        note: z.string().optional(),
        stocktaking_at: z.string().optional(),
        stocktaking_by: z.enum(["category_ids", "supplier_product_ids", "brand_id"]).optional(),
        stocktaking_by_value: list.optional(),
      }),
    }),
    answer: Written,
    paragraph: "Tạo phiếu kiểm hàng",
  }),
  operation({
    id: "stocktakings.update",
    method: "PUT",
    path: "/shops/{shop_id}/stocktakings/{stocktaking_id}",
    kind: "write",
    title: "Change a stock count",
    params: params({ stocktaking_id: Uid }),
    body: z.strictObject({
      stocktaking: z.strictObject({
        id: Uid,
        warehouse_id: Uid,
        items: z.array(z.strictObject({ variation_id: Uid, changed_quantity: z.number(), id: Uid.optional() })),
        status: whole,
        creator_id: Uid.optional(),
        note: z.string().optional(),
        stocktaking_at: z.string().optional(),
        stocktaking_by: z.enum(["category_ids", "supplier_product_ids", "brand_id"]).optional(),
        stocktaking_by_value: list.optional(),
      }),
    }),
    answer: Written,
    paragraph: "Cập nhật kiểm hàng",
  }),
  operation({
    id: "inventory-histories.list",
    method: "GET",
    path: "/shops/{shop_id}/inventory_histories",
    kind: "read",
    title: "History of stock movements",
    params: params({
      ...pagedRequired,
      warehouse_id: Uid.optional(),
      variation_ids: z.array(Uid).optional(),
      startDate: Unix.optional(),
      endDate: Unix.optional(),
    }),
    answer: Page,
    paragraph: "Lịch sử xuất nhập kho",
  }),
  operation({
    id: "vouchers.list",
    method: "GET",
    path: "/shops/{shop_id}/vouchers",
    kind: "read",
    title: "Vouchers",
    answer: Page,
    paragraph: "Danh sách phiếu giảm giá",
  }),
  operation({
    id: "vouchers.get",
    method: "GET",
    path: "/shops/{shop_id}/vouchers/{voucher_id}",
    kind: "read",
    title: "One voucher",
    params: params({ voucher_id: Uid }),
    // The document shows the bare row; everything else of this vendor stands under `data`.
    answer: z.union([oneOf(Identified), Identified]),
    paragraph: "Lấy thông tin phiếu giảm giá",
  }),
  operation({
    id: "vouchers.create",
    method: "POST",
    path: "/shops/{shop_id}/vouchers",
    kind: "write",
    title: "Create one voucher or many",
    body: z
      .strictObject({
        name: z.string().min(1).optional().describe("the code; one voucher"),
        create_multi_voucher: count.optional().describe("how many with codes of the vendor's making"),
        promo_code_info: promoCode,
        is_free_shipping: z.boolean().optional(),
        is_activated: z.boolean().optional(),
        customer_tags: z.array(z.string()).optional(),
        start_time: z.string().optional(),
        end_time: z.string().optional(),
      })
      .refine((voucher) => (voucher.name === undefined) !== (voucher.create_multi_voucher === undefined), {
        path: ["name"],
        message: "give either name or create_multi_voucher",
      }),
    answer: Written,
    paragraph: "Tạo phiếu giảm giá; Tạo hàng loạt phiếu giảm giá",
  }),
  operation({
    id: "promotions.list",
    method: "GET",
    path: "/shops/{shop_id}/promotion_products",
    kind: "read",
    title: "Promotions of products",
    params: params({ textSearch: z.string().optional() }),
    answer: Page,
    paragraph: "Danh sách khuyến mãi",
  }),
  operation({
    id: "promotions.create",
    method: "POST",
    path: "/shops/{shop_id}/promotion_products",
    kind: "write",
    title: "Create a promotion of products",
    body: promotionProduct,
    answer: Written,
    paragraph: "Tạo khuyến mãi",
  }),
  operation({
    id: "promotions.update",
    method: "PUT",
    path: "/shops/{shop_id}/promotion_products/{id}",
    kind: "write",
    title: "Change a promotion of products",
    params: params({ id: z.coerce.string().min(1) }),
    body: promotionProduct,
    answer: Written,
    paragraph: "Cập nhật khuyến mãi",
  }),
  operation({
    id: "advanced-promotions.list",
    method: "GET",
    path: "/shops/{shop_id}/promotion_advance",
    kind: "read",
    title: "Advanced promotions",
    params: params({ ...paged, textSearch: z.string().optional() }),
    answer: Page,
    paragraph: "Danh sách khuyến mãi nâng cao",
  }),
  operation({
    id: "advanced-promotions.create",
    method: "POST",
    path: "/shops/{shop_id}/promotion_advance",
    kind: "write",
    title: "Create an advanced promotion",
    body: z.strictObject({
      promotion_advance: z.strictObject({ ...promotionFields, name: z.string().min(1), type: promotionTypes }),
    }),
    answer: Written,
    paragraph: "Tạo khuyến mãi nâng cao",
  }),
  operation({
    id: "advanced-promotions.update",
    method: "PUT",
    path: "/shops/{shop_id}/promotion_advance/{id}",
    kind: "write",
    title: "Change an advanced promotion",
    params: params({ id: Uid }),
    body: z.strictObject({
      promotion_advance: z.strictObject({
        ...promotionFields,
        ...keptOfPromotion,
        name: z.string().optional(),
        type: promotionTypes.optional(),
      }),
    }),
    answer: Written,
    paragraph: "Cập nhật khuyến mãi nâng cao",
  }),
  operation({
    id: "combos.list",
    method: "GET",
    path: "/shops/{shop_id}/combo_products",
    kind: "read",
    title: "Combos",
    params: params(paged),
    answer: Page,
    paragraph: "Danh sách combo",
  }),
  operation({
    id: "orders.compare-shipping-prices",
    method: "POST",
    path: "/shops/{shop_id}/orders/price_comparing",
    kind: "read",
    title: "Fees of the carriers for a parcel",
    body: z.strictObject({
      des_province: z.string(),
      des_district: z.string(),
      des_commune: z.string(),
      weight: z.string(),
      warehouse_id: Uid,
      shop_id: z.string(),
      quantity: z.string(),
      price_product: z.string(),
      cod: z.string(),
      service_vtp: z.string().optional(),
      service_vnpost: z.string().optional(),
      service_best: z.string().optional(),
      service_ghn: z.string().optional(),
    }),
    answer: z.looseObject({
      data: z.array(
        z.looseObject({ partner_id: z.union([z.number(), z.string()]), partner_fee: z.number().nullish() }),
      ),
    }),
    paragraph: "Tính phí vận chuyển",
  }),
  operation({
    id: "carriers.list",
    method: "GET",
    path: "/shops/{shop_id}/partners",
    kind: "read",
    title: "Carriers",
    answer: Page,
    paragraph: "Đơn vị vận chuyển",
  }),
  operation({
    id: "shops.configure-webhook",
    admin: true,
    method: "PUT",
    path: "/shops/{shop_id}",
    kind: "write",
    title: "Set the shop's webhook",
    body: z.strictObject({
      shop: z.strictObject({
        webhook_enable: z.boolean().optional(),
        webhook_url: z.string().optional(),
        webhook_email: z.string().optional(),
        webhook_types: z.array(z.string()).optional(),
        webhook_partner: z.string().optional(),
        webhook_headers: z.record(z.string(), z.string()).optional(),
      }),
    }),
    answer: Written,
    paragraph: "Cấu hình Webhook",
  }),
  operation({
    id: "crm-tables.list",
    method: "GET",
    path: "/shops/{shop_id}/crm/tables",
    kind: "read",
    title: "Tables of the CRM",
    answer: CrmTables,
    paragraph: "List of tables",
  }),
  operation({
    id: "crm-records.list",
    method: "GET",
    path: "/shops/{shop_id}/crm/{table_name}/records",
    kind: "read",
    title: "Records of a CRM table",
    params: params({ table_name: z.string().min(1), ...paged }),
    // The example ends after the entries; the page numbers beside them are inferred from the other lists.
    answer: CrmRecords,
    paragraph: "Data of table",
  }),
  operation({
    id: "crm-records.create",
    method: "POST",
    path: "/shops/{shop_id}/crm/{table_name}/records",
    kind: "write",
    title: "Create a CRM record",
    params: params({ table_name: z.string().min(1) }),
    body: z.strictObject({ record: z.record(z.string(), z.unknown()) }),
    answer: CrmWritten,
    paragraph: "Create Record",
  }),
  operation({
    id: "crm-records.update",
    method: "PUT",
    path: "/shops/{shop_id}/crm/{table_name}/records",
    kind: "write",
    title: "Change a CRM record",
    params: params({ table_name: z.string().min(1) }),
    body: z.strictObject({ record: z.record(z.string(), z.unknown()) }),
    answer: CrmWritten,
    paragraph: "Update Record",
  }),
  operation({
    id: "crm-tables.create",
    method: "POST",
    path: "/shops/{shop_id}/crm/tables",
    kind: "write",
    title: "Create a CRM table",
    body: z.strictObject({ table: z.strictObject({ name: z.string().min(1), label: z.string().min(1) }) }),
    answer: Written,
    paragraph: "Create Table",
  }),
  operation({
    id: "crm-profiles.list",
    method: "GET",
    path: "/shops/{shop_id}/crm/profile",
    kind: "read",
    title: "Profiles of the CRM",
    answer: Page,
    paragraph: "List of Profiles",
  }),
  operation({
    id: "crm-records.history",
    method: "GET",
    path: "/shops/{shop_id}/crm/{table_name}/history",
    kind: "read",
    title: "What changed in a CRM record",
    params: params({ table_name: z.string().min(1), record_id: Uid }),
    answer: z.looseObject({ history: z.array(z.looseObject({ id: z.string().nullish() })) }),
    paragraph: "Record History",
  }),
];
