import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom } from "../../../infra/sandbox/simulator.ts";
import type { SimulatedRequest, SimulatorOptions } from "../../../infra/sandbox/types.ts";
import { operations } from "../../../shared/vendors/kiotviet/operations.ts";

const HOUR = 3_600_000;

const world = (options: Partial<SimulatorOptions> = {}, size = 60) => {
  let time = Date.parse("2026-11-20T08:00:00Z");
  const simulator = createKiotVietSimulator({ now: () => time, random: seededRandom(11), ...options });
  if (size > 0) simulator.seed(size);
  const { clientId, clientSecret, retailer } = simulator.credentials as Record<string, string>;
  let token = "";
  const raw = (line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [method = "", address = ""] = line.split(" ");
    const url = new URL(address, "http://x");
    const outcome = simulator.handle({
      method: method as SimulatedRequest["method"],
      path: url.pathname,
      query: url.searchParams,
      headers: { authorization: `Bearer ${token}`, retailer: retailer ?? "", ...headers },
      body: typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body),
    });
    if (outcome.kind !== "answer") throw new Error(outcome.kind);
    return outcome;
  };
  const signIn = (more: Record<string, string> = {}) => {
    const form = new URLSearchParams({
      scopes: "PublicApi.Access",
      grant_type: "client_credentials",
      client_id: clientId ?? "",
      client_secret: clientSecret ?? "",
      ...more,
    });
    const outcome = raw("POST /id/connect/token", form.toString());
    const answer = JSON.parse(outcome.body);
    token = answer.access_token ?? token;
    return { status: outcome.status, answer };
  };
  signIn();
  const ask = (line: string, body?: unknown): any => {
    const outcome = raw(line, body);
    if (outcome.status !== 200) throw new Error(`${line}: ${outcome.status} ${outcome.body}`);
    return JSON.parse(outcome.body);
  };
  return { simulator, raw, ask, signIn, advance: (ms: number) => (time += ms), now: () => time, read: JSON.parse };
};

/** The document's smallest body for each write, and something to write to. */
const writes = ({ ask }: ReturnType<typeof world>): Record<string, [string, unknown?]> => {
  const [product, other] = ask("GET /products?pageSize=2").data;
  const [customer] = ask("GET /customers?pageSize=1").data;
  const [branch, target] = ask("GET /branches").data;
  const [category] = ask("GET /categories").data;
  const [surcharge] = ask("GET /surchages").data;
  const [campaign] = ask("GET /vouchercampaign").data;
  const [book] = ask("GET /pricebooks").data;
  const lines = [{ productId: product.id, quantity: 1, price: 1_000 }];
  const order = (more = {}) => ask("POST /orders", { branchId: branch.id, orderDetails: lines, ...more });
  const invoice = () => ask("POST /invoices", { branchId: branch.id, invoiceDetails: lines });
  const goods = [{ productCode: product.code, quantity: 1, price: 1_000 }];
  const purchase = () => ask("POST /purchaseorders", { branchId: branch.id, purchaseOrderDetails: goods });
  const moved = {
    fromBranchId: branch.id,
    toBranchId: target.id,
    transferDetails: [{ productId: product.id, productCode: product.code, sendQuantity: 1 }],
  };
  const hook = { Webhook: { Type: "order.update", Url: "http://127.0.0.1/x", IsActive: true } };
  const codes = (code: string) => ({ CampaignId: campaign.id, Vouchers: [{ Code: code }] });
  return {
    "categories.create": ["/categories", { categoryName: "Mới" }],
    "categories.update": [`/categories/${category.categoryId}`, { categoryName: "Khác tên" }],
    "categories.delete": [`/categories/${ask("POST /categories", { categoryName: "Rỗng" }).data.categoryId}`],
    "products.create": ["/products", { name: "Mới", categoryId: category.categoryId }],
    "products.update": [`/products/${product.id}`, { name: "Khác tên" }],
    "products.delete": [`/products/${other.id}`],
    "products.create-many": ["/listaddproducts", { listProducts: [{ name: "A", categoryId: category.categoryId }] }],
    "products.update-many": ["/listupdatedproducts", { listProducts: [{ id: product.id, name: "B" }] }],
    "orders.create": ["/orders", { branchId: branch.id, orderDetails: lines }],
    "orders.update": [`/orders/${order().id}`, { description: "x" }],
    "orders.delete": [`/orders/${order().id}?IsVoidPayment=true`],
    "customers.create": ["/customers", { name: "Khách" }],
    "customers.update": [`/customers/${customer.id}`, { name: "Khách" }],
    "customers.delete": [`/customers/${ask("POST /customers", { name: "Đi" }).id}`],
    "customers.create-many": ["/listaddcutomers", { listCustomers: [{ name: "Khách" }] }],
    "customers.update-many": ["/listupdatecustomers", { listCustomers: [{ id: customer.id, name: "Khách" }] }],
    "surcharges.create": ["/surchages", { name: "Phí" }],
    "surcharges.update": [`/surchages/${surcharge.id}`, { name: "Phí" }],
    "surcharges.activate": [`/surchages/${surcharge.id}/activesurchage`, { isActive: false }],
    "webhooks.create": ["/webhooks", hook],
    "webhooks.delete": [`/webhooks/${ask("POST /webhooks", hook).id}`],
    "invoices.create": ["/invoices", { branchId: branch.id, invoiceDetails: lines }],
    "invoices.update": [`/invoices/${invoice().id}`, { status: 1 }],
    "invoices.delete": ["/invoices", { id: invoice().id }],
    "payments.create": ["/payments", { invoiceId: invoice().id, amount: 1_000, method: "Cash" }],
    "purchase-orders.create": ["/purchaseorders", { branchId: branch.id, purchaseOrderDetails: goods }],
    "purchase-orders.update": [`/purchaseorders/${purchase().id}`, { description: "x" }],
    "purchase-orders.delete": [`/purchaseorders?id=${purchase().id}&IsVoidPayment=true`],
    "transfers.create": ["/transfers", moved],
    "transfers.update": [`/transfers/${ask("POST /transfers", moved).data.id}`, { description: "x" }],
    "transfers.delete": [`/transfers/${ask("POST /transfers", moved).data.id}`],
    "price-books.set-price": ["/pricebooks/detail", { pricebookId: book.id, productId: product.id, price: 9 }],
    "coupons.set-used": ["/coupons/setused", { coupons: [{ code: "C1" }] }],
    "vouchers.create": ["/voucher", { voucherCampaignId: campaign.id, data: [{ code: "NEW1" }] }],
    "vouchers.release": ["/voucher/release/give", { ...codes("V50000A"), ReleaseDate: "2026-11-20" }],
    "vouchers.cancel": ["/voucher/cancel", codes("V50000B")],
  };
};

