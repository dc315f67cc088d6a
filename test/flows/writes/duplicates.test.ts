import { describe, expect, test } from "vitest";
import { saysDuplicate } from "../../../shared/core/duplicates.ts";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { referenceOf } from "../../../shared/core/ids.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { defineWrite, type Look } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";

describe("a refusal that speaks of something that exists", () => {
  test.each([
    ["rejected", "Đơn hàng: TB-0123456789ABCDEF đã tồn tại"],
    ["ERR_DUPLICATE_IMEI", "IMEI 123"],
    ["KvValidateException", "Mã hàng đã tồn tại trên hệ thống"],
    ["400", "custom_id has already been taken"],
    ["400", "Số điện thoại bị trùng"],
    ["ALREADY_EXISTS", ""],
  ])("%s: %s", (code, message) => expect(saysDuplicate(new Rejected(message, { code }))).toBe(true));

  test.each([
    ["ERR_PRODUCT_NOT_EXIST", "Sản phẩm không tồn tại"],
    ["404", "Customer does not exist"],
    ["KvValidateException", "Khách hàng không tồn tại"],
    ["400", "price is required"],
  ])("%s: %s speaks of something that is missing", (code, message) =>
    expect(saysDuplicate(new Rejected(message, { code }))).toBe(false),
  );
});

/** One write at a vendor that answers the attempts in turn, and whose lists show an order or none. */
const perform = async (answers: readonly ((reference: string) => unknown)[], found: { id: string } | undefined) => {
  const { kiotviet } = vendors;
  const probe: Look = async () => found;
  const vendor = {
    ...kiotviet,
    writes: { ...kiotviet.writes, "orders.create": { ...kiotviet.writes["orders.create"]!, probe } },
  };
  let attempts = 0;
  let reference = "";
  const shop = openStubShop(
    "kiotviet",
    async (operation) => {
      if (operation !== "orders.create") throw new RetryLater("nothing else is answered");
      const answer = answers[Math.min(attempts, answers.length - 1)]!(reference);
      attempts += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    1,
    vendor,
  );
  const command = {
    locationId: "1",
    customer: { phone: "0901234567" },
    lines: [{ productId: "2", quantity: 1, price: 5 }],
  };
  const { id } = await shop.submit({ kind: "orders.create", command });
  reference = referenceOf(id);
  for (let turn = 0; turn < 20; turn += 1) {
    await shop.run();
    shop.time.now += 4 * MINUTE;
  }
  const later = async () => {
    for (let day = 0; day < 5; day += 1) {
      shop.time.now += DAY;
      await shop.run();
    }
    return shop.write(id);
  };
  return { write: await shop.write(id), attempts, later };
};

const lost = () => new RetryLater("no answer");
const says = (sentence: string, code?: string) => () => new Rejected(sentence, { ...(code ? { code } : {}) });

describe("an order that is refused because something exists", () => {
  test("is rejected where the vendor's lists show no order of ours: a serial number may be what exists", async () => {
    const { write, attempts } = await perform([says("IMEI 123", "ERR_DUPLICATE_IMEI")], undefined);
    expect(write).toMatchObject({ state: "rejected", error: { code: "ERR_DUPLICATE_IMEI", message: "IMEI 123" } });
    expect(attempts).toBe(1);
  });

  test("has succeeded with its id where the lists show it under our reference", async () => {
    const { write } = await perform([says("duplicate order")], { id: "77" });
    expect(write).toMatchObject({ state: "succeeded", result: { id: "77", by: "probe" } });
  });

  test("never counts as rejected when the refusal names our reference, which the lists may show later", async () => {
    const exists = (reference: string) => new Rejected(`Đơn hàng: ${reference} đã tồn tại`);
    const { write } = await perform([lost, exists], undefined);
    expect(write.state).toBe("unknown");
  });

  test("is not rejected either when our reference stands beside the field at fault, and ends as nothing can tell", async () => {
    const exists = (reference: string) =>
      new Rejected("ERR_INVALID_FORM_FIELDS", { fields: { "channel.appOrderId": `${reference} already existed` } });
    const { write, later } = await perform([lost, exists], undefined);
    expect(write.state).toBe("unknown");
    // After three days without a trace the search ends, and says why.
    expect(await later()).toMatchObject({ state: "unknown", closed: true, error: { code: "cannot-tell" } });
  });

  test("is not looked for where the refusal speaks of something else", async () => {
    const { write } = await perform([says("price is required")], { id: "77" });
    expect(write.state).toBe("rejected");
  });
});

test("two ways to look: an outage of one is no absence, and either may find it", async () => {
  const declared = vendors.kiotviet.writes["orders.create"]!;
  const look =
    (answer: { id: string } | undefined | Error): Look =>
    async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    };
  const probe = (...answers: Parameters<typeof look>[0][]) =>
    defineWrite({
      ...declared,
      looks: answers.map((answer, at) => ({ way: String(at), look: look(answer) })),
    }).probe!({}, {} as never, (async () => undefined) as never);
  const outage = new RetryLater("out of order");
  await expect(probe(undefined, undefined)).resolves.toBeUndefined();
  await expect(probe(undefined, { id: "1" })).resolves.toEqual({ id: "1" });
  await expect(probe(outage, { id: "1" })).resolves.toEqual({ id: "1" });
  await expect(probe(outage, undefined)).rejects.toBe(outage);
});
