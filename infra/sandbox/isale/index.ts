import { createHmac } from "node:crypto";
import type { ResourceName } from "../../../shared/core/records.ts";
import { DAY, HOUR, MINUTE, parseTime, SECOND, toHanoiLocal, toHanoiSeconds } from "../../../shared/core/time.ts";
import { operations, readableTables, type Table, writableTables } from "../../../shared/vendors/isale/operations.ts";
import { type Collection, type Entry, type Handler, json, type Reply, type RouteCall, Shop } from "../simulator.ts";
import type { CreateSimulator, SimulatedRequest } from "../types.ts";

/*
 * iSale's External API over rows in memory. Paths, filters, limits and errors are the document's; names of fields and
 * the habits of the backend (order of the lists, filters that take 0 for "all", a `dateTo` that loses its day, 204 for
 * nothing) are those seen in the vendor's own app. Where the document leaves a choice, this shop is the unkind one:
 * `id` on a list only filters, unknown parameters are ignored, a PATCH takes what it knows and drops the rest.
 */

type Fields = Record<string, any>;

const MOST = 200;
const DEFAULT = 50;
/** Small tables stay below one answer, as in most shops; what lies beyond cannot be read from iSale at all. */
const SMALL = 150;
const ORDERS_ONLY = ["sales.orders.read", "data.notes.read"];

const listed = (call: RouteCall, rows: readonly Fields[]): readonly Fields[] => {
  const asked = Number(call.query.get("limit") ?? DEFAULT);
  return rows.slice(0, Number.isInteger(asked) && asked > 0 ? Math.min(asked, MOST) : DEFAULT);
};
const error = (status: number, code: string, message: string, details?: Fields): Reply =>
  json({ error: { code, message, ...(details && { details }) } }, status);
const missing = (field: string): Reply => error(400, "invalid_request", `Missing required field: ${field}`, { field });
const notFound = (): Reply => error(404, "not_found", "Record not found");
const nothing: Reply = { status: 204, headers: {}, body: "" };

/** `2026-06-30T09:56:23+07:00`, as the reports of the app answer. */
const zoned = (time: number): string => `${toHanoiLocal(time).slice(0, 19)}+07:00`;
/** `2026-06-30 09:56:23`, as the app stores; the generic tables hand it out as it lies there. */
const stored = toHanoiSeconds;

