import { expect, test } from "vitest";
import { readOptions } from "../../../infra/local/options.ts";

test("without flags all vendors' sandbox shops start on the usual port", () => {
  expect(readOptions([], ["kiotviet", "isale"])).toMatchObject({
    ...{ shops: ["kiotviet", "isale"], size: 500, port: 8_480, once: false, json: false },
  });
});

test("a single run takes any free port, so that it minds no other one", () => {
  expect(readOptions(["--once", "--json", "--size", "50"])).toMatchObject({
    port: 0,
    once: true,
    json: true,
    size: 50,
  });
});

test("shops can be chosen, or left out", () => {
  expect(readOptions(["--shops", "isale, kiotviet"]).shops).toEqual(["isale", "kiotviet"]);
  expect(readOptions(["--shops", "none"]).shops).toEqual([]);
});

test("a flag that cannot be understood is named", () => {
  expect(() => readOptions(["--shops", "shopee"])).toThrow('--shops: "shopee" is none of kiotviet');
  expect(() => readOptions(["--size", "many"])).toThrow("--size");
  expect(() => readOptions(["--port", "70000"])).toThrow("--port");
  expect(() => readOptions(["--json"])).toThrow("--once");
  expect(() => readOptions(["--public-url", "http://till.example"])).toThrow("--public-url");
  expect(() => readOptions(["--wat"])).toThrow("--wat");
});

test("the address under which browsers reach the API has no slash at its end", () => {
  expect(readOptions([]).publicUrl).toBeUndefined();
  expect(readOptions(["--public-url", "https://till.example/"]).publicUrl).toBe("https://till.example");
});

test("data are kept in the usual folder, in the one that is named, or not at all", () => {
  const data = (...args: string[]) => readOptions(args, ["kiotviet"], "/home/an/.local/state/tillbridge").data;
  expect(data()).toBe("/home/an/.local/state/tillbridge");
  expect(data("--data", "/srv/till")).toBe("/srv/till");
  expect(data("--data", "till")).toBe(`${process.cwd()}/till`);
  expect(data("--data", "none")).toBeUndefined();
  // A single run begins with nothing.
  expect(data("--once")).toBeUndefined();
  expect(data("--once", "--data", "/srv/till")).toBe("/srv/till");
});
