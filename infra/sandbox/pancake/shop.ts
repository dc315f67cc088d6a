import { type Collection, type Entry, Shop } from "../simulator.ts";
import type { SimulatorOptions } from "../types.ts";

/**
 * A shop of Pancake POS as rows in memory and what its staff do with them. Rows are kept in the vendor's own shape, as
 * its document shows them and as captured answers have them; stamps are put in when a row is shown.
 */

export type Row = Record<string, any>;

/** `2026-05-07T11:04:38.590000`: UTC without saying so, six digits. */
export const micros = (time: number): string => `${new Date(time).toISOString().slice(0, -1)}000`;
/** `2026-05-07T11:04:38`, as most resources have it. */
export const seconds = (time: number): string => new Date(time).toISOString().slice(0, 19);

const FIRST_NAMES = ["An", "Bình", "Chi", "Dũng", "Hà", "Hoàng Anh", "Loan", "Minh", "Ngọc", "Sơn"];
const FAMILY_NAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng"];
const GOODS = ["Áo phông nam", "Váy hè", "Áo khoác", "Quần jean", "Nước hoa", "Hộp bánh"];
const COLORS = ["Đen", "Trắng", "Đỏ", "Xanh"];
const SIZES = ["S", "M", "L", "X"];
const NEXT_STATUS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 1, 1, 6, 17],
  17: [1, 6],
  1: [8, 12, 11],
  11: [1],
  12: [13],
  13: [8],
  8: [9],
  9: [2],
  2: [3, 3, 3, 4],
  3: [16, 4],
  4: [5, 15],
};
const STATUS_NAMES: Readonly<Record<number, string>> = {
  0: "new",
  1: "submitted",
  2: "shipped",
  3: "delivered",
  4: "returning",
  5: "returned",
  6: "canceled",
  7: "removed",
  8: "packing",
  9: "waiting_pickup",
  16: "received_money",
};
const DELETED = 7;

export class PancakeShop {
  readonly core: Shop;
  readonly shopId: string;
  /** Without dashes; the same with dashes is the id of the person whose key it is. */
  readonly apiKey: string;
  readonly keyOwner: string;
  readonly name = "Shop thời trang";

  readonly warehouses: Collection<Row>;
  readonly categories: Collection<Row>;
  readonly products: Collection<Row>;
  readonly variations: Collection<Row>;
  readonly customers: Collection<Row>;
  readonly orders: Collection<Row>;
  readonly returns: Collection<Row>;
  readonly purchases: Collection<Row>;
  readonly exports: Collection<Row>;
  readonly transfers: Collection<Row>;
  readonly stocktakings: Collection<Row>;
  readonly transactions: Collection<Row>;
  readonly histories: Collection<Row>;
  readonly vouchers: Collection<Row>;
  readonly promotions: Collection<Row>;
  readonly advanced: Collection<Row>;
  readonly combos: Collection<Row>;
  readonly staff: Collection<Row>;
  readonly tags: Collection<Row>;
  readonly sources: Collection<Row>;
  readonly levels: Collection<Row>;
  readonly unitGroups: Collection<Row>;
  readonly callLaters: Collection<Row>;
  readonly tables: Collection<Row>;
  readonly records: Collection<Row>;
  readonly profiles: Collection<Row>;
  readonly advertising: Collection<Row>;
  readonly webhook: Row = {
    webhook_enable: false,
    webhook_url: null,
    webhook_email: null,
    webhook_types: [],
    webhook_partner: null,
    webhook_headers: {},
  };

  constructor(options: SimulatorOptions) {
    this.core = new Shop(options);
    const { dice } = this.core;
    this.keyOwner = dice.uuid();
    this.apiKey = this.keyOwner.replaceAll("-", "");
    this.shopId = String(dice.integer(10_000, 9_999_999));
    const uuids = () => this.core.collection<Row>({ nextId: () => dice.uuid() });
    const numbers = (firstId: number) => this.core.collection<Row>({ firstId });
    this.warehouses = uuids();
    this.categories = numbers(30_163);
    this.products = uuids();
    this.variations = uuids();
    this.customers = this.core.collection<Row>({
      nextId: () => dice.uuid(),
      keys: { phone: (row) => row.phone_numbers[0] },
    });
    this.orders = numbers(1_418);
    this.returns = numbers(1_403);
    this.purchases = uuids();
    this.exports = uuids();
    this.transfers = uuids();
    this.stocktakings = uuids();
    this.transactions = uuids();
    this.histories = numbers(186_206);
    this.vouchers = uuids();
    this.promotions = numbers(11);
    this.advanced = uuids();
    this.combos = numbers(282);
    this.staff = uuids();
    this.tags = numbers(1);
    this.sources = numbers(1);
    this.levels = uuids();
    this.unitGroups = numbers(58);
    this.callLaters = uuids();
    this.tables = uuids();
    this.records = uuids();
    this.profiles = uuids();
    this.advertising = uuids();
    this.open();
    this.announce();
  }

