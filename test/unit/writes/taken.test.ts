import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldsOf, isLikely, isProven, type Shows, taken } from "../../../shared/core/taken.ts";

const shows: Shows = {
  note: true,
  discount: true,
  phone: true,
  "customer.phone": true,
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": true,
  "payments.amount": true,
  "shipping.fee": true,
  "shipping.address.line": true,
};

const judged = (command: object, record: object) =>
  Object.fromEntries(taken(command, record, shows).map(({ field, verdict }) => [field, verdict]));

describe("what a record tells about a command", () => {
  test("a field that the vendor does not show is unseen, and proves nothing", () => {
    const verdicts = taken({ id: "1", barcode: "893" }, { id: "1", name: "Áo" }, shows);
    expect(verdicts).toEqual([{ field: "barcode", verdict: "unseen" }]);
    expect(isProven(verdicts)).toBe(false);
    expect(isLikely(verdicts)).toBe(false);
    expect(isProven([])).toBe(false);
  });

  test("a field that the vendor shows and that is absent was not taken", () => {
    expect(judged({ note: "Gấp" }, {})).toEqual({ note: "no" });
    expect(judged({ shipping: { fee: 20_000 } }, {})).toEqual({ "shipping.fee": "no" });
  });

  test("nought and absent are the same amount, and blanks around a text are no difference", () => {
    expect(judged({ discount: 0, note: " Gấp " }, { note: "Gấp" })).toEqual({ discount: "yes", note: "yes" });
  });

  test("decimals are compared as decimals", () => {
    expect(judged({ discount: 0.1 + 0.2 }, { discount: "0.3" })).toEqual({ discount: "yes" });
    expect(judged({ discount: 1 }, { discount: "1.0001" })).toEqual({ discount: "no" });
  });

  test.each(["0901234567", "+84901234567", "84 901 234 567", "0901.234.567", "(090) 123-4567", "0084901234567"])(
    "%s is the same phone as 0901234567",
    (phone) => {
      expect(judged({ phone }, { phone: "0901234567" })).toEqual({ phone: "yes" });
      expect(judged({ phone }, { phone: "0901234568" })).toEqual({ phone: "no" });
    },
  );

  test("another product in the place of the asked one was not taken, whatever numbers and sums say", () => {
    const asked = { lines: [{ productId: "B", quantity: 1, price: 10 }] };
    expect(judged(asked, { lines: [{ productId: "A", quantity: 1, price: 10 }] })).toEqual({
      "lines.0": "no",
      lines: "no",
    });
  });

  test("one product on two lines is compared line by line, in any order", () => {
    const asked = { lines: [1, 2].map((quantity) => ({ productId: "A", quantity, price: 10 * quantity })) };
    const stored = [2, 1].map((quantity) => ({ productId: "A", code: "SKU", quantity, price: 10 * quantity }));
    expect(isProven(taken(asked, { lines: stored }, shows))).toBe(true);
    expect(fieldsOf(taken(asked, { lines: stored.slice(1) }, shows), "no")).toEqual(["lines.1"]);
    const other = [{ ...stored[0]!, quantity: 3 }, stored[1]!];
    expect(fieldsOf(taken(asked, { lines: other }, shows), "no")).toEqual(["lines.1.quantity"]);
  });

  test("a line that was not asked for and is still there means that the lines were not taken", () => {
    const asked = { lines: [{ code: "A", quantity: 1 }] };
    const stored = ["A", "B"].map((code) => ({ code, quantity: 1, price: 5 }));
    expect(fieldsOf(taken(asked, { lines: stored }, shows), "no")).toEqual(["lines"]);
  });

  test("two products with one code are told apart by their ids", () => {
    const asked = { lines: [{ productId: "A", code: "SP", quantity: 1 }] };
    expect(judged(asked, { lines: [{ productId: "B", code: "SP", quantity: 1 }] })).toEqual({
      "lines.0": "no",
      lines: "no",
    });
    // A record without ids, or a command without one, names the product by its code alone.
    for (const [one, other] of [
      [{ productId: "A", code: "SP" }, { code: "SP" }],
      [{ code: "SP" }, { productId: "A", code: "SP" }],
    ])
      expect(
        judged({ lines: [{ ...one, quantity: 1 }] }, { lines: [{ ...other, quantity: 1 }] }),
        JSON.stringify(one),
      ).toEqual({ "lines.0": "yes", "lines.0.quantity": "yes" });
  });

  test("a sold line is compared with the sold one, also where a gift of the product is more alike", () => {
    const withGifts: Shows = { ...shows, "lines.gift": true };
    const gift = { productId: "A", quantity: 2, price: 10, gift: true };
    const sold = { productId: "A", quantity: 1, price: 10, gift: false };
    const of = (lines: object[]) => fieldsOf(taken({ lines }, { lines: [gift, sold] }, withGifts), "no");
    const { gift: _, ...plain } = sold;
    expect(
      of([
        { ...plain, quantity: 2 },
        { ...gift, quantity: 1 },
      ]),
    ).toEqual(["lines.0.quantity", "lines.1.quantity"]);
    expect(of([plain, gift])).toEqual([]);
  });

  test("a payment of another method was not taken", () => {
    const asked = { payments: [{ method: "cash", amount: 5 }] };
    expect(judged(asked, { payments: [{ method: "transfer", amount: 5 }] })).toEqual({
      "payments.0": "no",
      payments: "no",
    });
  });

  test("whatever a command says: the same record proves it, and any one change of a seen field disproves it", () => {
    const line = fc.record({
      productId: fc.constantFrom("A", "B", "C"),
      quantity: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 1, max: 1_000_000 }),
    });
    const command = fc.record({
      note: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
      discount: fc.integer({ min: 1, max: 1_000_000 }),
      lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(command, fc.nat(), (asked, place) => {
        const record = { id: "1", ...asked, lines: asked.lines.toReversed() };
        expect(isProven(taken(asked, record, shows))).toBe(true);
        const lines = asked.lines.with(place % asked.lines.length, {
          ...asked.lines[place % asked.lines.length]!,
          quantity: 10,
        });
        for (const changed of [
          { ...record, note: `${asked.note}x` },
          { ...record, discount: 0 },
          { ...record, lines },
        ])
          expect(fieldsOf(taken(asked, changed, shows), "no")).not.toEqual([]);
      }),
    );
  });
});