describe("the catalog", () => {
  const reads = operations.filter(({ kind }) => kind === "read");

  test.each(reads.map((operation) => [operation.id, operation] as const))("%s answers as the catalog says", (_, op) => {
    const { ask } = world();
    const listPath = op.path.replace(/\/(code\/)?\{.*/, "");
    const campaign = op.id === "vouchers.list" ? `?campaignId=${ask("GET /vouchercampaign").data[0].id}` : "";
    let path = `${op.path}${campaign}`;
    if (path.includes("{")) {
      if (listPath === "/webhooks") ask("POST /webhooks", { Webhook: { Type: "a", Url: "http://127.0.0.1/" } });
      const first = ask(`GET ${listPath}`).data[0];
      path = path.replace("{id}", first.id ?? first.categoryId).replace("{code}", first.code);
    }
    const answer = ask(`GET ${path}`);
    expect(op.answer.safeParse(answer).error).toBeUndefined();
    if (Array.isArray(answer.data) && op.id !== "webhooks.list") expect(answer.data.length).toBeGreaterThan(0);
  });

  const written = operations.filter(({ kind }) => kind === "write" || kind === "read+write");
  test.each(written.map((operation) => [operation.id, operation] as const))("%s takes a minimal body", (_, op) => {
    const shop = world({}, 20);
    const [path, body] = writes(shop)[op.id] ?? ["missing"];
    if (op.body) expect(op.body.safeParse(body).error).toBeUndefined();
    const before = shop.simulator.journal.length;
    const answer = shop.ask(`${op.method} ${path}`, body);
    expect(op.answer.safeParse(answer).error).toBeUndefined();
    expect(shop.simulator.journal.slice(before).map(({ operation }) => operation)).toEqual([op.id]);
  });
});

describe("signing in", () => {
  test("a token lasts 24 hours; then calls are refused with TokenException, as 401 or otherwise", () => {
    const { raw, ask, advance, signIn } = world({}, 0);
    advance(24 * HOUR - 1);
    ask("GET /branches");
    advance(1);
    const refused = [raw("GET /branches"), raw("GET /branches")];
    expect(refused.map(({ status }) => status)).toEqual([401, 400]);
    for (const { body } of refused) expect(JSON.parse(body).responseStatus.errorCode).toBe("TokenException");
    signIn();
    ask("GET /branches");
  });

  test("wrong credentials, another product's scope and revoked access get no token", () => {
    const { simulator, signIn, raw } = world({}, 0);
    expect(signIn({ client_secret: "x" })).toEqual({ status: 400, answer: { error: "invalid_client" } });
    expect(signIn({ scopes: "PublicApi.Access.FNB" }).answer.error).toBe("invalid_scope");
    simulator.revoke();
    expect(raw("GET /branches").status).toBe(401);
    expect(signIn().status).toBe(200);
    simulator.revoke(true);
    expect(signIn().answer.error).toBe("invalid_client");
  });

  test("another shop's name in the Retailer header is refused", () => {
    const { raw } = world({}, 0);
    const { status, body } = raw("GET /branches", undefined, { retailer: "other" });
    expect(status).toBe(420);
    expect(JSON.parse(body).ResponseStatus.ErrorCode).toBe("KvValidateException");
  });

  test("an injected expiry ends the token in use", () => {
    const { simulator, raw, signIn } = world({}, 0);
    simulator.faults.next("expired");
    expect(raw("GET /branches").status).toBe(401);
    expect(raw("GET /branches").status).not.toBe(200);
    signIn();
    expect(raw("GET /branches").status).toBe(200);
  });
});

describe("lists", () => {
  test("dates are local without an offset and with seven digits, the envelope's with an offset", () => {
    const { raw } = world();
    const { body } = raw("GET /orders?pageSize=1");
    expect(body).toMatch(/"purchaseDate":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}"/);
    expect(body).toMatch(/"timestamp":"2026-11-20T15:00:00\.0000000\+07:00"/);
    expect(body).toMatch(/"total":\d+\.0000[,}]/);
  });

  test("pages of the vendor's size yield every row; more than 100 at once are not to be had", () => {
    const { ask } = world({}, 350);
    expect(ask("GET /products").data).toHaveLength(20);
    expect(ask("GET /products?pageSize=1000").data).toHaveLength(100);
    const ids = new Set<number>();
    for (let offset = 0; ; offset += 100) {
      const { data } = ask(`GET /products?pageSize=100&currentItem=${offset}&orderBy=modifiedDate`);
      if (data.length === 0) break;
      for (const { id } of data) ids.add(id);
    }
    expect(ids.size).toBe(350);
  });

  test("an edit behind the reader makes an offset page skip a row", () => {
    const { ask, advance } = world({}, 30);
    const query = "GET /products?pageSize=10&orderBy=modifiedDate&orderDirection=Asc";
    const first = ask(query).data;
    advance(1_000);
    ask(`PUT /products/${first[0].id}`, { name: "edited" });
    const seen = [...first, ...ask(`${query}&currentItem=10`).data, ...ask(`${query}&currentItem=20`).data];
    expect(new Set(seen.map(({ id }: any) => id)).size).toBe(29);
  });

  test("lastModifiedFrom finds never-edited rows by their creation and sorts by it; it is inclusive", () => {
    const { ask, advance } = world({}, 30);
    const all = ask("GET /customers?pageSize=100&orderBy=modifiedDate").data;
    const times = all.map((row: any) => row.modifiedDate ?? row.createdDate);
    expect(times).toEqual([...times].sort());
    expect(all.some((row: any) => row.modifiedDate === undefined)).toBe(true);
    const last = times.at(-1);
    const found = ask(`GET /customers?pageSize=100&lastModifiedFrom=${last}`).data;
    expect(found.length).toBe(times.filter((time: string) => time === last).length);
    advance(1);
    expect(ask(`GET /customers?lastModifiedFrom=${encodeURIComponent("2026-11-20T15:00:00.001+07:00")}`).total).toBe(0);
    expect(ask("GET /customers?lastModifiedFrom=2026-01-01").total).toBe(all.length);
  });

  test.each([
    "purchaseorders",
    "customers/group",
    "pricebooks",
    "salechannel",
    "locations",
    "cashflow",
    "ordersuppliers",
  ])("/%s ignores lastModifiedFrom without a word", (path) => {
    const { ask } = world();
    const total = ask(`GET /${path}`).total;
    expect(total).toBeGreaterThan(0);
    expect(ask(`GET /${path}?lastModifiedFrom=2030-01-01`).total).toBe(total);
  });

  test("orderBy ends in a 500 where the list has no sorting", () => {
    const { raw } = world();
    for (const path of ["customers/group", "cashflow", "purchaseorders", "transfers", "ordersuppliers", "locations"]) {
      expect(raw(`GET /${path}?orderBy=modifiedDate`).status).toBe(500);
    }
    expect(raw("GET /products?orderBy=nonsense").status).toBe(500);
  });

  test("removed ids have another name on each page, and come only when asked for", () => {
    const { ask, advance } = world({}, 20);
    const [product] = ask("GET /products").data;
    const [customer] = ask("GET /customers").data;
    const category = ask("POST /categories", { categoryName: "Đi" }).data;
    advance(1_000);
    ask(`DELETE /products/${product.id}`);
    ask(`DELETE /customers/${customer.id}`);
    ask(`DELETE /categories/${category.categoryId}`);
    const since = "includeRemoveIds=true&lastModifiedFrom=2026-11-20T15:00:01.000";
    expect(ask(`GET /products?${since}`).removeId).toEqual([product.id]);
    expect(ask(`GET /customers?${since}`).removeId).toEqual([customer.id]);
    expect(ask(`GET /categories?${since}`).removedIds).toEqual([category.categoryId]);
    expect(ask(`GET /users?${since}`).removeIds).toEqual([]);
    expect(ask("GET /products").removeId).toBeUndefined();
    advance(1_000);
    expect(ask("GET /products?includeRemoveIds=true&lastModifiedFrom=2026-11-20T15:00:02.000").removeId).toEqual([]);
    expect(() => ask(`GET /products/${product.id}`)).toThrow("404");
  });

  test("a stock move shows in the stock list and leaves the product's date alone", () => {
    const { ask, advance } = world({}, 20);
    const [branch] = ask("GET /branches").data;
    const [product] = ask("GET /products?includeInventory=true").data;
    advance(1_000);
    ask("POST /invoices", {
      branchId: branch.id,
      invoiceDetails: [{ productId: product.id, quantity: 2, price: 5 }],
    });
    const moved = ask("GET /productOnHands?lastModifiedFrom=2026-11-20T15:00:01.000").data;
    expect(moved.map(({ id }: any) => id)).toEqual([product.id]);
    const before = product.inventories.find(({ branchId }: any) => branchId === branch.id);
    const after = moved[0].inventories.find(({ branchId }: any) => branchId === branch.id);
    expect(after).toEqual({
      branchId: branch.id,
      onhand: before.onHand - 2,
      reserved: before.reserved,
      modifiedDate: "2026-11-20T15:00:01.0000000",
    });
    expect(ask("GET /products?lastModifiedFrom=2026-11-20T15:00:01.000").total).toBe(0);
  });

  test("hierachicalData gives a tree and ignores the time filter", () => {
    const { ask } = world({}, 0);
    const [parent] = ask("GET /categories").data;
    ask("POST /categories", { categoryName: "Con", parentId: parent.categoryId });
    const { data } = ask("GET /categories?hierachicalData=true&lastModifiedFrom=2030-01-01");
    expect(data.find(({ categoryId }: any) => categoryId === parent.categoryId).children).toHaveLength(1);
  });

  test("5,000 reads an hour, writes uncounted", () => {
    const { simulator, raw, advance, ask } = world({}, 5);
    for (let n = 0; n < 5_000; n += 1) raw("GET /branches?pageSize=1");
    const refused = raw("GET /branches");
    expect([refused.status, JSON.parse(refused.body).responseStatus.errorCode]).toEqual([429, "TooManyRequests"]);
    ask("POST /customers", { name: "Khách" });
    expect(simulator.limitBroken).toBe(1);
    advance(HOUR);
    expect(raw("GET /branches").status).toBe(200);
  });
});

