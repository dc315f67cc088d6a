import { describe, expect, test } from "vitest";
import { Rejected } from "../../../shared/core/errors.ts";
import { type Answer, openStubShop } from "../../helpers/stub-shop.ts";

const order = (lines: number, note: string) => ({
  locationId: "1",
  customer: { id: "1" },
  lines: Array.from({ length: lines }, (_, index) => ({
    productId: String(index + 1),
    quantity: 1,
    price: 5,
    name: "Áo sơ mi nam dài tay ".repeat(8),
    note,
  })),
});

describe("an entry that the table would not hold", () => {
  const shop = openStubShop("kiotviet", async () => ({ id: 1 }));

  test("is refused before it is stored, and its size is named", async () => {
    const command = order(500, "giao trong giờ hành chính ".repeat(20));
    const bytes = Buffer.byteLength(JSON.stringify(command));
    expect(bytes).toBeGreaterThan(400_000);
    await expect(shop.submit({ kind: "orders.create", command })).rejects.toMatchObject({
      status: 422,
      code: "command-too-large",
      errors: [{ field: "body", message: expect.stringMatching(/^\d+ bytes; at most 300000$/) }],
    });
    const body = { text: "x", more: "ữ".repeat(101_000) };
    await expect(
      shop.submit({ kind: "passthrough", operation: "payments.create", command: { body } }),
    ).rejects.toMatchObject({ status: 422 });
    expect((await shop.ledger.list(shop.ref, { limit: 10 })).writes).toEqual([]);
  });

  test("is not made of one just below by what is noted about it", async () => {
    const command = order(440, "giao trong giờ hành chính ".repeat(13));
    expect(Buffer.byteLength(JSON.stringify(command))).toBeGreaterThan(280_000);
    const refusing = openStubShop("kiotviet", async (operation) => {
      if (operation !== "orders.create") return { data: [], total: 0 };
      const fields = Object.fromEntries(command.lines.map((_, line) => [`lines.${line}.note`, "quá dài ".repeat(100)]));
      throw new Rejected("từ chối ".repeat(10_000), { fields });
    });
    const { id } = await refusing.submit({ kind: "orders.create", command });
    await refusing.run();
    const write = await refusing.write(id);
    expect(write).toMatchObject({ state: "rejected", closed: true });
    expect(write.error!.fields).toMatchObject({ "lines.0.note": expect.stringContaining("quá dài") });
  });
});

describe("a vendor's long answer to a direct call", () => {
  const call = { invoiceId: 1, amount: 5, method: "Cash" };
  const answered = async (answer: unknown) => {
    let calls = 0;
    const vendor: Answer = async () => {
      calls += 1;
      return answer;
    };
    const shop = openStubShop("kiotviet", vendor);
    const { id } = await shop.submit({ kind: "passthrough", operation: "payments.create", command: { body: call } });
    await shop.run();
    expect(calls).toBe(1);
    return shop.write(id);
  };

  test.each([
    ["plain", "x"],
    ["quoted", '"\\'],
    ["Vietnamese", "ữ"],
    ["unprintable", "\u0001\u{1f600}"],
  ])("is no reason to doubt that it was carried out: %s", async (_, text) => {
    const answer = { message: "ok", data: text.repeat(420_000 / text.length) };
    const write = await answered(answer);
    expect(write).toMatchObject({ state: "succeeded", closed: true, result: { by: "answer", truncated: true } });
    expect(JSON.stringify(answer).startsWith(String(write.result!.answer))).toBe(true);
    expect(String(write.result!.answer).length).toBeGreaterThan(10_000);
  });

  test.each([{ message: "ok", data: { id: 7 } }, undefined, "ok"])(
    "is kept as it is where it is short",
    async (answer) => {
      expect((await answered(answer)).result).toEqual({ answer, by: "answer" });
    },
  );
});
