import { expect, test } from "vitest";
import { remembered } from "../../../shared/usecases/writing/remembered.ts";

const HOUR = 3_600_000;
const counted = (answers: readonly unknown[]) => {
  const left = [...answers];
  let count = 0;
  return {
    read: async () => {
      count += 1;
      return left.length > 1 ? left.shift() : left[0];
    },
    count: () => count,
  };
};

test("a list is read once, for others of the same process as well, and anew after six hours", async () => {
  let now = 0;
  const clock = () => now;
  const list = counted([{ data: [1] }, { data: [2] }]);
  const first = remembered(clock);
  await Promise.all([first(["a"], list.read), first(["a"], list.read)]);
  expect(await remembered(clock)(["a"], list.read)).toEqual({ data: [1] });
  expect(list.count()).toBe(1);
  expect(await remembered(() => 0)(["a"], list.read)).toEqual({ data: [2] });
  now += 6 * HOUR;
  expect(await first(["a"], list.read)).toEqual({ data: [2] });
  expect(list.count()).toBe(3);
});

test.each([[[]], [{ data: [] }], [{ data: null }]])("%j is not kept: the list may be shown again", async (nothing) => {
  const list = counted([nothing, { data: [1] }]);
  const remember = remembered(() => 0);
  expect(await remember(["a"], list.read)).toEqual(nothing);
  expect(await remember(["a"], list.read)).toEqual({ data: [1] });
});

test("a reading that failed, or never ends, holds nobody else up", async () => {
  const clock = () => 0;
  const one = remembered(clock);
  await expect(one(["a"], () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  void one(["b"], () => new Promise(() => undefined));
  expect(await one(["a"], async () => [1])).toEqual([1]);
  expect(await remembered(clock)(["b"], async () => [2])).toEqual([2]);
});
