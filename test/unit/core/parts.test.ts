import { expect, test } from "vitest";
import { MOST_PARTS } from "../../../shared/core/bounds.ts";
import { everyPart, type IdsOnPage } from "../../../shared/core/parts.ts";

const part = (id: number) => ({ book: id });
/** The parts that these pages name, one after the other. */
const read = async (...pages: readonly IdsOnPage<number>[]) => {
  const asked: unknown[] = [];
  const { parts, isIncomplete } = await everyPart(async (next) => {
    asked.push(next);
    return pages[asked.length - 1]!;
  }, part);
  return { ids: parts.map(({ book }) => book), isIncomplete, asked };
};

test("every page of a list of parts is asked for", async () => {
  expect(await read({ ids: [1, 2], next: "b" }, { ids: [3], next: "c" }, { ids: [4], next: null })).toEqual({
    ids: [1, 2, 3, 4],
    isIncomplete: false,
    asked: [undefined, "b", "c"],
  });
  expect(await read({ ids: [] })).toMatchObject({ ids: [], isIncomplete: false });
});

test("a row without an id is a part that nobody knows: the others are not all of them", async () => {
  expect(await read({ ids: [1, undefined] })).toMatchObject({ ids: [1], isIncomplete: true });
  expect(await read({ ids: [undefined] })).toMatchObject({ ids: [], isIncomplete: true });
  // It counts in the vendor's total.
  expect(await read({ ids: [1, undefined], next: 2, total: 2 }, { ids: [], total: 2 })).toMatchObject({
    ids: [1],
    isIncomplete: true,
  });
});

test("a list of parts that shows one twice may not show another one", async () => {
  expect(await read({ ids: [1, 1] })).toMatchObject({ ids: [1], isIncomplete: true });
  expect(await read({ ids: [1, 2], next: "b" }, { ids: [2, 3] })).toMatchObject({ ids: [1, 2, 3], isIncomplete: true });
});

test("a list of parts that goes on without a new id ends with those that it has shown, and is not taken for whole", async () => {
  let calls = 0;
  const repeats = await everyPart(async () => {
    calls += 1;
    return { ids: [1, 2], next: { id: null } };
  }, part);
  expect(repeats).toEqual({ parts: [{ book: 1 }, { book: 2 }], isIncomplete: true });
  expect(calls).toBe(2);
});

test("a list that ignores where it should go on is whole where it has shown all that it counts", async () => {
  const again = { ids: [1, 2], next: 2 };
  const known = { ids: [1, 2], isIncomplete: false };
  expect(await read({ ...again, total: 2 }, { ...again, total: 2 })).toMatchObject(known);
  const lacking = { ids: [1, 2], isIncomplete: true };
  expect(await read({ ...again, total: 3 }, { ...again, total: 3 })).toMatchObject(lacking);
  expect(await read({ ...again, total: 0 }, { ...again, total: 0 })).toMatchObject(lacking);
});

test("a list of parts that names new ones for ever is not read for ever", async () => {
  let id = 0;
  const { parts, isIncomplete } = await everyPart(async () => {
    id += 1;
    return { ids: [id], next: id };
  }, part);
  // More than a reading takes: the engine says so.
  expect(parts).toHaveLength(MOST_PARTS + 1);
  expect(isIncomplete).toBe(true);
});
