import { flattenCategories } from "../../../shared/vendors/pancake/normalize.ts";
import { operations } from "../../../shared/vendors/pancake/operations.ts";
import type { Query } from "../collection.ts";
import { bearer, type Collection, type Entry, type Handler, html, json, Refuse, type Reply } from "../simulator.ts";
import type { CreateSimulator, SimulatedRequest } from "../types.ts";
import { crmRecord, crmTable, micros, PancakeShop, type Row, seconds, total, warehouse } from "./shop.ts";

/**
 * Pancake POS on the wire: its routes, its answers and its unkindness. Shaped by the vendor's document, by captured
 * answers and by the field notes, not by the adapter.
 *
 * Always on: the key must come in the query and as a bearer; unknown parameters are ignored; a JSON array in a
 * parameter is a 500; deleted orders are hidden; lists are sorted newest first, so that pages drift; PUT drops fields
 * and says "success"; an unknown id is a 400 or a 500; a second order with the same custom id is made.
 */

/** Claims go from 60 to 1,000 a minute; nothing is published. */
const CALLS_PER_MINUTE = 1_000;
const MOST_ROWS = 500;
const DEFAULT_ROWS = 30;
/** Fields that a PUT with an api key loses (field note): the vendor answers "success" all the same. */
const LOST_ON_PUT = [
  "customer_pay_fee",
  "shipping_fee",
  "partner_fee",
  "is_free_shipping",
  "total_discount",
  "surcharge",
];

const PROVINCES = [
  { country_code: 84, id: "805", name: "An Giang", name_en: "an giang", new_id: "84_VN132", region_type: "south" },
  { country_code: 84, id: "101", name: "Hà Nội", name_en: "ha noi", new_id: "84_VN101", region_type: "north" },
];
const DISTRICTS = [
  { id: "10101", name: "Quận Ba Đình", name_en: "ba dinh", province_id: "101" },
  { id: "80505", name: "Huyện An Phú", name_en: "an phu", province_id: "805" },
];
const COMMUNES = [
  { id: "1010115", name: "Phường Cống Vị", name_en: "cong vi", district_id: "10101", province_id: "101", new_id: null },
  {
    id: "8050501",
    name: "Thị trấn An Phú",
    name_en: "an phu",
    district_id: "80505",
    province_id: "805",
    new_id: "84_VN13201",
  },
  { id: "84_VN13201", name: "Xã An Phú", name_en: "an phu", district_id: null, province_id: "84_VN132", new_id: null },
  {
    id: "84_VN13256",
    name: "Xã An Biên",
    name_en: "an bien",
    district_id: null,
    province_id: "84_VN132",
    new_id: null,
  },
];
const CARRIERS = [
  { id: 0, name: "Snappy" },
  { id: 1, name: "Giao hàng tiết kiệm" },
  { id: 5, name: "Giao hàng nhanh" },
  { id: 15, name: "J&T" },
];

const done = (data?: unknown): Reply => json(data === undefined ? { success: true } : { success: true, data });

