import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BadRequest } from "../../../shared/core/errors.ts";
import type { Operation, VendorId } from "../../../shared/core/vendor.ts";
import { checkCall } from "../../../shared/usecases/writing/check-passthrough.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

interface Example {
  readonly id: string;
  readonly kind: string;
  /** "PUT /orders/{id}" */
  readonly call?: string;
  readonly body?: unknown;
}

const examplesOf = (vendor: VendorId): readonly Example[] =>
  JSON.parse(readFileSync(new URL(`../paper/fixtures/${vendor}.json`, import.meta.url), "utf8"));

/** Names of path parameters differ from document to catalog, and a query is given as parameters. */
const shapeOf = (path: string): string => path.replace(/\{[^}]*\}/g, "{}").replace(/\?.*/, "");

const operationOf = (vendor: VendorId, call: string) =>
  vendors[vendor].operations.find(({ method, path }) => shapeOf(`${method} ${path}`) === shapeOf(call));

const requestsOf = (vendor: VendorId) =>
  examplesOf(vendor).flatMap(({ id, kind, call, body }) => {
    const operation = kind === "request" && call !== undefined ? operationOf(vendor, call) : undefined;
    const writes = operation?.kind === "write" || operation?.kind === "read+write";
    const query = Object.fromEntries(new URLSearchParams(call?.split("?")[1] ?? ""));
    return writes && body !== undefined ? [{ id, operation, body, query }] : [];
  });

const sentTo = (operation: Operation, body: unknown, query: Record<string, string>) => ({
  params: {
    ...Object.fromEntries([...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => [name, "1"])),
    ...query,
  },
  body,
});

describe.each([
  ["kiotviet", 25],
  ["isale", 10],
  ["nhanh-v3", 15],
  ["nhanh-v2", 10],
  ["pancake", 30],
] as const)("bodies that the document of %s shows", (vendor, least) => {
  test("there are many of them", () => {
    expect(requestsOf(vendor).length).toBeGreaterThan(least);
  });

  test.each(requestsOf(vendor))("$id is taken as it is", ({ operation, body, query }) => {
    expect(checkCall(operation, sentTo(operation, body, query)).call.body).toEqual(body);
  });
});

/** The body with one field of another value, for each of its fields. */
const withEach = (body: unknown, value: unknown): { field: string; changed: unknown }[] =>
  body === null || typeof body !== "object" || Array.isArray(body)
    ? []
    : Object.keys(body).map((field) => ({ field, changed: { ...body, [field]: value } }));

describe.each(Object.keys(vendors) as VendorId[])("a field of %s that is null, empty or false", (vendor) => {
  test.each([[null], [""], [false], [[]]])("%j is sent as it is, or is refused by its field", (value) => {
    let sent = 0;
    for (const { id, operation, body, query } of requestsOf(vendor))
      for (const { field, changed } of withEach(body, value)) {
        try {
          expect(checkCall(operation, sentTo(operation, changed, query)).call.body, `${id} ${field}`).toEqual(changed);
          sent += 1;
        } catch (error) {
          if (!(error instanceof BadRequest)) throw error;
          expect(error.errors, `${id} ${field}`).toContainEqual(
            expect.objectContaining({ field: expect.stringMatching(/^body\./) }),
          );
        }
      }
    if (value === null) expect(sent).toBeGreaterThan(0);
  });
});

/** What the shop itself names, and what the document shows empty: everything is taken there. */
const open: Readonly<Record<string, readonly string[]>> = {
  // The variables of the shop's own templates.
  "nhanh-v3": ["keywords"],
  "nhanh-v2": ["keywords"],
  pancake: [
    "batch_config",
    "shelf_config",
    "custom_batch_config",
    "custom_shelf_config",
    "custom_config",
    "webhook_headers",
    "record",
  ],
};

/** The body with a field more in one of its objects, for each of them. */
const oddOnes = (value: unknown, closed: (name: string) => boolean): { at: string; body: unknown }[] => {
  if (Array.isArray(value))
    return value
      .slice(0, 1)
      .flatMap((first) => oddOnes(first, closed).map(({ at, body }) => ({ at, body: [body, ...value.slice(1)] })));
  if (value === null || typeof value !== "object") return [];
  const inner = Object.entries(value).flatMap(([name, part]) =>
    closed(name)
      ? oddOnes(part, closed).map(({ at, body }) => ({ at: `${name} ${at}`, body: { ...value, [name]: body } }))
      : [],
  );
  return [{ at: "", body: { ...value, no_such_field: 1 } }, ...inner];
};

// iSale's document shows examples and no lists of fields, so its bodies are open.
test.each(
  (["kiotviet", "nhanh-v3", "nhanh-v2", "pancake"] as const).flatMap((vendor) =>
    requestsOf(vendor).flatMap((request) =>
      oddOnes(request.body, (name) => !open[vendor]?.includes(name)).map((odd) => ({ ...request, ...odd })),
    ),
  ),
)("$id with a field that the document lacks ($at) is refused, and sent where the caller says so", (request) => {
  const odd = sentTo(request.operation, request.body, request.query);
  expect(() => checkCall(request.operation, odd)).toThrow();
  expect(checkCall(request.operation, odd, false).warnings).toEqual([expect.stringContaining("no_such_field")]);
});

/** The places of the recorded order of Pancake, and what its integrations send back with an order. */
test("what integrations of Pancake send beyond the document's examples is taken", () => {
  const shipping_address = {
    full_name: "Lan",
    new_province_id: "84_VN101",
    new_commune_id: "84_VN10101",
    commune_name: "Phường Bến Nghé",
    commnue_name: "Phường Bến Nghé",
    district_name: null,
  };
  const item = {
    variation_id: "v",
    quantity: 1,
    note: "màu xanh",
    measure_group_id: 3,
    variation_info: { images: [] },
  };
  const created = { shipping_address, items: [item], cash: 5, note: null };
  expect(checkCall(operationOf("pancake", "POST /shops/{}/orders")!, { body: created }).call.body).toEqual(created);
  const changed = { shipping_address, items: [item], tags: [2, { id: 3, name: "Chờ cọc" }], total_discount: 5 };
  const update = { params: { order_id: "1" }, body: changed };
  expect(checkCall(operationOf("pancake", "PUT /shops/{}/orders/{}")!, update).call.body).toEqual(changed);
  const product = { product: { name: "Áo", weight: 0, category_ids: [7], variations: [] } };
  expect(checkCall(operationOf("pancake", "POST /shops/{}/products")!, { body: product }).call.body).toEqual(product);
});

test("an order of KiotViet with a sum to collect, as one was recorded, is taken", () => {
  const body = {
    branchId: 1,
    orderDetails: [{ productId: 9, quantity: 1, price: 5 }],
    orderDelivery: { receiver: "Lan", usingPriceCod: true, priceCodPayment: 5 },
  };
  expect(checkCall(operationOf("kiotviet", "POST /orders")!, { body }).call.body).toEqual(body);
});

test("an order of Pancake with a sum to collect abroad, as one was recorded, is taken", () => {
  const body = {
    custom_id: "COD-TEST-1",
    bill_full_name: "Juan Dela Cruz",
    bill_email: "juan@example.com",
    shipping_address: { province_id: "63_826", commnue_name: "Bucandala iv", country_code: "63", post_code: "4103" },
    shipping_fee: 0,
    total_discount: 0,
    cod: 649,
    transfer_money: 0,
    items: [{ product_id: "p", variation_id: "v", quantity: 1 }],
  };
  expect(checkCall(operationOf("pancake", "POST /shops/{}/orders")!, { body }).call.body).toEqual(body);
});
