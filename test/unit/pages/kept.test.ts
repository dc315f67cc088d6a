import { expect, test } from "vitest";
import { keeper } from "../../../shared/pages/kept.ts";

const refuse = (): never => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};

test("a choice outlives the page where the browser keeps it", () => {
  const shelf = new Map<string, string>();
  const storage = () => ({
    getItem: (name: string) => shelf.get(name) ?? null,
    setItem: (name: string, value: string) => void shelf.set(name, value),
  });
  expect(keeper(storage).get("language")).toBeNull();
  keeper(storage).set("language", "en");
  expect(keeper(storage).get("language")).toBe("en");
});

test.each([
  ["refuses its storage", refuse],
  ["refuses each use of it", () => ({ getItem: refuse, setItem: refuse })],
])("a choice holds while the page is open where the browser %s", (_, storage) => {
  const choices = keeper(storage);
  expect(choices.get("language")).toBeNull();
  choices.set("language", "en");
  expect(choices.get("language")).toBe("en");
});
