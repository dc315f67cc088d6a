import { describe, expect, test } from "vitest";
import { fixturesOf, runExperiments } from "../../../infra/field/report.ts";
import { createMadeUp } from "../../../shared/core/made-up.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { openFieldShop } from "./world.ts";

/** Fields of all five vendors that hold what belongs to a person, written down from their documents. */
const PERSONAL = new Set(
  [
    "contactNumber customerName receiver address comments locationName wardName email contactPhone contactName",
    "contactAddress fullName mobile customerMobile customerAddress customerEmail saleName createdByName soldByName",
    "bill_full_name bill_phone_number bill_email phone_number phone_numbers full_name full_address dateOfBirth",
    "date_of_birth birthday taxCode description privateDescription note creator_id editor_id fb_id referral_code",
  ]
    .join(" ")
    .split(" "),
);

/** Personal values in an answer, wherever they stand. */
const personalIn = (value: unknown, name = ""): string[] => {
  if (Array.isArray(value)) return value.flatMap((entry) => personalIn(entry, name));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([field, inner]) => personalIn(inner, field));
  if (!PERSONAL.has(name)) return [];
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
};

const EMPTY = /^(0000-00-00|0|null|\s*)$/;

describe.each(vendorIds)("answers of %s that a shop shares", async (vendor) => {
  const shop = await openFieldShop(vendor);
  const visit = await shop.visit();
  await runExperiments(visit, shop.table);
  const fixtures = fixturesOf(
    visit.answers,
    createMadeUp("key of the test", Object.values(shop.simulator.credentials)),
  );
  const shared = JSON.stringify(fixtures);

  test("show no value that belongs to a person", () => {
    const people = new Set(
      visit.answers.flatMap(({ json }) => personalIn(json)).filter((value) => !EMPTY.test(value) && value.length > 2),
    );
    expect(people.size).toBeGreaterThan(20);
    // A short value may stand within another one by chance; as a value of its own it must not.
    const stands = (value: string) =>
      value.length < 6
        ? shared.includes(`:${JSON.stringify(value)}`)
        : shared.includes(JSON.stringify(value).slice(1, -1));
    expect([...people].filter(stands)).toEqual([]);
  });

  test("show no credential and no token", () => {
    const secrets = [...Object.values(shop.simulator.credentials), visit.session?.token]
      .map(String)
      .filter((secret) => secret.length >= 6);
    expect(secrets).not.toEqual([]);
    expect(secrets.filter((secret) => shared.includes(secret) || shared.includes(secret.replaceAll("-", "")))).toEqual(
      [],
    );
  });

  test("keep shapes, times, amounts and states", () => {
    const shapeOf = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shapeOf);
      if (typeof value === "object" && value !== null)
        return Object.fromEntries(
          Object.entries(value).map(([name, inner]) => [/^\d+$/.test(name) ? "#" : name, shapeOf(inner)]),
        );
      return typeof value;
    };
    for (const fixture of fixtures) {
      const original = visit.answers.find(
        ({ operation, call, status }) =>
          operation === fixture.operation &&
          status === fixture.status &&
          JSON.stringify(shapeOf(call)) === JSON.stringify(shapeOf(fixture.call)),
      );
      expect(original, fixture.operation).toBeDefined();
    }
    const codes = (text: string, name: string) =>
      new Set([...text.matchAll(new RegExp(`"${name}":("[^"]*"|\\d+)`, "g"))].map(([whole]) => whole));
    for (const name of ["status", "statusCode", "statusValue", "createdDate", "updatedAt", "updated_at", "price"]) {
      const before = codes(visit.answers.map(({ text }) => text).join("\n"), name);
      expect(
        [...codes(fixtures.map(({ body }) => JSON.stringify(body)).join("\n"), name)].filter((one) => !before.has(one)),
        name,
      ).toEqual([]);
    }
  });
});

describe("made-up values", () => {
  const { shareable } = createMadeUp("one key");

  test("are equal where the values were, and have their shape", () => {
    const made: any = shareable({
      a: { name: "Nguyễn Văn An", contactNumber: "0912345678" },
      b: [{ customerName: "Nguyễn Văn An", mobile: 912345678 }],
    });
    expect(made.a.name).toBe(made.b[0].customerName);
    expect(made.a.name).toMatch(/^\p{Lu}\p{L}{5} \p{Lu}\p{L}{2} \p{Lu}\p{L}$/u);
    expect(made.a.contactNumber).toMatch(/^\d{10}$/);
    expect(String(made.b[0].mobile)).toMatch(/^\d{9}$/);
    expect(JSON.stringify(made)).not.toMatch(/Nguyễn|912345678/);
  });

  test("hide what is masked, in JSON within text, in addresses of pages and in names of fields", () => {
    const made: any = shareable({
      name: "T******h",
      itemsJson: '[{"buyer":"Lan","count":2}]',
      avatar: "https://cdn.shop.vn/lan.jpg",
      "0912345678": 1,
    });
    expect(made.name).toMatch(/^\p{L}\*{6}\p{L}$/u);
    expect(JSON.parse(made.itemsJson)[0]).toMatchObject({ count: 2 });
    expect(JSON.stringify(made)).not.toMatch(/Lan|lan\.jpg|shop\.vn|0912345678/);
  });

  test("leave times, words of a state and sums of money alone, but no birthday", () => {
    const row = {
      createdDate: "2026-11-28T10:00:00.123",
      statusValue: "Phiếu tạm",
      total: 350_000_000,
      amount: "510000.0000",
      birthDate: "1990-05-17",
    };
    const made: any = shareable(row);
    expect(made).toMatchObject({
      createdDate: row.createdDate,
      statusValue: row.statusValue,
      total: row.total,
      amount: row.amount,
    });
    // A number in a field of free text may be anything.
    expect((shareable({ comments: "5425" }) as any).comments).not.toBe("5425");
    expect(made.birthDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(made.birthDate).not.toBe(row.birthDate);
  });

  test("are others under another key, so that nobody can look them up", () => {
    expect(createMadeUp("two").shareable("Nguyễn Văn An")).not.toBe(shareable("Nguyễn Văn An"));
  });
});