  private numbers = 0;
  private number(): number {
    this.numbers += 1;
    return this.numbers;
  }

  /** What every shop has from its first day. */
  private open(): void {
    for (const [name, commune] of [
      ["Kho mặc định", "7013925"],
      ["Kho Hà Nội", "1010735"],
      ["Kho dự phòng", "7013923"],
    ] as const) {
      this.warehouses.insert((id) => warehouse(id, { name, commune_id: commune }));
    }
    for (const name of ["Vũ Sơn", "Hoàng Anh", "Lê Long"]) {
      this.staff.insert((id) => ({ user_id: id, user: person(id, name) }));
    }
    for (const name of ["Giao không thành", "Chờ cọc", "Nhập hàng"]) {
      this.tags.insert((id) => ({ id, name, color: "#096dd9", groups: [], is_system_tag: true }));
    }
    const clothes = this.categories.insert((id) => ({ id, text: "ÁO", parent: null })).id;
    for (const text of ["Áo Thun", "Áo Cardigan"]) this.categories.insert((id) => ({ id, text, parent: clothes }));
    this.categories.insert((id) => ({ id, text: "Quần", parent: null }));
    for (const [id, name, parent] of [
      [-1, "Facebook", null],
      [-3, "Shopee", null],
      ["1471242102982974", "", -1],
    ] as const) {
      this.sources.insert(() => ({ id, name, parent_id: parent }), { id });
    }
    this.levels.insert((id) => ({ id, name: "Bạc", discount: 5, discount_type: 3, upgrade_by_point: 100 }));
    this.unitGroups.insert((id) => ({
      id,
      name: "Nước hoa",
      nodes: [{ id: 61, name: "30 ml", exchange_value: 30, is_default: false, parent_id: id }],
    }));
    this.tables.insert((id) => crmTable(id, "Contact", "Contact"));
    for (const [name, reports] of [
      ["CEO", null],
      ["Manager", "CEO"],
    ] as const) {
      this.profiles.insert((id) => ({
        id,
        name,
        reports_to: reports,
        is_admin: reports === null,
        can_remove: reports !== null,
        is_removed: false,
        role: 0,
      }));
    }
  }

  get dice() {
    return this.core.dice;
  }

  private some(collection: Collection<Row>): Entry<Row> | undefined {
    return collection.some(this.dice.random);
  }

  // --- goods and stock

  addProduct(input: Row = {}): { product: Entry<Row>; variations: Entry<Row>[] } {
    const { dice } = this;
    const category = dice.pick(this.categories.live()).row;
    const name = input.name ?? `${dice.pick(GOODS)} ${this.number() + 1}`;
    const product = this.products.insert((id) => ({
      id,
      name,
      custom_id: input.custom_id ?? null,
      display_id: this.number() + 100,
      note_product: input.note_product ?? "",
      product_attributes: input.product_attributes ?? [],
      categories: input.category_ids
        ? input.category_ids.map((wanted: unknown) => ({
            id: wanted,
            name: this.categories.get(String(wanted))?.row.text,
          }))
        : [{ id: category.id, name: category.text }],
      tags: [],
      is_published: input.is_published ?? null,
      type: "product",
      image: null,
      is_sell_negative: true,
      measure_group_id: null,
    }));
    const wanted: Row[] = input.variations ?? [{}, {}, {}].slice(0, dice.integer(1, 3)).map(() => ({}));
    const variations = wanted.map((one) => this.addVariation(product, one));
    for (const stock of input.variations_warehouses ?? []) {
      for (const variation of variations)
        this.setStock(variation, stock.warehouse_id, Number(stock.remain_quantity), false, "Tạo sản phẩm");
    }
    return { product, variations };
  }

