import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type CanonicalWrite, type Reference, writeKinds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const page = new URL("../../../docs/writes.md", import.meta.url);
const [BEGIN, END] = ["<!-- table: made from the vendors' declarations -->", "<!-- end of the table -->"];

const [COUNT_BEGIN, COUNT_END] = ["<!-- count: made from the vendors' catalogs -->", "<!-- end of the count -->"];

const referenceText = (reference: Reference): string => {
  if (reference.by === "field") return reference.fields.join("; ");
  if (reference.by === "key") return `the vendor's own key: ${reference.field}`;
  return reference.by === "record" ? "the record itself" : "none";
};

const table = (): string => {
  const rows = Object.values(vendors).flatMap((vendor) =>
    writeKinds.flatMap((kind) => {
      const write = vendor.writes[kind];
      if (!write) return [];
      const { operation, looks, repeatable, settleSeconds, bulk, fresh } = write;
      const reference = referenceText(write.reference);
      const ways = looks?.length === 1 ? "in one way" : `in ${looks?.length} ways`;
      const asked = looks && `asked after ${settleSeconds ?? 60} s, ${ways}`;
      const lost = asked ?? (repeatable ? "sent again" : "stays unknown");
      return [
        [vendor.id, kind, operation, reference, lost, repeatable ? "yes" : "", fresh ? "yes" : "", bulk?.most ?? ""],
      ];
    }),
  );
  const head = [
    "vendor",
    "write",
    "operation",
    "reference",
    "after a lost answer",
    "repeatable",
    "reads first",
    "in one call",
  ];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
};

/** Operations that a write calls; of two that the command decides between (by the sign of stock, by a campaign), both. */
const operationsOf = ({ operation, bulk, operationFor }: CanonicalWrite): (string | undefined)[] => [
  operation,
  bulk?.operation,
  ...(operationFor ? [{ delta: 1 }, { delta: -1 }, { delta: 1, campaignId: "1" }].map(operationFor) : []),
];

/** Documented write calls, those to webhooks and settings of the shop left out, and how many have a canonical form. */
const coverage = (): string => {
  const rows = Object.values(vendors).map(({ id, operations, writes }) => {
    const called = new Set(Object.values(writes).flatMap(operationsOf));
    const documented = operations.filter(({ kind, admin }) => (kind === "write" || kind === "read+write") && !admin);
    const left = documented.filter((operation) => !called.has(operation.id)).map((operation) => operation.id);
    return { id, documented: documented.length, canonical: documented.length - left.length, left };
  });
  const sumOf = (name: "documented" | "canonical") => rows.reduce((sum, row) => sum + row[name], 0);
  const head = ["vendor", "documented", "canonical", "through `/operations` only"];
  const lines = [
    head,
    head.map(() => "---"),
    ...rows.map(({ id, documented, canonical, left }) => [id, documented, canonical, left.join(", ")]),
    ["all", sumOf("documented"), sumOf("canonical"), ""],
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
};

test("the page of writes counts the documented calls that have a canonical form (UPDATE_DOCS=1 writes it anew)", () => {
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(COUNT_BEGIN) as [string, string];
  const expected = `${before}${COUNT_BEGIN}\n\n${coverage()}\n\n${rest.slice(rest.indexOf(COUNT_END))}`;
  if (process.env.UPDATE_DOCS) writeFileSync(page, expected);
  expect(readFileSync(page, "utf8")).toBe(expected);
});

test("the page of writes says what the vendors' declarations say (UPDATE_DOCS=1 writes it anew)", () => {
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(BEGIN) as [string, string];
  const after = rest.slice(rest.indexOf(END));
  const expected = `${before}${BEGIN}\n\n${table()}\n\n${after}`;
  if (process.env.UPDATE_DOCS) writeFileSync(page, expected);
  expect(readFileSync(page, "utf8")).toBe(expected);
});

test("only what can be neither looked up nor repeated may stay unknown", () => {
  const unknown = Object.values(vendors).flatMap((vendor) =>
    writeKinds.flatMap((kind) => {
      const write = vendor.writes[kind];
      return write && !write.probe && !write.repeatable ? [`${vendor.id} ${kind}`] : [];
    }),
  );
  expect(unknown).toEqual(["kiotviet stock.move", "kiotviet payments.create", "nhanh-v3 shipments.create"]);
});

test("every entity says what it is of, so that no two kinds of records share a line by chance", () => {
  const samples: Record<string, object> = {
    "orders.update": { id: "1" },
    "orders.cancel": { id: "1" },
    "products.update": { id: "1" },
    "customers.update": { id: "1" },
    "stock.set": { productId: "1", locationId: "2", absolute: 3 },
    "stock.move": { productId: "1", locationId: "2", delta: 3 },
    "payments.create": { invoiceId: "1" },
    "invoices.update": { id: "1" },
    "invoices.cancel": { id: "1" },
  };
  for (const vendor of Object.values(vendors)) {
    for (const [kind, command] of Object.entries(samples)) {
      const write = vendor.writes[kind as keyof typeof vendor.writes];
      if (write)
        expect(write.entity(command), `${vendor.id} ${kind}`).toMatch(/^(order|product|customer|stock|invoice):/);
    }
  }
});

test("a write that is looked for in one way alone says so with the reason, and no other does", () => {
  const [, section = ""] = /## One way to look\n([\s\S]*?)\n## /.exec(readFileSync(page, "utf8")) ?? [];
  const told = [...section.matchAll(/^- \*\*`([a-z0-9-]+ [a-z-]+\.[a-z]+)`\*\*/gm)].map(([, name]) => name);
  const inOneWay = Object.values(vendors).flatMap(({ id, writes }) =>
    writeKinds.filter((kind) => writes[kind]?.looks?.length === 1).map((kind) => `${id} ${kind}`),
  );
  expect(told.sort()).toEqual(inOneWay.sort());
});

test("each documented call without a canonical form stands with its paragraph and the reason", () => {
  const [, section = ""] = /### Calls without a canonical form\n([\s\S]*?)\n## /.exec(readFileSync(page, "utf8")) ?? [];
  const told = [...section.matchAll(/^\| ([a-z0-9-]+) \| ([a-z-]+\.[a-z-]+) \| (.+?) \| (.{10,}) \|$/gm)];
  const left = Object.values(vendors).flatMap(({ id, operations, writes }) => {
    const called = new Set(Object.values(writes).flatMap(operationsOf));
    return operations
      .filter(({ kind, admin }) => /write/.test(kind) && !admin)
      .filter((one) => !called.has(one.id))
      .map((one) => ({ id, one }));
  });
  expect(told.map(([, vendor, operation]) => `${vendor} ${operation}`)).toEqual(
    left.map(({ id, one }) => `${id} ${one.id}`),
  );
  for (const [at, [, , , paragraph]] of told.entries()) expect(left[at]!.one.source).toContain(paragraph);
});