describe("writes", () => {
  const shopWithOrder = () => {
    const shop = world({}, 10);
    const [branch] = shop.ask("GET /branches").data;
    const [product] = shop.ask("GET /products").data;
    const body = {
      branchId: branch.id,
      description: "ghi chú [TB-ABCDEFGH12345678]",
      orderDetails: [{ productId: product.id, quantity: 2, price: 10_000, discount: 1_000 }],
    };
    return { ...shop, branch, product, body };
  };

  test("a repeated order is a second order; both carry our mark in the journal", () => {
    const { simulator, ask, body } = shopWithOrder();
    const made = [ask("POST /orders", body), ask("POST /orders", body)];
    expect(made[0].id).not.toBe(made[1].id);
    expect(made[0]).toMatchObject({
      total: 18_000,
      status: 1,
      statusValue: "Phiếu tạm",
      description: body.description,
    });
    expect(simulator.journal.map(({ reference, id }) => [id, reference])).toEqual(
      made.map(({ id }) => [String(id), "TB-ABCDEFGH12345678"]),
    );
  });

  test("an order reserves, its invoice takes the stock and completes it, voiding gives it back", () => {
    const { ask, body, product, branch } = shopWithOrder();
    const level = () =>
      ask(`GET /products/${product.id}`).inventories.find(({ branchId }: any) => branchId === branch.id);
    const start = level();
    const order = ask("POST /orders", body);
    expect(level()).toMatchObject({ onHand: start.onHand, reserved: start.reserved + 2 });
    const invoice = ask("POST /invoices", {
      branchId: branch.id,
      orderId: order.id,
      invoiceDetails: body.orderDetails,
    });
    expect(level()).toMatchObject({ onHand: start.onHand - 2, reserved: start.reserved });
    expect(ask(`GET /orders/${order.id}`).status).toBe(3);
    expect(ask("DELETE /invoices", { id: invoice.id })).toMatchObject({ status: 2, statusValue: "Đã hủy" });
    expect(level().onHand).toBe(start.onHand);
    expect(ask(`GET /invoices/${invoice.id}`).status).toBe(2);
  });

  test("a voided order stays in the list with status 4", () => {
    const { ask, body } = shopWithOrder();
    const order = ask("POST /orders", body);
    ask(`DELETE /orders/${order.id}`);
    expect(ask("GET /orders?pageSize=100&status=4").data.map(({ id }: any) => id)).toContain(order.id);
  });

  test("codes of products and customers are unique, also within a list", () => {
    const { raw, ask, product, simulator } = shopWithOrder();
    const before = simulator.rows("products").length;
    const copy = { name: "x", code: product.code, categoryId: product.categoryId };
    expect(raw("POST /products", copy).status).toBe(420);
    expect(raw("POST /listaddproducts", { listProducts: [{ ...copy, code: "NEW" }, copy] }).status).toBe(420);
    expect(simulator.rows("products")).toHaveLength(before);
    ask("POST /customers", { name: "A", code: "KH-1" });
    const refused = JSON.parse(raw("POST /customers", { name: "B", code: "KH-1" }).body);
    expect(refused.ResponseStatus).toMatchObject({ ErrorCode: "KvValidateException" });
    expect(refused.ResponseStatus.Message).toContain("KH-1");
  });

  test("a cost is taken without complaint and without effect; stock is set as given", () => {
    const { ask, product, branch } = shopWithOrder();
    const cost = (row: any) => row.find(({ branchId }: any) => branchId === branch.id).cost;
    const before = ask(`GET /products/${product.id}`).inventories;
    const { inventory } = ask(`PUT /products/${product.id}`, {
      inventories: [{ branchId: branch.id, onHand: 77, cost: 1 }],
    });
    expect(cost(inventory)).toBe(cost(before));
    expect(inventory.find(({ branchId }: any) => branchId === branch.id).onHand).toBe(77);
  });

  test("a payment above the debt is refused", () => {
    const { ask, raw, body, branch } = shopWithOrder();
    const { id } = ask("POST /invoices", { branchId: branch.id, invoiceDetails: body.orderDetails });
    expect(raw("POST /payments", { invoiceId: id, amount: 18_001, method: "Cash" }).status).toBe(420);
    ask("POST /payments", { invoiceId: id, amount: 18_000, method: "Cash" });
    expect(ask(`GET /invoices/${id}`)).toMatchObject({ totalPayment: 18_000 });
    expect(raw("POST /payments", { invoiceId: id, amount: 1, method: "Cash" }).status).toBe(420);
  });

  test("an order that timed out may have been taken, or be taken later", () => {
    const { simulator, raw, body, advance } = shopWithOrder();
    const count = () => simulator.rows("orders").length;
    const before = count();
    simulator.faults.next("timeoutAfterCommit");
    expect(() => raw("POST /orders", body)).toThrow("timeout");
    expect(count()).toBe(before + 1);
    simulator.faults.next("lateCommit");
    expect(() => raw("POST /orders", body)).toThrow("timeout");
    expect(count()).toBe(before + 1);
    advance(20_000);
    expect(count()).toBe(before + 2);
    expect(simulator.journal).toHaveLength(2);
  });
});

