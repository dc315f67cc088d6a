import { describe, expect, test } from "vitest";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import type { Key, Query, TableWrite } from "../../../shared/core/table.ts";
import type { Endpoint } from "../../../shared/stores/endpoints.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { entryParts, laneOf, lineParts, type Write } from "../../../shared/stores/ledger.ts";
import { submitWrites } from "../../../shared/usecases/writing/submit-write.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

const order = (note: string) => ({ lines: [{ productId: "1", quantity: 1, price: 5 }], note });
const request = (note: string, customer: string) => ({
  kind: "orders.create" as const,
  command: { ...order(note), customer: { name: "Lan", phone: customer } },
});

/** iSale takes every order. */
const openShop = () => {
  let made = 0;
  return openStubShop("isale", async (operation) => {
    if (operation !== "orders.create") throw new Rejected("no such thing", { notFound: true });
    made += 1;
    return { data: { id: made }, id: made };
  });
};

type Stub = ReturnType<typeof openShop>;

const submitAll = async ({ shop, deps }: Stub, requests: readonly ReturnType<typeof request>[]): Promise<Write[]> => {
  const { results } = await submitWrites(shop, requests, "list", deps);
  return results.map((result) => {
    if (!("id" in result)) throw result;
    return result;
  });
};

const idsIn = async ({ ledger, ref }: Stub, write: Pick<Write, "entity" | "id">): Promise<readonly string[]> => {
  for await (const { lane, writes } of ledger.lines(ref, 100)) if (lane === laneOf(write)) return writes;
  return [];
};

