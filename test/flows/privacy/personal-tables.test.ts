import { describe, expect, test } from "vitest";
import { personalFields, withoutPersonal } from "../../../shared/core/personal.ts";
import { type CanonicalRecord, canonicalResources, schemaOf } from "../../../shared/core/records.ts";
import { shapes } from "../../../shared/shapes/all.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** How vendors call what says who somebody is. */
const PERSONAL =
  /(phone|mobile|e?mail|address|birth|gender|receiver|recipient|buyer|note|comment|fullname|full_name|customername|contactname|partnername|psid|conversation|taxcode|identi|avatar)/i;

/** Fields of that look that are not of customers, by the end of their path: the reason. */
const others: Readonly<Record<string, string>> = {
  "partnerDelivery.(address|contactNumber|email)": "the carrier's own",
  "(created|createdBy|creator|editor|last_editor|assigning_care|assigning_seller|marketer|user|care)\\..*": "staff",
  "warehouse_info\\..*": "the shop's warehouse",
  "suppliers?\\.(mobile|name)|supplierMobile": "a supplier's",
  "warranty\\.(address|phone)|warranty(Address|Phone)": "where goods are repaired",
  "(meta|note_)?product|note_purchase|note_product|websiteInfo.*|images\\.avatar|avatarUrl": "about goods",
  "required\\.description|approved\\.description|noteBy(Source|Destination)": "about moved goods",
  "status_history\\..*|editor_fb": "staff",
  "partner\\.delivery_(name|tel)": "the carrier's driver",
  shop_customer_address_id: "names a record",
  "productBatchExpire\\.fullNameVirgule|is_discount_in_birthday_customer|variation_info\\..*": "about goods and prices",
};
const isOther = (path: string): boolean => Object.keys(others).some((end) => new RegExp(`(^|\\.)(${end})$`).test(path));

/** Collections that hold customers, or documents that name them. */
const holding = new Set([
  ...["customers", "orders", "invoices", "returns", "stock-bills", "cash-flow", "debts", "vouchers"],
  ...["imeis", "imei-sales", "conversations", "call-laters", "crm-records", "leads", "calendar-events", "notes"],
]);

/** Paths of the rows of an answer, below whatever the answer wraps them in. */
const rowPaths = (lines: readonly string[]): string[] =>
  lines
    .map((line) => line.split(" ")[0]!.replaceAll("[]", "").replaceAll("{}", ""))
    .map((path) =>
      path
        .replace(/^\.|^(data|items|records)(\.|$)|^/, "")
        .replace(/^(orders|customers|bill|bills|debts|transactions|products|items)\./, ""),
    )
    .filter((path) => path !== "");

const rowOf = (path: string): object =>
  path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), "an answer") as object;
const holds = (row: unknown, path: string): boolean =>
  path.split(".").reduce<any>((inner, name) => inner?.[name], row) !== undefined;

describe.each(Object.values(vendors))("$name", ({ id, resources }) => {
  test("every field that looks personal is left out of rows about customers, or is listed as another person's", () => {
    const known = shapes[id];
    const missed = resources
      .filter(({ name }) => holding.has(name))
      .flatMap((resource) => {
        const operations = [resource.listing.operation, resource.get?.operation ?? ""];
        const paths = new Set(operations.flatMap((operation) => rowPaths(known[operation] ?? [])));
        return (
          [...paths]
            .filter((path) => PERSONAL.test(path.split(".").at(-1)!) && !isOther(path))
            // Of a field that holds others those are looked at.
            .filter((path) => ![...paths].some((other) => other.startsWith(`${path}.`)))
            .filter((path) => {
              const whole = { record: { id: "1" } as CanonicalRecord, raw: rowOf(path) };
              return holds(withoutPersonal(resource.name, whole, resource.personal).raw, path);
            })
            .map((path) => `${resource.name}: ${path}`)
        );
      });
    expect(missed).toEqual([]);
  });

  test("names collections that it has", () => {
    const known = resources.filter(({ personal }) => personal).map(({ name }) => name);
    expect(known).toContain("customers");
    expect(known).toContain("orders");
  });
});

test("every personal field of the model is a field of its collection", () => {
  for (const [resource, fields] of Object.entries(personalFields)) {
    expect(canonicalResources).toContain(resource);
    for (const field of fields) expect(Object.keys(schemaOf(resource).shape)).toContain(field.split(".")[0]);
  }
});

test("a phone that staff wrote into another field goes as well, in any spelling, and what is the shop's stays", () => {
  const whole = {
    record: {
      id: "1",
      code: "DH1",
      status: "pending",
      customer: { name: "Trần Thị Bình", phone: "0912345678", code: "KH-0912345678" },
      customerId: "7",
      channel: "Zalo (+84) 912 345 678",
      staffName: "Lan",
      lines: [{ name: "Áo", quantity: 1, price: 10_000, note: "gói quà" }],
      total: 10_000,
    } as CanonicalRecord,
    raw: {
      id: 1,
      customerName: "Trần Thị Bình",
      tag: ["vip", "Trần Thị Bình thích màu đỏ"],
      total: 10_000,
      sold: "Lan",
    },
  };
  expect(withoutPersonal("orders", whole, ["customerName"])).toEqual({
    record: {
      id: "1",
      code: "DH1",
      status: "pending",
      customer: {},
      customerId: "7",
      staffName: "Lan",
      lines: [{ name: "Áo", quantity: 1, price: 10_000 }],
      total: 10_000,
      _meta: { leftOut: ["customer.name", "customer.phone", "lines.note"] },
    },
    raw: { id: 1, tag: ["vip"], total: 10_000, sold: "Lan" },
  });
});

test("a collection without customers stays as it is", () => {
  const whole = { record: { id: "1", name: "Áo" } as CanonicalRecord, raw: { name: "Áo", phone: "0912345678" } };
  expect(withoutPersonal("products", whole, undefined)).toBe(whole);
});
