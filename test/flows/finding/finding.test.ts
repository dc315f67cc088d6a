import { describe, expect, test, vi } from "vitest";
import { keys } from "../../../shared/stores/keys.ts";
import { NOW, openFindingWorld, order } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

const world = await openFindingWorld();
const { keep, ask, idsOf } = world;
const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}T02:00:00.000Z`;
const phone = "+84901234567";

await keep("one", "orders", [
  order("1", {
    code: "DH-Ạ1",
    createdAt: day(1),
    customerId: "c1",
    customer: { name: "Nguyễn Văn Ân", phone: "0901 234 567", phoneE164: phone },
    locationId: "hn",
    type: "sale",
    lines: [{ code: "ao-01", productId: "p1", quantity: 1, price: 1 }],
  }),
  order("2", {
    createdAt: day(2),
    status: "completed",
    customerId: "c2",
    shipping: { address: { phone: "84901234567" } },
    locationId: "sg",
    lines: [{ productId: "p2", quantity: 1, price: 1 }],
  }),
  order("3", { createdAt: day(3), status: "cancelled", type: "pre-order" }),
  order("4", { createdAt: undefined, customer: { phone: "09012*****" } }),
]);
await keep("two", "orders", [
  order("1", { code: "dh-ạ1 ", createdAt: day(2), status: "completed", customer: { phone: "+84 (0) 901.234.567" } }),
  order("9", { createdAt: day(9), customerId: "c1" }),
]);
await keep("other/one", "orders", [order("1", { customer: { phone: "0901234567" } })]);
await keep("one", "products", [
  { id: "p1", code: "AO-01", name: "Áo thun đỏ", barcode: "8930001" },
  { id: "p2", code: "QU-02", name: "Quần", barcode: "8930002", type: "goods", createdAt: day(5) },
  { id: "p3", code: "8930002", name: "Mũ", type: "service" },
]);
await keep("one", "customers", [
  {
    id: "c1",
    code: "KH1",
    name: "Nguyễn Văn Ân".normalize("NFD"),
    phone: "0901.234.567",
    phoneE164: phone,
    createdAt: day(1),
  },
  { id: "c2", code: "KH2", name: "Trần Thị Bé", type: "person" },
]);
await keep("one", "locations", [{ id: "hn", name: "Hà Nội" }]);

const list = "/v1/shops/one/orders";
const encoded = (value: string) => encodeURIComponent(value);

describe("a list finds by", () => {
  test.each([
    ["a code", `code=${encoded("DH-Ạ1")}`, ["1"]],
    ["a code in another form of Unicode", `code=${encoded("DH-Ạ1".normalize("NFD"))}`, ["1"]],
    ["a code in other case, with blanks around", `code=${encoded("  dh-ạ1 ")}`, ["1"]],
    ["a code and limit=1", `code=DH2&limit=1`, ["2"]],
    ["a code that nobody has", "code=DH77", []],
    ["a phone with 0", "phone=0901234567", ["2", "1"]],
    ["a phone with +84", "phone=%2B84901234567", ["2", "1"]],
    ["a phone with a plus that was not escaped", "phone=+84901234567", ["2", "1"]],
    ["a phone with 84 and dots", "phone=84.901.234.567", ["2", "1"]],
    ["a phone with blanks", `phone=${encoded("0901 234 567")}`, ["2", "1"]],
    [
      "a phone in digits of full width, with a long dash and a mark that nobody sees",
      `phone=${encoded("０９０１–234\u200b567")}`,
      ["2", "1"],
    ],
    ["a time that is longer than those of the index", "createdUntil=2300-01-01T00:00:00Z", ["3", "2", "1"]],
    ["a time before all times of the index", "createdSince=1900-01-01T00:00:00Z", ["3", "2", "1"]],
    ["a time after all records", "createdSince=2300-01-01T00:00:00Z", []],
    ["a phone and a state", "phone=0901234567&status=completed", ["2"]],
    ["the SKU of a line", "sku=AO-01", ["1"]],
    ["the bar code of a line's product", "sku=8930001", ["1"]],
    ["the code of a line's product", "sku=qu-02", ["2"]],
    ["states", "status=pending,cancelled", ["3", "1", "4"]],
    ["what it does", "type=pre-order", ["3"]],
    ["the customer's id", "customer=c1", ["1"]],
    ["the customer's name without marks", "name=nguyen%20an", ["1"]],
    ["the customer's name in NFD", `name=${encoded("NGUYỄN".normalize("NFD"))}`, ["1"]],
    ["the location", "location=sg", ["2"]],
    ["a time of creation", `createdSince=${day(2)}`, ["3", "2"]],
    ["a span, its end left out", `createdSince=${day(1)}&createdUntil=${day(3)}`, ["2", "1"]],
    ["a span with offsets", `createdSince=${encoded("2026-11-02T09:00:00+07:00")}&createdUntil=${day(3)}`, ["2"]],
    ["a span whose plus was not escaped", "createdSince=2026-11-02T09:00:00+07:00&sort=oldest", ["2", "3"]],
    ["the order of creation", "sort=newest", ["3", "2", "1", "4"]],
    ["the order of creation, the oldest first", "sort=oldest", ["4", "1", "2", "3"]],
    ["two filters that exclude each other", "customer=c1&location=sg", []],
  ])("%s", async (_, query, ids) => {
    expect(await idsOf(`${list}?${query}`)).toEqual(ids);
    // However small the pages are, the same records come, each once.
    expect(await idsOf(`${list}?${query.replace(/&?limit=1/, "")}&limit=1`)).toEqual(ids);
  });

  test("a time of storing", async () => {
    const w = await openFindingWorld();
    await w.keep("one", "orders", [order("1"), order("2")], NOW);
    await w.keep("one", "orders", [order("2", { note: "changed" })], NOW + 60_000);
    const later = new Date(NOW + 60_000).toISOString();
    expect(await w.idsOf(`${list}?updatedSince=${later}&sort=newest`)).toEqual(["2"]);
    expect(await w.idsOf(`${list}?updatedSince=${later}&limit=1`)).toEqual(["2"]);
    expect(await w.idsOf(`${list}?updatedUntil=${later}`)).toEqual(["1"]);
    // Who catches up reads the records in the order of ids; with an order of its own it is a search.
    await w.keep("one", "orders", [order("3", { createdAt: day(3) })], NOW + 60_000);
    expect(await w.idsOf(`${list}?updatedSince=${later}`)).toEqual(["2", "3"]);
    expect(await w.idsOf(`${list}?updatedSince=${later}&sort=newest`)).toEqual(["3", "2"]);
  });

  test("the code or bar code of a product, each once", async () => {
    expect(await idsOf("/v1/shops/one/products?sku=8930002")).toEqual(["p2", "p3"]);
    expect(await idsOf("/v1/shops/one/products?sku=8930002&limit=1")).toEqual(["p2", "p3"]);
    expect(await idsOf("/v1/shops/one/products?barcode=8930002")).toEqual(["p2"]);
    expect(await idsOf("/v1/shops/one/products?type=service,goods")).toEqual(["p2", "p3"]);
    expect(await idsOf("/v1/shops/one/products?name=ao%20do")).toEqual(["p1"]);
  });

  test("phone and name of a customer", async () => {
    expect(await idsOf("/v1/shops/one/customers?phone=84901234567")).toEqual(["c1"]);
    expect(await idsOf(`/v1/shops/one/customers?name=${encoded("Ân")}`)).toEqual(["c1"]);
  });
});

describe("over all shops", () => {
  test("the newest comes first, and each record names its shop", async () => {
    const { body } = await ask("/v1/orders?limit=10");
    expect(body.data.map((one: any) => `${one._meta.shop} ${one.id}`)).toEqual([
      "two 9",
      "one 3",
      "two 1",
      "one 2",
      "one 1",
      "one 4",
    ]);
    expect(body.next).toBeNull();
    expect(await idsOf("/v1/orders?limit=1")).toEqual(["9", "3", "1", "2", "1", "4"]);
    expect(await idsOf("/v1/orders?limit=1&sort=oldest")).toEqual(["4", "1", "2", "1", "3", "9"]);
  });

  test("a code, a phone and a state are found in each of them, and in no other tenant's", async () => {
    expect(await idsOf(`/v1/orders?code=${encoded("DH-Ạ1")}`)).toEqual(["1", "1"]);
    expect(await idsOf("/v1/orders?phone=0901234567&limit=1")).toEqual(["1", "2", "1"]);
    expect(await idsOf("/v1/orders?status=completed")).toEqual(["1", "2"]);
    expect((await ask("/v1/orders?phone=0901234567", "other")).body.data).toHaveLength(1);
  });

  test("an id of a customer means something in its shop alone", async () => {
    expect(await idsOf("/v1/orders?customer=c1&shop=one")).toEqual(["1"]);
    expect(await idsOf("/v1/orders?customer=c1")).toEqual(["9", "1"]);
  });

  test("shops can be chosen, and one that does not exist is named", async () => {
    expect(await idsOf("/v1/orders?shop=two")).toEqual(["9", "1"]);
    const { status, body } = await ask("/v1/orders?shop=two,three");
    expect([status, body.errors]).toEqual([400, [{ field: "shop", message: "there is no shop three" }]]);
  });
});

describe("what cannot be answered is refused by name:", () => {
  test.each([
    ["a parameter that no list has", "colour=red", "colour"],
    ["a parameter of another collection", "barcode=1", "barcode"],
    ["a state that does not exist", "status=pending,lost", "status"],
    ["an empty code", "code=%20", "code"],
    ["a phone that is none", "phone=abc", "phone"],
    ["a span that ends before it begins", `createdSince=${day(3)}&createdUntil=${day(1)}`, "createdUntil"],
    ["a time without an offset", "createdSince=2026-11-01T00:00:00", "createdSince"],
    ["a very long value", `code=${"x".repeat(5_000)}`, "code"],
    ["a filter beside ids", "id=1&status=pending", "status"],
    ["an order that does not exist", "sort=price", "sort"],
    ["records that cannot be brought along", "expand=customer,invoice", "expand"],
  ])("%s", async (_, query, field) => {
    const { status, body } = await ask(`${list}?${query}`);
    expect(status).toBe(400);
    expect(body.code).toBe("invalid-query");
    expect(body.errors.map((one: any) => one.field)).toEqual([field]);
  });

  test("ids that are not here, each of them", async () => {
    const { status, body } = await ask(`${list}?id=1,77,2,78`);
    expect([status, body.code]).toEqual([404, "unknown-record"]);
    expect(body.errors).toEqual([
      { field: "id", message: "there is no 77" },
      { field: "id", message: "there is no 78" },
    ]);
    expect((await ask(`${list}?id=2,1`)).body.data.map((one: any) => one.id)).toEqual(["2", "1"]);
  });

  test.each([
    ["another filter", "status=pending", `${list}?status=completed`],
    ["another order", "status=pending", `${list}?status=pending&sort=oldest`],
    ["another shop", "status=pending", "/v1/shops/two/orders?status=pending"],
    ["a list in the order of ids", "status=pending", list],
    ["all shops", "status=pending", "/v1/orders?status=pending"],
  ])("a cursor of another query: %s", async (_, query, other) => {
    const { body } = await ask(`${list}?${query}&limit=1`);
    expect(body.next).not.toBeNull();
    const refused = await ask(`${other}${other.includes("?") ? "&" : "?"}cursor=${body.next}`);
    expect([refused.status, refused.body.code]).toEqual([400, "invalid-cursor"]);
    // The size of a page may change.
    expect((await ask(`${list}?${query}&limit=50&cursor=${body.next}`)).status).toBe(200);
  });

  test("a cursor that no list gave out", async () => {
    const { body } = await ask(`${list}?status=pending&limit=1`);
    const { of, at } = JSON.parse(Buffer.from(body.next, "base64url").toString());
    const made = (place: object) => Buffer.from(JSON.stringify({ of, at: { ...at, ...place } })).toString("base64url");
    for (const place of [{ time: "~" }, { id: "x".repeat(1_100) }, { shop: 7 }]) {
      const refused = await ask(`${list}?status=pending&cursor=${made(place)}`);
      expect([refused.status, refused.body.code], JSON.stringify(place).slice(0, 40)).toEqual([400, "invalid-cursor"]);
    }
  });

  test("a cursor of the order of ids in a list that is filtered", async () => {
    const { body } = await ask(`${list}?limit=1`);
    expect((await ask(`${list}?updatedSince=${day(1)}&cursor=${body.next}`)).body.code).toBe("invalid-cursor");
  });
});

describe("expand", () => {
  test("answers the records that a document names, and leaves out what is not here", async () => {
    const { body } = await ask(`${list}?id=1,2&expand=customer,products,location`);
    expect(body.data[0]._expanded).toMatchObject({
      customer: { id: "c1" },
      products: [{ id: "p1" }],
      location: { name: "Hà Nội" },
    });
    expect(body.data[1]._expanded).toMatchObject({ customer: { id: "c2" }, products: [{ id: "p2" }] });
    expect(body.data[1]._expanded).not.toHaveProperty("location");
    expect((await ask(`/v1/orders?shop=one&expand=customer`)).body.data.at(-2)._expanded.customer.code).toBe("KH1");
  });
});

describe("a search", () => {
  const search = async (q: string, more = "") => {
    const found: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const { body }: { body: any } = await ask(
        `/v1/search?q=${encoded(q)}${more}${next === "" ? "" : `&cursor=${next}`}`,
      );
      found.push(...body.data.map((one: any) => `${one.by} ${one.resource} ${one.shop} ${one.id}`));
      next = body.next;
    }
    return found;
  };

  test.each([
    [
      "a phone",
      "0901 234 567",
      ["phone orders two 1", "phone orders one 2", "phone orders one 1", "phone customers one c1"],
    ],
    ["a code", " kh1", ["code customers one c1"]],
    ["a bar code that is a code, too", "8930002", ["code products one p3", "barcode products one p2"]],
    ["a name in NFD", "Nguyễn Văn".normalize("NFD"), ["name orders one 1", "name customers one c1"]],
    ["a name without marks", "nguyen an", ["name orders one 1", "name customers one c1"]],
    ["nothing that is here", "zzz", []],
  ])("for %s", async (_, q, found) => {
    expect(await search(q)).toEqual(found);
    expect(await search(q, "&limit=1")).toEqual(found);
  });

  test("answers the records, of the chosen collections and shops", async () => {
    expect(await search("nguyen", "&resources=customers")).toEqual(["name customers one c1"]);
    expect(await search("nguyen", "&shop=two")).toEqual([]);
    const { body } = await ask("/v1/search?q=KH2");
    expect(body.data[0].record).toMatchObject({ id: "c2", name: "Trần Thị Bé" });
  });

  test.each([
    ["q", "q=a"],
    ["q", "shop=one"],
    ["resources", "q=abc&resources=stock"],
  ])("names %s where it cannot be answered: %s", async (field, query) => {
    const { status, body } = await ask(`/v1/search?${query}`);
    expect([status, body.errors.map((one: any) => one.field)]).toEqual([400, [field]]);
  });
});

describe("pages", () => {
  test("stay in order while records come, change and go", async () => {
    const w = await openFindingWorld();
    const made = (id: number, more: object = {}) => order(String(id), { createdAt: day(id), ...more });
    await w.keep(
      "one",
      "orders",
      [2, 4, 6, 8, 10].map((id) => made(id)),
    );
    const first = (await w.ask(`${list}?status=pending&limit=2`)).body;
    expect(first.data.map((one: any) => one.id)).toEqual(["10", "8"]);
    await w.keep(
      "one",
      "orders",
      [made(12), made(7), made(8, { note: "x" }), made(4, { status: "completed" })],
      NOW + 1,
    );
    await w.remove("one", "orders", "6");
    const rest = (await w.ask(`${list}?status=pending&limit=10&cursor=${first.next}`)).body;
    expect(rest.data.map((one: any) => one.id)).toEqual(["7", "2"]);
    expect(rest.next).toBeNull();
  });

  test("go on after many records that do not match, and find the one that does with limit=1", async () => {
    const w = await openFindingWorld();
    const many = Array.from({ length: 3_000 }, (_, index) => order(String(10_000 + index), { createdAt: day(9) }));
    await w.keep("one", "orders", [...many, order("1", { status: "failed", createdAt: day(1) })]);
    expect((await w.ask(`${list}?status=failed&limit=1`)).body.data.map((one: any) => one.id)).toEqual(["1"]);
    expect((await w.ask(`${list}?code=DH1&limit=1`)).body).toMatchObject({ data: [{ id: "1" }], next: null });
    expect((await w.ask(`/v1/orders?status=failed&limit=1`)).body.data.map((one: any) => one.id)).toEqual(["1"]);
  });
});

test("a document without a code is found by its number, in a list and in a search", async () => {
  const w = await openFindingWorld();
  await w.keep("one", "orders", [order("7750012", { code: undefined }), order("7750013", { code: "7750012-A" })]);
  expect(await w.idsOf(`${list}?code=7750012&limit=1`)).toEqual(["7750012"]);
  expect(await w.idsOf("/v1/orders?code=7750012")).toEqual(["7750012"]);
  expect(await w.idsOf("/v1/search?q=7750012")).toEqual(["7750012"]);
});

describe("the index", () => {
  const partitions = (w: Awaited<ReturnType<typeof openFindingWorld>>) =>
    w.stack.table.stream.filter(({ old, new: next }) => /#(CARDS|FIND)#/.test((next ?? old)!.pk)).length;

  test("costs a new order its card and an entry for code, phone and customer; a changed one its card", async () => {
    const w = await openFindingWorld();
    const written = async (work: () => Promise<void>) => {
      const before = partitions(w);
      await work();
      return partitions(w) - before;
    };
    const one = order("1", { customerId: "c1", customer: { phone: "0901234567" } }) as any;
    expect(await written(() => w.keep("one", "orders", [one]))).toBe(4);
    expect(await written(() => w.keep("one", "orders", [one], NOW + 1))).toBe(0);
    expect(await written(() => w.keep("one", "orders", [{ ...one, status: "confirmed" }], NOW + 2))).toBe(1);
    // The old phone's entry goes, the new one's comes.
    const moved = { ...one, status: "confirmed", customer: { phone: "0907654321" } };
    expect(await written(() => w.keep("one", "orders", [moved], NOW + 3))).toBe(3);
    expect(await w.idsOf(`${list}?phone=0901234567`)).toEqual([]);
    expect(await w.idsOf(`${list}?phone=0907654321`)).toEqual(["1"]);
    expect(await written(() => w.keep("one", "cash-flow", [{ id: "1", direction: "in", amount: 1 }]))).toBe(0);
  });

  test("keeps each of its items below the size of one write unit, however much a record holds", async () => {
    const w = await openFindingWorld();
    const lines = Array.from({ length: 200 }, (_, index) => ({
      code: `SKU-${index}`,
      productId: `p${index}`,
      quantity: 1,
      price: 1,
    }));
    const long = "ắ".repeat(3_000);
    await w.keep("one", "orders", [
      order("1", { code: long, customer: { name: long, phone: "0901234567" }, customerId: "c", lines }),
    ]);
    const items = w.stack.table.stream.map(({ new: next }) => next!).filter(({ pk }) => /#(CARDS|FIND)#/.test(pk));
    expect(Math.max(...items.map((item) => Buffer.byteLength(JSON.stringify(item))))).toBeLessThan(1_024);
    expect(await w.idsOf(`${list}?sku=sku-177`)).toEqual(["1"]);
  });

  test("is a hint: what has changed since is judged by the record itself", async () => {
    const w = await openFindingWorld();
    await w.keep("one", "orders", [order("1", { customer: { phone: "0901234567" } })]);
    const gone = { id: "1", modified: undefined, raw: {}, record: order("1", { status: "completed" }) as any };
    await w.stack.deps.records.upsert({ tenant: "acme", shop: "one" }, "orders", [gone], NOW + 5);
    // The stream has not come by yet.
    expect(await w.idsOf(`${list}?phone=0901234567`)).toEqual([]);
    expect(await w.idsOf(`${list}?status=pending`)).toEqual([]);
  });

  test("answers what is gone at the vendor with deleted=true alone", async () => {
    const w = await openFindingWorld();
    await w.keep("one", "orders", [order("1"), order("2")]);
    await w.remove("one", "orders", "1");
    expect(await w.idsOf(`${list}?code=DH1`)).toEqual([]);
    expect(await w.idsOf(`${list}?code=DH1&deleted=true`)).toEqual(["1"]);
    expect(await w.idsOf(`${list}?sort=newest`)).toEqual(["2"]);
    const { body } = await w.ask(`${list}?id=1`);
    expect(body.errors).toEqual([{ field: "id", message: "1 is deleted: deleted=true shows it" }]);
  });

  test("goes with its shop, phones included, and leaves other shops alone", async () => {
    const w = await openFindingWorld();
    const one = order("1", { customer: { phone: "0901234567", name: "An" }, customerId: "c1" });
    await w.keep("one", "orders", [one, order("2")]);
    await w.keep("two", "orders", [one]);
    const { deps, table } = w.stack;
    const ref = { tenant: "acme", shop: "one" };
    expect(await deps.finds.removeAll(ref, "orders", () => false)).toBe(true);
    const left = [
      ...table.stream.reduce((known, { old, new: next }) => {
        const { pk, sk } = (next ?? old)!;
        if (/#(CARDS|FIND)#/.test(pk)) known.set(`${pk} ${sk}`, next !== undefined);
        return known;
      }, new Map<string, boolean>()),
    ]
      .filter(([, isThere]) => isThere)
      .map(([name]) => name);
    expect(left.some((name) => name.includes(keys.cards(ref, "orders")) || name.includes("#one#"))).toBe(false);
    expect(left).toHaveLength(4);
    expect(await w.idsOf("/v1/orders?phone=0901234567&shop=two")).toEqual(["1"]);
  });
});