describe("webhooks", () => {
  const register = (shop: ReturnType<typeof world>, ...types: string[]) => {
    for (const Type of types) {
      shop.ask("POST /webhooks", {
        Webhook: { Type, Url: `http://127.0.0.1:9/${Type}`, IsActive: true, Description: "", Secret: "bXktc2VjcmV0" },
      });
    }
  };

  test("the signature is labelled sha1 and is HMAC-SHA256 with the secret as registered", () => {
    const shop = world({}, 5);
    register(shop, "product.update");
    const [product] = shop.ask("GET /products").data;
    shop.ask(`PUT /products/${product.id}`, { name: "Tên mới" });
    const [delivery] = shop.simulator.takeDeliveries();
    const hash = createHmac("sha256", "bXktc2VjcmV0")
      .update(delivery?.body ?? "")
      .digest("hex");
    expect(delivery?.headers["x-hub-signature"]).toBe(`sha1=${hash}`);
    const body = JSON.parse(delivery?.body ?? "");
    expect(body).toMatchObject({ Attempt: 1, Notifications: [{ Action: "product.update.501073570" }] });
    expect(body.Notifications[0].Data[0]).toMatchObject({ Id: product.id, Name: "Tên mới", isActive: true });
    expect(body.Notifications[0].Data[0].ModifiedDate).toMatch(/\.\d{7}\+07:00$/);
    expect(shop.ask("GET /webhooks").data[0]).not.toHaveProperty("secret");
    expect(shop.simulator.takeDeliveries()).toEqual([]);
  });

  test("only registered types are sent, and deletions come in more than one shape", () => {
    const shop = world({}, 40);
    register(shop, "product.delete", "pricebookdetail.delete");
    for (const { id } of shop.ask("GET /products?pageSize=20").data) shop.ask(`DELETE /products/${id}`);
    const shapes = shop.simulator.takeDeliveries().map(({ body }) => Object.keys(JSON.parse(body)).join());
    expect(shapes).toHaveLength(20);
    expect(new Set(shapes)).toEqual(new Set(["Id,Attempt,Notifications", "RemoveId"]));
  });

  test("an address that answers 4xx is never called again; one that fails is tried again", () => {
    const shop = world({}, 5);
    register(shop, "customer.update");
    const add = () => shop.ask("POST /customers", { name: "Khách" });
    add();
    const [first] = shop.simulator.takeDeliveries();
    shop.simulator.delivered?.(first!, 500);
    shop.advance(10_000);
    const [second] = shop.simulator.takeDeliveries();
    expect(JSON.parse(second?.body ?? "").Attempt).toBe(2);
    shop.simulator.delivered?.(second!, 404);
    add();
    expect(shop.simulator.takeDeliveries()).toEqual([]);
    expect(shop.ask("GET /webhooks").data[0].isActive).toBe(false);
  });
});