  addVariation(product: Entry<Row>, input: Row): Entry<Row> {
    const { dice } = this;
    const number = this.number() + 1;
    const cost = input.last_imported_price ?? dice.integer(2, 50) * 5_000;
    return this.variations.insert((id) => ({
      id,
      product_id: product.id,
      display_id: input.custom_id ?? `SKU-${number}`,
      custom_id: input.custom_id ?? null,
      barcode: input.barcode ?? (dice.chance(0.3) ? null : `893${100_000 + number}`),
      fields:
        input.fields ??
        (input.custom_id === undefined
          ? [
              { id: dice.uuid(), name: "Màu", value: dice.pick(COLORS), keyValue: null },
              { id: dice.uuid(), name: "Size", value: dice.pick(SIZES), keyValue: null },
            ]
          : []),
      images: input.images ?? [],
      retail_price: input.retail_price ?? cost + 50_000,
      retail_price_after_discount: input.retail_price ?? cost + 50_000,
      last_imported_price: cost,
      average_imported_price: cost,
      weight: input.weight ?? dice.integer(1, 30) * 100,
      wholesale_price: [],
      bonus_variations: [],
      composite_products: [],
      is_composite: false,
      is_hidden: input.is_hidden ?? false,
      is_locked: false,
      is_removed: false,
      is_sell_negative_variation: true,
      keyword: null,
      price_at_counter: 0,
      videos: null,
      /** Warehouse -> level; shown as an array. */
      stock: {} as Record<string, Row>,
    }));
  }

  removeProduct(product: Entry<Row>): void {
    for (const variation of this.variationsOf(product.id)) this.variations.remove(variation.id);
    this.products.remove(product.id);
  }

  variationsOf(productId: unknown): Entry<Row>[] {
    return this.variations.live().filter(({ row }) => row.product_id === productId);
  }

  level(variation: Entry<Row>, warehouseId: string): Row {
    variation.row.stock[warehouseId] ??= {
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
    };
    return variation.row.stock[warehouseId];
  }

  /** `actual`: the stock on hand; otherwise what can be sold. Either moves the other by the same. */
  setStock(variation: Entry<Row>, warehouseId: string, amount: number, actual: boolean, why: string): void {
    const level = this.level(variation, warehouseId);
    const change = amount - (actual ? level.actual_remain_quantity : level.remain_quantity);
    this.moveStock(variation, warehouseId, change, change, why, actual);
  }

  moveStock(
    variation: Entry<Row>,
    warehouseId: string,
    sellable: number,
    onHand: number,
    why: string,
    isActual = false,
  ): void {
    if (!this.variations.get(variation.id)) return;
    this.variations.edit(variation.id, () => {
      const level = this.level(variation, warehouseId);
      level.remain_quantity += sellable;
      level.actual_remain_quantity += onHand;
      if (onHand > 0) level.total_quantity += onHand;
    });
    const level = this.level(variation, warehouseId);
    this.histories.insert((id) => ({
      id,
      quantity: sellable,
      remain_quantity: level.remain_quantity,
      avg_price: variation.row.last_imported_price,
      type: why,
      table_name: "warehouses",
      ref_display_id: null,
      editor_id: this.dice.pick(this.staff.live()).id,
      variation_now: { id: variation.id, display_id: variation.row.display_id, product_id: variation.row.product_id },
      warehouse: { id: warehouseId, name: this.warehouses.get(warehouseId)?.row.name },
    }));
    this.tell("variations_warehouses", {
      actual_remain_quantity: level.actual_remain_quantity,
      remain_quantity: level.remain_quantity,
      type: "variations_warehouses",
      variation_id: variation.id,
      warehouse_id: warehouseId,
      change_quantity: sellable,
      is_actual_remain_quantity: isActual,
      inserted_at: seconds(this.core.now()).replace("T", " "),
    });
  }

  // --- people

  addCustomer(input: Row = {}, creator?: string): Entry<Row> {
    const { dice } = this;
    const name = input.name ?? `${dice.pick(FAMILY_NAMES)} ${dice.pick(FIRST_NAMES)}`;
    const phone = input.phone ?? `09${dice.integer(10_000_000, 99_999_999)}`;
    return this.customers.insert((id) => ({
      id,
      customer_id: dice.uuid(),
      name,
      phone_numbers: [phone],
      emails: input.email ? [input.email] : [],
      gender: dice.pick(["male", "female", null]),
      date_of_birth: input.birthday ?? null,
      fb_id: null,
      reward_point: 0,
      used_reward_point: 0,
      purchased_amount: 0,
      current_debts: 0,
      order_count: 0,
      succeed_order_count: 0,
      returned_order_count: 0,
      level: null,
      tags: [],
      notes: [],
      is_block: false,
      is_discount_by_level: true,
      referral_code: dice.hex(8),
      creator_id: creator ?? dice.pick(this.staff.live()).id,
      last_order_at: null,
      list_voucher: [],
      shop_customer_addresses: input.address
        ? [{ id: dice.uuid(), country_code: 84, full_name: name, phone_number: phone, ...input.address }]
        : [],
    }));
  }

