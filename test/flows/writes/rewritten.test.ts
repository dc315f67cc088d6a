import { describe, expect, test } from "vitest";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Look, OperationCall, WriteKind } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";

type Answers = Readonly<Record<string, (call: OperationCall) => unknown>>;

/** A shop whose vendor answers each operation by the given function; an Error is thrown. */
const openShop = (vendorId: "nhanh-v2" | "kiotviet" | "pancake", answers: Answers, probe?: [WriteKind, Look]) => {
  const calls: { readonly operation: string; readonly body: any }[] = [];
  const vendor = vendors[vendorId];
  const writes = probe
    ? { ...vendor.writes, [probe[0]]: { ...vendor.writes[probe[0]]!, probe: probe[1] } }
    : vendor.writes;
  const shop = openStubShop(
    vendorId,
    async (operation, call) => {
      calls.push({ operation, body: call.body });
      const answer = await answers[operation]?.(call);
      if (answer instanceof Error) throw answer;
      if (answer === undefined) throw new RetryLater(`${operation} is not answered`);
      return answer;
    },
    1,
    { ...vendor, writes },
  );
  const rest = async (turns: number, each = 4 * MINUTE): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) {
      await shop.run();
      shop.time.now += each;
    }
  };
  return { ...shop, calls, rest, sent: (operation: string) => calls.filter((call) => call.operation === operation) };
};

describe("an update by id whose first answer is lost and whose repetition is refused (Nhanh v2)", () => {
  const order = (note: string) => ({ id: 77, statusCode: "New", description: note, products: [], customerName: "Lan" });
  /** `after`: what the order's note is once the first try has been made. */
  const perform = async (after: string | undefined) => {
    let tries = 0;
    const shop = openShop("nhanh-v2", {
      "orders.update": () => {
        tries += 1;
        return tries === 1 ? new RetryLater("no answer") : new Rejected("Đơn đang được sửa", { code: "ERR_LOCKED" });
      },
      "orders.list": () => {
        const shown = tries === 0 ? "as it was" : after;
        return { code: 1, data: { orders: shown === undefined ? [] : { 77: order(shown) }, totalPages: 1 } };
      },
    });
    const resource = vendors["nhanh-v2"].resources.find(({ name }) => name === "orders")!;
    const row = order("as it was");
    const seen = { id: "77", record: resource.normalize(row, { settings: {} }), raw: row, modified: undefined };
    await shop.deps.records.upsert(shop.ref, "orders", [seen], shop.time.now - DAY);
    const { id } = await shop.submit({ kind: "orders.update", command: { id: "77", note: "ours" } });
    await shop.rest(10);
    return shop.write(id);
  };

  test("is rejected where the order is as it was before the first try", async () => {
    expect(await perform("as it was")).toMatchObject({
      state: "rejected",
      error: { code: "ERR_LOCKED" },
      closed: true,
    });
  });

  test("stays unknown where staff has rewritten the note: the first try may have been carried out", async () => {
    const write = await perform("by staff");
    expect(write).toMatchObject({ state: "unknown", closed: true, error: { code: "cannot-tell" } });
    expect(write.error?.message).toContain("Đơn đang được sửa");
  });

  test("stays unknown where staff has deleted the order since", async () => {
    expect(await perform(undefined)).toMatchObject({ state: "unknown", closed: true, error: { code: "cannot-tell" } });
  });
});

test("a removal whose repetition is refused is rejected while the record is shown, even if others have changed it", async () => {
  let tries = 0;
  const product = () => ({
    id: 5,
    code: "A",
    name: tries === 0 ? "Áo" : "Áo của nhân viên",
    createdDate: "2025-01-01T00:00:00",
  });
  const shop = openShop("kiotviet", {
    "products.delete": () => {
      tries += 1;
      return tries === 1 ? new RetryLater("no answer") : new Rejected("Hàng đang được dùng", { code: "IN_USE" });
    },
    "products.get": product,
    "products.list": () => ({ total: 0, data: [], removedIds: [] }),
  });
  const { id } = await shop.submit({ kind: "products.delete", command: { id: "5" } });
  await shop.rest(10);
  expect(await shop.write(id)).toMatchObject({ state: "rejected", error: { code: "IN_USE" } });
});