describe("changes", () => {
  test("a shop in motion stays readable and is the same for the same seed", () => {
    const run = () => {
      const { simulator, advance } = world({}, 40);
      for (let n = 0; n < 1_500; n += 1) {
        simulator.change();
        advance(500);
      }
      const names = ["products", "customers", "orders", "invoices", "returns", "inventory", "transfers", "cash-flow"];
      return names.map((name) => simulator.rows(name));
    };
    const first = run();
    expect(first[0]?.length).toBeGreaterThan(30);
    expect(first[2]?.length).toBeGreaterThan(200);
    expect(run()).toEqual(first);
  });

  test("every change is found by lastModifiedFrom, sorted oldest first", () => {
    const { simulator, advance, ask } = world({}, 40);
    const before = new Map((simulator.rows("products") as any[]).map((row) => [row.id, JSON.stringify(row.name)]));
    for (let n = 0; n < 300; n += 1) {
      simulator.change();
      advance(1_000);
    }
    advance(30_000);
    const found = new Set<number>();
    for (let offset = 0; ; offset += 100) {
      const query = "pageSize=100&orderBy=modifiedDate&lastModifiedFrom=2026-11-20T15:00:00";
      const { data } = ask(`GET /products?${query}&currentItem=${offset}`);
      if (data.length === 0) break;
      for (const { id } of data) found.add(id);
    }
    for (const { id, name } of simulator.rows("products") as any[]) {
      if (before.get(id) !== JSON.stringify(name)) expect(found.has(id)).toBe(true);
    }
    expect(found.size).toBeGreaterThan(10);
  });

  test("a seed of thousands is quick", () => {
    const start = performance.now();
    const { simulator } = world({}, 5_000);
    expect(simulator.rows("orders")).toHaveLength(5_000);
    expect(performance.now() - start).toBeLessThan(8_000);
  }, 15_000);
});
