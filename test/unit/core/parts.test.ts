import { expect, test } from "vitest";
import { RetryLater } from "../../../shared/core/errors.ts";
import { everyId } from "../../../shared/core/parts.ts";

test("every page of a list of parts is asked for, and an id that pages share counts once", async () => {
  const pages = [
    { ids: [1, 2], next: "b" },
    { ids: [2, 3], next: "c" },
    { ids: [4], next: null },
  ];
  const asked: unknown[] = [];
  const found = await everyId(async (next) => {
    asked.push(next);
    return pages[asked.length - 1]!;
  });
  expect([found, asked]).toEqual([
    [1, 2, 3, 4],
    [undefined, "b", "c"],
  ]);
});

test("a list of parts that goes on without a new id is not taken for whole: rows of the other parts would pass for deleted", async () => {
  let calls = 0;
  const repeats = everyId(async () => {
    calls += 1;
    return { ids: ["1", "2"], next: { id: null } };
  });
  await expect(repeats).rejects.toBeInstanceOf(RetryLater);
  expect(calls).toBe(2);
});

test("a list that ignores where it should go on is whole where it has shown all that it counts", async () => {
  expect(await everyId(async () => ({ ids: ["1", "2"], next: 2, total: 2 }))).toEqual(["1", "2"]);
  await expect(everyId(async () => ({ ids: ["1", "2"], next: 2, total: 3 }))).rejects.toBeInstanceOf(RetryLater);
  await expect(everyId(async () => ({ ids: ["1", "2"], next: 2, total: 0 }))).rejects.toBeInstanceOf(RetryLater);
});