  // --- orders

  /** `creator`: whose act it is; our key's owner for calls of the API, which is how the key gets into every row. */
  addOrder(input: Row = {}, creator?: string): Entry<Row> {
    const { dice } = this;
    const editor = creator ?? String(dice.pick(this.staff.live()).id);
    const phone: string | undefined = input.bill_phone_number;
    const customer =
      (phone ? this.customers.by("phone", phone) : undefined) ??
      (phone || dice.chance(0.4) || !this.some(this.customers)
        ? this.addCustomer({ name: input.bill_full_name, phone, email: input.bill_email }, editor)
        : (this.some(this.customers) ?? this.addCustomer()));
    const warehouseId = input.warehouse_id ?? this.warehouses.live()[0]?.id;
    const items: Row[] =
      input.items ??
      Array.from({ length: dice.integer(1, 3) }, () => ({
        variation_id: this.some(this.variations)?.id,
        quantity: dice.integer(1, 5),
        discount_each_product: dice.chance(0.2) ? 1_000 : 0,
      }));
    const lines = items.map((item) => this.orderItem(item));
    // A custom id becomes the id; one that is taken leaves the second order with a number of its own: the vendor
    // is not known to refuse it.
    const wanted = input.custom_id;
    const free = wanted !== undefined && wanted !== null && !this.orders.even(wanted);
    // Shops that share goods get copies of each other's orders, with ids of this form.
    const foreign = wanted === undefined && input.items === undefined && dice.chance(0.03);
    const made = this.orders.insert(
      (id, at) => {
        const row: Row = {
          id,
          system_id: typeof id === "number" ? id : this.number() + 500_000,
          display_id: dice.chance(0.5) ? dice.integer(10_000, 99_999) : null,
          custom_id: wanted ?? null,
          shop_id: Number(this.shopId),
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
            shop_id: Number(this.shopId),
            name: customer.row.name,
            creator_id: editor,
          },
          warehouse_id: warehouseId,
          warehouse_info: { name: this.warehouses.get(warehouseId)?.row.name },
          items: lines,
          is_free_shipping: input.is_free_shipping ?? false,
          received_at_shop: input.received_at_shop ?? false,
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
          order_sources: "-1",
          order_sources_name: input.account_name ?? "Facebook",
          account_name: input.account_name ?? "",
          note: input.note ?? "",
          note_print: input.note_print ?? null,
          tags: [],
          partner: null,
          returned_reason: null,
          shipping_address: input.shipping_address ?? oldAddress(customer.row.name, customer.row.phone_numbers[0]),
          assigning_seller_id: null,
          assigning_seller: null,
          creator: person(editor, editor === this.keyOwner ? "API" : (this.staff.get(editor)?.row.user.name ?? null)),
          creator_id: editor,
          histories: [],
          status_history: [
            { status: 0, old_status: null, editor_id: editor, editor: null, name: null, updated_at: seconds(at) },
          ],
          estimate_delivery_date: null,
          viewing: [],
          activated_combo_products: [],
        };
        total(row, input.cod);
        return row;
      },
      free ? { id: wanted } : foreign ? { id: `AF${this.shopId}O${dice.hex(6)}` } : {},
    );
    this.customers.edit(customer.id, (row) => {
      row.order_count += 1;
      row.last_order_at = seconds(this.core.now());
    });
    for (const item of lines) {
      const variation = this.variations.get(item.variation_id);
      if (variation) this.moveStock(variation, warehouseId, -item.quantity, 0, `Đơn hàng #${made.id}`);
    }
    return made;
  }

  orderItem(item: Row): Row {
    const variation = this.variations.get(item.variation_id)?.row;
    const product = variation && this.products.get(variation.product_id)?.row;
    return {
      id: this.dice.integer(10_000, 99_999_999),
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
  }

  setStatus(order: Entry<Row>, status: number, editor?: string): void {
    this.orders.edit(order.id, (row) => {
      const by = editor ?? String(this.dice.pick(this.staff.live()).id);
      row.status_history.push({
        status,
        old_status: row.status,
        editor_id: by,
        editor: person(by, this.staff.get(by)?.row.user.name ?? null),
        name: this.staff.get(by)?.row.user.name ?? null,
        updated_at: seconds(this.core.now()),
      });
      row.status = status;
      row.status_name = STATUS_NAMES[status] ?? `status_${status}`;
      if (status === 2) {
        row.partner = {
          partner_id: this.dice.pick([0, 1, 3, 5, 15]),
          extend_code: `VN${this.dice.hex(10).toUpperCase()}`,
          total_fee: 27_000,
          paid_at: null,
          system_created: true,
          updated_at: seconds(this.core.now()),
        };
        row.partner_fee = 27_000;
      }
    });
    if (status === 2 || status === 5) {
      for (const item of order.row.items) {
        const variation = this.variations.get(item.variation_id);
        if (!variation) continue;
        if (status === 2) this.moveStock(variation, order.row.warehouse_id, 0, -item.quantity, `Đơn hàng #${order.id}`);
        else this.moveStock(variation, order.row.warehouse_id, item.quantity, item.quantity, `Hoàn #${order.id}`);
      }
    }
  }

  // --- what the staff do

  private someOrder(): Entry<Row> | undefined {
    return this.some(this.orders);
  }

  readonly sell = (): void => {
    if (!this.some(this.variations)) this.addProduct();
    this.addOrder();
  };

  readonly advanceOrder = (): void => {
    const order = this.someOrder();
    const next = order && NEXT_STATUS[order.row.status];
    if (order && next) this.setStatus(order, this.dice.pick(next));
  };

  readonly editOrder = (): void => {
    const order = this.someOrder();
    if (!order || order.row.status === DELETED) return;
    this.orders.edit(order.id, (row) => {
      row.note = `${row.note} ${this.dice.hex(4)}`.trim();
      if (this.dice.chance(0.3)) row.tags = [{ id: 2, name: "Chờ cọc" }];
      if (this.dice.chance(0.3)) row.customer_pay_fee = !row.customer_pay_fee;
    });
  };

  /** Staff delete new and cancelled orders: the order stays with status 7. */
  readonly deleteOrder = (): void => {
    const order = this.someOrder();
    if (order && [0, 1, 6, 17].includes(order.row.status)) this.setStatus(order, DELETED);
  };

  readonly countStock = (): void => {
    const variation = this.some(this.variations);
    const warehouse = this.some(this.warehouses);
    if (variation && warehouse) {
      this.setStock(
        variation,
        String(warehouse.id),
        this.dice.integer(0, 200),
        this.dice.chance(0.5),
        "Cập nhật tồn kho",
      );
    }
  };

  readonly editProduct = (): void => {
    const variation = this.some(this.variations);
    if (!variation) return;
    this.variations.edit(variation.id, (row) => {
      if (this.dice.chance(0.7)) row.retail_price += 1_000;
      else row.is_locked = !row.is_locked;
    });
    if (this.dice.chance(0.2)) {
      this.products.edit(variation.row.product_id, (row) => {
        row.name = `${row.name.split(" *")[0]} *${this.dice.hex(3)}`;
      });
    }
  };

  readonly deleteProduct = (): void => {
    const product = this.some(this.products);
    if (product && this.products.size > 2) this.removeProduct(product);
  };

  readonly editCustomer = (): void => {
    const customer = this.some(this.customers);
    if (!customer) return;
    this.customers.edit(customer.id, (row) => {
      row.tags = [this.dice.pick(["Hay hoàn", "Tiềm năng", "VIP"])];
      row.reward_point += this.dice.integer(1, 10) * 0.5;
    });
  };

  readonly deleteCustomer = (): void => {
    const customer = this.some(this.customers);
    if (customer && this.customers.size > 2) this.customers.remove(customer.id);
  };

  readonly returnGoods = (): void => {
    const order = this.someOrder();
    const item = order?.row.items[0];
    if (!order || !item) return;
    this.returns.insert((id) => ({
      id,
      display_id: this.number() + 600,
      custom_id: null,
      status: 0,
      bill_full_name: order.row.bill_full_name,
      bill_phone_number: order.row.bill_phone_number,
      creator_id: this.dice.pick(this.staff.live()).id,
      discount: 0,
      discount_from_order_to_returned: 0,
      order_id: null,
      order_id_to_returned: this.dice.integer(100_000, 999_999),
      order_to_returned: { id: String(order.id), system_id: order.row.system_id, status: order.row.status },
      returned_fee: this.dice.pick([0, 10_000]),
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
      shop_id: Number(this.shopId),
      status_histories: [],
      tags: [],
      warehouse_id: order.row.warehouse_id,
    }));
  };

  readonly settleReturn = (): void => {
    const entry = this.some(this.returns);
    if (entry && entry.row.status !== 1) this.returns.edit(entry.id, (row) => (row.status = this.dice.pick([1, 2, 4])));
  };

  document(): { warehouse_id: unknown; items: Row[] } {
    const variation = this.some(this.variations) ?? this.addProduct().variations[0];
    return {
      warehouse_id: this.dice.pick(this.warehouses.live()).id,
      items: [{ variation_id: variation?.id, quantity: this.dice.integer(1, 20), imported_price: 100_000 }],
    };
  }

  readonly buy = (): void => {
    this.addPurchase({ ...this.document(), status: this.dice.pick([-1, 0, 1]) });
  };
  addPurchase(input: Row): Entry<Row> {
    const items: Row[] = (input.items ?? []).map((item: Row) => ({ id: this.dice.uuid(), ...item }));
    return this.purchases.insert((id) => ({
      id,
      display_id: 6_000 + this.number(),
      status: input.status ?? -1,
      note: input.note ?? "",
      warehouse_id: input.warehouse_id,
      supplier_products_id: input.supplier_products_id ?? null,
      items,
      total_quantity: items.reduce((sum, item) => sum + Number(item.quantity ?? 0), 0),
      total_price: items.reduce((sum, item) => sum + Number(item.quantity ?? 0) * Number(item.imported_price ?? 0), 0),
      discount: input.discount ?? 0,
      transport_fee: input.transport_fee ?? 0,
      tags: input.tags ?? [],
      images: input.images ?? [],
      bill_images: [],
      created_type: "actual_purchase",
      received_at: null,
      separate_by_display_ids: input.separate_by_display_ids ?? null,
    }));
  }

  addExport(input: Row): Entry<Row> {
    const items: Row[] = (input.export_items ?? []).map((item: Row) => ({ id: this.dice.uuid(), ...item }));
    return this.exports.insert((id) => ({
      id,
      display_id: 400 + this.number(),
      type: Number(input.type ?? 0),
      status: input.status ?? 0,
      note: input.note ?? "",
      warehouse_id: input.warehouse_id,
      export_items: items,
      total: items.reduce((sum, item) => sum + Number(item.quantity ?? 0), 0),
      total_price: items.reduce((sum, item) => sum + Number(item.quantity ?? 0) * Number(item.imported_price ?? 0), 0),
      images: input.images ?? [],
      tags: input.tags ?? [],
    }));
  }

  addTransfer(input: Row): Entry<Row> {
    return this.transfers.insert((id) => ({
      id,
      display_id: 300 + this.number(),
      from_warehouse_id: input.from_warehouse_id,
      from_warehouse_name: this.warehouses.get(input.from_warehouse_id)?.row.name ?? null,
      to_warehouse_id: input.to_warehouse_id,
      to_warehouse_name: this.warehouses.get(input.to_warehouse_id)?.row.name ?? null,
      items: (input.items ?? []).map((item: Row) => ({ id: this.dice.uuid(), ...item })),
      note: input.note ?? "",
      images: [],
      shipping_fee: input.shipping_fee ?? 0,
      shop_id: Number(this.shopId),
      status: 0,
      total_quantity: (input.items ?? []).length,
    }));
  }

  addStocktaking(input: Row): Entry<Row> {
    if (input.status === 1) this.bookCount(input);
    return this.stocktakings.insert((id) => ({
      id,
      display_id: null,
      items: (input.items ?? []).map((item: Row) => ({ id: this.dice.uuid(), ...item })),
      note: input.note ?? "",
      progress: 0,
      shop_id: Number(this.shopId),
      status: input.status ?? 0,
      stocktaking_by: input.stocktaking_by ?? "category_ids",
      stocktaking_by_value: [],
      warehouse_id: input.warehouse_id,
    }));
  }

  /** A finished count books its differences. */
  private bookCount(count: Row): void {
    for (const item of count.items ?? []) {
      const variation = this.variations.get(item.variation_id);
      const change = Number(item.changed_quantity);
      if (variation) this.moveStock(variation, count.warehouse_id, change, change, "Kiểm hàng", true);
    }
  }

  addTransaction(input: Row): Entry<Row> {
    return this.transactions.insert((id, at) => ({
      id,
      display_id: `KH${6_000 + this.number()}`,
      name: input.name,
      note: input.note ?? "",
      amount: Number(input.amount ?? 0),
      status: 1,
      is_accounting: input.is_accounting ?? false,
      is_canceled: false,
      is_locked: input.is_locked ?? false,
      payments: input.payments ?? ["cash"],
      images: [],
      tag_ids: [],
      table_name: "transactions",
      shop_id: Number(this.shopId),
      time_incurred: seconds(at),
    }));
  }

  readonly documents = (): void => {
    const document = this.document();
    switch (this.dice.integer(0, 7)) {
      case 0:
        this.addExport({ ...document, export_items: document.items, type: this.dice.integer(0, 1) });
        return;
      case 1: {
        const [from, to] = this.warehouses.live();
        this.addTransfer({ ...document, from_warehouse_id: from?.id, to_warehouse_id: to?.id });
        return;
      }
      case 2: {
        const transfer = this.some(this.transfers);
        if (transfer && transfer.row.status < 2) this.transfers.edit(transfer.id, (row) => (row.status += 1));
        return;
      }
      case 3:
        this.addStocktaking({
          ...document,
          items: [{ variation_id: document.items[0]?.variation_id, changed_quantity: -1 }],
        });
        return;
      case 4: {
        const purchase = this.some(this.purchases);
        if (purchase && purchase.row.status < 1) this.purchases.edit(purchase.id, (row) => (row.status += 1));
        return;
      }
      case 5:
        this.addTransaction({ name: "Thanh toán tiền hàng", amount: -this.dice.integer(1, 50) * 10_000 });
        return;
      case 6: {
        const transaction = this.some(this.transactions);
        if (transaction) this.transactions.edit(transaction.id, (row) => (row.status = this.dice.pick([1, 2, 3])));
        return;
      }
      default:
        this.buy();
    }
  };

  readonly marketing = (): void => {
    switch (this.dice.integer(0, 5)) {
      case 0:
        this.addVoucher({ name: this.dice.hex(8) });
        return;
      case 1:
        this.addPromotion({ name: `km ${this.dice.hex(3)}` });
        return;
      case 2:
        this.addAdvanced({ name: `km ${this.dice.hex(3)}`, type: "discount_by_product" });
        return;
      case 3:
        this.combos.insert((id) => ({
          id,
          name: `combo ${id}`,
          discount_amount: 10_000,
          is_variation: true,
          bonus_products: [],
        }));
        return;
      case 4: {
        const category = this.some(this.categories);
        if (category)
          this.categories.edit(category.id, (row) => (row.text = `${row.text.split(" ~")[0]} ~${this.dice.hex(2)}`));
        return;
      }
      default: {
        const record = this.some(this.records);
        if (record && this.dice.chance(0.5)) this.records.edit(record.id, (row) => (row.Address = this.dice.hex(6)));
        else this.addRecord("Contact", { Name: this.dice.pick(FIRST_NAMES), Phone: "0900000000" });
      }
    }
  };

  addVoucher(input: Row): Entry<Row> {
    return this.vouchers.insert((id) => ({
      id,
      display_id: this.number() + 1,
      name: input.name,
      promo_code_info: input.promo_code_info ?? { discount: 5_000, is_percent: false, max_discount_by_percent: 0 },
      is_free_shipping: input.is_free_shipping ?? false,
      is_activated: input.is_activated ?? true,
      is_used: null,
      customer_tags: input.customer_tags ?? [],
      start_time: input.start_time ?? null,
      end_time: input.end_time ?? null,
      type: "discount_by_coupon_id",
      shop_id: Number(this.shopId),
    }));
  }
  addPromotion(input: Row): Entry<Row> {
    return this.promotions.insert((id) => ({
      is_active: true,
      arr_promotion_products: [],
      total_orders: 0,
      ...input,
      id,
      shop_id: Number(this.shopId),
    }));
  }
  addAdvanced(input: Row): Entry<Row> {
    return this.advanced.insert((id) => ({
      arr_level_promotion: [],
      is_activated: true,
      ...input,
      id,
      display_id: this.number() + 40,
      shop_id: Number(this.shopId),
    }));
  }
  addRecord(table: string, input: Row): Entry<Row> {
    return this.records.insert((id) => ({ ...input, id, table, CreatedBy: this.keyOwner, ModifiedBy: this.keyOwner }));
  }
  addCallLater(input: Row): Entry<Row> {
    return this.callLaters.insert((id) => ({
      id,
      display_id: this.number() + 70,
      status: input.status ?? 0,
      type: "call",
      notice_created: input.notice_created ?? "",
      needs_call_at: input.needs_call_at ?? null,
      phone_number: input.phone_number ?? null,
      called_at: null,
      need_notify_users: input.need_notify_users ?? [],
      order_id: null,
      order_display_id: null,
    }));
  }

  // --- webhooks

  /** Each change of a row is told, if the shop has an address: sometimes twice, sometimes never. */
  private announce(): void {
    const stamped = (entry: Entry<Row>) => ({ ...entry.row, updated_at: micros(entry.modified ?? entry.created) });
    this.orders.onChange = (_kind, entry) =>
      this.tell("orders", { ...stamped(entry), inserted_at: micros(entry.created) });
    this.customers.onChange = (kind, entry) => {
      if (kind !== "remove") this.tell("customers", { ...stamped(entry), type: "customers" });
    };
    this.products.onChange = (kind, entry) => {
      if (kind === "remove" || !this.webhook.webhook_enable) return;
      const variations = this.variationsOf(entry.id).map(({ row }) => ({ id: row.id, product_id: row.product_id }));
      if (variations.length > 0) this.tell("products", { id: entry.id, name: entry.row.name, variations });
    };
    this.records.onChange = (_kind, entry) => this.tell("crm", crmRecord(entry));
  }

  private tell(type: string, row: Row): void {
    const { webhook, dice } = this;
    if (!webhook.webhook_enable || !webhook.webhook_url || !webhook.webhook_types.includes(type)) return;
    if (dice.chance(0.03)) return;
    const shape = dice.random();
    const bare = { ...row };
    delete bare.stock;
    const body =
      type === "variations_warehouses" || type === "crm"
        ? shape < 0.5
          ? { data: { record: bare, success: true } }
          : shape < 0.7
            ? { type, data: bare }
            : shape < 0.85
              ? { data: [bare] }
              : bare
        : type === "orders" && shape < 0.5
          ? { ...bare, type: "orders", event_type: "update" }
          : bare;
    const headers = Object.fromEntries(
      Object.entries(webhook.webhook_headers as Record<string, string>).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ]),
    );
    const times = dice.chance(0.05) ? 2 : 1;
    for (let n = 0; n < times; n += 1) {
      this.core.deliver({
        url: webhook.webhook_url,
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
    }
  }
}