describe("a write that was refused because something exists, while the vendor cannot be asked", () => {
  const perform = async (isShown: (now: number) => boolean) => {
    const look: Look = async () => {
      if (!isShown(shop.time.now)) throw new RetryLater("down");
      return { id: "99" };
    };
    const shop = openShop(
      "kiotviet",
      { "orders.create": () => new Rejected("Voucher already exists", { code: "DUPLICATE" }) },
      ["orders.create", look],
    );
    const command = {
      locationId: "1",
      customer: { phone: "0901234567" },
      lines: [{ productId: "2", quantity: 1, price: 5 }],
    };
    const { id } = await shop.submit({ kind: "orders.create", command });
    await shop.rest(20);
    return { shop, id };
  };

  test("is looked for three days, and found on the second", async () => {
    const began = Date.UTC(2026, 0, 5, 3);
    const { shop, id } = await perform((now) => now > began + DAY);
    expect(await shop.write(id)).toMatchObject({ state: "unknown", aside: true });
    await shop.rest(10, DAY / 5);
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { id: "99", by: "probe" } });
  });

  test("says after three days that nobody can tell", async () => {
    const { shop, id } = await perform(() => false);
    await shop.rest(10, DAY);
    expect(await shop.write(id)).toMatchObject({ state: "unknown", closed: true, error: { code: "cannot-tell" } });
  });
});

describe("an update that repeats what the record has, of an order that is not shown yet (Pancake)", () => {
  const row = { id: "77", status: 0, cod: 249_000, items: [], inserted_at: "2026-01-05T00:00:00" };
  const perform = async (shownAfter: number) => {
    const shop = openShop("pancake", {
      "orders.get": () =>
        shop.time.now < began + shownAfter ? new Rejected("not found", { notFound: true }) : { data: row },
      "orders.update": () => ({ data: row }),
    });
    const began = shop.time.now;
    const { id } = await shop.submit({ kind: "orders.update", command: { id: "77", note: "gọi trước" } });
    await shop.rest(30, 10 * SECOND);
    return { shop, write: await shop.write(id) };
  };

  test("waits until the vendor shows it, and repeats the sum to collect", async () => {
    const { shop, write } = await perform(20 * SECOND);
    expect(write.state).toBe("succeeded");
    expect(shop.sent("orders.update").map(({ body }) => body)).toEqual([{ note: "gọi trước", cod: 249_000 }]);
  });

  test("is rejected, and never sent, where the vendor does not show it for longer than a minute", async () => {
    const { shop, write } = await perform(DAY);
    expect(write).toMatchObject({ state: "rejected", error: { code: "record-unreadable" } });
    expect(shop.sent("orders.update")).toEqual([]);
  });
});

test("a product of Nhanh v2 whose detail tells no time of change is no proof that nothing was carried out", async () => {
  let tries = 0;
  // The vendor took our name and rounded our price; the detail has the time of creation alone.
  const product = () => ({
    idNhanh: 5,
    code: "A",
    name: tries === 0 ? "Áo" : "Áo mới",
    price: tries === 0 ? 10_000 : 24_000,
    createdDateTime: "2025-01-01 00:00:00",
  });
  const shop = openShop("nhanh-v2", {
    "products.save": () => {
      tries += 1;
      return tries === 1 ? new RetryLater("no answer") : new Rejected("Đang sửa", { code: "ERR_LOCKED" });
    },
    "products.get": () => ({ code: 1, data: { 5: product() } }),
  });
  const resource = vendors["nhanh-v2"].resources.find(({ name }) => name === "products")!;
  const seen = {
    id: "5",
    record: resource.normalize(product(), { settings: {} }),
    raw: product(),
    modified: undefined,
  };
  await shop.deps.records.upsert(shop.ref, "products", [seen], shop.time.now - DAY);
  const { id } = await shop.submit({ kind: "products.update", command: { id: "5", name: "Áo mới", price: 24_300 } });
  await shop.rest(10);
  expect(await shop.write(id)).toMatchObject({ state: "unknown", error: { code: "cannot-tell" } });
});