describe("writes of one request", () => {
  test("enter several lines by one transaction, each in its order", async () => {
    const shop = openShop();
    let transactions = 0;
    const { addTogether } = shop.deps.ledger;
    Object.assign(shop.deps.ledger, {
      addTogether: (...input: Parameters<typeof addTogether>) => {
        transactions += 1;
        return addTogether(...input);
      },
      add: () => expect.unreachable("a line entered alone"),
    });
    const phones = Array.from({ length: 12 }, (_, index) => `09012345${String(index).padStart(2, "0")}`);
    const writes = await submitAll(shop, [
      ...phones.map((phone) => request("first", phone)),
      ...phones.map((phone) => request("second", phone)),
    ]);
    // Seven items for each line.
    expect(transactions).toBe(1);
    for (const [index, write] of writes.slice(0, 12).entries())
      expect(await idsIn(shop, write)).toEqual([write.id, writes[12 + index]!.id]);
  });

  test("of a line that is too long for one transaction stand in their order as well", async () => {
    const shop = openShop();
    const writes = await submitAll(shop, [
      ...Array.from({ length: 70 }, (_, index) => request(`${index}`, "0901234567")),
      request("other", "0907654321"),
    ]);
    expect(await idsIn(shop, writes[0]!)).toEqual(writes.slice(0, 70).map(({ id }) => id));
    expect(await idsIn(shop, writes[70]!)).toEqual([writes[70]!.id]);
  });

  test("enter behind a write that has come into one of the lines at the same moment", async () => {
    const shop = openShop();
    const { addTogether } = shop.deps.ledger;
    let other: Write | undefined;
    Object.assign(shop.deps.ledger, {
      addTogether: async (...input: Parameters<typeof addTogether>) => {
        other ??= await shop.submit(request("a stranger's", "0901234561"));
        return addTogether(...input);
      },
    });
    const writes = await submitAll(
      shop,
      ["0901234560", "0901234561", "0901234562"].map((phone) => request("ours", phone)),
    );
    expect(await idsIn(shop, writes[1]!)).toEqual([other!.id, writes[1]!.id]);
    for (const write of [writes[0]!, writes[2]!]) expect(await idsIn(shop, write)).toEqual([write.id]);
  });

  test("that are large go in several transactions: one may have 4 MB", () => {
    const large = { bytes: 290_000 };
    expect(entryParts(Array.from({ length: 25 }, () => large)).map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(entryParts(Array.from({ length: 40 }, () => ({ bytes: 9 }))).map(({ length }) => length)).toEqual([33, 7]);
    const line = { entries: 2, bytes: 600_000 };
    expect(lineParts(Array.from({ length: 7 }, () => line)).map(({ length }) => length)).toEqual([5, 2]);
    // Fourteen lines with seven items each.
    const small = { entries: 2, bytes: 9 };
    expect(lineParts(Array.from({ length: 20 }, () => small)).map(({ length }) => length)).toEqual([14, 6]);
  });
});

describe("a worker with many writes", () => {
  test("tells those endpoints that were there when a write's outcome stood", async () => {
    const shop = openShop();
    const writes = await submitAll(
      shop,
      Array.from({ length: 30 }, (_, index) => request("told", `09012345${String(index).padStart(2, "0")}`)),
    );
    const heard: string[] = [];
    let asked = 0;
    Object.assign(shop.deps, {
      listeners: async () => {
        asked += 1;
        const stored = await shop.ledger.list(shop.ref, { limit: 100 });
        const ended = stored.writes.filter(({ state }) => state === "succeeded").map(({ id }) => id);
        return [{ id: "one", shops: ended } as unknown as Endpoint];
      },
      notify: async (_event: string, { id }: Write, [endpoint]: readonly Endpoint[]) => {
        if (endpoint?.shops?.includes(id)) heard.push(id);
      },
    });
    await shop.run();
    expect(heard.sort()).toEqual(writes.map(({ id }) => id).sort());
    expect(asked).toBeLessThan(writes.length / 3);
  });

  test("has a copy of each call in the table before its write is closed", async () => {
    const shop = await openWriteShop("kiotviet");
    const { memory, time, ref } = shop.world;
    const { put, transact } = memory;
    const kept = new Set<string>();
    const without: string[] = [];
    Object.assign(memory, {
      put: async (...[item, when]: Parameters<typeof put>) => {
        const isCopy = item.pk === keys.exchanges(ref);
        if (isCopy) await time.sleep(5_000);
        if (isCopy) kept.add(item.sk);
        return put.call(memory, item, when);
      },
      transact: (writes: Parameters<typeof transact>[0]) => {
        for (const write of writes) {
          if (!("update" in write) || write.update.pk !== keys.writes(ref)) continue;
          const { id, closed } = JSON.parse(String(write.change.set?.write)) as Write;
          if (closed && !kept.has(id)) without.push(id);
        }
        return transact.call(memory, writes);
      },
    });
    const command = { name: "Lan", phone: "0901234567" };
    const { body } = await shop.request("POST", "customers", command);
    await shop.settle();
    expect(await shop.write(body.id)).toMatchObject({ state: "succeeded", closed: true });
    expect([...kept]).toEqual([body.id]);
    expect(without).toEqual([]);
  });

  test("asks the table for each create: two moves, its end, what was sent, and its record", async () => {
    const shop = await openWriteShop("kiotviet");
    const { memory } = shop.world;
    // No poll reads the orders before their writes do.
    expect((await shop.request("POST", "pause")).status).toBe(200);
    const asked = new Map<string, number>();
    const partition = (one: Key | Query | TableWrite): string =>
      "put" in one ? one.put.pk : "update" in one ? one.update.pk : "delete" in one ? one.delete.pk : (one as Key).pk;
    for (const name of ["get", "put", "update", "transact"] as const) {
      const call = memory[name].bind(memory) as (...input: unknown[]) => unknown;
      Object.assign(memory, {
        [name]: (...input: unknown[]) => {
          const [first] = [input[0]].flat() as (Key | Query | TableWrite)[];
          const what = `${name} ${partition(first!).replace("T#acme#S#shop#", "")}`;
          asked.set(what, (asked.get(what) ?? 0) + 1);
          return call(...input);
        },
      });
    }
    const command = (index: number) => ({
      locationId: shop.ids("locations")[0]!,
      customer: { name: "Lan", phone: `09012345${String(index).padStart(2, "0")}` },
      lines: [{ productId: shop.ids("products")[0]!, quantity: 1, price: 10_000 }],
    });
    const { status } = await shop.request(
      "POST",
      "orders",
      Array.from({ length: 20 }, (_, index) => command(index)),
    );
    expect(status).toBe(207);
    await shop.settle();
    // What the vendor has just made is not looked for in the copy before it is stored there.
    expect(asked.get("get R#orders")).toBeUndefined();
    expect(asked.get("put R#orders")).toBe(20);
    expect(asked.get("update W")).toBe(40);
    // The end of each, and all entries by one transaction.
    expect(asked.get("transact W")).toBe(21);
  });
});

test("a store that does not answer while calls are under way does not lose their outcome", async () => {
  const answers: (() => void)[] = [];
  const shop = openStubShop("isale", async (operation) => {
    if (operation !== "orders.create") throw new Rejected("no such thing", { notFound: true });
    await new Promise<void>((resolve) => answers.push(resolve));
    return { data: { id: 1 }, id: 1 };
  });
  const { id } = await shop.submit({ kind: "orders.create", command: order("under way") });
  const { lines } = shop.deps.ledger;
  Object.assign(shop.deps.ledger, {
    lines: (...input: Parameters<typeof lines>) => {
      if (answers.length === 0) return lines(...input);
      setTimeout(() => answers[0]!(), 20);
      throw new RetryLater("throttled", { delivered: "no" });
    },
  });
  await expect(shop.run()).rejects.toThrow("throttled");
  expect(await shop.write(id)).toMatchObject({ state: "succeeded", closed: true });
});
