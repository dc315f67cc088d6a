import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { vendorIds } from "../../../../shared/core/vendor.ts";
import { keptToday } from "../../../helpers/kept-today.ts";
import { type RunResult, syncRun } from "../sync-run.ts";
import { changeAt, changeRows, rowsOf } from "./envelope.ts";
import { lies } from "./liar.ts";
import { wires } from "./wires.ts";

test.each(vendorIds)("a %s that lies does so in the same way every time", { timeout: 180_000 }, async (vendor) => {
  const [first, second] = [await syncRun(vendor, 14, { lies: "on" }), await syncRun(vendor, 14, { lies: "on" })];
  expect(second).toEqual(first);
  expect(first.lies).toBeGreaterThan(0);
});

test("the table of wrong answers has every kind, at the vendors that can say it", () => {
  const short = { kiotviet: "K", "nhanh-v3": "v3", "nhanh-v2": "v2", pancake: "P", isale: "i" } as const;
  const page = readFileSync(new URL("../../../../docs/sync.md", import.meta.url), "utf8");
  const table = page.split("### Each kind of wrong answer")[1]!.split("\n\n`npm run")[0]!;
  const rows = table.split("\n").flatMap((line) => {
    const [, kind = "", vendors = ""] = line.split("|").map((cell) => cell.trim());
    return /^(kind|-*)$/.test(kind) ? [] : [[kind, vendors] as const];
  });
  expect(new Map(rows)).toEqual(
    new Map(lies.map(({ name, vendors = vendorIds }) => [name, vendors.map((vendor) => short[vendor]).join(" ")])),
  );
});

/** Everything that is to be zero, and what was said about it. */
const wrongOf = ({ vendor, seed, form, faults, lies, liesByKind, fullOnly, details, ...rest }: RunResult) => ({
  ...rest,
  details: details.filter((line) => !line.startsWith("lies: ")),
});
const nothing = {
  lost: 0,
  extra: 0,
  stale: 0,
  feedMismatch: 0,
  limitBroken: 0,
  falseDeletion: 0,
  falseChange: 0,
  hiddenStandstill: 0,
  callsUnbounded: 0,
  problems: [],
  details: [],
};

describe("runs with a lying vendor that failed once", { timeout: 180_000 }, () => {
  test.each(
    keptToday([
      [
        "nhanh-v3",
        1026,
        "live",
        "a sign-in found out that the limit was open and told nobody, so no sign-in ever succeeded",
      ],
      ["nhanh-v3", 41_002, "live", "a gateway's header that asked for a year stopped a shop for hours, as a lock does"],
      ["pancake", 70_014, "live", "an empty list of what was deleted was believed, and an order was never missed"],
      ["nhanh-v3", 70_025, "live", "the run asked of a record what the vendor had hidden for good"],
      [
        "isale",
        1_000_079,
        "full",
        "a limit that refused one of four records had the three others asked for again, for ever",
      ],
      [
        "pancake",
        1_000_059,
        "full",
        "a list without a total showed a row twice, and the one that it lacked was deleted",
      ],
      ["kiotviet", 1_000_055, "full", "the harness showed a row without its stock as an older version of it"],
      ["kiotviet", 1_000_102, "live", "the harness showed a row without its stock as an older version of it"],
      ["pancake", 6_000_013, "full", "empty answers between full ones were believed to be about one customer", "short"],
      ["nhanh-v3", 34, "full", "empty answers between full ones were believed to be about one product", "short"],
      ["pancake", 7_000_130, "live", "empty answers between full ones were believed to be about one customer", "short"],
      ["nhanh-v2", 6_000_117, "full", "a key without anything under it was stored as an order", "short"],
      ["nhanh-v2", 7_000_134, "live", "a key without anything under it was stored as an order", "short"],
      ["pancake", 350_001_363, "full", "a row that is null stopped a list that is divided by time", "short"],
      ["pancake", 420_000_259, "full", "a category that had lost its id took its place from the others", "short"],
      ["kiotviet", 350_001_099, "full", "workers that ended on the way registered all webhooks anew", "short"],
      ["nhanh-v2", 430_001_032, "live", "the harness hid a row without a trace that no call asks for", "short"],
      [
        "nhanh-v2",
        530_001_346,
        "live",
        "a shop that had its access back waited an hour with what had failed before",
        "short",
      ],
      ["nhanh-v2", 450_000_494, "live", "the harness gave a row that only its key names to another key", "short"],
      ["nhanh-v2", 2_000_102, "live", "a call that denied every record for two minutes was believed the second time"],
    ] as const),
  )("%s %i %s: %s", async (vendor, seed, form, _cause, length?: "short") => {
    expect(wrongOf(await syncRun(vendor, seed, { form, lies: "on", long: length !== "short" }))).toEqual(nothing);
  });
});

