import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { operations } from "../../../shared/vendors/kiotviet/operations.ts";
import { bearer, type Collection, type Entry, type Handler, html, json, type RouteCall, Shop } from "../simulator.ts";
import type { CreateSimulator } from "../types.ts";
import { KiotVietRows, RETAILER_ID } from "./shop.ts";
import { KiotVietWebhooks } from "./webhooks.ts";
import {
  answer,
  everyRow,
  invalid,
  type Listing,
  page,
  problem,
  type Row,
  Texts,
  toText,
  unknown,
  withOffset,
} from "./wire.ts";

/*
 * KiotViet's Public API for retail shops, after its document and the field notes. Always on: naive +07:00 dates,
 * never-edited rows without modifiedDate, offset pages that drift, time filters that are ignored without a word,
 * sorting that ends in a 500 where a list has none, removed ids under three names, stock moves that leave the
 * product's date alone, no idempotency anywhere.
 */

const CLIENT_ID = "83a5bcbe-0000-4000-8000-128112cef3f7";
const CLIENT_SECRET = "SIMULATED0SECRET0OF0A0KIOTVIET0SHOP00000";
const RETAILER = "tiemthu";
const TOKEN_SECONDS = 86_400;
const done = json({ message: "Xóa dữ liệu thành công" });
const without = (row: Row, ...fields: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));

