import { describe, expect, test } from "vitest";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import { seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import type { FaultKind, SimulatorOptions } from "../../../infra/sandbox/types.ts";
import { saysDuplicate } from "../../../shared/core/duplicates.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import { DAY, MINUTE, SECOND, toHanoiDay } from "../../../shared/core/time.ts";
import type {
  Call,
  Listing,
  Partition,
  Session,
  ShopContext,
  WriteContext,
  WriteKind,
} from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { firstPosition, readPage } from "../../../shared/sync/reader.ts";
import { spanAt } from "../../../shared/sync/spans.ts";
import { nhanhV3 } from "../../../shared/vendors/nhanh-v3/index.ts";

const START = Date.UTC(2026, 10, 22, 3);
const BASE = "http://nhanh.test";
const operationOf = (id: string) => nhanhV3.operations.find((operation) => operation.id === id)!;
const resourceOf = (name: string) => nhanhV3.resources.find((resource) => resource.name === name)!;

const openShop = async (size = 25, options: Partial<SimulatorOptions> = {}) => {
  let now = START;
  const simulator = createNhanhV3Simulator({ now: () => now, random: seededRandom(11), limits: false, ...options });
  simulator.seed(size);
  const send = simulatedSend({ [BASE]: simulator }, { now: () => now });
  const context = (
    session?: Session,
    credentials: Record<string, unknown> = { ...simulator.credentials },
  ): ShopContext => ({
    access: { credentials, session },
    hosts: simulator.hosts(BASE),
    settings: {},
    now: () => now,
    randomId: () => crypto.randomUUID(),
  });
  /** What the person who consents brings back; `picks` are made on that page. */
  const consent = async (picks: Record<string, string> = {}): Promise<ShopContext> => {
    const { appId, secretKey } = simulator.credentials;
    const returnLink = "http://back.test/consent";
    const page = new URL(nhanhV3.consent!.url({ credentials: { appId }, returnLink, hosts: simulator.hosts(BASE) }));
    for (const [name, value] of Object.entries(picks)) page.searchParams.set(name, value);
    const { headers } = await send({ method: "GET", url: page.href, headers: {} });
    const accessCode = new URL(headers.location!).searchParams.get(nhanhV3.consent!.codeParameter);
    return context(undefined, { appId, secretKey, [nhanhV3.consent!.codeField]: accessCode });
  };
  const session = await nhanhV3.authorize(context(), send);
  const callAs =
    (granted: Session): Call =>
    async (id, { body }) => {
      const operation = operationOf(id);
      const parsed = body === undefined ? undefined : operation.body!.parse(body);
      const request = nhanhV3.request(operation, { body: parsed }, context(granted));
      return operation.answer.parse(nhanhV3.judge(await send(request), operation));
    };
  return {
    simulator,
    send,
    context,
    consent,
    session,
    callAs,
    call: callAs(session),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
  };
};
type Open = Awaited<ReturnType<typeof openShop>>;

/** Everything of a listing, with the sync engine's own reader. */
const readAll = async (shop: Open, listing: Listing, idOf: (row: any) => string, call = shop.call) => {
  const found = new Map<string, any>();
  const sizes: number[] = [];
  const partitions: readonly (Partition | undefined)[] = (await listing.partitions?.(call))?.parts ?? [undefined];
  for (const partition of partitions) {
    for (let index = 0; ; index += 1) {
      const span = spanAt(listing, { track: "full", mark: shop.now(), earliest: START - 130 * DAY }, index);
      if (!span) break;
      let position: ReturnType<typeof firstPosition> | undefined = firstPosition(listing, span);
      while (position) {
        const reading: any = await readPage({ listing, id: idOf, span, partition }, position, async (ask) =>
          listing.read(await call(listing.operation, listing.call(ask)), ask),
        );
        expect(reading.warning).toBeUndefined();
        sizes.push(reading.rows.length);
        for (const row of reading.rows) found.set(idOf(row), row);
        position = reading.next;
      }
    }
  }
  return { found, sizes };
};

const order = (shop: Open, appOrderId = "A-1", more: object = {}) => {
  const [product] = shop.simulator.rows("products") as any[];
  return {
    channel: { appOrderId },
    shippingAddress: { name: "Mai", mobile: "0912345678" },
    products: [{ id: product.id, price: 50_000, quantity: 2 }],
    ...more,
  };
};
const writeContext = (shop: Open, reference: string): WriteContext => ({
  writeId: reference,
  reference,
  settings: {},
  firstAttemptAt: shop.now(),
  grants: shop.session.grants!,
});

describe("reads", () => {
  const bodies = (shop: Open): Record<string, any> => {
    const id = (resource: string) => (shop.simulator.rows(resource)[0] as any).id;
    const orderId = (shop.simulator.rows("orders")[0] as any).info.id;
    const seconds = Math.floor(START / SECOND);
    const place = { cityId: 254, districtId: 321, locationVersion: "v1" };
    const person = { name: "A", mobile: "0912345678", shippingLocation: { provinceId: 254, wardId: 1 } };
    return {
      "products.get": { filters: { id: id("products") } },
      "imeis.history": { filters: { imei: "356938035643809" } },
      "orders.history": { filters: { orderIds: [orderId] } },
      "addresses.list": { filters: { locationVersion: "v1", type: "CITY" } },
      "ship-addresses.list": { filters: { locationVersion: "v2", type: "PROVINCE" } },
      "shipping-fees.calculate": { filters: { type: 1, shippingWeight: 800, shippingFrom: place, shippingTo: place } },
      "coupons.list": { filters: { batchId: id("voucher-campaigns") } },
      "coupon-products.list": { filters: { batchId: id("voucher-campaigns") } },
      "price-book-products.list": { filters: { priceListIds: [id("price-books")] } },
      "marketplace-returns.list": { filters: { appId: 8195 }, paginator: { icpp: 50 } },
      "conversations.messages": { filters: { conversationId: "x" } },
      "meta-events.report": {
        filters: { pageIds: ["1"], events: ["Purchase"], createdAt: { from: seconds - 9, to: seconds } },
      },
      "shipments.rate": { sender: person, receiver: person, weight: 500 },
    };
  };

  test.each(nhanhV3.operations.filter(({ kind }) => kind === "read").map(({ id }) => id))("%s answers", async (id) => {
    const shop = await openShop();
    await expect(shop.call(id, { body: bodies(shop)[id] ?? {} })).resolves.toHaveProperty("code", 1);
  });

  test.each(nhanhV3.resources.map(({ name }) => name))(
    "%s can be read whole, and every row is understood",
    async (name) => {
      const shop = await openShop();
      const { listing, id, normalize } = resourceOf(name);
      const { found } = await readAll(shop, listing, id);
      for (const row of found.values()) {
        const record = normalize(row, { settings: {} });
        expect(schemaOf(name).safeParse(record).error).toBeUndefined();
        expect(record.id).toBe(id(row));
      }
      expect([...found.values()].every((row) => !JSON.stringify(row).includes("undefined"))).toBe(true);
    },
  );

  test.each(["products", "inventory", "customers", "orders", "invoices", "returns"])(
    "%s: pages of ten yield what the shop has, through short and empty pages",
    async (name) => {
      const shop = await openShop(120, { pageSize: 10 });
      const { listing, id } = resourceOf(name);
      const { found, sizes } = await readAll(shop, { ...listing, pageSize: 10 }, id);
      const expected = shop.simulator.rows(name);
      expect([...found.keys()].sort()).toEqual(expected.map(id).sort());
      const rows = new Map(expected.map((row) => [id(row), row]));
      for (const [key, row] of found) expect(row).toEqual(JSON.parse(JSON.stringify(rows.get(key))));
      if (name === "inventory") expect(sizes.slice(0, -1).some((size) => size === 0)).toBe(true);
    },
  );

  test("a row that is asked for by its id is the row of the listing, and a deleted one is not there", async () => {
    const shop = await openShop();
    for (let n = 0; n < 200; n += 1) shop.simulator.change();
    shop.pass(MINUTE);
    for (const name of ["products", "inventory", "customers", "orders", "invoices", "locations"]) {
      const { get, id } = resourceOf(name);
      const rows = shop.simulator.rows(name);
      const row = rows.at(-1)!;
      const found = get!.read(await shop.call(get!.operation, get!.call(id(row))), id(row));
      expect(found, name).toEqual(JSON.parse(JSON.stringify(row)));
      expect(get!.read(await shop.call(get!.operation, get!.call("999999999999")), "999999999999")).toBeUndefined();
      const [other, none] = [id(rows[0]!), "999999999999"];
      const shown = get!.rows!(await shop.call(get!.operation, get!.together!([other, none, id(row)])));
      expect(new Set(shown.map(id)), name).toEqual(new Set([other, id(row)]));
    }
    const { deletions } = resourceOf("orders");
    const { found } = await readAll(shop, deletions!.listing!, (row) => String(row.id));
    expect(found.size).toBeGreaterThan(0);
    const living = new Set(shop.simulator.rows("orders").map((row) => resourceOf("orders").id(row)));
    for (const id of found.keys()) expect(living.has(id)).toBe(false);
    const [gone] = [...found.keys()];
    const named = await shop.call(deletions!.listing!.operation, deletions!.named!([gone!, [...living][0]!]));
    expect(deletions!.listing!.read(named, { size: 1 }).rows.map((row) => deletions!.id!(row))).toEqual([gone]);
  });

  test("the check tells the business", async () => {
    const shop = await openShop();
    expect(await nhanhV3.check(shop.call)).toMatchObject({ businessId: shop.session.grants!.businessId });
  });
});

test("lines of bills have ids of their own, also after bills were deleted", async () => {
  const { simulator } = await openShop();
  const ids = () => (simulator.rows("stock-movements") as { id: number }[]).map(({ id }) => id);
  const first = ids();
  for (let changes = 0; changes < 400; changes += 1) simulator.change();
  const last = ids();
  expect(first.some((id) => !last.includes(id))).toBe(true);
  expect(new Set(last).size).toBe(last.length);
});

describe("writes", () => {
  const person = { name: "A", mobile: "0912345678", shippingLocation: { provinceId: 254, wardId: 1 } };
  const minimal = async (shop: Open): Promise<Record<string, unknown>> => {
    const first = (name: string) => shop.simulator.rows(name)[0] as any;
    const product = first("products").id;
    const depotId = first("locations").id;
    const made: any = await shop.call("orders.create", { body: order(shop, "M-1") });
    const sent = (shop.simulator.rows("orders") as any[]).find(({ carrier }) => carrier.sendCarrierAt > 0);
    const conversation: any = await shop.call("conversations.list", { body: {} });
    const [{ id: conversationId, pageId }] = conversation.data;
    const campaign: any = await shop.call("campaigns.list", { body: {} });
    const audience: any = await shop.call("audiences.list", { body: {} });
    const coupons: any = await shop.call("coupons.list", {
      body: { filters: { batchId: first("voucher-campaigns").id } },
    });
    const shipment = {
      sender: person,
      receiver: person,
      weight: 500,
      businessStoreId: 1,
      appOrderId: "S",
      carrier: { id: 18 },
    };
    const { data: hub }: any = await shop.call("shipments.create", { body: shipment });
    const stock = { depotId, products: [{ id: product, quantity: 1 }] };
    return {
      "suppliers.create": { name: "Xưởng" },
      "products.create": [{ appProductId: "P-1", name: "Áo" }],
      "products.update": { id: product, price: 1_000 },
      "products.set-external-images": [{ productId: product, externalImages: ["https://example.com/a.jpg"] }],
      "orders.create": order(shop),
      "orders.update": { info: { id: made.data.id, status: 56 } },
      "orders.cancel-carrier": { orderId: sent.info.id },
      "orders.add-complaint": { id: made.data.id, reason: 6 },
      "retail-bills.create": stock,
      "stock.import-from-supplier": { ...stock, supplierId: first("suppliers").id },
      "stock.return-to-supplier": { ...stock, supplierId: first("suppliers").id },
      "stock.import-other": stock,
      "stock.export-other": stock,
      "customers.create": [{ name: "Mai", mobile: "0933333333" }],
      "coupon-programs.create": {
        name: "Hè",
        status: 1,
        startDate: "2026-06-01",
        endDate: "2026-08-31",
        codeLength: 6,
        numberOfCodes: 2,
        canUsedTimes: 1,
        valueType: 1,
        value: 5_000,
      },
      "coupon-programs.add-codes": { batchId: first("voucher-campaigns").id, couponNumber: 2, canUsedTimes: 1 },
      "coupons.update": { act: "used", code: coupons.data[0].code },
      "zalo.send-zbs": { zaloOaId: 1, zbsTemplateId: 2, mobile: "0912345678", keywords: { A: "b" } },
      "zalo.send-zns": { zaloOaId: 1, znsTemplateId: 2, mobile: "0912345678", keywords: { A: "b" } },
      "conversations.reply": { conversationId, pageId, recipientId: "752", message: "Còn" },
      "conversations.update-tags": { conversationId, pageId, addTags: ["t"] },
      "marketing.send-meta-event": { eventName: "LeadSubmitted", conversationId, orderInfo: {} },
      "campaigns.create": {
        campaign: {
          pageId,
          adAccountId: "act_1",
          segmentIds: ["1"],
          name: "C",
          budget: 50_000,
          budgetType: "daily",
          adStartAt: 1,
          adEndAt: 2,
          type: "template",
        },
        message: {},
      },
      "campaigns.resend": { campaign: { adCampaignId: campaign.data[0].adCampaignId, sendMode: "NEW_USER" } },
      "audiences.create": { adAccountId: "act_1", pageId, subtype: "CUSTOM", name: "T" },
      "audiences.add-subscribers": { audienceId: audience.data[0].id, dataType: "raw", audienceData: [{ phone: "1" }] },
      "ad-images.upload": { bytes: "aGk=", adAccountId: "act_1", pageId },
      "shipments.create": { ...shipment, appOrderId: "S2" },
      "shipments.send": { orderId: hub.orderId },
      "shipments.cancel": { orderId: hub.orderId },
    };
  };
  test("every write is taken with the least that it needs, and journalled", { timeout: 30_000 }, async () => {
    for (const { id } of nhanhV3.operations.filter(({ kind }) => kind === "write")) {
      const shop = await openShop();
      for (let n = 0; n < 60; n += 1) shop.simulator.change();
      const bodies = await minimal(shop);
      const before = shop.simulator.journal.length;
      await expect(shop.call(id, { body: bodies[id] }), id).resolves.toBeTruthy();
      expect(
        shop.simulator.journal.slice(before).map(({ operation }) => operation),
        id,
      ).toEqual([id]);
    }
  });

  const commands = (shop: Open): Partial<Record<WriteKind, any>> => {
    const productId = String((shop.simulator.rows("products")[0] as any).id);
    const locationId = String((shop.simulator.rows("locations")[0] as any).id);
    const pending = (shop.simulator.rows("orders") as any[]).find(({ info }) => info.status === 54);
    const id = String(pending.info.id);
    const address = { line: "1 Lê Lợi", provinceId: "254", districtId: "321", wardId: "1116" };
    const supplier = { id: String((shop.simulator.rows("suppliers")[0] as any).id) };
    const bill = { locationId, supplier, lines: [{ productId, quantity: 2, price: 40_000 }] };
    const coupon = (shop.simulator.rows("vouchers") as any[]).find(({ totalAssigned }) => totalAssigned === 0);
    return {
      "orders.create": {
        locationId,
        customer: { name: "Mai", phone: "0912345678" },
        lines: [{ productId, quantity: 2, price: 50_000 }],
        discount: 7_001,
        shipping: { address, fee: 30_000 },
        note: "Gọi trước",
      },
      "orders.update": { id, status: "confirmed", note: "Mới", shipping: { address: { line: "2 Lê Lợi" } } },
      "orders.cancel": { id, reason: "Hết hàng" },
      "products.create": { name: "Áo mới", code: "AM-1", price: 120_000, cost: 60_000, active: true },
      "products.update": { id: productId, price: 99_000, name: "Tên mới" },
      "stock.move": { productId, locationId, delta: -3, note: "Vỡ" },
      "customers.create": { name: "Hà", phone: "0944444444", gender: "female", address },
      "invoices.create": {
        locationId,
        customer: { phone: "0955555555", name: "Tú" },
        lines: [{ productId, quantity: 1, price: 10_000, discount: 1_000 }],
        payments: [{ method: "cash", amount: 9_000, accountId: "1" }],
      },
      "purchases.create": { ...bill, paid: 9_000, accountId: "1" },
      "supplier-returns.create": { ...bill, note: "Lỗi" },
      "vouchers.create": {
        name: "Hè",
        count: 2,
        value: 5_000,
        from: "2026-06-01T00:00:00Z",
        to: "2026-08-31T00:00:00Z",
      },
      "vouchers.release": { campaignId: String(coupon.batchId), codes: [coupon.code] },
    };
  };
  // The hub lists no parcels.
  const askable = (Object.keys(nhanhV3.writes) as WriteKind[]).filter((kind) => !kind.startsWith("shipments."));
  test.each(askable)("%s is found by its probe only once it happened", async (kind) => {
    const shop = await openShop();
    const write = nhanhV3.writes[kind]!;
    const command = write.command.parse(commands(shop)[kind]);
    const context = writeContext(shop, "TB-0123456789ABCDEF");
    if (write.probe) expect(await write.probe(command, context, shop.call)).toBeUndefined();
    const operation = write.operationFor?.(command) ?? write.operation;
    const answer = await shop.call(operation, write.encode(command, context));
    const { id } = write.result(answer, command);
    if (write.probe) expect(await write.probe(command, context, shop.call)).toEqual({ id });
    const shown = async (): Promise<readonly [record: unknown, row: unknown]> => {
      if (write.see) return [undefined, await write.see(command, id, shop.call)];
      const { get, normalize } = resourceOf(write.resource!);
      const row = get!.read(await shop.call(get!.operation, get!.call(id!)), id!);
      return [normalize(row, { settings: {} }), row];
    };
    const [record, row] = await shown();
    // A difference says nothing about the stock that comes of it.
    if (kind !== "stock.move") expect(fieldsOf(verdictsOf(write, command, record, row), "no")).toEqual([]);
    const [entry] = shop.simulator.journal;
    if (write.reference.by === "field") {
      expect(entry!.reference).toBe(context.reference);
    }
  });

  test("an order that was committed although no answer came is not made twice by sending it again", async () => {
    const shop = await openShop();
    const write = nhanhV3.writes["orders.create"]!;
    const command = write.command.parse(commands(shop)["orders.create"]);
    const context = writeContext(shop, "TB-0123456789ABCDEF");
    const call = write.encode(command, context);
    shop.simulator.faults.next("lateCommit");
    await expect(shop.call(write.operation, call)).rejects.toBeInstanceOf(RetryLater);
    expect(await write.probe!(command, context, shop.call)).toBeUndefined();
    shop.pass(MINUTE);
    await expect(shop.call(write.operation, call)).rejects.toSatisfy(saysDuplicate);
    expect(await write.probe!(command, context, shop.call)).toEqual({ id: shop.simulator.journal[0]!.id });
    expect(shop.simulator.journal).toHaveLength(1);
  });

  test("a bulk of products tells each one's id", async () => {
    const shop = await openShop();
    const { bulk } = nhanhV3.writes["products.create"]!;
    const items = ["A", "B"].map((code) => ({
      command: { name: `Áo ${code}`, code },
      context: writeContext(shop, `TB-${code.repeat(16)}`),
    }));
    const results = bulk!.results(await shop.call(bulk!.operation, bulk!.encode(items)), items);
    expect(results).toEqual(shop.simulator.journal.map(({ id }) => ({ id })));
  });
});

describe("unkindness", () => {
  test("the 151st call to one address within 30 seconds locks it, and calling on makes the lock longer", async () => {
    const shop = await openShop(5, { limits: true });
    const count = (): Promise<any> => shop.call("suppliers.list", { body: {} });
    for (let n = 0; n < 150; n += 1) await count();
    const first = await count().catch((error) => error);
    expect(first).toBeInstanceOf(RetryLater);
    expect(first).toMatchObject({ limited: true, delivered: "no" });
    const second = await count().catch((error) => error);
    expect(second.retryAt).toBeGreaterThan(first.retryAt);
    await expect(shop.call("staff.list", { body: {} })).resolves.toBeTruthy();
    expect(shop.simulator.limitBroken).toBe(2);
    shop.pass(second.retryAt - shop.now());
    await expect(count()).resolves.toBeTruthy();
  });

  test("a code can be used once and for ten minutes", async () => {
    const shop = await openShop(5);
    const context = await shop.consent();
    await nhanhV3.authorize(context, shop.send);
    await expect(nhanhV3.authorize(context, shop.send)).rejects.toBeInstanceOf(Rejected);
    const late = await shop.consent();
    shop.pass(11 * MINUTE);
    await expect(nhanhV3.authorize(late, shop.send)).rejects.toBeInstanceOf(Rejected);
  });

  test("a new token ends the old one a quarter of an hour later", async () => {
    const shop = await openShop(5);
    const fresh = await nhanhV3.authorize(await shop.consent(), shop.send);
    await expect(shop.call("staff.list", { body: {} })).resolves.toBeTruthy();
    shop.pass(15 * MINUTE);
    await expect(shop.call("staff.list", { body: {} })).rejects.toBeInstanceOf(SignInAgain);
    await expect(shop.callAs(fresh)("staff.list", { body: {} })).resolves.toBeTruthy();
  });

  test("a token lives for a year, and a revoked one not at all", async () => {
    const shop = await openShop(5);
    expect(shop.session.expiresAt).toBe(START + 365 * DAY);
    shop.pass(365 * DAY + SECOND);
    await expect(shop.call("staff.list", { body: {} })).rejects.toBeInstanceOf(SignInAgain);
    shop.simulator.revoke(true);
    await expect(nhanhV3.authorize(shop.context(), shop.send)).rejects.toBeInstanceOf(Rejected);
    await expect(nhanhV3.authorize(await shop.consent(), shop.send)).rejects.toBeInstanceOf(Rejected);
  });

  test("a token that ended is followed by the one of a new consent", async () => {
    const shop = await openShop(5);
    shop.simulator.revoke();
    await expect(shop.call("staff.list", { body: {} })).rejects.toBeInstanceOf(SignInAgain);
    const session = await nhanhV3.authorize(shop.context(), shop.send);
    expect(session.token).not.toBe(shop.session.token);
    await expect(shop.callAs(session)("staff.list", { body: {} })).resolves.toBeTruthy();
  });

  test("depots and permissions are those of the consent: other stock is not counted, other calls are closed", async () => {
    const shop = await openShop();
    const [depot] = shop.simulator.rows("locations") as any[];
    const picked = await shop.consent({ depots: String(depot.id), without: "customer/list" });
    const narrow = await nhanhV3.authorize(picked, shop.send);
    const call = shop.callAs(narrow);
    await expect(call("customers.list", { body: {} })).rejects.toMatchObject({ forbidden: true });
    const { data }: any = await call("inventory.list", { body: {} });
    expect(data[0].inventory.depots.map(({ id }: any) => id)).toEqual([depot.id]);
    const other = (shop.simulator.rows("locations") as any[])[1].id;
    await expect(call("orders.create", { body: order(shop, "D", { info: { depotId: other } }) })).rejects.toMatchObject(
      {
        code: "ERR_INVALID_DEPOT_ID",
      },
    );
  });

  test("orders without dates are those of 31 days, and a longer window is refused", async () => {
    const shop = await openShop(100);
    const { data }: any = await shop.call("orders.list", { body: {} });
    expect(data.length).toBeLessThan(shop.simulator.rows("orders").length);
    const to = Math.floor(START / SECOND);
    const filters = { updatedAtFrom: to - 32 * 86_400, updatedAtTo: to };
    await expect(shop.call("orders.list", { body: { filters } })).rejects.toBeInstanceOf(Rejected);
    const days = { fromDate: toHanoiDay(START - 31 * DAY), toDate: toHanoiDay(START) };
    await expect(shop.call("bills.list", { body: { filters: days } })).rejects.toBeInstanceOf(Rejected);
  });

  test("stopped products are hidden, and a move of stock is no update of its product", async () => {
    const shop = await openShop(60);
    const all = shop.simulator.rows("products") as any[];
    const { data }: any = await shop.call("products.list", { body: {} });
    expect(data).toHaveLength(all.filter(({ status }) => status !== 3).length);
    shop.pass(MINUTE);
    const from = Math.floor(shop.now() / SECOND);
    await shop.call("orders.create", { body: order(shop) });
    const since: any = await shop.call("inventory.list", {
      body: { filters: { updatedAtFrom: from, status: [1, 2, 3, 4] } },
    });
    expect(since.data).toEqual([]);
  });

  test("an unknown filter is ignored without a word", async () => {
    const shop = await openShop(5);
    const operation = operationOf("customers.list");
    const request = nhanhV3.request(
      operation,
      { body: { filters: { updatedFromDateTime: "2099-01-01" } } },
      shop.context(shop.session),
    );
    expect((nhanhV3.judge(await shop.send(request), operation) as any).data).toHaveLength(5);
  });

  test("a second order with one appOrderId is refused, and an edit clears what it sends empty", async () => {
    const shop = await openShop();
    const first: any = await shop.call("orders.create", { body: order(shop, "X", { info: { description: "Gấp" } }) });
    await expect(shop.call("orders.create", { body: order(shop, "X") })).rejects.toSatisfy(saysDuplicate);
    await shop.call("orders.update", { body: { info: { id: first.data.id, description: "" } } });
    const { data }: any = await shop.call("orders.list", { body: { filters: { ids: [first.data.id] } } });
    expect(data[0].info.description).toBe("");
    await shop.call("orders.update", { body: { info: { id: first.data.id, status: 60 } } });
    await expect(
      shop.call("orders.update", { body: { info: { id: first.data.id, status: 60 } } }),
    ).rejects.toBeInstanceOf(Rejected);
  });

  const outcomes: [FaultKind, unknown][] = [
    ["limit", RetryLater],
    ["serverError", RetryLater],
    ["serverErrorAfterCommit", RetryLater],
    ["cut", RetryLater],
    ["timeoutAfterCommit", RetryLater],
    ["empty", VendorChanged],
    ["malformed", VendorChanged],
    ["expired", SignInAgain],
  ];
  test.each(outcomes)("a write that ends with %s is told by its error", async (fault, error) => {
    const shop = await openShop(5);
    shop.simulator.faults.next(fault);
    await expect(shop.call("orders.create", { body: order(shop) })).rejects.toBeInstanceOf(error);
  });
});

describe("webhooks", () => {
  const enable = async (shop: Open) => {
    const body = JSON.stringify({ url: "http://hook.test/in", verifyToken: "verify-1234567890" });
    await shop.send({ method: "POST", url: `${BASE}/console/webhooks`, headers: {}, body });
  };

  test("the greeting comes first, without a business", async () => {
    const shop = await openShop(5);
    await enable(shop);
    const [greeting] = shop.simulator.takeDeliveries();
    expect(JSON.parse(greeting!.body)).toEqual({ event: "webhooksEnabled" });
    const delivery = { method: "POST", headers: greeting!.headers, body: Buffer.from(greeting!.body) };
    expect(isSentBy(nhanhV3.webhooks!, delivery, "verify-1234567890")).toBe(true);
    expect(nhanhV3.webhooks!.business!({ event: "webhooksEnabled" })).toBeUndefined();
  });

  test("every change of an order, a product or a stock is hinted at", async () => {
    const shop = await openShop(30);
    await enable(shop);
    const before = Object.fromEntries(
      ["orders", "products"].map((name) => [
        name,
        new Map(shop.simulator.rows(name).map((row) => [resourceOf(name).id(row), JSON.stringify(row)])),
      ]),
    );
    for (let n = 0; n < 300; n += 1) {
      shop.pass(SECOND);
      shop.simulator.change();
    }
    shop.pass(MINUTE);
    const hinted: Record<string, Set<string>> = {};
    for (const { body } of shop.simulator.takeDeliveries()) {
      const parsed = JSON.parse(body);
      if (parsed.event !== "webhooksEnabled")
        expect(nhanhV3.webhooks!.business!(parsed)).toBe(shop.session.grants!.businessId);
      for (const { resource, ids } of nhanhV3.webhooks!.hints(parsed)) {
        hinted[resource] ??= new Set();
        for (const id of ids) hinted[resource].add(id);
      }
    }
    for (const name of ["orders", "products"]) {
      const now = new Map(shop.simulator.rows(name).map((row) => [resourceOf(name).id(row), JSON.stringify(row)]));
      const known = name === "products" ? new Set([...hinted.products!, ...hinted.inventory!]) : hinted[name]!;
      for (const [id, row] of now) if (before[name]!.get(id) !== row) expect(known.has(id), `${name} ${id}`).toBe(true);
      for (const id of before[name]!.keys()) if (!now.has(id)) expect(known.has(id), `${name} ${id}`).toBe(true);
    }
  });

  test("an answer other than 200 is repeated three times at most", async () => {
    const shop = await openShop(5);
    await enable(shop);
    let made = 0;
    for (let n = 0; n < 10; n += 1) {
      for (const delivery of shop.simulator.takeDeliveries()) {
        made += 1;
        shop.simulator.delivered?.(delivery, 503);
      }
      shop.pass(31 * MINUTE);
    }
    expect(made).toBe(4);
  });

  test("the end of all access is told", async () => {
    const shop = await openShop(5);
    await enable(shop);
    shop.simulator.revoke();
    const last = JSON.parse(shop.simulator.takeDeliveries().at(-1)!.body);
    expect(nhanhV3.webhooks!.revoked!(last)).toBe(true);
  });
});