/** Blank between day and time here, and the names of the fields are the CRM's own. */
export const crmRecord = (entry: Entry<Row>): Row => {
  const { table: _table, ...row } = entry.row;
  const stamp = (time: number) => micros(time).replace("T", " ");
  return { ...row, CreatedOn: stamp(entry.created), ModifiedOn: stamp(entry.modified ?? entry.created) };
};

export const total = (row: Row, cod?: number): void => {
  row.total_quantity = row.items.reduce((sum: number, item: Row) => sum + item.quantity, 0);
  row.total_price = row.items.reduce((sum: number, item: Row) => {
    const price = Number(item.variation_info.retail_price);
    const off = item.is_discount_percent ? (price * item.discount_each_product) / 100 : item.discount_each_product;
    return sum + (price - off) * item.quantity;
  }, 0);
  row.total_price_after_sub_discount = row.total_price - row.total_discount + row.shipping_fee;
  row.cod =
    cod === undefined
      ? row.total_price_after_sub_discount - row.cash - row.transfer_money - row.charged_by_card
      : Number(cod);
  row.money_to_collect = row.cod;
};

export const warehouse = (id: unknown, input: Row): Row => ({
  id,
  name: input.name,
  address: input.address ?? "190 La Thành",
  full_address: `${input.address ?? "190 La Thành"}, Hà Nội`,
  phone_number: input.phone_number ?? "0900000001",
  province_id: input.province_id ?? "701",
  district_id: input.district_id ?? "70139",
  commune_id: input.commune_id ?? "7013925",
  country_code: 84,
  custom_id: null,
  allow_create_order: true,
  affiliate_shop_id: null,
  postcode: null,
  batch_config: input.batch_config ?? null,
  shelf_config: input.shelf_config ?? null,
});

export const crmTable = (id: unknown, name: string, label: string): Row => ({
  id,
  name,
  label,
  can_remove: name !== "Contact",
  creator_id: null,
  filters: [],
  icon: null,
  is_removed: false,
  permission_type: 1,
  sections: [
    { can_remove: false, fields: [{ name: "Name", label: "Name", type: 5, is_require: true, is_unique: false }] },
  ],
  table_permissions: [],
});

const person = (id: unknown, name: unknown): Row => ({
  id,
  name,
  email: "",
  fb_id: null,
  phone_number: null,
  avatar_url: null,
});

const oldAddress = (name: string, phone: string): Row => ({
  full_name: name,
  phone_number: phone,
  address: "12 Hàng Bài",
  commnue_name: "Phường Cống Vị",
  commune_id: "1010115",
  district_id: "10101",
  district_name: "Quận Ba Đình",
  province_id: "101",
  province_name: "Hà Nội",
  country_code: "84",
  full_address: "12 Hàng Bài, Phường Cống Vị, Quận Ba Đình, Hà Nội",
  new_province_id: null,
  new_commune_id: null,
  post_code: null,
});