export const createKiotVietSimulator: CreateSimulator = (options) => {
  const shop = new Shop(options);
  const rows = new KiotVietRows(shop);
  const texts = new Texts();
  const always = () => true;
  const { dice } = shop;

  // ---- how rows go out

  const stamps = ({ created, modified }: Entry<Row>) => ({
    retailerId: RETAILER_ID,
    createdDate: created,
    modifiedDate: modified,
  });

  const levels = ({ row }: Entry<Row>, part: "list" | "detail" | "quantity"): Row[] =>
    Object.entries<Row>(row.stock).map(([branchId, level]) => ({
      productId: row.id,
      // Lists leave the product's name out and carry two more figures (field note, recorded).
      ...(part === "detail"
        ? { productCode: row.code, productName: row.name }
        : { actualReserved: level.reserved, onOrder: 0 }),
      branchId: Number(branchId),
      branchName: rows.branches.even(branchId)?.row.branchName,
      onHand: level.onHand,
      cost: level.cost,
      reserved: level.reserved,
      ...(part === "quantity" ? { minQuantity: 0, maxQuantity: 999_999_999 } : {}),
    }));

  const prices = ({ row }: Entry<Row>): Row[] =>
    Object.entries<number>(row.prices).flatMap(([priceBookId, price]) => {
      const book = rows.priceBooks.get(priceBookId)?.row;
      if (!book) return [];
      return {
        priceBookId: book.id,
        priceBookName: book.name,
        productId: row.id,
        isActive: book.isActive,
        startDate: book.startDate,
        endDate: book.endDate,
        price,
      };
    });

  const productHead = (entry: Entry<Row>): Row => {
    const { stock: _stock, prices: _prices, stockModified: _moved, ...row } = entry.row;
    const attributes = row.attributes as readonly Row[] | undefined;
    return {
      ...row,
      fullName: [row.name, ...(attributes ?? []).map(({ attributeValue }) => attributeValue)].join(" - "),
      categoryName: rows.categories.even(row.categoryId)?.row.categoryName,
      attributes: attributes?.map((attribute) => ({ productId: row.id, ...attribute })),
      ...stamps(entry),
    };
  };
  // What only one of list and detail shows is by the document's paragraphs (§2.4.1, §2.4.2 and so on below).
  const productListed = (entry: Entry<Row>, include: (part: string) => boolean): Row => ({
    ...without(productHead(entry), "type", "isLotSerialControl", "isBatchExpireControl"),
    orderTemplate: "",
    ...(include("includeInventory")
      ? { inventories: levels(entry, include("includeQuantity") ? "quantity" : "list") }
      : {}),
    ...(include("includePricebook") ? { priceBooks: prices(entry) } : {}),
    ...(include("includeQuantity") ? { minQuantity: 0, maxQuantity: 999_999_999 } : {}),
  });
  const productDetail = (entry: Entry<Row>): Row => ({
    ...without(productHead(entry), "tradeMarkName"),
    units: [],
    inventories: levels(entry, "detail"),
    priceBooks: prices(entry),
    productFormulas: [],
    productSerials: [],
    productBatchExpires: [],
  });
  const onHands = (entry: Entry<Row>): Row => ({
    id: entry.id,
    code: entry.row.code,
    createdDate: entry.created,
    inventories: Object.entries<Row>(entry.row.stock).map(([branchId, level]) => ({
      branchId: Number(branchId),
      onhand: level.onHand,
      reserved: level.reserved,
      modifiedDate: level.modifiedDate,
    })),
  });

  const customerView = (entry: Entry<Row>, include: (part: string) => boolean): Row => {
    const { groupIds, totalInvoiced, totalPoint, totalRevenue, ...row } = entry.row;
    const groups = groupIds.map((id: number) => rows.customerGroups.even(id)?.row.name).join("|");
    return {
      ...row,
      ...(include("includeTotal") ? { totalInvoiced, totalPoint, totalRevenue } : {}),
      ...(include("includeCustomerGroup") && groups ? { groups } : {}),
      ...stamps(entry),
    };
  };
  const customerWritten = (entry: Entry<Row>): Row => ({
    ...customerView(entry, () => false),
    customerGroupDetails: entry.row.groupIds.map((groupId: number, place: number) => ({
      id: Number(entry.id) * 10 + place,
      customerId: entry.id,
      groupId,
    })),
  });

  const saleSurcharges = ({ created, row }: Entry<Row>, invoiceId?: unknown): Row[] =>
    row.surcharges.map((surcharge: Row) => ({ ...surcharge, invoiceId, createdDate: created }));
  const orderListed = (entry: Entry<Row>, include: (part: string) => boolean): Row => {
    const { payments, orderDelivery, surcharges: _, method: __, ...row } = entry.row;
    return {
      ...row,
      ...(include("includePayment") && payments.length > 0 ? { payments } : {}),
      ...(include("includeOrderDelivery") && orderDelivery ? { orderDelivery } : {}),
      ...stamps(entry),
    };
  };
  const orderDetail = (entry: Entry<Row>): Row => ({
    ...without(orderListed(entry, always), "customerCode", "saleChannelId"),
    invoiceOrderSurcharges: saleSurcharges(entry),
  });

  const invoiceListed = (entry: Entry<Row>, include: (part: string) => boolean): Row => {
    const {
      payments,
      delivery,
      surcharges: _,
      method: __,
      orderId,
      orderCode: ___,
      description: ____,
      ...row
    } = entry.row;
    const channel = include("SaleChannel") && row.saleChannelId ? rows.saleChannels.even(row.saleChannelId) : undefined;
    return {
      ...row,
      orderId,
      ...(include("includePayment") && payments.length > 0 ? { payments } : {}),
      ...(include("includeInvoiceDelivery") && delivery ? { invoiceDelivery: delivery } : {}),
      ...(channel
        ? {
            SaleChannel: {
              IsNotDelete: channel.row.isNotDelete,
              RetailerId: RETAILER_ID,
              Position: 1,
              IsActivate: channel.row.isActive,
              CreatedBy: 51_001,
              CreatedDate: channel.created,
              Id: channel.id,
              Name: channel.row.name,
            },
          }
        : {}),
      invoiceOrderSurcharges: saleSurcharges(entry, entry.id),
      ...stamps(entry),
    };
  };
  const invoiceDetail = (entry: Entry<Row>): Row => {
    const { SaleChannel, invoiceDelivery, ...row } = invoiceListed(entry, always);
    const { orderCode, description } = entry.row;
    return {
      ...row,
      orderCode,
      description,
      ...(invoiceDelivery ? { invoiceDelivery: { ...invoiceDelivery, ...(SaleChannel ? { SaleChannel } : {}) } } : {}),
    };
  };
  /** Answers of writes call the delivery otherwise than reads do (KiotViet Public API §2.12.3). */
  const invoiceWritten = (entry: Entry<Row>): Row => {
    const { invoiceDelivery, ...row } = invoiceDetail(entry);
    return { ...row, method: entry.row.method, deliveryDetail: invoiceDelivery };
  };

  const returnListed = (entry: Entry<Row>, include: (part: string) => boolean): Row => {
    const { payments, ...row } = without(entry.row, "returnDiscount", "returnFee");
    return { ...row, ...(include("includePayment") && payments.length > 0 ? { payments } : {}), ...stamps(entry) };
  };
  const returnDetail = (entry: Entry<Row>): Row => {
    const { returnDiscount, returnFee } = entry.row;
    return { ...returnListed(entry, always), returnDiscount, returnFee };
  };

  const plain = (entry: Entry<Row>): Row => ({ ...entry.row, ...stamps(entry) });
  /** Rows that the document shows without dates. */
  const undated = ({ row }: Entry<Row>): Row => ({ ...row, retailerId: RETAILER_ID });
  const categoryView = (entry: Entry<Row>): Row => plain(entry);
  const surchargeView = ({ row, created, modified }: Entry<Row>): Row => ({
    ...row,
    retailerId: RETAILER_ID,
    createDate: created,
    modifiedDate: modified,
  });
  const transferListed = ({ row }: Entry<Row>): Row => {
    const { receivedDate: _, dispatchedDate: __, isActive: ___, ...head } = row;
    return { ...head, retailerId: RETAILER_ID };
  };
  const transferDetail = ({ row }: Entry<Row>): Row => ({
    id: row.id,
    code: row.code,
    status: row.status,
    transferredDate: row.dispatchedDate,
    receivedDate: row.receivedDate,
    createdById: 51_001,
    createdByName: "admin",
    fromBranchId: row.fromBranchId,
    fromBranchName: rows.branches.even(row.fromBranchId)?.row.branchName,
    toBranchId: row.toBranchId,
    toBranchName: rows.branches.even(row.toBranchId)?.row.branchName,
    noteBySource: row.description,
    noteByDestination: "",
    details: row.transferDetails.map((line: Row) => ({
      id: line.id,
      productId: line.productId,
      productCode: line.productCode,
      productName: line.productName,
      transferredQuantity: line.sendQuantity,
      price: line.price,
      totalTransfer: line.sendPrice,
      totalReceive: line.receivePrice,
    })),
  });
  const groupView = ({ row, created }: Entry<Row>): Row => {
    const { members, ...head } = row;
    return {
      ...head,
      createdDate: created,
      retailerId: RETAILER_ID,
      customerGroupDetails: members.map((customerId: number) => ({
        id: customerId * 10,
        customerId,
        groupId: row.id,
      })),
    };
  };
  const priceBookView = ({ row }: Entry<Row>, include: (part: string) => boolean): Row => ({
    ...row,
    ...(include("includePriceBookBranch") ? { priceBookBranches: [] } : {}),
    ...(include("includePriceBookCustomerGroups") ? { priceBookCustomerGroups: [] } : {}),
    ...(include("includePriceBookUsers") ? { priceBookUsers: [] } : {}),
  });
  const campaignView = ({ row }: Entry<Row>, include: (part: string) => boolean): Row => ({
    ...row,
    prereqCategoryIds: [],
    prereqProductIds: [],
    ...(include("includeVoucherBranchs") ? { voucherBranchs: [] } : {}),
    ...(include("includeVoucherUsers") ? { voucherUsers: [] } : {}),
  });
  const webhookView = ({ row, modified, created }: Entry<Row>): Row => {
    const { secret: _, ...head } = row;
    return { ...head, retailerId: RETAILER_ID, modifiedDate: modified ?? created };
  };

  const webhooks = new KiotVietWebhooks(shop, rows, {
    product: productDetail,
    customer: (entry) => customerView(entry, () => false),
    order: (entry) => orderListed(entry, () => false),
    invoice: invoiceDetail,
  });

  // ---- lists

  const dated = { id: "id", createddate: "created", modifieddate: "touched" };
  const sale: Pick<Listing, "sorts" | "modified" | "where"> = {
    sorts: { ...dated, code: "code", purchasedate: "purchaseDate" },
    modified: "touched",
    where: (params) => {
      const branches = params.list("branchIds");
      const customers = params.list("customerIds");
      const statuses = params.list("status");
      const customerCode = params.text("customerCode");
      const until = params.time("toDate");
      const createdFrom = params.time("createdDate");
      const [boughtFrom, boughtTo] = [params.time("fromPurchaseDate"), params.time("toPurchaseDate")];
      const orderId = params.integer("orderId");
      const channel = params.integer("saleChannelId");
      return (row, entry) =>
        (!branches || branches.has(String(row.branchId))) &&
        (!customers || customers.has(String(row.customerId))) &&
        (!statuses || statuses.has(String(row.status))) &&
        (!customerCode || row.customerCode === customerCode) &&
        (until === undefined || (entry.modified ?? entry.created) <= until) &&
        (createdFrom === undefined || entry.created >= createdFrom) &&
        (boughtFrom === undefined || row.purchaseDate >= boughtFrom) &&
        (boughtTo === undefined || row.purchaseDate <= boughtTo) &&
        (orderId === undefined || row.orderId === orderId) &&
        (channel === undefined || row.saleChannelId === channel);
    },
  };

  const lists = {
    categories: {
      rows: rows.categories,
      view: categoryView,
      sorts: { ...dated, categoryid: "id", name: "name", categoryname: "name" },
      // KiotViet Public API §2.3.1: from A to Z.
      first: { by: "name" },
      modified: "touched",
      removed: "removedIds",
    },
    products: {
      rows: rows.products,
      view: productListed,
      parts: ["includeInventory", "includePricebook", "includeQuantity"],
      sorts: { ...dated, name: "name", code: "code" },
      first: { by: "id", descending: true },
      modified: "touched",
      removed: "removeId",
      where: (params) => {
        const category = params.integer("categoryId");
        const name = params.text("name")?.toLowerCase();
        const active = params.text("isActive");
        const type = params.integer("productType");
        const brand = params.integer("tradeMarkId");
        const master = params.integer("masterProductId");
        return (row) =>
          (category === undefined || row.categoryId === category) &&
          (!name || row.name.toLowerCase().includes(name)) &&
          (!active || String(row.isActive) === active.toLowerCase()) &&
          (type === undefined || row.type === type) &&
          (brand === undefined || row.tradeMarkId === brand) &&
          (master === undefined || row.masterProductId === master);
      },
    },
    inventory: {
      rows: rows.products,
      view: onHands,
      // "modifiedDate" of a stock row is that of its stock.
      sorts: { id: "id", code: "code", createddate: "created", modifieddate: "stock" },
      modified: "stock",
    },
    orders: {
      rows: rows.orders,
      view: orderListed,
      parts: ["includePayment", "includeOrderDelivery"],
      first: { by: "id" },
      ...sale,
    },
    invoices: {
      rows: rows.invoices,
      view: invoiceListed,
      parts: ["includePayment", "includeInvoiceDelivery", "SaleChannel"],
      first: { by: "purchaseDate", descending: true },
      ...sale,
    },
    returns: {
      rows: rows.returns,
      view: returnListed,
      parts: ["includePayment"],
      sorts: { ...dated, code: "code" },
      first: { by: "id", descending: true },
      modified: "touched",
      where: (params) => {
        const [from, to] = [params.time("fromReturnDate"), params.time("toReturnDate")];
        return (row) => (from === undefined || row.returnDate >= from) && (to === undefined || row.returnDate <= to);
      },
    },
    customers: {
      rows: rows.customers,
      view: customerView,
      parts: ["includeTotal", "includeCustomerGroup"],
      sorts: { ...dated, name: "name", code: "code" },
      modified: "touched",
      removed: "removeId",
      where: (params) => {
        const code = params.text("code");
        const name = params.text("name")?.toLowerCase();
        const phone = params.text("contactNumber");
        const group = params.integer("groupId");
        return (row) =>
          (!code || row.code === code) &&
          (!name || row.name.toLowerCase().includes(name)) &&
          (!phone || row.contactNumber === phone) &&
          (group === undefined || row.groupIds.map(Number).includes(group));
      },
    },
    branches: {
      rows: rows.branches,
      view: plain,
      sorts: { ...dated, name: "name", branchname: "name" },
      modified: "touched",
      removed: "removedIds",
    },
    users: {
      rows: rows.users,
      view: plain,
      sorts: { ...dated, name: "name", givenname: "name" },
      modified: "touched",
      removed: "removeIds",
    },
    bankAccounts: {
      rows: rows.bankAccounts,
      view: plain,
      sorts: { ...dated, bankname: "name" },
      modified: "touched",
      removed: "removeIds",
    },
    surcharges: { rows: rows.surcharges, view: surchargeView, sorts: dated, modified: "touched" },
    customerGroups: { rows: rows.customerGroups, view: groupView, bare: true },
    cashFlow: {
      rows: rows.cashFlow,
      view: undated,
      first: { by: "id", descending: true },
      where: (params) => {
        const branches = params.list("branchIds");
        const status = params.integer("status");
        const methods = params.list("method");
        const codes = params.list("code");
        const ids = params.list("ids");
        const [from, to] = [params.time("startDate"), params.time("endDate")];
        return (row) =>
          (!branches || branches.has(String(row.branchId))) &&
          (status === undefined || row.status === status) &&
          (!methods || methods.has(row.method)) &&
          (!codes || codes.has(row.code)) &&
          (!ids || ids.has(String(row.id))) &&
          (from === undefined || row.transDate >= from) &&
          (to === undefined || row.transDate <= to);
      },
    },
    purchaseOrders: {
      rows: rows.purchaseOrders,
      view: ({ row }) => row,
      first: { by: "id", descending: true },
      where: (params) => {
        const branches = params.list("branchIds");
        const statuses = params.list("status");
        const [from, to] = [params.time("fromPurchaseDate"), params.time("toPurchaseDate")];
        return (row) =>
          (!branches || branches.has(String(row.branchId))) &&
          (!statuses || statuses.has(String(row.status))) &&
          (from === undefined || row.purchaseDate >= from) &&
          (to === undefined || row.purchaseDate <= to);
      },
    },
    transfers: {
      rows: rows.transfers,
      view: transferListed,
      first: { by: "id", descending: true },
      where: (params) => {
        const statuses = params.list("status");
        return (row) => !statuses || statuses.has(String(row.status));
      },
    },
    supplierOrders: {
      rows: rows.supplierOrders,
      view: (entry) => ({ ...undated(entry), createdDate: entry.created }),
      where: (params) => {
        const [branch, status] = [params.integer("branchId"), params.integer("status")];
        return (row) =>
          (branch === undefined || row.branchId === branch) && (status === undefined || row.status === status);
      },
    },
    // A filter by time is documented for both of these, and has no effect (field note).
    priceBooks: {
      rows: rows.priceBooks,
      view: priceBookView,
      parts: ["includePriceBookBranch", "includePriceBookCustomerGroups", "includePriceBookUsers"],
      sorts: { id: "id", name: "name" },
    },
    saleChannels: { rows: rows.saleChannels, view: ({ row }) => row, sorts: { id: "id", name: "name" } },
    locations: { rows: rows.locations, view: ({ row }) => row },
    campaigns: {
      rows: rows.campaigns,
      view: campaignView,
      parts: ["includeVoucherBranchs", "includeVoucherUsers"],
      bare: true,
      where: (params) => {
        const id = params.integer("id");
        return (row) => id === undefined || row.id === id;
      },
    },
    vouchers: {
      rows: rows.vouchers,
      view: ({ row }) => row,
      bare: true,
      where: (params) => {
        const [campaign, status] = [params.integer("campaignId"), params.integer("status")];
        return (row) => row.voucherCampaignId === campaign && (status === undefined || row.status === status);
      },
    },
    webhooks: { rows: webhooks.registrations, view: webhookView },
  } satisfies Record<string, Listing>;

  // One cache for each list: several lists show the same rows in different views.
  const list = (listing: Listing): Handler => {
    const kept = new Texts();
    return (call) => page(shop, kept, listing, call);
  };
  const detail =
    (collection: Collection<Row>, what: string, view: (entry: Entry<Row>) => unknown): Handler =>
    ({ path }) => {
      const found = collection.get(path.id);
      if (!found) throw unknown(what);
      return answer(view(found));
    };
  const byCode =
    (collection: Collection<Row>, what: string, view: (entry: Entry<Row>) => Row): Handler =>
    ({ path }) => {
      const found = collection.by("code", path.code);
      if (!found) throw unknown(what);
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: texts.of(found, what, () => view(found)),
      };
    };

  const tree = (): unknown => {
    const all = rows.categories.query({ orderBy: "name" }).entries;
    const childrenOf = (parentId: unknown): Row[] =>
      all
        .filter(({ row }) => (row.parentId ?? undefined) === parentId)
        .map((entry) => ({ ...categoryView(entry), children: childrenOf(entry.id) }));
    const roots = childrenOf(undefined);
    return { total: roots.length, pageSize: roots.length, data: roots, timestamp: withOffset(shop.now()) };
  };
  const categoryWritten = (entry: Entry<Row>) => ({
    message: "Cập nhật dữ liệu thành công",
    data: { ...categoryView(entry), children: [] },
  });

  const attributes = (): Row[] => {
    const names = new Map<string, Set<string>>();
    for (const { row } of rows.products.live()) {
      for (const { attributeName, attributeValue } of row.attributes ?? []) {
        const values = names.get(attributeName) ?? new Set();
        names.set(attributeName, values.add(attributeValue));
      }
    }
    return [...names].sort().map(([name, values], place) => ({
      name,
      id: 2_001 + place,
      attributeValues: [...values].sort().map((value) => ({ value, attributeId: 2_001 + place })),
    }));
  };

  const pricesOf = (priceBookId: number): Row[] =>
    rows.products.live().flatMap(({ row }) => {
      const price = row.prices[priceBookId];
      return price === undefined ? [] : [{ productId: row.id, productCode: row.code, price }];
    });
  const priceBook: Handler = ({ path, query }) => {
    if (!rows.priceBooks.get(path.id)) throw unknown("Bảng giá");
    const all = pricesOf(path.id);
    const size = shop.pageSize(100, Number(query.get("pageSize")) || 20);
    const offset = Number(query.get("currentItem") ?? 0);
    return answer({ total: all.length, pageSize: size, data: all.slice(offset, offset + size) });
  };

  // ---- writes

  /** Our mark in any text of the body, else the code that was given. */
  const referenceOf = (body: Row): string | undefined =>
    /TB-[A-Z0-9]{16}/i.exec(`${body.description ?? ""} ${body.comments ?? ""} ${body.code ?? ""}`)?.[0] ??
    (typeof body.code === "string" && body.code !== "" ? body.code : undefined);
  const bodyOf = ({ body }: RouteCall): Row => {
    if (body === null || typeof body !== "object" || Array.isArray(body)) throw invalid("Dữ liệu không hợp lệ");
    return body;
  };
  const create =
    (add: (body: Row) => Entry<Row>, view: (entry: Entry<Row>) => unknown): Handler =>
    (call) => {
      const body = bodyOf(call);
      const made = add(body);
      call.commit(made.id, referenceOf(body));
      return answer(view(made));
    };
  const update =
    (edit: (id: string, body: Row) => Entry<Row>, view: (entry: Entry<Row>) => unknown): Handler =>
    (call) => {
      const body = bodyOf(call);
      const edited = edit(call.path.id, body);
      call.commit(edited.id, referenceOf(body));
      return answer(view(edited));
    };
  const remove =
    (take: (id: string, call: RouteCall) => void): Handler =>
    (call) => {
      take(call.path.id, call);
      call.commit(call.path.id);
      return done;
    };
  /** Lists are taken as a whole or not at all. */
  const many =
    (field: string, check: (row: Row) => void, write: (row: Row) => Entry<Row>, message: string): Handler =>
    (call) => {
      const given = bodyOf(call)[field];
      if (!Array.isArray(given) || given.length === 0) throw invalid("Danh sách không được để trống");
      const codes = given.map((row: Row) => row.code).filter(Boolean);
      if (new Set(codes).size < codes.length) throw invalid("Mã bị trùng trong danh sách");
      for (const row of given) check(row);
      for (const row of given) call.commit(write(row).id, referenceOf(row), row);
      return json({ message });
    };
  const isVoid = ({ query }: RouteCall) =>
    [...query].some(([name, value]) => name.toLowerCase() === "isvoidpayment" && value.toLowerCase() === "true");
  const codesOf = (given: unknown): string[] =>
    Array.isArray(given) ? given.map((row: Row) => String(row?.Code ?? row?.code ?? "")) : [];
  const transferWritten = (entry: Entry<Row>) => ({
    message: "Cập nhật dữ liệu thành công",
    data: { ...entry.row, retailerId: RETAILER_ID },
  });
  const surchargeWritten = (entry: Entry<Row>) => ({
    message: "Thông tin thu khác được cập nhật thành công",
    data: surchargeView(entry),
  });

  const signIn: Handler = ({ form }) => {
    // `scope` works as well as the documented `scopes` (field note).
    const scope = form.get("scopes") ?? form.get("scope");
    if (form.get("grant_type") !== "client_credentials") return json({ error: "unsupported_grant_type" }, 400);
    if (shop.signInRefused || form.get("client_id") !== CLIENT_ID || form.get("client_secret") !== CLIENT_SECRET) {
      return json({ error: "invalid_client" }, 400);
    }
    if (scope !== "PublicApi.Access") return json({ error: "invalid_scope" }, 400);
    const access_token = shop.tokens.issue(TOKEN_SECONDS, { prefix: "eyJ", length: 60 });
    return json({ access_token, expires_in: TOKEN_SECONDS, token_type: "Bearer", scope });
  };

  let refusals = 0;
  const authenticate = ({ request, route }: RouteCall) => {
    if (route === "POST /id/connect/token") return undefined;
    if (!shop.tokens.valid(bearer(request))) {
      refusals += 1;
      // A dead token is a 401 or this error's code with another status: clients have to know both (field note).
      return problem(refusals % 2 === 1 ? 401 : 400, "TokenException", "Token không hợp lệ hoặc đã hết hạn");
    }
    if (request.headers.retailer?.toLowerCase() !== RETAILER) {
      return invalid("Gian hàng không tồn tại hoặc chưa cấp quyền cho ứng dụng").reply;
    }
    return undefined;
  };

  // ---- what staff does

  const someOf = (
    collection: Collection<Row>,
    act: (entry: Entry<Row>) => void,
    fits: (row: Row) => boolean = always,
  ) => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const entry = collection.some(dice.random);
      if (entry && fits(entry.row)) return act(entry);
    }
  };
  const isOpen = (row: Row) => row.status < 3;
  const listed = (row: Row) => rows.products.get(row.orderDetails?.[0]?.productId ?? 0) !== undefined;
  const stockMove = () =>
    someOf(rows.products, ({ id, row }) => {
      const branch = rows.branches.some(dice.random);
      const other = rows.branches.some(dice.random);
      if (!branch || !other) return;
      const act = dice.integer(0, 2);
      const line = { productId: id, productCode: row.code };
      if (act === 0) rows.moveStock(id, Number(branch.id), dice.integer(-5, 20), 0);
      else if (act === 1 || branch === other) {
        rows.addPurchaseOrder({
          branchId: branch.id,
          supplier: { code: "NCC000001", name: "Xưởng may An Phú" },
          purchaseOrderDetails: [{ ...line, quantity: dice.integer(1, 30), price: row.basePrice / 2 }],
        });
      } else {
        rows.addTransfer({
          fromBranchId: branch.id,
          toBranchId: other.id,
          status: dice.integer(2, 3),
          transferDetails: [{ ...line, sendQuantity: dice.integer(1, 5), recivedQuantity: 1, price: row.basePrice }],
        });
      }
    });
  const smallEdit = () => {
    const act = dice.integer(0, 7);
    const word = dice.hex(4);
    if (act === 0)
      someOf(rows.categories, ({ id, row }) => {
        // A new name stamps every product of the group: in a large shop that would drown all other changes.
        const renamed = dice.chance(0.2) && rows.products.size < 500;
        rows.editCategory(id, { categoryName: renamed ? `Nhóm ${word}` : row.categoryName });
      });
    if (act === 1) rows.addCategory({ categoryName: `Nhóm ${word}` });
    if (act === 2) someOf(rows.users, ({ id }) => rows.users.edit(id, (row) => Object.assign(row, { address: word })));
    if (act === 3) {
      someOf(rows.bankAccounts, ({ id }) =>
        rows.bankAccounts.edit(id, (row) => Object.assign(row, { description: word })),
      );
    }
    if (act === 4) rows.addSurcharge({ name: `Phụ thu ${word}`, value: 10_000 });
    if (act === 5) rows.addSupplierOrder();
    if (act === 6) {
      someOf(rows.branches, ({ id }) => rows.branches.edit(id, (row) => Object.assign(row, { address: `Số ${word}` })));
    }
    if (act === 7) {
      someOf(rows.products, ({ id, row }) => {
        const book = rows.priceBooks.some(dice.random);
        if (book) rows.setPrice(Number(book.id), id, dice.chance(0.8) ? row.basePrice - 1_000 : undefined);
      });
    }
  };
  const payDebt = () =>
    someOf(
      rows.invoices,
      ({ id, row }) => {
        rows.payInvoice({ invoiceId: id, amount: row.total - row.totalPayment, method: "Cash" });
      },
      (row) => row.status === 1 && row.total > row.totalPayment,
    );

  return shop.open({
    vendor: "kiotviet",
    credentials: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, retailer: RETAILER },
    settings: { product: "retail" },
    operations,
    hosts: { api: "", id: "/id" },
    authenticate,
    limits: [
      {
        id: "get",
        // KiotViet Public API §2: 5,000 GET an hour.
        key: ({ method, headers }) => (method === "GET" ? (headers.retailer ?? "") : undefined),
        capacity: 5_000,
        windowSeconds: 3_600,
      },
    ],
    forms: {
      // Nobody has published a real one (field note): the usual error body, and no Retry-After.
      limit: () => problem(429, "TooManyRequests", "Vượt quá số lượng request cho phép"),
      serverError: () =>
        dice.chance(0.5)
          ? problem(500, "InternalServerError", "An error occurred")
          : html("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", 502),
      malformed: () => json({ Total: "?", Items: { "0": {} } }),
      notFound: () => html("<html><body>404 - File or directory not found.</body></html>", 404),
    },
    routes: {
      "POST /id/connect/token": signIn,

      "GET /categories": (call) =>
        call.query.get("hierachicalData") === "true" ? answer(tree()) : page(shop, texts, lists.categories, call),
      "GET /categories/{id}": detail(rows.categories, "Nhóm hàng", (entry) => ({ data: categoryWritten(entry).data })),
      "POST /categories": create((body) => rows.addCategory(body), categoryWritten),
      "PUT /categories/{id}": update((id, body) => rows.editCategory(id, body), categoryWritten),
      "DELETE /categories/{id}": remove((id) => rows.removeCategory(id)),

      "GET /products": list(lists.products),
      "GET /products/{id}": detail(rows.products, "Hàng hóa", productDetail),
      "GET /products/code/{code}": byCode(rows.products, "Hàng hóa", productDetail),
      "POST /products": create((body) => rows.addProduct(body), productDetail),
      "PUT /products/{id}": update(
        (id, body) => rows.editProduct(id, body),
        (entry) => {
          // Answers of updates call the stock `inventory` (KiotViet Public API §2.4.4).
          const { inventories, ...row } = productDetail(entry);
          return { ...row, inventory: inventories };
        },
      ),
      "DELETE /products/{id}": remove((id) => rows.removeProduct(id)),
      "GET /attributes/allwithdistinctvalue": () => answer(attributes()),
      "POST /listaddproducts": many(
        "listProducts",
        (row) => rows.checkNewProduct(row),
        (row) => rows.addProduct(row),
        "Thêm mới danh sách sản phẩm thành công",
      ),
      "PUT /listupdatedproducts": many(
        "listProducts",
        (row) => rows.checkChangedProduct(row.id, row),
        // What the list form does not name (§2.4.8) is dropped without a word.
        ({ barCode: _barCode, isActive: _isActive, ...row }) => rows.editProduct(row.id, row),
        "Cập nhật danh sách sản phẩm thành công",
      ),
      "GET /productOnHands": list(lists.inventory),

      "GET /orders": list(lists.orders),
      "GET /orders/{id}": detail(rows.orders, "Đơn đặt hàng", orderDetail),
      "GET /orders/code/{code}": byCode(rows.orders, "Đơn đặt hàng", orderDetail),
      "POST /orders": create((body) => rows.addOrder(body), orderDetail),
      "PUT /orders/{id}": update((id, body) => rows.editOrder(id, body), orderDetail),
      "DELETE /orders/{id}": remove((id, call) => rows.voidOrder(id, isVoid(call))),

      "GET /customers": list(lists.customers),
      "GET /customers/{id}": detail(rows.customers, "Khách hàng", (entry) => customerView(entry, always)),
      "GET /customers/code/{code}": byCode(rows.customers, "Khách hàng", (entry) => customerView(entry, always)),
      "POST /customers": create((body) => rows.addCustomer(body), customerWritten),
      "PUT /customers/{id}": update(
        (id, body) => rows.editCustomer(id, body),
        (entry) => customerView(entry, (part) => part === "includeCustomerGroup"),
      ),
      "DELETE /customers/{id}": remove((id) => rows.removeCustomer(id)),
      "POST /listaddcutomers": many(
        "listCustomers",
        (row) => rows.checkCustomer(row),
        (row) => rows.addCustomer(row),
        "Thêm mới danh sách khách hàng thành công",
      ),
      "PUT /listupdatecustomers": many(
        "listCustomers",
        (row) => rows.checkCustomer(row, row.id ?? 0),
        (row) => rows.editCustomer(row.id, row),
        "Cập nhật danh sách khách hàng thành công",
      ),
      "GET /customers/group": list(lists.customerGroups),

      "GET /branches": list(lists.branches),
      "GET /users": list(lists.users),
      "GET /BankAccounts": list(lists.bankAccounts),
      "GET /surchages": list(lists.surcharges),
      "POST /surchages": create((body) => rows.addSurcharge(body), surchargeWritten),
      "PUT /surchages/{id}": update((id, body) => rows.editSurcharge(id, body), surchargeWritten),
      "POST /surchages/{id}/activesurchage": update(
        (id, body) => rows.editSurcharge(id, { isActive: body.isActive }),
        () => ({ message: "Cập nhật dữ liệu thành công" }),
      ),

      "GET /webhooks": list(lists.webhooks),
      "GET /webhooks/{id}": detail(webhooks.registrations, "Webhook", webhookView),
      "POST /webhooks": create((body) => {
        if (!body.Webhook?.Type || !URL.canParse(body.Webhook?.Url)) throw invalid("Webhook không hợp lệ");
        return webhooks.register(body.Webhook);
      }, webhookView),
      "DELETE /webhooks/{id}": (call) => {
        if (!webhooks.registrations.remove(call.path.id)) throw unknown("Webhook");
        call.commit(call.path.id);
        return json({ message: "Hủy đăng ký webhook thành công" });
      },

      "GET /invoices": list(lists.invoices),
      "GET /invoices/{id}": detail(rows.invoices, "Hóa đơn", invoiceDetail),
      "GET /invoices/code/{code}": byCode(rows.invoices, "Hóa đơn", invoiceDetail),
      "POST /invoices": create((body) => rows.addInvoice(body), invoiceWritten),
      "PUT /invoices/{id}": update((id, body) => rows.editInvoice(id, body), invoiceWritten),
      "DELETE /invoices": create((body) => rows.voidInvoice(body.id ?? 0, body.isVoidPayment === true), invoiceWritten),

      "GET /cashflow": list(lists.cashFlow),
      "POST /payments": (call) => {
        const body = bodyOf(call);
        const { invoice, payment } = rows.payInvoice(body);
        call.commit(payment.id);
        return answer({
          paymentId: payment.id,
          paymentCode: payment.code,
          amount: payment.amount,
          method: payment.method,
          accountId: payment.accountId,
          invoiceId: invoice.id,
          DocumentCode: invoice.row.code,
        });
      },

      "GET /purchaseorders": list(lists.purchaseOrders),
      "GET /purchaseorders/{id}": detail(rows.purchaseOrders, "Phiếu nhập", undated),
      "POST /purchaseorders": create((body) => rows.addPurchaseOrder(body), undated),
      "PUT /purchaseorders/{id}": update((id, body) => rows.editPurchaseOrder(id, body), undated),
      "DELETE /purchaseorders": (call) => {
        const id = call.query.get("id") ?? call.query.get("Id") ?? "";
        rows.voidPurchaseOrder(id);
        call.commit(id);
        return done;
      },

      "GET /transfers": list(lists.transfers),
      "GET /transfers/{id}": detail(rows.transfers, "Phiếu chuyển", transferDetail),
      "POST /transfers": create((body) => rows.addTransfer(body), transferWritten),
      "PUT /transfers/{id}": update((id, body) => rows.editTransfer(id, body), transferWritten),
      "DELETE /transfers/{id}": remove((id) => rows.removeTransfer(id)),

      "GET /pricebooks": list(lists.priceBooks),
      "GET /pricebooks/{id}": priceBook,
      "POST /pricebooks/detail": (call) => {
        const { pricebookId, productId, price } = bodyOf(call);
        if (!(price >= 0)) throw invalid("Giá không hợp lệ");
        rows.setPrice(Number(pricebookId ?? 0), productId, price);
        call.commit(productId);
        return json({ message: "Cập nhật dữ liệu thành công", isSuccess: true });
      },
      "GET /salechannel": list(lists.saleChannels),

      "GET /returns": list(lists.returns),
      "GET /returns/{id}": detail(rows.returns, "Phiếu trả hàng", returnDetail),
      "GET /returns/code/{code}": byCode(rows.returns, "Phiếu trả hàng", returnDetail),

      "GET /ordersuppliers": list(lists.supplierOrders),
      // A detail that comes as a list of one (KiotViet Public API §2.20.2).
      "GET /ordersuppliers/{id}": detail(rows.supplierOrders, "Phiếu đặt hàng nhập", (entry) => ({
        total: 1,
        pageSize: 20,
        data: [lists.supplierOrders.view(entry)],
      })),

      "GET /locations": list(lists.locations),
      "GET /settings": () =>
        json({
          ManagerCustomerByBranch: false,
          AllowOrderWhenOutStock: true,
          AllowSellWhenOrderOutStock: true,
          AllowSellWhenOutStock: true,
        }),
      "POST /coupons/setused": (call) => {
        const codes = codesOf(bodyOf(call).coupons);
        if (codes.length === 0) throw invalid("Mã coupon không được để trống");
        for (const code of codes) call.commit(code);
        return json({ message: "Cập nhật dữ liệu thành công", dataError: [] });
      },
      "GET /vouchercampaign": list(lists.campaigns),
      "GET /voucher": list(lists.vouchers),
      "POST /voucher": (call) => {
        const body = bodyOf(call);
        const made = rows.addVouchers(body.voucherCampaignId, codesOf(body.data));
        for (const { id, row } of made) call.commit(id, row.code);
        return json({ message: "Thêm mới voucher thành công" });
      },
      "POST /voucher/release/give": (call) => {
        const body = bodyOf(call);
        const codes = codesOf(body.Vouchers);
        rows.setVouchers(body.CampaignId, codes, 1, body.ReleaseDate);
        for (const code of codes) call.commit(code, code);
        return json({ message: "Cập nhật voucher thành công" });
      },
      "DELETE /voucher/cancel": (call) => {
        const body = bodyOf(call);
        const codes = codesOf(body.Vouchers);
        rows.setVouchers(body.CampaignId, codes, 3);
        for (const code of codes) call.commit(code, code);
        return json({ message: "Cập nhật voucher thành công" });
      },
    },
    rows: {
      locations: () => everyRow(lists.branches),
      categories: () => everyRow(lists.categories),
      products: () => everyRow(lists.products),
      inventory: () => everyRow(lists.inventory),
      customers: () => everyRow(lists.customers),
      orders: () => everyRow(lists.orders),
      invoices: () => everyRow(lists.invoices),
      returns: () => everyRow(lists.returns),
      "purchase-orders": () => everyRow(lists.purchaseOrders),
      transfers: () => everyRow(lists.transfers),
      "supplier-orders": () => everyRow(lists.supplierOrders),
      "cash-flow": () => everyRow(lists.cashFlow),
      "price-books": () => everyRow(lists.priceBooks),
      "price-book-prices": () =>
        rows.priceBooks.live().flatMap(({ id }) => {
          const part = JSON.parse(toText(pricesOf(Number(id)))) as Row[];
          return part.map((row) => ({ ...row, priceBookId: String(id) }));
        }),
      "customer-groups": () => everyRow(lists.customerGroups),
      staff: () => everyRow(lists.users),
      "bank-accounts": () => everyRow(lists.bankAccounts),
      surcharges: () => everyRow(lists.surcharges),
      "sale-channels": () => everyRow(lists.saleChannels),
      "delivery-areas": () => everyRow(lists.locations),
      attributes: () => attributes(),
      "voucher-campaigns": () => everyRow(lists.campaigns),
      vouchers: () => everyRow(lists.vouchers),
    },
    changes: [
      { weight: 20, run: () => rows.inventOrder() },
      { weight: 20, run: () => rows.inventInvoice() },
      {
        weight: 12,
        run: () =>
          someOf(
            rows.orders,
            ({ id }) => rows.editOrder(id, { makeInvoice: true }),
            (row) => isOpen(row) && listed(row),
          ),
      },
      { weight: 4, run: () => someOf(rows.orders, ({ id }) => rows.voidOrder(id, dice.chance(0.5)), isOpen) },
      {
        weight: 6,
        run: () => someOf(rows.orders, ({ id }) => rows.editOrder(id, { description: dice.hex(6) }), isOpen),
      },
      {
        weight: 10,
        run: () =>
          someOf(rows.products, ({ id, row }) => {
            const name = row.name.replace(/( mới)?$/, dice.chance(0.5) ? " mới" : "");
            rows.editProduct(id, { name, basePrice: row.basePrice + 1_000 });
          }),
      },
      { weight: 12, run: stockMove },
      { weight: 5, run: () => someOf(rows.customers, ({ id }) => rows.editCustomer(id, { comments: dice.hex(8) })) },
      { weight: 4, run: () => void rows.inventCustomer() },
      { weight: 3, run: () => void rows.inventProduct() },
      { weight: 1.5, run: () => rows.products.size > 5 && someOf(rows.products, ({ id }) => rows.removeProduct(id)) },
      {
        weight: 1.5,
        run: () => rows.customers.size > 5 && someOf(rows.customers, ({ id }) => rows.removeCustomer(id)),
      },
      {
        weight: 2,
        run: () =>
          someOf(
            rows.invoices,
            ({ id }) => rows.voidInvoice(id, dice.chance(0.5)),
            (row) => row.status !== 2,
          ),
      },
      {
        weight: 3,
        run: () =>
          someOf(
            rows.invoices,
            (invoice) => rows.addReturn(invoice),
            (row) => row.status === 1,
          ),
      },
      { weight: 3, run: payDebt },
      { weight: 0.5, run: () => someOf(rows.transfers, ({ id }) => rows.removeTransfer(id)) },
      { weight: 5, run: smallEdit },
    ],
    seed: (size) => {
      const start = shop.now() - 90 * DAY;
      const step = (90 * DAY - 60 * MINUTE) / Math.max(1, size);
      const spread = (count: number, act: () => void) => {
        for (let place = 0; place < count; place += 1) {
          shop.at(Math.floor(start + ((place * size) / Math.max(1, count)) * step), act);
        }
      };
      const few = Math.min(size, 3 + Math.ceil(size / 10));
      spread(size, () => void rows.inventProduct());
      spread(size, () => void rows.inventCustomer());
      spread(size, () => rows.inventOrder());
      spread(size, () => rows.inventInvoice());
      spread(few, stockMove);
      spread(few, () => rows.addSupplierOrder());
      spread(few, () =>
        someOf(
          rows.invoices,
          (invoice) => rows.addReturn(invoice),
          (row) => row.status === 1,
        ),
      );
      // Some rows were edited since, some never: those have no modifiedDate.
      spread(few, () =>
        someOf(rows.products, ({ id, row }) => rows.editProduct(id, { basePrice: row.basePrice + 500 })),
      );
      spread(few, () => someOf(rows.orders, ({ id }) => rows.voidOrder(id, false), isOpen));
      spread(few, () => {
        someOf(rows.products, ({ id, row }) => {
          const book = rows.priceBooks.some(dice.random);
          if (book) rows.setPrice(Number(book.id), id, row.basePrice);
        });
      });
    },
    delivered: (delivery, status) => webhooks.answered(delivery, status),
  });
};
