import { describe, expect, test } from "vitest";
import type { SimulatedOutcome, SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { referenceOf } from "../../../shared/core/ids.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { reply } from "../../faults/runs/lies/types.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const both = ["nhanh-v3", "nhanh-v2"] as const;

/** How Nhanh says no: 200 with code 0; v2 has its sentences in a list. */
const refusal = (vendor: (typeof both)[number], errorCode: string, sentence: string): SimulatedOutcome =>
  reply(200, JSON.stringify({ code: 0, errorCode, messages: vendor === "nhanh-v3" ? sentence : [sentence] }));

const isOrderAdd = ({ path }: SimulatedRequest): boolean => path.endsWith("order/add");
/** Both versions ask for orders with a POST; v2 sends a form. */
const asksForOrders = ({ path }: SimulatedRequest): boolean => /order\/(list|index)$/.test(path);

interface Tried {
  readonly shop: WriteShop;
  readonly posts: SimulatedRequest[];
  readonly looks: SimulatedRequest[];
  readonly reference: string;
  readonly write: Awaited<ReturnType<WriteShop["write"]>>;
}

/** One order. `answer`: what becomes of the nth try; undefined: the vendor does and says what it always does. */
const order = async (
  vendor: (typeof both)[number],
  answer: (
    attempt: number,
    request: SimulatedRequest,
    reference: string,
    shop: WriteShop,
  ) => SimulatedOutcome | undefined,
  lines?: (products: readonly string[]) => readonly object[],
): Promise<Tried> => {
  const shop = await openWriteShop(vendor);
  const [posts, looks]: SimulatedRequest[][] = [[], []];
  const { handle } = shop.world.simulator;
  let reference = "";
  shop.world.between = {
    answer: (request) => {
      if (asksForOrders(request) && posts!.length > 0) looks!.push(request);
      if (!isOrderAdd(request)) return handle(request);
      posts!.push(request);
      return answer(posts!.length, request, reference, shop) ?? handle(request);
    },
  };
  const products = shop.ids("products");
  const { status, body } = await shop.request("POST", "orders", {
    locationId: shop.ids("locations").find((id) => /^[1-9]/.test(id)),
    customer: { name: "Lan", phone: "0912345678" },
    lines: lines?.(products) ?? [{ productId: products[0], quantity: 1, price: 50_000 }],
  });
  expect(status, JSON.stringify(body)).toBe(202);
  reference = referenceOf(body.id);
  await shop.settle();
  return { shop, posts: posts!, looks: looks!, reference, write: await shop.write(body.id) };
};
const made = ({ shop, reference }: Tried) =>
  (shop.world.simulator.rows("orders") as any[]).filter((row) => JSON.stringify(row).includes(reference));

describe.each(both)("an order of %s that is refused because something exists", (vendor) => {
  test("is rejected where that is a serial number: the lists of two ways show no order of ours", async () => {
    const tried = await order(vendor, () =>
      refusal(vendor, "ERR_DUPLICATE_IMEI", "IMEI 356938035643809 đã được sử dụng"),
    );
    expect(tried.write).toMatchObject({ state: "rejected", error: { code: "ERR_DUPLICATE_IMEI" } });
    expect(tried.write.error?.message).toContain("356938035643809");
    expect(tried.posts).toHaveLength(1);
    const asked = tried.looks.map(({ body }) => decodeURIComponent(body));
    expect(asked.some((body) => body.includes("0912345678"))).toBe(true);
    expect(asked.some((body) => !body.includes("0912345678"))).toBe(true);
    expect(made(tried)).toHaveLength(0);
  });

  test("has succeeded with its id where the order was made all the same", async () => {
    const tried = await order(vendor, (_attempt, request, _reference, { world }) => {
      world.simulator.handle(request);
      return refusal(vendor, "ERR_DUPLICATE_IMEI", "IMEI 356938035643809 đã được sử dụng");
    });
    const [row] = made(tried);
    expect(tried.write).toMatchObject({
      state: "succeeded",
      result: { id: String(row.info?.id ?? row.id), by: "probe" },
    });
    expect(tried.posts).toHaveLength(1);
    expect(made(tried)).toHaveLength(1);
  });
});

describe.each(both)("an order of %s whose first answer is lost", (vendor) => {
  const lost: SimulatedOutcome = { kind: "timeout" };

  /** The list as it was before the order came. */
  const withoutOurs = (outcome: SimulatedOutcome, reference: string): SimulatedOutcome => {
    if (outcome.kind !== "answer") return outcome;
    const { data, ...rest } = JSON.parse(outcome.body);
    const isOther = (row: unknown) => !JSON.stringify(row).includes(reference);
    const orders = Object.values((vendor === "nhanh-v3" ? data : data?.orders) ?? []).filter(isOther);
    const shown = vendor === "nhanh-v3" ? orders : { orders, totalPages: 1, totalRecords: orders.length };
    return { ...outcome, body: JSON.stringify({ ...rest, data: shown }) };
  };

  test("and whose repetition is told in words that it exists, has succeeded with the order's id", async () => {
    let hidden = true;
    const tried = await order(vendor, (attempt, request, reference, { world }) => {
      if (attempt === 1) {
        world.simulator.handle(request);
        // The lists are behind until the vendor has named the order.
        const { handle } = world.simulator;
        const shownBy = world.between!;
        world.between = {
          answer: (one) =>
            hidden && asksForOrders(one)
              ? withoutOurs(handle(one), reference)
              : isOrderAdd(one)
                ? shownBy.answer(one)
                : handle(one),
        };
        return lost;
      }
      hidden = false;
      return refusal(vendor, "ERR_INVALID_DATA", `Đơn hàng: ${reference} đã tồn tại`);
    });
    expect(tried.posts).toHaveLength(2);
    const [row] = made(tried);
    expect(tried.write).toMatchObject({
      state: "succeeded",
      result: { id: String(row.info?.id ?? row.id), by: "probe" },
    });
    expect(made(tried)).toHaveLength(1);
  });

  test("and whose repetition is refused by the field of our reference stays open until the lists show it", async () => {
    let at = 0;
    const tried = await order(vendor, (attempt, request, reference, { world }) => {
      if (attempt === 1) {
        at = world.time.now();
        world.simulator.handle(request);
        const { handle } = world.simulator;
        const shownBy = world.between!;
        const isBehind = () => world.time.now() - at < 20 * MINUTE;
        world.between = {
          answer: (one) =>
            asksForOrders(one) && isBehind()
              ? withoutOurs(handle(one), reference)
              : isOrderAdd(one)
                ? shownBy.answer(one)
                : handle(one),
        };
        return lost;
      }
      const field = vendor === "nhanh-v3" ? "channel.appOrderId" : "id";
      return reply(200, JSON.stringify({ code: 0, messages: { [field]: "id already exists" } }));
    });
    const [row] = made(tried);
    expect(tried.posts).toHaveLength(2);
    expect(tried.write).toMatchObject({ state: "succeeded", result: { id: String(row.info?.id ?? row.id) } });
  });

  test("with a failing server and a refusal in its body is looked for, and made once", async () => {
    const tried = await order(vendor, (attempt, request, _reference, { world }) => {
      if (attempt > 1) return undefined;
      world.simulator.handle(request);
      return reply(500, JSON.stringify({ code: 0, messages: ["Có lỗi xảy ra"] }));
    });
    expect(tried.write).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(tried.posts).toHaveLength(1);
    expect(made(tried)).toHaveLength(1);
  });
});