describe("an answer that is changed", () => {
  const keyed = '{"code":1,"data":{"totalPages":2,"orders":{"30":{"id":30},"4":{"id":4},"17":{"id":17}}}}';

  test("keeps rows that are keyed by id in the order of the text", () => {
    expect(rowsOf(keyed, wires["nhanh-v2"])).toEqual([{ id: 30 }, { id: 4 }, { id: 17 }]);
    expect(changeRows(keyed, wires["nhanh-v2"], (rows) => rows.slice(0, 2))).toBe(
      '{"code":1,"data":{"totalPages":2,"orders":{"30":{"id":30},"4":{"id":4}}}}',
    );
  });

  test("finds rows that are the data itself", () => {
    const bare = '{"code":1,"data":{"30":{"idNhanh":30},"4":{"idNhanh":4}}}';
    expect(rowsOf(bare, wires["nhanh-v2"])).toEqual([{ idNhanh: 30 }, { idNhanh: 4 }]);
    expect(changeRows(bare, wires["nhanh-v2"], ([row]) => [row])).toBe('{"code":1,"data":{"30":{"idNhanh":30}}}');
    expect(rowsOf('{"code":0,"messages":["Product not found"]}', wires["nhanh-v2"])).toBeUndefined();
  });

  test("can show a row a second time, under the key of another one", () => {
    const [twice, once] = [({ 0: first }: readonly any[]) => ({ ...first }), ({ 0: first }: readonly any[]) => first];
    expect(changeRows(keyed, wires["nhanh-v2"], (rows) => rows.with(1, twice(rows)))).toBe(
      '{"code":1,"data":{"totalPages":2,"orders":{"30":{"id":30},"4":{"id":30},"17":{"id":17}}}}',
    );
    expect(changeRows(keyed, wires["nhanh-v2"], (rows) => rows.with(1, once(rows)))).toBe(
      '{"code":1,"data":{"totalPages":2,"orders":{"30":{"id":30},"17":{"id":17}}}}',
    );
  });

  test("has no rows where the vendor writes an empty list", () => {
    expect(changeRows(keyed, wires["nhanh-v2"], () => [])).toBe('{"code":1,"data":{"totalPages":2,"orders":[]}}');
    expect(changeRows('{"data":[{"id":1}],"total":1}', wires.kiotviet, () => [])).toBe('{"data":[],"total":1}');
  });

  test("is no list where the member with the rows is missing", () => {
    expect(changeRows('{"id":7,"code":"DH7"}', wires.kiotviet, () => [])).toBeUndefined();
    expect(changeRows("<html></html>", wires.pancake, () => [])).toBeUndefined();
  });

  test("changes one value of the envelope and nothing else", () => {
    expect(changeAt(keyed, ["data", "totalPages"], () => 9)).toBe(keyed.replace('"totalPages":2', '"totalPages":9'));
    expect(changeAt('{"data":[]}', ["total"], () => 9)).toBe('{"data":[]}');
  });
});
