import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import { createUnansweredStore } from "../../../shared/stores/unanswered.ts";

const ref = { tenant: "acme", shop: "one" };
const NOW = Date.UTC(2026, 10, 20);
const open = () => createUnansweredStore(new MemoryTable());
const NOTHING = { answered: [], givenUp: [] };

test("ids without an answer wait together for one message, whose pauses double", async () => {
  const store = open();
  expect(await store.add(ref, "orders", ["1", "2"], NOW)).toBe(5 * SECOND);
  expect(await store.add(ref, "orders", ["2", "3"], NOW + SECOND)).toBeUndefined();
  const pauses: number[] = [];
  let now = NOW + 5 * SECOND;
  for (let round = 0; round < 10; round += 1) {
    expect((await store.begin(ref, "orders", now))?.map(({ id }) => id)).toEqual(["1", "2", "3"]);
    const pause = (await store.finish(ref, "orders", NOTHING, now))!;
    pauses.push(pause / SECOND);
    now += pause;
  }
  expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
});

test("two messages make one round, and one that comes too early none", async () => {
  const store = open();
  await store.add(ref, "orders", ["1"], NOW);
  expect(await store.begin(ref, "orders", NOW + SECOND)).toBeUndefined();
  const begun = await Promise.all([1, 2, 3].map(() => store.begin(ref, "orders", NOW + 5 * SECOND)));
  expect(begun.filter((ids) => ids !== undefined)).toHaveLength(1);
});

test("a further id is asked for soon, unless so many wait that the vendor is out of order", async () => {
  const few = open();
  await few.add(ref, "orders", ["1"], NOW);
  await few.begin(ref, "orders", NOW + 5 * SECOND);
  await few.finish(ref, "orders", { ...NOTHING, notBefore: NOW + 10 * MINUTE }, NOW + 5 * SECOND);
  expect(await few.add(ref, "orders", ["2"], NOW + MINUTE)).toBe(5 * SECOND);

  const many = open();
  await many.add(
    ref,
    "orders",
    Array.from({ length: 8 }, (_, index) => `${index}`),
    NOW,
  );
  await many.begin(ref, "orders", NOW + 5 * SECOND);
  await many.finish(ref, "orders", { ...NOTHING, notBefore: NOW + 10 * MINUTE }, NOW + 5 * SECOND);
  expect(await many.add(ref, "orders", ["9"], NOW + MINUTE)).toBeUndefined();
  expect(await many.begin(ref, "orders", NOW + 10 * MINUTE)).toHaveLength(9);
});

test("what is answered goes, what is given up stays to be seen, and nothing is left to wait for", async () => {
  const store = open();
  await store.add(ref, "orders", ["1", "2"], NOW);
  await store.begin(ref, "orders", NOW + 5 * SECOND);
  const found = { answered: ["1"], givenUp: ["2"] };
  expect(await store.finish(ref, "orders", found, NOW + 6 * SECOND)).toBeUndefined();
  expect((await store.all(ref)).get("orders")).toEqual([{ id: "2", since: NOW, givenUp: true }]);
  expect(await store.begin(ref, "orders", NOW + MINUTE)).toBeUndefined();
  // A webhook that names it again is answered by the pull alone: it starts no new hour.
  expect(await store.add(ref, "orders", ["2"], NOW + MINUTE)).toBeUndefined();
});

test("a message that was lost is replaced when an id is named again", async () => {
  const store = open();
  await store.add(ref, "orders", ["1"], NOW);
  expect(await store.add(ref, "orders", ["1"], NOW + 30 * SECOND)).toBeUndefined();
  expect(await store.add(ref, "orders", ["1"], NOW + 2 * MINUTE)).toBe(5 * SECOND);
});

test("an id that is named while the others are asked for is not forgotten", async () => {
  const store = open();
  await store.add(ref, "orders", ["1"], NOW);
  await store.begin(ref, "orders", NOW + 5 * SECOND);
  await store.add(ref, "orders", ["2"], NOW + 6 * SECOND);
  expect(await store.finish(ref, "orders", { answered: ["1"], givenUp: [] }, NOW + 7 * SECOND)).toBe(5 * SECOND);
  expect((await store.all(ref)).get("orders")).toMatchObject([{ id: "2", givenUp: false }]);
});

test("no more than 500 ids are kept", async () => {
  const store = open();
  for (let page = 0; page < 6; page += 1)
    await store.add(
      ref,
      "orders",
      Array.from({ length: 100 }, (_, index) => `${page * 100 + index}`),
      NOW,
    );
  expect((await store.all(ref)).get("orders")).toHaveLength(500);
});
