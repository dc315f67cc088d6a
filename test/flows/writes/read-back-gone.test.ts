import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

/** A shop whose tenant has it read once a day, and whose vendor says of one customer that there is none. */
const open = async () => {
  const shop = await openWriteShop("kiotviet");
  const { world } = shop;
  await world.deps.shops.change(world.ref, { schedule: { "*": DAY / 1_000 } });
  await world.pass(10 * MINUTE);
  const [id] = shop.ids("customers");
  let denials = 0;
  return {
    ...shop,
    id: id!,
    denials: () => denials,
    denies(is: boolean): void {
      world.between = is
        ? {
            answer: (request) => {
              const isAsked = request.method === "GET" && request.path.endsWith(`/customers/${id}`);
              if (!isAsked) return world.askVendor(request);
              denials += 1;
              const message = "Khách hàng không tồn tại hoặc đã bị xóa";
              const body = JSON.stringify({ ResponseStatus: { ErrorCode: "KvValidateException", Message: message } });
              return { kind: "answer", status: 420, headers: { "content-type": "application/json" }, body, delay: 50 };
            },
          }
        : undefined;
    },
    update: async () => {
      const { status } = await shop.request("PATCH", `customers/${id}`, { name: "Lan" });
      expect(status).toBe(202);
      await shop.settle();
    },
    isDeleted: async () => (await world.deps.records.get(world.ref, "customers", id!))?.deleted,
  };
};

describe("a record that the vendor denies when it is read beside a write", () => {
  test("is a candidate, and ends within minutes where the vendor goes on to deny it", async () => {
    const shop = await open();
    shop.denies(true);
    await shop.update();
    expect(shop.denials()).toBeGreaterThan(0);
    await shop.world.pass(5 * MINUTE);
    expect(await shop.isDeleted()).toBe(true);
  });

  test("stays where the vendor shows it again", async () => {
    const shop = await open();
    shop.denies(true);
    await shop.update();
    expect(await shop.isDeleted()).toBe(false);
    shop.denies(false);
    await shop.world.pass(HOUR);
    expect(await shop.isDeleted()).toBe(false);
    const { candidates } = await shop.world.deps.candidates.list(shop.world.ref, "customers");
    expect(candidates).toEqual([]);
  });
});
