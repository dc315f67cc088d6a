import { expect, test } from "vitest";
import type { Condition, Item, Table } from "../../../shared/core/table.ts";
import { queryAll } from "../../../shared/core/table.ts";

/**
 * What every table must do, written once: the stores are built on it, and a fault run on the table in memory is worth
 * something only if the real engine behaves alike. `table` is asked for in each test; keys are fresh in each.
 */
export const tableContract = (table: () => Table): void => {
  let count = 0;
  const fresh = (): string => {
    count += 1;
    return `contract-${count}-${Math.random().toString(36).slice(2)}`;
  };

  test("an item comes back as it was put, without what was undefined", async () => {
    const pk = fresh();
    const item = {
      pk,
      sk: "a",
      text: "Khăn lụa",
      empty: "",
      number: 12.5,
      truth: false,
      nothing: null,
      list: [1, "two", [3]],
      map: { deep: { deeper: true } },
      absent: undefined,
    };
    expect(await table().put(item)).toBe(true);
    const { absent: _, ...kept } = item;
    expect(await table().get({ pk, sk: "a" })).toEqual(kept);
    expect(await table().get({ pk, sk: "b" })).toBeUndefined();
  });

  test("bytes stay bytes", async () => {
    const pk = fresh();
    await table().put({ pk, sk: "a", bytes: new Uint8Array([0, 1, 254, 255]) });
    const stored = await table().get({ pk, sk: "a" });
    expect(Array.from(stored?.bytes as Uint8Array)).toEqual([0, 1, 254, 255]);
  });

  test("only the asked fields come back, and the key", async () => {
    const pk = fresh();
    await table().put({ pk, sk: "a", one: 1, two: 2 });
    expect(await table().get({ pk, sk: "a" }, ["two", "three"])).toEqual({ pk, sk: "a", two: 2 });
    expect(await table().getMany([{ pk, sk: "a" }], ["one"])).toEqual([{ pk, sk: "a", one: 1 }]);
    expect((await table().query({ pk, fields: ["one"] })).items).toEqual([{ pk, sk: "a", one: 1 }]);
  });

  test("what no key can be is refused before it is asked for", async () => {
    const refused = { name: "BadRequest", status: 400 };
    const [pk, long] = [fresh(), "x".repeat(1_025)];
    for (const key of [
      { pk, sk: "" },
      { pk: "", sk: "a" },
      { pk, sk: long },
      { pk: "\u1ebf".repeat(683), sk: "a" },
    ]) {
      await expect(table().get(key)).rejects.toMatchObject(refused);
      await expect(table().getMany([key])).rejects.toMatchObject(refused);
      await expect(async () => table().put(key)).rejects.toMatchObject(refused);
      await expect(async () => table().update(key, { set: { a: 1 } })).rejects.toMatchObject(refused);
      await expect(async () => table().transact([{ delete: key }])).rejects.toMatchObject(refused);
    }
    expect(await table().put({ pk: "\u1ebf".repeat(682), sk: "x".repeat(1_024) })).toBe(true);
  });

  test("a place outside of what a query asks for is refused", async () => {
    const pk = fresh();
    const refused = { name: "BadRequest", status: 400, code: "invalid-cursor" };
    for (const sk of ["a#1", "a#2", "b#1"]) await table().put({ pk, sk });
    await expect(table().query({ pk, prefix: "a#", after: "b#1" })).rejects.toMatchObject(refused);
    await expect(table().query({ pk, from: "a#1", to: "a#9", after: "c" })).rejects.toMatchObject(refused);
    await expect(table().query({ pk, after: "" })).rejects.toMatchObject(refused);
    await expect(table().query({ pk, after: "x".repeat(1_025) })).rejects.toMatchObject(refused);
    expect((await table().query({ pk, prefix: "a#", after: "a#1" })).items.map(({ sk }) => sk)).toEqual(["a#2"]);
    const back = await table().query({ pk, from: "a#1", to: "a#9", after: "a#2", descending: true });
    expect(back.items.map(({ sk }) => sk)).toEqual(["a#1"]);
  });

  test("a query tells how many items its filter has looked at", async () => {
    const pk = fresh();
    for (let number = 0; number < 9; number += 1) await table().put({ pk, sk: String(number), odd: number % 2 });
    const some = await table().query({ pk, filter: { equal: ["odd", 1] }, limit: 6 });
    expect([some.items.length, some.looked, some.next]).toEqual([3, 6, "5"]);
    expect(await table().query({ pk, filter: { equal: ["odd", 5] } })).toEqual({ items: [], looked: 9 });
    expect((await table().query({ pk, fields: ["odd"] })).looked).toBeUndefined();
  });

  test("many items are read at once, and absent ones are left out", async () => {
    const pk = fresh();
    await Promise.all(Array.from({ length: 130 }, (_, number) => table().put({ pk, sk: String(number), number })));
    const keys = Array.from({ length: 140 }, (_, number) => ({ pk, sk: String(number) }));
    const items = await table().getMany(keys);
    expect(items.map(({ number }) => number as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 130 }, (_, number) => number),
    );
    expect(await table().getMany([])).toEqual([]);
  });

  const conditions: readonly (readonly [name: string, when: Condition, absentItem: boolean, emptyItem: boolean])[] = [
    ["absent", { absent: "x" }, true, true],
    ["present", { present: "x" }, false, false],
    ["equal", { equal: ["x", 1] }, false, false],
    ["notEqual", { notEqual: ["x", 1] }, true, true],
    ["below", { below: ["x", 1] }, false, false],
    ["atLeast", { atLeast: ["x", 1] }, false, false],
    ["all", { all: [{ absent: "x" }, { absent: "y" }] }, true, true],
    ["any", { any: [{ below: ["x", 1] }, { absent: "x" }] }, true, true],
  ];

  test.each(conditions)("an absent attribute: `%s`", async (_name, when, absentItem, emptyItem) => {
    const pk = fresh();
    expect(await table().put({ pk, sk: "new" }, when)).toBe(absentItem);
    await table().put({ pk, sk: "empty" });
    expect(await table().put({ pk, sk: "empty", written: true }, when)).toBe(emptyItem);
    // The same of updates, which would create the item.
    expect((await table().update({ pk, sk: "newer" }, { set: { written: true } }, when)) !== undefined).toBe(
      absentItem,
    );
    expect((await table().get({ pk, sk: "newer" })) !== undefined).toBe(absentItem);
  });

  test("conditions look at what is stored", async () => {
    const pk = fresh();
    const holds = async (when: Condition): Promise<boolean> => {
      await table().put({ pk, sk: "a", number: 5, text: "m" });
      return table().put({ pk, sk: "a", number: 5, text: "m" }, when);
    };
    expect(await holds({ equal: ["number", 5] })).toBe(true);
    expect(await holds({ equal: ["number", "5"] })).toBe(false);
    expect(await holds({ notEqual: ["number", 4] })).toBe(true);
    expect(await holds({ notEqual: ["number", 5] })).toBe(false);
    expect(await holds({ below: ["number", 5] })).toBe(false);
    expect(await holds({ below: ["number", 6] })).toBe(true);
    expect(await holds({ atLeast: ["number", 5] })).toBe(true);
    expect(await holds({ atLeast: ["text", "n"] })).toBe(false);
    expect(await holds({ below: ["text", "n"] })).toBe(true);
    // Another type is neither below nor above.
    expect(await holds({ below: ["text", 6] })).toBe(false);
    expect(await holds({ atLeast: ["text", 6] })).toBe(false);
    expect(await holds({ present: "pk" })).toBe(true);
    expect(await holds({ any: [{ equal: ["number", 4] }, { all: [{ present: "text" }, { absent: "other" }] }] })).toBe(
      true,
    );
  });

  test("an update sets, removes and adds, creates what is not there, and returns the item", async () => {
    const pk = fresh();
    const key = { pk, sk: "a" };
    expect(await table().update(key, { add: { count: 2 }, set: { text: "one" } })).toEqual({
      ...key,
      count: 2,
      text: "one",
    });
    expect(
      await table().update(key, { add: { count: -5 }, remove: ["text", "never"], set: { kept: undefined } }),
    ).toEqual({ ...key, count: -3 });
    expect(await table().update(key, { set: { count: 9 } }, { equal: ["count", 1] })).toBeUndefined();
    expect(await table().get(key)).toEqual({ ...key, count: -3 });
  });

  test("a delete tells whether its condition held, and deleting nothing is fine", async () => {
    const pk = fresh();
    await table().put({ pk, sk: "a", number: 1 });
    expect(await table().delete({ pk, sk: "a" }, { equal: ["number", 2] })).toBe(false);
    expect(await table().delete({ pk, sk: "a" }, { equal: ["number", 1] })).toBe(true);
    expect(await table().delete({ pk, sk: "a" })).toBe(true);
    expect(await table().delete({ pk, sk: "a" }, { present: "pk" })).toBe(false);
  });

  test("a query goes through a partition in the order of its bytes, in both directions, page by page", async () => {
    const pk = fresh();
    const names = ["#1", "1", "10", "2", "A", "a", "z", "ă", "đ"];
    for (const sk of [...names].reverse()) await table().put({ pk, sk });
    const read = async (query: object): Promise<string[]> =>
      (await table().query({ pk, ...query })).items.map(({ sk }) => sk);
    expect(await read({})).toEqual(names);
    expect(await read({ descending: true })).toEqual([...names].reverse());
    expect(await read({ prefix: "1" })).toEqual(["1", "10"]);
    expect(await read({ from: "10", to: "A" })).toEqual(["10", "2", "A"]);
    expect(await read({ from: "z" })).toEqual(["z", "ă", "đ"]);
    expect(await read({ to: "1" })).toEqual(["#1", "1"]);
    expect(await read({ after: "2", limit: 2 })).toEqual(["A", "a"]);
    expect(await read({ after: "2", limit: 2, descending: true })).toEqual(["10", "1"]);
    expect(await read({ from: "1", to: "a", after: "10" })).toEqual(["2", "A", "a"]);
    const all: string[] = [];
    for await (const item of queryAll(table(), { pk, limit: 2 })) all.push(item.sk);
    expect(all).toEqual(names);
  });

  test("a limit counts what was looked at, and the place to go on is behind it", async () => {
    const pk = fresh();
    for (let number = 0; number < 6; number += 1) await table().put({ pk, sk: String(number), odd: number % 2 === 1 });
    const page = await table().query({ pk, limit: 3, filter: { equal: ["odd", true] } });
    expect(page.items.map(({ sk }) => sk)).toEqual(["1"]);
    expect(page.next).toBe("2");
    const rest = await table().query({ pk, after: page.next, filter: { equal: ["odd", true] } });
    expect(rest.items.map(({ sk }) => sk)).toEqual(["3", "5"]);
    expect(rest.next).toBeUndefined();
    expect((await table().query({ pk: fresh() })).items).toEqual([]);
  });

  test("a transaction happens wholly or not at all", async () => {
    const pk = fresh();
    await table().put({ pk, sk: "there", number: 1 });
    await table().put({ pk, sk: "gone" });
    const writes = (expected: number) =>
      [
        { put: { pk, sk: "new", text: "x" }, when: { absent: "pk" } },
        { update: { pk, sk: "there" }, change: { add: { number: 1 } }, when: { equal: ["number", expected] } },
        { delete: { pk, sk: "gone" } },
        { check: { pk, sk: "other" }, when: { absent: "pk" } },
      ] as const;
    expect(await table().transact(writes(7))).toBe(false);
    expect((await table().query({ pk })).items.map(({ sk }) => sk)).toEqual(["gone", "there"]);
    expect(await table().transact(writes(1))).toBe(true);
    expect((await table().query({ pk })).items).toEqual<Item[]>([
      { pk, sk: "new", text: "x" },
      { pk, sk: "there", number: 2 },
    ]);
  });

  test("an item of more than 400 KB in UTF-8 is refused, also one that grows", async () => {
    const pk = fresh();
    const text = (bytes: number) => "ữ".repeat(Math.floor(bytes / 3));
    expect(await table().put({ pk, sk: "large", text: text(400_000) })).toBe(true);
    await expect(table().put({ pk, sk: "larger", text: text(420_000) })).rejects.toThrow();
    await expect(table().update({ pk, sk: "large" }, { set: { more: text(20_000) } })).rejects.toThrow();
    expect((await table().query({ pk, fields: ["more"] })).items).toEqual([{ pk, sk: "large" }]);
  });

  test("an update may name hundreds of fields, and is refused when its expression is longer than 4 KB", async () => {
    const key = { pk: fresh(), sk: "many" };
    const names = (count: number) => Array.from({ length: count }, (_, index) => `i:${index}`);
    const add = (count: number) =>
      table().update(key, { add: Object.fromEntries(names(count).map((one) => [one, 1])) });
    expect(await add(300)).toMatchObject({ "i:299": 1 });
    await expect(add(400)).rejects.toThrow();
    expect(await table().update(key, { remove: names(300) })).toEqual(key);
    await expect(table().update(key, { remove: names(700) })).rejects.toThrow();
    // Whatever its condition says.
    await expect(table().update(key, { remove: names(700) }, { present: "nothing" })).rejects.toThrow();
  });

  test("of many who update under one condition, one succeeds", async () => {
    const pk = fresh();
    const key = { pk, sk: "lease" };
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, worker) => table().update(key, { set: { worker } }, { absent: "worker" })),
    );
    expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
  });

  test("items are stored and removed together, whatever was there", async () => {
    const many = table();
    if (!many.writeMany) return;
    const pk = fresh();
    await many.put({ pk, sk: "0", text: "first" });
    await many.put({ pk, sk: "1", text: "first" });
    const puts = Array.from({ length: 60 }, (_, index) => ({ put: { pk, sk: String(index + 1), text: "later" } }));
    await many.writeMany([{ delete: { pk, sk: "0" } }, { delete: { pk, sk: "none" } }, ...puts]);
    const { items } = await many.query({ pk });
    expect(items).toHaveLength(60);
    expect(new Set(items.map(({ text }) => text))).toEqual(new Set(["later"]));
    await expect(many.writeMany([puts[0]!, { delete: { pk, sk: "1" } }])).rejects.toThrow();
  });

  test("new items are stored together, each for itself", async () => {
    const many = table();
    if (!many.insert) return;
    const pk = fresh();
    await many.put({ pk, sk: "1", text: "first" });
    expect(await many.insert(["0", "1", "2"].map((sk) => ({ pk, sk, text: "later" })))).toEqual([true, false, true]);
    expect((await many.query({ pk })).items.map(({ text }) => text)).toEqual(["later", "first", "later"]);
  });
};
