import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Operation, VendorId } from "../../shared/core/vendor.ts";
import { checkCall } from "../../shared/usecases/writing/check-passthrough.ts";
import { vendors } from "../../shared/vendors/registry.ts";

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

// iSale's document shows examples and no lists of fields, so its bodies are open.
test.each([...requestsOf("kiotviet"), ...requestsOf("nhanh-v3"), ...requestsOf("nhanh-v2")])(
  "$id with a field that the document lacks is refused, and sent where the caller says so",
  ({ operation, body, query }) => {
    const withOdd = (given: unknown) => ({ ...(given as object), no_such_field: 1 });
    const odd = sentTo(operation, Array.isArray(body) ? [withOdd(body[0]), ...body.slice(1)] : withOdd(body), query);
    expect(() => checkCall(operation, odd)).toThrow();
    expect(checkCall(operation, odd, false).warnings).toEqual([expect.stringContaining("no_such_field")]);
  },
);

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