const plain = (text: unknown): string =>
  String(text ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
const matches = (row: Fields, q: string | null): boolean =>
  q === null || q === "" || ["fullName", "mobile", "email", "code"].some((name) => plain(row[name]).includes(plain(q)));
/** 0 and nothing mean "all". */
const equals = (row: Fields, field: string, asked: string | null): boolean =>
  asked === null || asked === "" || asked === "0" || String(row[field] ?? 0) === asked;

const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Võ", "Bùi", "Hồ"];
const GIVEN = ["Anh Tuấn", "Thị Lan", "Minh Châu", "Quốc Huy", "Thu Hà", "Gia Bảo", "Ngọc Ánh", "Văn Đức"];
/** With letters that are rare in names, so that a search for them is not full. */
const NICKNAMES = ["Bé Xíu", "Anh Ken", "Jun", "Zin", "Kiwi"];
const GOODS = ["Cà phê sữa", "Trà đào", "Gạo ST25", "Nước mắm", "Áo thun", "Dép nhựa", "Bột giặt", "Bánh mì"];

export const createIsaleSimulator: CreateSimulator = (options) => {
  const shop = new Shop(options);
  const { dice } = shop;
  const newKey = () => `isale_pk_${dice.hex(32)}`;
  const credentials = { publicKey: newKey() };
  const dead = new Set<string>();
  const nonces = new Map<string, number>();

  const contacts = shop.collection<Fields>({ firstId: 70_001 });
  const products = shop.collection<Fields>({ firstId: 50_001 });
  const orders = shop.collection<Fields>({
    firstId: 384_001,
    orders: { createdAt: (row) => parseTime(row.createdAt, "hanoi") ?? 0 },
  });
  const leads = shop.collection<Fields>({ firstId: 901 });
  const events = shop.collection<Fields>({ firstId: 301 });
  const flows = shop.collection<Fields>({ firstId: 11 });
  const runs = shop.collection<Fields>({ firstId: 5_001 });
  const tables = Object.fromEntries(
    Object.keys(readableTables).map((name) => [name, shop.collection<Fields>({ firstId: 1 })]),
  ) as Record<Table, Collection<Fields>>;

  const rowsOf = (collection: Collection<Fields>) => collection.live().map((entry) => entry.row);
  const newest = (collection: Collection<Fields>) => rowsOf(collection).toReversed();
  const any = (collection: Collection<Fields>): Entry<Fields> | undefined => collection.some(dice.random);
  const phone = () => `0${dice.pick(["3", "5", "7", "8", "9"])}${String(dice.integer(0, 99_999_999)).padStart(8, "0")}`;
  const name = () => `${dice.pick(FAMILY)} ${dice.pick(GIVEN)}`;

  // ------------------------------------------------------------------------------------------------- the shop's life

  /** One in twenty is a nickname and nothing else: no search for a digit finds these. */
  const addContact = (fields: Fields = {}) =>
    contacts.insert((id) => ({
      id,
      ...(dice.chance(0.05)
        ? { code: "", fullName: dice.pick(NICKNAMES), mobile: "" }
        : {
            code: `KH${String(id).padStart(8, "0")}`,
            fullName: name(),
            mobile: dice.chance(0.9) ? phone() : "",
          }),
      email: null,
      gender: dice.pick(["male", "female", ""]),
      address: dice.chance(0.5) ? `${dice.integer(1, 300)} Lê Lợi, Quận 1` : "",
      dateOfBirth: null,
      note: null,
      point: 0,
      buyCount: 0,
      staffId: 0,
      onlineId: 0,
      ...fields,
    }));

  const addProduct = (fields: Fields = {}) =>
    products.insert((id, at) => ({
      id,
      code: `SP${String(id).padStart(6, "0")}`,
      barcode: `893${String(id).padStart(10, "0")}`,
      title: `${dice.pick(GOODS)} ${id}`,
      description: null,
      price: dice.integer(5, 500) * 1_000,
      costPrice: dice.integer(3, 300) * 1_000,
      originalPrice: 0,
      count: dice.integer(0, 400) / (dice.chance(0.1) ? 4 : 1),
      unit: dice.pick(["cái", "ly", "kg", "gói"]),
      unitsJson: dice.chance(0.2) ? JSON.stringify([{ unit: "thùng", exchange: 24, price: 2_400_000 }]) : null,
      isCombo: false,
      isService: false,
      isMaterial: dice.chance(0.1),
      isOption: false,
      categoryId: dice.integer(1, 6),
      avatarUrl: null,
      imageUrlsJson: null,
      itemsJson: null,
      status: 0,
      hideFromList: false,
      onlineId: 0,
      createdAt: zoned(at),
      modifiedAt: zoned(at),
      ...fields,
    }));

  const move = (items: readonly Fields[]) => {
    for (const item of items) {
      products.quietly(item.productId, (row) => {
        row.count = Math.round((row.count - Number(item.count ?? 0)) * 1_000) / 1_000;
      });
    }
  };

  const addOrder = (fields: Fields = {}) =>
    orders.insert((id, at) => {
      const items = Array.from({ length: dice.integer(1, 4) }, () => {
        const product = any(products)?.row ?? { id: 0, title: "?", code: "", price: 10_000, unit: "cái" };
        const count = dice.integer(1, 5);
        return {
          productId: product.id,
          productCode: product.code,
          productName: product.title,
          unit: product.unit,
          count,
          price: product.price,
          discount: 0,
          total: product.price * count,
        };
      });
      const goods = items.reduce((sum, item) => sum + item.total, 0);
      const contact = dice.chance(0.7) ? any(contacts)?.row : undefined;
      const status = dice.pick([0, 1, 1, 2, 3, 3, 3, 5]);
      return {
        id,
        orderCode: `DH${dice.hex(10).toUpperCase()}`,
        contactId: contact?.id ?? 0,
        contactName: contact?.fullName ?? null,
        contactPhone: contact?.mobile ?? null,
        contactAddress: null,
        staffId: dice.integer(0, 3),
        storeId: dice.integer(0, 2),
        moneyAccountId: 0,
        items,
        itemsJson: JSON.stringify(items),
        netValue: goods,
        discount: 0,
        discountOnTotal: 0,
        taxType: 0,
        tax: 0,
        shippingFee: 0,
        shipCostOnCustomer: false,
        total: goods,
        paid: status === 3 ? goods : 0,
        change: 0,
        status,
        note: null,
        billOfLadingCode: null,
        shippingPartner: null,
        deliveryAddress: null,
        onlineId: 0,
        createdAt: zoned(at),
        ...fields,
      };
    });

  const addTo = (table: Table, fields: Fields, dates: readonly string[] = []) =>
    tables[table].insert((id, at) => ({
      id,
      ...fields,
      ...Object.fromEntries(dates.map((date) => [date, stored(at)])),
    }));
  const book = (table: Table, fields: Fields) => {
    if (tables[table].size < SMALL) addTo(table, fields, ["createdAt", "modifiedAt"]);
  };

  const sell = () => {
    const { row } = addOrder();
    move(row.items);
    if (row.status === 3) book("trade", { orderId: row.id, value: row.total, isReceived: true, moneyAccountId: 1 });
    if (row.status === 5) book("debt", { orderId: row.id, contactId: row.contactId, value: row.total, isPaid: false });
  };
  /** Staff mostly touch what is young; a return of last year's order happens too. */
  const recentOrder = (): Entry<Fields> | undefined => {
    const live = orders.live();
    return dice.chance(0.8) ? live[Math.max(0, live.length - 1 - dice.integer(0, 40))] : any(orders);
  };
  const editOrder = () => {
    const entry = recentOrder();
    if (!entry) return;
    orders.edit(entry.id, (row) => {
      row.status = dice.pick([1, 2, 3, 4, 5, 6]);
      if (dice.chance(0.3)) row.note = `ghi chú ${dice.integer(1, 999)}`;
      if (row.status === 2) row.billOfLadingCode = `VD${dice.hex(8).toUpperCase()}`;
      if (row.status === 3) row.paid = row.total;
      // The app lets staff change the day of an order: it moves to another window.
      if (dice.chance(0.05)) row.createdAt = zoned((parseTime(row.createdAt, "hanoi") ?? 0) - dice.integer(1, 2) * DAY);
    });
  };
  const removeSome = (collection: Collection<Fields>, entry = any(collection)) => {
    if (entry && collection.size > 3) collection.remove(entry.id);
  };
  const editProduct = () => {
    const entry = any(products);
    if (!entry) return;
    products.edit(entry.id, (row) => {
      row.price = dice.integer(5, 500) * 1_000;
      row.modifiedAt = zoned(shop.now());
    });
  };
  const burst = () => {
    const count = dice.integer(5, 12);
    for (let made = 0; made < count; made += 1) sell();
  };

  // -------------------------------------------------------------------------------------------------------- handlers

  const detail =
    (collection: Collection<Fields>, parameter = "id"): Handler =>
    ({ path }) => {
      const found = collection.get(path[parameter]);
      return found ? json({ data: found.row }) : notFound();
    };
  /** Takes over fields that the row has, as an entity framework binds them; others are dropped without a word. */
  const patch =
    (collection: Collection<Fields>, before?: (row: Fields, body: Fields) => void): Handler =>
    ({ path, body, commit }) => {
      const found = collection.get(path.id);
      if (!found) return notFound();
      if (typeof body !== "object" || body === null) return error(400, "invalid_request", "Body is required");
      collection.edit(path.id, (row) => {
        before?.(row, body);
        for (const field of Object.keys(row)) if (field !== "id" && field in body) row[field] = body[field];
      });
      commit(path.id);
      return json({ data: found.row });
    };
  const known = (row: Fields, body: Fields): Fields =>
    Object.fromEntries(Object.entries(body).filter(([field]) => field in row && field !== "id"));

  const listOrders: Handler = (call) => {
    const { query } = call;
    const from = parseTime(query.get("dateFrom")?.slice(0, 10), "hanoi");
    // Taken as midnight, so that the last day itself is left out (field note).
    const to = parseTime(query.get("dateTo")?.slice(0, 10), "hanoi");
    const status = query.get("status");
    const { entries } = orders.query({
      orderBy: "createdAt",
      descending: true,
      between: { by: "createdAt", from, to: to === undefined ? undefined : to - 1 },
      where: (row) =>
        equals(row, "contactId", query.get("contactId")) &&
        equals(row, "staffId", query.get("staffId")) &&
        equals(row, "storeId", query.get("storeId")) &&
        (status === null || status === "" || status === "-1" || String(row.status) === status),
    });
    const rows = entries.map((entry) => entry.row);
    return json({ data: listed(call, rows) });
  };

  const createOrder: Handler = ({ body, commit }) => {
    const items = Array.isArray(body?.items) ? body.items : JSON.parse(body?.itemsJson ?? "[]");
    if (!Array.isArray(items) || items.length === 0) return missing("items");
    const made = addOrder();
    const fresh: Fields = {
      contactId: 0,
      contactName: null,
      contactPhone: null,
      staffId: 0,
      storeId: 0,
      status: 1,
      paid: 0,
      note: null,
      netValue: 0,
      total: 0,
      ...known(made.row, body),
      items,
      itemsJson: JSON.stringify(items),
      createdAt: made.row.createdAt,
    };
    orders.quietly(made.id, (row) => Object.assign(row, fresh));
    if (body.saveProductNotes === true) move(items);
    commit(made.id, referenceIn(body));
    // The app's own save call answers with nothing but the number (field note).
    return json(made.id, 201);
  };

  const listPeople =
    (collection: Collection<Fields>): Handler =>
    (call) => {
      const { query } = call;
      const rows = newest(collection).filter(
        (row) =>
          matches(row, query.get("q")) &&
          equals(row, "ownerStaffId", query.get("ownerStaffId")) &&
          (query.get("status") === null || String(row.status) === query.get("status")) &&
          equals(row, "id", call.operation === "leads.list" ? query.get("id") : null),
      );
      return rows.length === 0 ? nothing : json({ data: listed(call, rows) });
    };
  const createPerson =
    (collection: Collection<Fields>, make: (fields: Fields) => Entry<Fields>): Handler =>
    ({ body, commit }) => {
      if (typeof body?.fullName !== "string" || body.fullName.trim() === "") return missing("fullName");
      const made = make({ mobile: "", note: null });
      collection.quietly(made.id, (row) => Object.assign(row, { gender: "", address: "" }, known(row, body)));
      commit(made.id, referenceIn(body));
      return json({ data: made.row }, 201);
    };
  const addLead = (fields: Fields = {}) =>
    leads.insert((id, at) => ({
      id,
      fullName: name(),
      mobile: phone(),
      email: null,
      source: "website",
      status: dice.pick(["new", "contacted", "won"]),
      ownerStaffId: dice.integer(0, 3),
      note: null,
      createdAt: zoned(at),
      ...fields,
    }));
  const addEvent = (fields: Fields = {}) =>
    events.insert((id, at) => ({
      id,
      contactId: any(contacts)?.id ?? 0,
      staffId: dice.integer(0, 3),
      fullName: name(),
      day: stored(at + DAY),
      hour: dice.integer(8, 20),
      status: 0,
      createdAt: stored(at),
      ...fields,
    }));

  const listProducts: Handler = (call) => {
    const { query } = call;
    const material = query.get("isMaterial");
    const rows = newest(products).filter(
      (row) =>
        equals(row, "categoryId", query.get("categoryId")) &&
        (material === null || String(row.isMaterial) === material.toLowerCase()),
    );
    return json({ data: listed(call, rows) });
  };
  const createProduct: Handler = ({ body, commit }) => {
    if (typeof body?.title !== "string" || body.title.trim() === "") return missing("title");
    const made = addProduct({ count: 0, unitsJson: null, isMaterial: false, categoryId: 0, barcode: "", code: "" });
    products.quietly(made.id, (row) => Object.assign(row, known(row, body), { createdAt: row.createdAt }));
    commit(made.id, referenceIn(body));
    return json({ id: made.id }, 201);
  };

  const listEvents: Handler = (call) => {
    const { query } = call;
    const rows = newest(events).filter((row) =>
      ["staffId", "contactId", "id"].every((field) => equals(row, field, query.get(field))),
    );
    return json({ data: listed(call, rows) });
  };

  const tableOf = (call: RouteCall): Collection<Fields> | undefined => tables[call.path.table as Table];
  const listRecords: Handler = (call) => {
    const table = tableOf(call);
    if (!table) return notFound();
    // The document: "to filter or take from a certain record". Here it filters, which helps nobody to page.
    const rows = newest(table).filter((row) => equals(row, "id", call.query.get("id")));
    return json({ data: listed(call, rows) });
  };
  const createRecord: Handler = (call) => {
    const table = call.path.table as Table;
    if (!(writableTables as readonly string[]).includes(table)) return error(403, "forbidden", "Table is read-only");
    const made = addTo(table, { ...call.body, id: undefined }, ["createdAt"]);
    made.row.id = made.id;
    call.commit(made.id, referenceIn(call.body));
    return json({ data: { id: made.id } }, 201);
  };

  // -------------------------------------------------------------------------------------------------------- the door

  const keyOf = (request: SimulatedRequest) => (request.headers.authorization ?? "").replace(/^Apikey\s+/, "");
  const isWrite = (request: SimulatedRequest) => request.method !== "GET";
  const permissionOf = (call: RouteCall): string | undefined => {
    const operation = operations.find(({ id }) => id === call.operation);
    if (!call.operation?.startsWith("table-records.")) return operation?.permission;
    const read = readableTables[call.path.table as Table] as string | undefined;
    return isWrite(call.request) ? read?.replace(/read$/, "write") : read;
  };
  const unauthorized = () => error(401, "unauthorized", "API key is missing, wrong or revoked");

  const authenticate = (call: RouteCall): Reply | undefined => {
    const key = keyOf(call.request);
    const narrow = key === `${credentials.publicKey}-orders-only`;
    if (dead.has(key) || shop.signInRefused || (key !== credentials.publicKey && !narrow)) return unauthorized();
    if (!signedWell(call.request, key)) return unauthorized();
    const permission = permissionOf(call);
    const listsTables = call.operation === "tables.list";
    if (narrow && !listsTables && permission !== undefined && !ORDERS_ONLY.includes(permission)) {
      return error(403, "forbidden", `Missing permission: ${permission}`);
    }
    return undefined;
  };
  /** One of the three headers on a write switches the check of all three on. */
  const signedWell = (request: SimulatedRequest, key: string): boolean => {
    const { "x-timestamp": timestamp, "x-nonce": nonce, "x-signature": signature } = request.headers;
    if (!isWrite(request) || (timestamp === undefined && nonce === undefined && signature === undefined)) return true;
    if (timestamp === undefined || nonce === undefined || signature === undefined) return false;
    if (!(Math.abs(Number(timestamp) - shop.now()) <= 5 * MINUTE)) return false;
    if ((nonces.get(nonce) ?? 0) > shop.now()) return false;
    nonces.set(nonce, shop.now() + 5 * MINUTE);
    // The document keeps the canonical string to itself; this shop signs these five lines.
    const canonical = [request.method, request.path, timestamp, nonce, request.body].join("\n");
    return createHmac("sha256", key).update(canonical).digest("hex") === signature;
  };
  /** The owner withdraws the key and makes a new one: that is what a person would then type in. */
  const withdraw = () => {
    dead.add(credentials.publicKey);
    credentials.publicKey = newKey();
  };

  const routes: Record<string, Handler> = {
    "GET /ext/v1/crm/leads": listPeople(leads),
    "GET /ext/v1/crm/leads/{id}": detail(leads),
    "POST /ext/v1/crm/leads": createPerson(leads, addLead),
    "GET /ext/v1/crm/contacts": listPeople(contacts),
    "GET /ext/v1/crm/contacts/{id}": detail(contacts),
    "POST /ext/v1/crm/contacts": createPerson(contacts, addContact),
    "PATCH /ext/v1/crm/contacts/{id}": patch(contacts),
    "GET /ext/v1/crm/flows": (call) => json({ data: listed(call, rowsOf(flows)) }),
    "GET /ext/v1/crm/flows/{id}": detail(flows),
    "POST /ext/v1/crm/flows": ({ body, commit }) => {
      const made = flows.insert((id, at) => ({ name: "Flow", isActive: false, ...body, id, createdAt: zoned(at) }));
      commit(made.id, referenceIn(body));
      return json({ data: { id: made.id } }, 201);
    },
    "GET /ext/v1/crm/flows/{flowId}/runs": (call) => {
      if (!flows.get(call.path.flowId)) return notFound();
      return json({
        data: listed(
          call,
          newest(runs).filter((run) => String(run.flowId) === call.path.flowId),
        ),
      });
    },
    "GET /ext/v1/crm/flow-runs/{runId}": detail(runs, "runId"),
    "GET /ext/v1/sales/orders": listOrders,
    "GET /ext/v1/sales/orders/{id}": detail(orders),
    "POST /ext/v1/sales/orders": createOrder,
    "PATCH /ext/v1/sales/orders/{id}": patch(orders, (row, body) => {
      if (Array.isArray(body.items)) row.itemsJson = JSON.stringify(body.items);
    }),
    "GET /ext/v1/catalog/products": listProducts,
    "GET /ext/v1/catalog/products/{id}": detail(products),
    "POST /ext/v1/catalog/products": createProduct,
    "PATCH /ext/v1/catalog/products/{id}": patch(products, (row) => {
      row.modifiedAt = zoned(shop.now());
    }),
    "GET /ext/v1/calendar/events": listEvents,
    "GET /ext/v1/calendar/events/{id}": detail(events),
    "POST /ext/v1/calendar/events": ({ body, commit }) => {
      const made = addEvent({ contactId: 0, staffId: 0, ...body });
      made.row.id = made.id;
      commit(made.id, referenceIn(body));
      return json({ data: made.row }, 201);
    },
    "PATCH /ext/v1/calendar/events/{id}": patch(events),
    "GET /ext/v1/data/tables": (call) => {
      const narrow = keyOf(call.request) !== credentials.publicKey;
      const names = Object.entries(readableTables).filter(([, need]) => !narrow || ORDERS_ONLY.includes(need));
      return json({ data: names.map(([table]) => ({ name: table })) });
    },
    "GET /ext/v1/data/tables/{table}/records": listRecords,
    "GET /ext/v1/data/tables/{table}/records/{id}": (call) => {
      const found = tableOf(call)?.get(call.path.id);
      return found ? json({ data: found.row }) : notFound();
    },
    "POST /ext/v1/data/tables/{table}/records": createRecord,
  };

  const seedTables = () => {
    for (const store of ["Chi nhánh Quận 1", "Chi nhánh Thủ Đức"]) {
      addTo("store", { name: store, phone: phone(), address: "12 Lê Lợi, TP.HCM", moneyAccountId: 0 }, ["createdAt"]);
    }
    for (const staff of ["Lan", "Huy", "Bảo"]) {
      addTo("staff", { name: staff, userName: `nv.${plain(staff)}`, storeId: 0, hasFullAccess: false }, ["createdAt"]);
    }
    addTo("money_account", { accountName: "Tiền mặt", total: 0, isDefault: true, bankName: null }, ["createdAt"]);
    const rest = (Object.keys(readableTables) as Table[]).filter((table) => tables[table].size === 0);
    for (const table of rest) {
      for (let made = 0; made < 3; made += 1)
        addTo(table, { title: `${table} ${made + 1}`, note: null }, ["createdAt"]);
    }
  };

  const resourceTables: Partial<Record<ResourceName, Table>> = {
    locations: "store",
    staff: "staff",
    notes: "note",
    debts: "debt",
    quotes: "quote",
    trades: "trade",
    "trade-categories": "trade_category",
    "sales-lines": "sales_line",
    "business-types": "business_type",
    "money-accounts": "money_account",
    transfers: "transfer_note",
    "received-notes": "received_note",
    "level-configs": "level_config",
    "shift-logs": "shift_log",
    "product-attributes": "product_attribute",
    "product-types": "product_type",
    "product-attribute-quantities": "product_attribute_quantity",
    "custom-tables": "custom_table",
    "custom-table-records": "custom_table_data",
    tasks: "crm_task",
    deals: "crm_deal",
    "deal-items": "crm_deal_item",
    "deal-stages": "crm_deal_stage",
    pipelines: "crm_pipeline",
  };

  return shop.open({
    vendor: "isale",
    credentials,
    operations,
    routes,
    authenticate,
    // Counted per machine in the memory of the real one; here there is one machine and one caller's address.
    limits: [
      { id: "ip", key: () => "address", capacity: 120, windowSeconds: 60 },
      { id: "key", key: keyOf, capacity: 300, windowSeconds: 60 },
      {
        id: "writes",
        key: (request) => (isWrite(request) ? keyOf(request) : undefined),
        capacity: 60,
        windowSeconds: 60,
      },
    ],
    forms: {
      limit: ({ now, retryAt, rule }) => {
        const seconds = Math.max(1, Math.ceil((retryAt - now) / SECOND));
        const body = {
          error: { code: "rate_limit_exceeded", message: "Too many requests", retryAfterSeconds: seconds },
        };
        return json(body, 429, {
          "retry-after": String(seconds),
          "x-ratelimit-limit": String(rule?.capacity ?? 120),
          "x-ratelimit-remaining": "0",
        });
      },
      expire: withdraw,
      malformed: () => json({ ok: true, payload: { rowsBase64: "AAAA" } }),
      notFound: () => ({ status: 404, headers: { "content-length": "0" }, body: "" }),
    },
    rows: {
      customers: () => rowsOf(contacts),
      products: () => rowsOf(products),
      inventory: () => rowsOf(products),
      orders: () => rowsOf(orders),
      leads: () => rowsOf(leads),
      "calendar-events": () => rowsOf(events),
      flows: () => rowsOf(flows),
      "flow-runs": () => rowsOf(runs),
      ...Object.fromEntries(
        Object.entries(resourceTables).map(([resource, table]) => [resource, () => rowsOf(tables[table as Table])]),
      ),
    },
    changes: [
      { weight: 10, run: sell },
      { weight: 6, run: editOrder },
      { weight: 2, run: editProduct },
      { weight: 2, run: () => void addContact() },
      {
        weight: 2,
        run: () => {
          const entry = any(contacts);
          if (entry) contacts.edit(entry.id, (row) => Object.assign(row, { point: row.point + 1, note: dice.hex(4) }));
        },
      },
      { weight: 1, run: () => removeSome(orders, recentOrder()) },
      { weight: 0.3, run: () => removeSome(contacts) },
      { weight: 0.3, run: () => removeSome(products) },
      { weight: 0.5, run: () => void (products.size < SMALL && addProduct()) },
      { weight: 0.5, run: burst },
      { weight: 0.5, run: () => shop.later(dice.integer(2, 30) * SECOND, sell, { stampNow: true }) },
      { weight: 0.5, run: () => void (leads.size < SMALL && addLead()) },
      { weight: 0.5, run: () => void (events.size < SMALL && addEvent()) },
      { weight: 0.3, run: () => book("note", { title: "Ghi chú", content: dice.hex(6) }) },
    ],
    seed: (size) => {
      if (tables.store.size === 0) seedTables();
      const few = Math.min(size, 12);
      for (let made = 0; made < Math.min(size, SMALL - 30); made += 1) {
        shop.at(shop.now() - (400 - made) * DAY, () => addProduct());
      }
      for (let made = 0; made < size; made += 1) addContact();
      for (let made = 0; made < few; made += 1) {
        addLead();
        addEvent();
      }
      for (const flow of ["Chăm sóc sau mua", "Nhắc sinh nhật"]) {
        const made = flows.insert((id, at) => ({ id, name: flow, isActive: true, createdAt: zoned(at) }));
        for (let run = 0; run < 4; run += 1) {
          runs.insert((id, at) => ({
            id,
            flowId: made.id,
            status: "done",
            createdAt: zoned(at),
            finishedAt: zoned(at),
          }));
        }
      }
      // Some 40 orders on each day of the past.
      for (let made = size; made > 0; made -= 1) shop.at(shop.now() - made * 0.6 * HOUR, sell);
    },
    revoke: withdraw,
  });
};

/** Where the adapter puts its reference: the record's code or a mark in its note. */
const referenceIn = (body: Fields | undefined): string | undefined => {
  for (const text of [body?.orderCode, body?.code, body?.note]) {
    const found = typeof text === "string" ? /TB-[0-9A-Za-z]{16}/.exec(text) : null;
    if (found) return found[0];
  }
  return undefined;
};