export const createPancakeSimulator: CreateSimulator = (options) => {
  const shop = new PancakeShop(options);
  const { core } = shop;
  const { dice } = core;
  /** The key was withdrawn and can be switched on again by the owner: signing in does it here. */
  let suspended = false;

  const refuse = (message: string): Reply => json({ success: false, message }, dice.chance(0.5) ? 200 : 422);
  const unknown = (what: string): Reply =>
    json({ success: false, message: `${what} not found` }, dice.chance(0.7) ? 400 : 500);
  const need = (entry: Entry<Row> | undefined, what: string): Entry<Row> => {
    if (!entry) throw new Refuse(unknown(what));
    return entry;
  };
  const sought = new Set<string>();
  /** Reading one that is not there: at times a 500 at first that does not say so (field note). */
  const find = (entry: Entry<Row> | undefined, what: string, id: string): Entry<Row> => {
    if (!entry && !sought.has(id)) {
      sought.add(id);
      if (dice.chance(0.25)) throw new Refuse(json({ success: false, message: "Internal Server Error" }, 500));
    }
    return need(entry, what);
  };
  const inner = (body: Row | undefined, name: string): Row => {
    const value = body?.[name];
    if (typeof value !== "object" || value === null) throw new Refuse(refuse(`${name} is required`));
    return value as Row;
  };
  const required = (row: Row, ...fields: string[]): void => {
    for (const field of fields) {
      if (row[field] === undefined || row[field] === null || row[field] === "") {
        throw new Refuse(
          json({ success: false, errors: { [field]: ["can't be blank"] }, message: `${field} is required` }, 422),
        );
      }
    }
  };

  // --- how rows look

  const plain = (entry: Entry<Row>): Row => ({
    ...entry.row,
    inserted_at: seconds(entry.created),
    updated_at: seconds(entry.modified ?? entry.created),
  });
  const precise = (entry: Entry<Row>): Row => ({
    ...entry.row,
    inserted_at: micros(entry.created),
    updated_at: micros(entry.modified ?? entry.created),
  });
  const levelsOf = (row: Row): Row[] => Object.values(row.stock as Record<string, Row>);
  const used = (level: Row) => Object.entries(level).some(([name, value]) => name.endsWith("_quantity") && value !== 0);
  const sellable = (levels: readonly Row[]) => levels.reduce((sum, level) => sum + level.remain_quantity, 0);
  /** The list shows warehouses that were ever used and the average cost; the product shows all and not the cost. */
  const listedVariation = (entry: Entry<Row>): Row => {
    const { stock: _stock, ...row } = precise(entry);
    const levels = levelsOf(entry.row).filter(used);
    const product = shop.products.get(entry.row.product_id)?.row ?? {};
    return {
      ...row,
      product: Object.fromEntries(
        ["note_product", "categories", "display_id", "name", "tags", "is_published"].map((name) => [
          name,
          product[name] ?? null,
        ]),
      ),
      remain_quantity: sellable(levels),
      total_purchase_price: sellable(levels) * row.last_imported_price,
      variations_warehouses: levels,
    };
  };
  const wholeProduct = (entry: Entry<Row>): Row => ({
    ...entry.row,
    inserted_at: seconds(entry.created),
    variations: shop.variationsOf(entry.id).map((variation) => {
      const { stock: _stock, average_imported_price: _average, ...row } = precise(variation);
      const levels = shop.warehouses.live().map(({ id }) => ({ ...emptyLevel(id), ...variation.row.stock[id] }));
      return { ...row, remain_quantity: sellable(levels), variations_warehouses: levels };
    }),
  });
  const staffRow = (entry: Entry<Row>): Row => ({ ...entry.row, shop_id: Number(shop.shopId) });
  const categoryTree = (parent: unknown): any[] =>
    shop.categories
      .live()
      .filter(({ row }) => row.parent === parent)
      .map(({ id, row }) => ({ id, text: row.text, nodes: categoryTree(id) }));
  const exists = (row: Row) => row.status !== 7;

  // --- lists

  const number = (query: URLSearchParams, name: string): number | undefined => {
    const value = query.get(name);
    return value === null || value === "" || Number.isNaN(Number(value)) ? undefined : Number(value);
  };
  const pageOf = (
    collection: Collection<Row>,
    query: URLSearchParams,
    show: (entry: Entry<Row>) => Row,
    filter: Omit<Query<Row>, "offset" | "limit"> = {},
  ): Row => {
    const size = core.pageSize(MOST_ROWS, number(query, "page_size") ?? DEFAULT_ROWS);
    const page = Math.max(1, number(query, "page_number") ?? number(query, "page") ?? 1);
    const { total: all, entries } = collection.query({
      orderBy: "created",
      descending: true,
      ...filter,
      offset: (page - 1) * size,
      limit: size,
    });
    return {
      data: entries.map(show),
      page_number: page,
      page_size: size,
      total_entries: all,
      total_pages: Math.ceil(all / size),
      success: true,
    };
  };
  const list =
    (
      collection: Collection<Row>,
      show: (entry: Entry<Row>) => Row = plain,
      filter: (query: URLSearchParams) => Omit<Query<Row>, "offset" | "limit"> = () => ({}),
    ): Handler =>
    ({ query }) =>
      json(pageOf(collection, query, show, filter(query)));
  /** Lists without pages. */
  const all =
    (collection: Collection<Row>, show: (entry: Entry<Row>) => Row = plain): Handler =>
    () =>
      json({ data: collection.live().map(show), success: true });
  const byStatus =
    (everything: number, more: (row: Row, query: URLSearchParams) => boolean = () => true) =>
    (query: URLSearchParams) => {
      const status = number(query, "status") ?? everything;
      return { where: (row: Row) => (status === everything || row.status === status) && more(row, query) };
    };
  const span = (query: URLSearchParams, by: string, from: string, to: string): Partial<Pick<Query<Row>, "between">> => {
    const start = number(query, from);
    const end = number(query, to);
    if (start === undefined && end === undefined) return {};
    return {
      between: {
        by,
        from: start === undefined ? undefined : start * 1_000,
        to: end === undefined ? undefined : end * 1_000,
      },
    };
  };
  const found = (row: Row, search: string | null): boolean =>
    search === null || search === "" || JSON.stringify(row).toLowerCase().includes(search.toLowerCase());

  const SORTS: Readonly<Record<string, { orderBy: string; descending: boolean }>> = {
    inserted_at_asc: { orderBy: "created", descending: false },
    inserted_at_desc: { orderBy: "created", descending: true },
    last_updated_order_asc: { orderBy: "touched", descending: false },
    last_updated_order_desc: { orderBy: "touched", descending: true },
  };
  const listOrders: Handler = ({ query }) => {
    const status = number(query, "status");
    const search = query.get("search");
    const by = query.get("updateStatus") === "updated_at" ? "touched" : "created";
    const answer = pageOf(shop.orders, query, precise, {
      ...(SORTS[query.get("option_sort") ?? ""] ?? SORTS.inserted_at_desc),
      ...span(query, by, "startDateTime", "endDateTime"),
      where: (row) =>
        (status === undefined ? exists(row) || query.get("include_removed") === "1" : row.status === status) &&
        found({ ...row, items: undefined }, search),
    });
    const fields = query.getAll("fields[]");
    const extra = query.getAll("extra_fields[]");
    answer.data = answer.data.map(({ custom_id, ...row }: Row) => {
      const shown: Row = extra.includes("custom_id") || fields.includes("custom_id") ? { ...row, custom_id } : row;
      return fields.length === 0
        ? shown
        : Object.fromEntries(Object.entries(shown).filter(([name]) => name === "id" || fields.includes(name)));
    });
    return json(answer);
  };

  // --- orders

  const createOrder: Handler = ({ body, commit }) => {
    if (!Array.isArray(body?.items) || body.items.length === 0) return refuse("items is required");
    for (const item of body.items) {
      if (item.one_time_product !== true && !shop.variations.get(String(item.variation_id)))
        return refuse("Variation not found");
    }
    if (body.warehouse_id !== undefined && !shop.warehouses.get(body.warehouse_id))
      return refuse("Warehouse not found");
    const made = shop.addOrder(body, shop.keyOwner);
    commit(made.id, body.custom_id ?? undefined);
    // The id's name has changed between versions.
    return done(dice.chance(0.9) ? precise(made) : { order_id: made.id });
  };
  const updateOrder: Handler = ({ path, body, commit }) => {
    const order = need(shop.orders.get(path.id), "Order");
    if (order.row.status === 7) return unknown("Order");
    const status = body?.status === undefined ? undefined : Number(body.status);
    const sent = ![0, 17, 11, 20, 1, 12, 13, 8, 9].includes(order.row.status);
    shop.orders.edit(order.id, (row) => {
      for (const [name, value] of Object.entries(body ?? {})) {
        if (
          LOST_ON_PUT.includes(name) ||
          ["id", "status", "shop_id", "custom_id", "inserted_at", "updated_at"].includes(name)
        )
          continue;
        if (name === "items") {
          if (row.status === 0 && Array.isArray(value)) row.items = value.map((item) => shop.orderItem(item));
        } else if (name === "note" || !sent) {
          row[name] = value;
        }
      }
      total(row, sent ? row.cod : body?.cod);
      row.histories = [{ editor_id: shop.keyOwner, updated_at: seconds(core.now()) }, ...row.histories].slice(0, 20);
    });
    if (status !== undefined && status !== order.row.status) shop.setStatus(order, status, shop.keyOwner);
    commit(order.id);
    return done(precise(order));
  };

  // --- the rest of what can be written

  const merge =
    (collection: Collection<Row>, parameter: string, name: string | undefined, kept: readonly string[] = []): Handler =>
    ({ path, body, commit }) => {
      const change = name === undefined ? (body as Row) : inner(body, name);
      const entry = need(collection.get(path[parameter]), parameter.replace("_id", ""));
      collection.edit(entry.id, (row) => {
        for (const [field, value] of Object.entries(change)) {
          if (field === "id" || field === "inserted_at" || kept.includes(field)) continue;
          row[field] = value;
        }
      });
      commit(entry.id);
      return done(plain(entry));
    };
  const create =
    (name: string, fields: readonly string[], make: (input: Row) => Entry<Row>): Handler =>
    ({ body, commit }) => {
      const input = inner(body, name);
      required(input, ...fields);
      const entry = make(input);
      commit(entry.id);
      return done(plain(entry));
    };

  const createProduct: Handler = ({ body, commit }) => {
    const input = inner(body, "product");
    required(input, "name");
    for (const variation of input.variations ?? []) required(variation, "retail_price");
    const { product, variations } = shop.addProduct({ ...input, variations: input.variations ?? [{}] });
    for (const variation of variations) commit(variation.id, variation.row.custom_id ?? input.custom_id ?? undefined);
    return done(wholeProduct(product));
  };
  const updateProduct: Handler = ({ path, body, commit }) => {
    const product = need(shop.products.get(path.product_id), "Product");
    const { variations = [], id: _id, category_ids: categories, ...change } = inner(body, "product");
    for (const variation of variations) {
      if (variation.id !== undefined && shop.variations.get(variation.id)?.row.product_id !== product.id)
        return unknown("Variation");
    }
    shop.products.edit(product.id, (row) => {
      Object.assign(row, change);
      if (Array.isArray(categories)) {
        row.categories = categories.map((id) => ({ id, name: shop.categories.get(String(id))?.row.text ?? null }));
      }
    });
    for (const variation of variations) {
      if (variation.id === undefined) commit(shop.addVariation(product, variation).id, variation.custom_id);
      else if (variation.is_removed === true) shop.variations.remove(variation.id);
      else {
        shop.variations.edit(variation.id, (row) => {
          Object.assign(row, variation);
          if (variation.custom_id !== undefined) row.display_id = variation.custom_id;
        });
      }
      if (variation.id !== undefined) commit(variation.id, variation.custom_id);
    }
    if (variations.length === 0) commit(product.id);
    return done(wholeProduct(product));
  };

  const setStock = (levels: readonly Row[], actual: boolean, commit: (id: string | number) => void): Reply => {
    for (const level of levels) {
      if (!shop.variations.get(String(level.variation_id))) return unknown("Variation");
      if (!shop.warehouses.get(String(level.warehouse_id))) return refuse("Warehouse not found");
      if (typeof level.remain_quantity !== "number") return refuse("remain_quantity is invalid");
    }
    for (const level of levels) {
      const variation = shop.variations.get(level.variation_id) as Entry<Row>;
      shop.setStock(variation, level.warehouse_id, level.remain_quantity, actual, "Cập nhật tồn kho");
      commit(variation.id);
    }
    return done();
  };

  const createCustomer: Handler = ({ body, commit }) => {
    const input = (body ?? {}) as Row;
    required(input, "name", "phoneNumber", "createType");
    const known = shop.customers.by("phone", input.phoneNumber);
    if (known && input.createType === "ignore") return done(dice.chance(0.5) ? plain(known) : undefined);
    if (known && input.createType === "update") {
      shop.customers.edit(known.id, (row) => (row.name = input.name));
      commit(known.id);
      return done(plain(known));
    }
    const made = shop.addCustomer(
      { name: input.name, phone: input.phoneNumber, birthday: input.dateOfBirth },
      shop.keyOwner,
    );
    commit(made.id);
    return done(plain(made));
  };

  const separate: Handler = ({ body, commit }) => {
    const from = inner(body, "oldPurchase");
    const to = inner(body, "newPurchase");
    const old = need(shop.purchases.get(String(from.id)), "Purchase");
    shop.purchases.edit(old.id, (row) =>
      Object.assign(row, { items: from.items ?? row.items, note: from.note ?? row.note }),
    );
    const made = shop.addPurchase({ ...to, separate_by_display_ids: old.row.display_id });
    commit(made.id);
    return done(plain(made));
  };
  const createTransfers: Handler = ({ body, commit }) => {
    const input = inner(body, "transfer");
    required(input, "from_warehouse_id", "to_warehouse_ids", "items");
    const made = input.to_warehouse_ids.map((to: unknown) => shop.addTransfer({ ...input, to_warehouse_id: to }));
    for (const entry of made) commit(entry.id);
    return done(made.map(plain));
  };
  const createVouchers: Handler = ({ body, commit }) => {
    const input = (body ?? {}) as Row;
    const many = Number(input.create_multi_voucher ?? 0);
    if (!input.name && many < 1) return refuse("name is required");
    const made =
      many > 0
        ? Array.from({ length: many }, () => shop.addVoucher({ ...input, name: dice.hex(8) }))
        : [shop.addVoucher(input)];
    for (const entry of made) commit(entry.id);
    return done(many > 0 ? made.map(plain) : plain(made[0] as Entry<Row>));
  };
  const configureWebhook: Handler = ({ body, commit }) => {
    const input = inner(body, "shop");
    for (const name of Object.keys(shop.webhook)) if (name in input) shop.webhook[name] = input[name];
    commit(shop.shopId);
    return json({ success: true });
  };
  const table = (name: string): Entry<Row> =>
    need(
      shop.tables.live().find(({ row }) => row.name === name),
      "Table",
    );

  const shopRow = (): Row => ({
    id: Number(shop.shopId),
    name: shop.name,
    avatar_url: "",
    pages: [
      {
        id: "104438181227821",
        name: "Quần áo",
        platform: "facebook",
        settings: { auto_create_order: true },
        shop_id: Number(shop.shopId),
      },
    ],
  });
  const shownShop = (): Row => {
    // The secret header is not shown again.
    const { webhook_headers: _headers, ...shown } = shop.webhook;
    return { ...shopRow(), ...shown };
  };

  const P = "/api/v1";
  const S = `${P}/shops/{shop_id}`;
  const routes: Readonly<Record<string, Handler>> = {
    [`GET ${P}/shops`]: () => json({ shops: [shopRow()], success: true }),
    [`GET ${S}`]: () => json({ success: true, shop: shownShop() }),
    [`PUT ${S}`]: configureWebhook,
    [`GET ${P}/geo/provinces`]: () => json({ data: PROVINCES, success: true }),
    [`GET ${P}/geo/districts`]: ({ query }) =>
      json({ data: DISTRICTS.filter((row) => row.province_id === query.get("province_id")), success: true }),
    [`GET ${P}/geo/communes`]: ({ query }) =>
      json({
        data: COMMUNES.filter((row) =>
          query.has("district_id")
            ? row.district_id === query.get("district_id")
            : row.province_id === query.get("province_id"),
        ),
        success: true,
      }),

    [`GET ${S}/orders`]: listOrders,
    [`GET ${S}/orders/{id}`]: ({ path }) => done(precise(find(shop.orders.get(path.id), "Order", path.id))),
    [`POST ${S}/orders`]: createOrder,
    [`PUT ${S}/orders/{id}`]: updateOrder,
    [`GET ${S}/orders/tags`]: all(shop.tags, ({ row }) => row),
    [`GET ${S}/order_source`]: all(shop.sources),
    [`POST ${S}/products/get_logistics_shipping_document`]: ({ body }) =>
      done(
        (body?.params ?? []).map((asked: Row) => ({ order_id: asked.order_id, url: "https://example.com/label.pdf" })),
      ),
    [`POST ${S}/orders/get_tracking_url`]: () => json({ url: "https://example.com/tracking", success: true }),
    [`POST ${S}/orders/price_comparing`]: () =>
      done(CARRIERS.map(({ id, name }) => ({ partner_id: id, partner_name: name, partner_fee: 20_000 + id * 1_000 }))),
    [`GET ${S}/orders_returned`]: list(shop.returns, plain, (query) => ({
      ...byStatus(-1)(query),
      ...span(query, "created", "start_time", "end_time"),
    })),

    [`GET ${S}/warehouses`]: () => json({ data: shop.warehouses.live().map(({ row }) => row), success: true }),
    [`POST ${S}/warehouses`]: ({ body, commit }) => {
      required(body ?? {}, "name");
      const made = shop.warehouses.insert((id) => warehouse(id, body));
      commit(made.id);
      return done(made.row);
    },
    [`PUT ${S}/warehouses/{warehouse_id}/`]: merge(shop.warehouses, "warehouse_id", undefined),
    [`GET ${S}/users`]: all(shop.staff, staffRow),
    [`GET ${S}/order_call_laters`]: list(shop.callLaters, plain, byStatus(-1)),
    [`POST ${S}/order_call_laters`]: create("order_call_later", ["status", "needs_call_at", "phone_number"], (input) =>
      shop.addCallLater(input),
    ),

    [`POST ${S}/products`]: createProduct,
    [`GET ${S}/products/{product_id}`]: ({ path }) =>
      done(wholeProduct(find(shop.products.get(path.product_id), "Product", path.product_id))),
    [`PUT ${S}/products/{product_id}`]: updateProduct,
    [`GET ${S}/products/variations`]: list(shop.variations, listedVariation, (query) => ({
      where: (row) =>
        found(
          { name: shop.products.get(row.product_id)?.row.name, sku: row.display_id, barcode: row.barcode },
          query.get("search"),
        ) &&
        (query.get("product_status") !== "locked" || row.is_locked) &&
        (query.get("product_status") !== "not_locked" || !row.is_locked),
    })),
    [`POST ${S}/variations/{variation_id}/update_quantity`]: ({ path, body, commit }) =>
      setStock(
        (body?.variations_warehouses ?? []).map((level: Row) => ({ ...level, variation_id: path.variation_id })),
        body?.is_actual_remain_quantity === true,
        commit,
      ),
    [`POST ${S}/variations/update_quantity`]: ({ body, commit }) =>
      setStock(body?.variations_warehouses ?? [], body?.is_actual_remain_quantity === true, commit),
    [`POST ${S}/variations/update_composite_product`]: ({ body, commit }) => {
      const variation = need(shop.variations.get(String(body?.variation_id)), "Variation");
      shop.variations.edit(variation.id, (row) => {
        row.is_composite = true;
        row.composite_products = body.composite_products ?? [];
      });
      commit(variation.id);
      return done();
    },
    [`GET ${S}/categories`]: () => json({ data: categoryTree(null), success: true }),
    [`GET ${S}/product_measurements/get_measure`]: all(shop.unitGroups),

    [`GET ${S}/customers`]: list(shop.customers, plain, (query) => {
      const ids = query.get("customer_ids")?.split(",");
      const updated = span(query, "touched", "start_time_updated_at", "end_time_updated_at");
      const inserted = span(query, "created", "start_time_inserted_at", "end_time_inserted_at");
      return {
        ...(updated.between ? updated : inserted),
        where: (row, entry) => (!ids || ids.includes(String(entry.id))) && found(row, query.get("search")),
      };
    }),
    [`POST ${S}/customers`]: createCustomer,
    [`PUT ${S}/customers/{customer_id}`]: merge(shop.customers, "customer_id", "customer"),
    [`GET ${S}/customers/{customer_id}/load_customer_notes`]: ({ path }) => {
      const customer = need(shop.customers.get(path.customer_id), "Customer");
      return json({ customer_notes: [{ notes: customer.row.notes }] });
    },
    [`GET ${S}/customers/point_logs`]: ({ query }) => {
      const customer = need(shop.customers.get(String(query.get("shop_customer_id"))), "Customer");
      const points = customer.row.reward_point;
      const data =
        points > 0
          ? [{ amount: points, current_point: points, inserted_at: seconds(customer.created), note: "Tăng điểm" }]
          : [];
      return json({ data, page_number: 1, page_size: 30, total_entries: data.length, total_pages: 1, success: true });
    },
    [`GET ${S}/customer_levels`]: all(shop.levels),

    [`GET ${S}/transactions`]: list(shop.transactions, plain, (query) => ({
      ...byStatus(-1)(query),
      ...span(query, "created", "startDateTime", "endDateTime"),
    })),
    [`POST ${S}/transactions`]: create("transaction", ["name"], (input) => shop.addTransaction(input)),
    [`POST ${S}/adv_costs`]: create("params", ["cost_date", "transaction", "items"], (input) =>
      shop.advertising.insert((id) => ({ ...input, id })),
    ),
    [`GET ${S}/analytics/sale`]: () => {
      const days = new Map<string, Row>();
      for (const { row, created } of shop.orders.live().slice(-500)) {
        const date = seconds(created).slice(0, 10);
        const day = days.get(date) ?? {
          date,
          returned: null,
          success: { cod: 0, discount: 0, order_count: 0, price: 0 },
        };
        day.success.cod += row.cod;
        day.success.price += row.total_price;
        day.success.order_count += 1;
        days.set(date, day);
      }
      return done([...days.values()]);
    },

    [`GET ${S}/purchases`]: list(shop.purchases, plain, byStatus(-2)),
    [`POST ${S}/purchases`]: create("purchase", ["warehouse_id", "items"], (input) => shop.addPurchase(input)),
    [`PUT ${S}/purchases/{purchase_id}`]: merge(shop.purchases, "purchase_id", "purchase"),
    [`POST ${S}/purchases/separate`]: separate,
    [`GET ${S}/export`]: list(
      shop.exports,
      plain,
      byStatus(-1, (row, query) => row.type === (number(query, "type") ?? 0)),
    ),
    [`POST ${S}/export`]: create("export_list", ["warehouse_id", "export_items"], (input) => shop.addExport(input)),
    [`PUT ${S}/export/{export_id}`]: merge(shop.exports, "export_id", "export_list"),
    // Without a status only those under way are shown; there is none for all.
    [`GET ${S}/transfers`]: list(shop.transfers, transferRow, (query) => {
      const status = number(query, "status") ?? 1;
      return { where: (row) => row.status === status };
    }),
    [`POST ${S}/transfers/multi`]: createTransfers,
    [`PUT ${S}/transfers/{transfer_id}`]: merge(shop.transfers, "transfer_id", "transfer"),
    [`GET ${S}/stocktakings`]: list(shop.stocktakings, plain, byStatus(-2)),
    [`POST ${S}/stocktakings`]: create("stocktaking", ["warehouse_id", "items", "status"], (input) =>
      shop.addStocktaking(input),
    ),
    [`PUT ${S}/stocktakings/{stocktaking_id}`]: merge(shop.stocktakings, "stocktaking_id", "stocktaking"),
    [`GET ${S}/inventory_histories`]: list(shop.histories, historyRow, (query) => {
      const warehouseId = query.get("warehouse_id");
      const variations = query.getAll("variation_ids[]");
      return {
        ...span(query, "created", "startDate", "endDate"),
        where: (row) =>
          (warehouseId === null || row.warehouse.id === warehouseId) &&
          (variations.length === 0 || variations.includes(row.variation_now.id)),
      };
    }),

    [`GET ${S}/vouchers`]: all(shop.vouchers),
    // The document shows the bare row here.
    [`GET ${S}/vouchers/{voucher_id}`]: ({ path }) => json(plain(need(shop.vouchers.get(path.voucher_id), "Voucher"))),
    [`POST ${S}/vouchers`]: createVouchers,
    [`GET ${S}/promotion_products`]: ({ query }) =>
      json({
        data: shop.promotions
          .live()
          .map(plain)
          .filter((row) => found({ name: row.name }, query.get("textSearch"))),
        success: true,
      }),
    [`POST ${S}/promotion_products`]: create("promotion_product", [], (input) => shop.addPromotion(input)),
    [`PUT ${S}/promotion_products/{id}`]: merge(shop.promotions, "id", "promotion_product"),
    [`GET ${S}/promotion_advance`]: list(shop.advanced),
    [`POST ${S}/promotion_advance`]: create("promotion_advance", ["name", "type"], (input) => shop.addAdvanced(input)),
    [`POST ${S}/promotion_advance/create_multi`]: create(
      "promotion_advance",
      ["promotion", "shop_customer_ids"],
      (input) => shop.addAdvanced({ ...input.promotion, name: `km ${dice.hex(4)}` }),
    ),
    [`PUT ${S}/promotion_advance/{id}`]: merge(shop.advanced, "id", "promotion_advance"),
    [`GET ${S}/combo_products`]: list(shop.combos),
    [`GET ${S}/partners`]: () => json({ data: CARRIERS, success: true }),

    [`GET ${S}/crm/tables`]: () => json({ success: true, tables: shop.tables.live().map(tableRow) }),
    [`POST ${S}/crm/tables`]: ({ body, commit }) => {
      const input = inner(body, "table");
      required(input, "name", "label");
      if (shop.tables.live().some(({ row }) => row.name === input.name)) return refuse("name has already been taken");
      const made = shop.tables.insert((id) => crmTable(id, input.name, input.label));
      commit(input.name);
      return json({ data: { table: tableRow(made), success: true } });
    },
    [`GET ${S}/crm/profile`]: all(shop.profiles),
    [`GET ${S}/crm/{table_name}/records`]: ({ path, query }) => {
      const { row } = table(path.table_name);
      const { data, success, ...pages } = pageOf(shop.records, query, crmRecord, {
        where: (record) => record.table === row.name,
      });
      return json({ data: { entries: data, ...pages }, success });
    },
    [`POST ${S}/crm/{table_name}/records`]: ({ path, body, commit }) => {
      const made = shop.addRecord(table(path.table_name).row.name, inner(body, "record"));
      commit(made.id);
      return json({ data: { record: crmRecord(made), success: true } });
    },
    [`PUT ${S}/crm/{table_name}/records`]: ({ path, body, commit }) => {
      table(path.table_name);
      const input = inner(body, "record");
      const entry = need(shop.records.get(String(input.id)), "Record");
      shop.records.edit(entry.id, (row) => Object.assign(row, input));
      commit(entry.id);
      return json({ data: { record: crmRecord(entry), success: true } });
    },
    [`GET ${S}/crm/{table_name}/history`]: ({ query }) => {
      const record = need(shop.records.get(String(query.get("record_id"))), "Record");
      return json({
        history: [
          {
            id: `h-${record.id}`,
            record_id: record.id,
            changes: [],
            editor_id: shop.keyOwner,
            updated_at: seconds(record.created),
          },
        ],
        success: true,
      });
    },
  };

  const authenticate = ({
    request,
    route,
    path,
    query,
  }: {
    request: SimulatedRequest;
    route: string;
    path: Readonly<Record<string, any>>;
    query: URLSearchParams;
  }) => {
    const dead = (): Reply => {
      const form = dice.integer(0, 2);
      if (form === 2) return json({ success: false, message: "Invalid api_key" });
      return json({ success: false, message: "Unauthorized" }, form === 0 ? 401 : 403);
    };
    if (query.get("api_key") !== shop.apiKey || core.signInRefused) return dead();
    if (bearer(request) !== shop.apiKey) return json({ success: false, message: "Missing access_token" }, 401);
    if (route === `GET ${P}/shops`) suspended = false;
    if (suspended) return dead();
    if (path.shop_id !== undefined && path.shop_id !== shop.shopId)
      return json({ success: false, message: "Forbidden" }, 403);
    // A JSON array where `key[]=a` is meant.
    if ([...query.values()].some((value) => value.startsWith("["))) {
      return json({ success: false, message: "Internal Server Error" }, 500);
    }
    return undefined;
  };

  const shown =
    (collection: Collection<Row>, show: (entry: Entry<Row>) => Row = plain) =>
    () =>
      collection.live().map(show);

  return core.open({
    vendor: "pancake",
    credentials: { apiKey: shop.apiKey, shopId: shop.shopId },
    operations,
    hosts: { api: P },
    routes,
    authenticate,
    limits: [
      {
        id: "key",
        key: ({ query }) => query.get("api_key") ?? undefined,
        capacity: CALLS_PER_MINUTE,
        windowSeconds: 60,
      },
    ],
    forms: {
      limit: ({ retryAt, now }) => {
        const body = { message: "Too many requests", success: false, error_code: 429 };
        const form = dice.integer(0, 2);
        if (form === 0) return json(body);
        return json(
          body,
          429,
          form === 1 ? { "retry-after": String(Math.max(1, Math.ceil((retryAt - now) / 1_000))) } : {},
        );
      },
      serverError: () =>
        dice.chance(0.5)
          ? json({ success: false, message: "Internal Server Error" }, 500)
          : html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502),
      expire: () => {
        suspended = true;
      },
      malformed: () => json({ result: { items: [] } }),
      notFound: () => ({ status: 404, headers: { "content-type": "text/plain" }, body: "Page not found" }),
    },
    rows: {
      locations: () => shop.warehouses.live().map(({ row }) => row),
      categories: () => flattenCategories(categoryTree(null)),
      products: shown(shop.variations, listedVariation),
      inventory: shown(shop.variations, listedVariation),
      customers: shown(shop.customers),
      orders: () =>
        shop.orders
          .live()
          .filter(({ row }) => exists(row))
          .map(precise),
      returns: shown(shop.returns),
      "purchase-orders": shown(shop.purchases),
      exports: shown(shop.exports),
      transfers: shown(shop.transfers, transferRow),
      stocktakings: shown(shop.stocktakings),
      "inventory-histories": shown(shop.histories, historyRow),
      "cash-flow": shown(shop.transactions),
      vouchers: shown(shop.vouchers),
      promotions: shown(shop.promotions),
      "advanced-promotions": shown(shop.advanced),
      combos: shown(shop.combos),
      staff: shown(shop.staff, staffRow),
      "order-tags": shown(shop.tags, ({ row }) => row),
      "order-sources": shown(shop.sources),
      "customer-levels": shown(shop.levels),
      "unit-groups": shown(shop.unitGroups),
      carriers: () => CARRIERS,
      "call-laters": shown(shop.callLaters),
      "crm-tables": shown(shop.tables, tableRow),
      "crm-profiles": shown(shop.profiles),
      "crm-records": () => shop.records.live().map((entry) => ({ ...crmRecord(entry), table_name: entry.row.table })),
    },
    changes: [
      { weight: 10, run: shop.sell },
      { weight: 8, run: shop.advanceOrder },
      { weight: 6, run: shop.editOrder },
      { weight: 2, run: shop.deleteOrder },
      { weight: 4, run: shop.countStock },
      { weight: 3, run: shop.editProduct },
      { weight: 2, run: () => void shop.addProduct() },
      { weight: 1, run: shop.deleteProduct },
      { weight: 2, run: () => void shop.addCustomer() },
      { weight: 3, run: shop.editCustomer },
      { weight: 1, run: shop.deleteCustomer },
      { weight: 1, run: shop.returnGoods },
      { weight: 1, run: shop.settleReturn },
      { weight: 3, run: shop.documents },
      { weight: 2, run: shop.marketing },
      { weight: 1, run: () => void shop.addCallLater({ notice_created: "Gọi lại", phone_number: "0900000000" }) },
    ],
    seed: (size) => {
      const start = core.now();
      const back = (n: number, run: () => void) => core.at(start - (size - n) * 60_000 - 60_000, run);
      for (let n = 0; shop.variations.size < size && n < size; n += 1) back(n, () => void shop.addProduct());
      for (let n = 0; n < size; n += 1) back(n, () => void shop.addCustomer());
      for (let n = 0; n < size; n += 1) back(n, shop.sell);
      for (let n = 0; n < Math.min(size, 12); n += 1) {
        back(n, () => {
          shop.buy();
          shop.documents();
          shop.documents();
          shop.marketing();
          shop.returnGoods();
        });
      }
    },
    revoke: () => {
      suspended = true;
    },
  });
};

const emptyLevel = (warehouseId: unknown): Row => ({
  actual_remain_quantity: 0,
  remain_quantity: 0,
  pending_quantity: 0,
  returning_quantity: 0,
  waiting_quantity: 0,
  total_quantity: 0,
  selling_avg: 0.0,
  batch_position: null,
  shelf_position: null,
  warehouse_id: warehouseId,
});

const transferRow = (entry: Entry<Row>): Row => ({
  ...entry.row,
  inserted_at: seconds(entry.created),
  updated_status_at: seconds(entry.modified ?? entry.created),
});
const historyRow = (entry: Entry<Row>): Row => ({ ...entry.row, inserted_at: micros(entry.created) });
const tableRow = (entry: Entry<Row>): Row => {
  const { id: _id, ...row } = entry.row;
  return { ...row, inserted_at: seconds(entry.created) };
};
