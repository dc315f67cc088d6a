import { describe, expect, test } from "vitest";
import { VendorChanged } from "../../../shared/core/errors.ts";
import { parseJson } from "../../../shared/core/json.ts";
import { minus, sum, times, toMoney, toQuantity } from "../../../shared/core/money.ts";
import { samePhone, toE164 } from "../../../shared/core/phone.ts";
import {
  findRow,
  isMasked,
  OneOf,
  toFlag,
  toId,
  toPhone,
  toReference,
  toText,
  Words,
} from "../../../shared/core/rows.ts";
import { parseTime, toDay, toIso } from "../../../shared/core/time.ts";

describe("amounts", () => {
  test.each([
    [850_000, 850_000],
    ["510000.0000000000", 510_000],
    ["1.25e5", 125_000],
    [1.25e5, 125_000],
    ["1,250,000", 1_250_000],
    ["1.250.000", 1_250_000],
    ["1 250 000", 1_250_000],
    ["1\u00a0250\u00a0000", 1_250_000],
    ["1,250", 1_250],
    ["1.250.000,5", "1250000.5"],
    ["1,250,000.50", "1250000.5"],
    ["0,5", "0.5"],
    ["0,500", "0.5"],
    ["12,50", "12.5"],
    ["-0,5", "-0.5"],
    ["1250,5", "1250.5"],
    ["0.1", "0.1"],
    [0.1 + 0.2, "0.3"],
    [".5", "0.5"],
    ["5.", 5],
    ["+5", 5],
    ["-0", 0],
    [-0, 0],
    ["0.00005", "0.0001"],
    [" 7 ", 7],
    ["9007199254740993", "9007199254740993"],
    ["", undefined],
    ["  ", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("%j is %j", (sent, read) => expect(toMoney(sent)).toBe(read));

  test.each([
    "-",
    ".",
    ",",
    "1.2.3",
    "1,2,3",
    "1,25,000",
    "1.250,000.5",
    "12a",
    "1e400",
    "NaN",
    "--5",
    "5 đ",
    "0x10",
    "1 25",
  ])("%j is no amount", (sent) => expect(() => toMoney(sent)).toThrow(RangeError));
  test.each([true, false, {}, [], [5], Number.NaN, Number.POSITIVE_INFINITY, 1e308])("%j is no amount", (sent) =>
    expect(() => toMoney(sent)).toThrow(RangeError),
  );

  test("quantities are numbers, and absent is not zero", () => {
    expect(toQuantity("0,35")).toBe(0.35);
    expect(toQuantity("2.0000")).toBe(2);
    expect(toQuantity("")).toBeUndefined();
  });

  test("sums are exact, and none is told over a part that could not be read", () => {
    expect(sum(0.1, "0.2", undefined)).toBe("0.3");
    expect(sum()).toBe(0);
    expect(sum(5, null)).toBeUndefined();
    expect(minus(3, "0.5")).toBe("2.5");
    expect(times("0.3", "0.1")).toBe("0.03");
    expect(times("333.3333", 3)).toBe("999.9999");
    expect(times("-0.001", "0.05")).toBe("-0.0001");
  });
});

describe("times", () => {
  const HANOI = "2026-11-28T07:30:15.123Z";
  test.each([
    ["2026-11-28T14:30:15.1234567", HANOI],
    ["2026-11-28T14:30:15.1234567+07:00", HANOI],
    ["2026-11-28 14:30:15.123", HANOI],
    ["2026-11-28T07:30:15.123Z", HANOI],
    ["28/11/2026", "2026-11-27T17:00:00.000Z"],
    ["28/11/2026 14:30:15", "2026-11-28T07:30:15.000Z"],
    ["1/2/2026", "2026-01-31T17:00:00.000Z"],
    [1_796_000_000, "2026-11-30T00:53:20.000Z"],
    ["1796000000", "2026-11-30T00:53:20.000Z"],
    [1_796_000_000_123, "2026-11-30T00:53:20.123Z"],
    ["1796000000123", "2026-11-30T00:53:20.123Z"],
    [253_402_300_799, "9999-12-31T23:59:59.000Z"],
    ["253402300799", "9999-12-31T23:59:59.000Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
    ["0000-00-00 00:00:00", undefined],
    ["0001-01-01T00:00:00", undefined],
    ["01/01/0001", undefined],
    ["00/00/0000", undefined],
    ["0", undefined],
    [0, undefined],
    ["", undefined],
    ["  ", undefined],
    [null, undefined],
  ])("%j in Hanoi is %j", (sent, read) => expect(toIso(sent, "hanoi")).toBe(read));

  test("without an offset the zone decides", () => {
    expect(parseTime("2026-11-28T00:00:00.123456", "utc")).toBe(Date.UTC(2026, 10, 28, 0, 0, 0, 123));
    expect(parseTime("2026-11-28T00:00:00", "hanoi")).toBe(Date.UTC(2026, 10, 27, 17));
  });

  test.each([
    "2026-11-28T24:00:00",
    "2026-11-28T12:60:00",
    "2026-11-28T12:00:61",
    "2026-02-30",
    "2026-13-01",
    "31/04/2026",
    "2026-11-28T12:00:00+25:00",
    "0026-11-28",
    "28/11/0026",
    "0099-01-01T00:00:00Z",
    "soon",
    "-",
    7,
    -5,
    1e17,
    "20261128",
    true,
    {},
    [],
    Number.NaN,
  ])("%j is no time", (sent) => expect(() => parseTime(sent, "hanoi")).toThrow(RangeError));

  test.each([
    ["1995-02-01", "1995-02-01"],
    ["1995-02-01T00:00:00.0000000", "1995-02-01"],
    ["01/02/1995", "1995-02-01"],
    ["1995-01-31T17:00:00Z", "1995-02-01"],
    [1_796_000_000, "2026-11-30"],
    ["0000-00-00", undefined],
    ["", undefined],
  ])("the day of %j is %j", (sent, read) => expect(toDay(sent)).toBe(read));
});

describe("words of a field", () => {
  test("a vendor's word is one word in either form of Unicode", () => {
    const word = OneOf({ nữ: "female" });
    for (const form of ["NFC", "NFD"] as const) expect(word.parse("Nữ".normalize(form))).toBe("female");
  });

  test("a text is trimmed, a blank one is absent, a number is its digits", () => {
    expect(["  Lan  ", "   ", "", null, 12].map(toText)).toEqual(["Lan", undefined, undefined, undefined, "12"]);
    for (const sent of [{}, [], true, Number.NaN]) expect(() => toText(sent)).toThrow(RangeError);
  });

  test("names with hidden letters are recognised", () => {
    expect(["L**n", "Đ******h", "Lan", "Size S*", undefined].map(isMasked)).toEqual([true, true, false, false, false]);
  });

  test("a flag is what any vendor writes for it", () => {
    expect([true, "true", 1, "1", "True"].map(toFlag)).toEqual([true, true, true, true, true]);
    expect([false, "false", 0, "0"].map(toFlag)).toEqual([false, false, false, false]);
    expect([null, "", undefined].map(toFlag)).toEqual([undefined, undefined, undefined]);
    for (const sent of [2, "yes", {}]) expect(() => toFlag(sent)).toThrow(RangeError);
  });

  test("ids keep every digit, and one that was rounded is none", () => {
    const { ids } = parseJson(
      '{"ids":[9007199254740993,9007199254740995,7,-9007199254740993],"n":1234567890123456.5}',
    ) as any;
    expect(ids.map(toId)).toEqual(["9007199254740993", "9007199254740995", "7", "-9007199254740993"]);
    expect(parseJson('{"text":"a: 9007199254740993","n":1.5e3}')).toEqual({ text: "a: 9007199254740993", n: 1_500 });
    for (const sent of [2 ** 53 + 2, 1.5, {}, true]) expect(() => toId(sent)).toThrow(RangeError);
  });

  test("a reference of 0 or below is none", () => {
    expect([0, "0", -1, "-2", "", null].map(toReference)).toEqual(Array(6).fill(undefined));
    expect([5, "ab-1"].map(toReference)).toEqual(["5", "ab-1"]);
  });

  test("a code that the table does not know is absent, or what the vendor calls all others", () => {
    const table = { 1: "combo", true: "male" } as const;
    expect([1, "1", true, 9, null].map((sent) => OneOf<string>(table).parse(sent))).toEqual([
      "combo",
      "combo",
      "male",
      undefined,
      undefined,
    ]);
    expect(OneOf<string>(table, "other").parse(9)).toBe("other");
  });

  test("words in one text are taken apart", () => {
    expect(Words(/[,|;]/).parse(" VIP, Sỉ|;")).toEqual(["VIP", "Sỉ"]);
    expect(Words(/,/).parse(" , ")).toBeUndefined();
  });
});

describe("looking for a row", () => {
  const rows = [null, { id: 1, code: "A" }];
  const byCode = (code: string) => (row: any) => row.code === code;

  test("the one that fits is found among odd ones", () => {
    expect(findRow(rows, byCode("A"))).toEqual({ id: 1, code: "A" });
    expect(findRow({ 1: { id: 1, code: "A" } }, byCode("A"))).toEqual({ id: 1, code: "A" });
    expect(findRow([{ id: 1, code: "A" }], byCode("B"))).toBeUndefined();
  });

  test("a row without an id may be the one that is looked for", () => {
    expect(() => findRow(rows, byCode("B"))).toThrow(VendorChanged);
    expect(() => findRow([{ code: "B" }], byCode("C"))).toThrow(VendorChanged);
  });
});

describe("phones", () => {
  test("a number gets its leading zero back, a text stays as the vendor wrote it", () => {
    expect([988_999_999, 84_988_999_999, " 0988 999 999 ", 2_812_345_678].map(toPhone)).toEqual([
      "0988999999",
      "84988999999",
      "0988 999 999",
      "02812345678",
    ]);
  });

  test.each([
    "0988999999",
    "+84988999999",
    "84988999999",
    "0988 999 999",
    "0988.999.999",
    "+84 (0) 988-999-999",
    "0084988999999",
    "988999999",
    "+84 988\u2011999\u2011999",
    "\u202d0988\u2013999\u2013999\u202c",
  ])("%s is one and the same number", (phone) => expect(toE164(phone)).toBe("+84988999999"));

  test("two spellings are one number, as a number without its zero as well", () => {
    expect(samePhone(988_999_999, "+84 988 999 999")).toBe(true);
    expect(samePhone("0988999999", "0988999998")).toBe(false);
    expect(samePhone("09**99", "09**98")).toBe(false);
    expect(samePhone(undefined, "0988999999")).toBe(false);
  });

  test("numbers of other countries stay what they are, and what is hidden or no number is none", () => {
    expect(toE164("+66 81 234 5678")).toBe("+66812345678");
    for (const phone of ["09******99", "Lan", "12", "1900", ""]) expect(toE164(phone)).toBeUndefined();
  });

  test("landlines and the long mobile numbers of before 2018 are numbers of Vietnam", () => {
    expect(toE164("024 3812 3456")).toBe("+842438123456");
    expect(toE164("0236.3812.345")).toBe("+842363812345");
    expect(toE164("0123 456 7890")).toBe("+841234567890");
  });

  test("a number of the Philippines, or one with a digit behind it, is no number of Vietnam", () => {
    for (const phone of ["0917 123 4567", "0988999999/2", "849171234567"]) expect(toE164(phone)).toBeUndefined();
  });

  test.each([
    ["0917 123 4567", "63", "+639171234567"],
    ["639171234567", "63", "+639171234567"],
    ["081 234 5678", "66", "+66812345678"],
    ["+84 988 999 999", "66", "+84988999999"],
    ["9171234567", "63", undefined],
    ["09**67", "63", undefined],
  ])("%s where +%s is dialled is %s", (phone, prefix, right) => expect(toE164(phone, prefix)).toBe(right));
});
