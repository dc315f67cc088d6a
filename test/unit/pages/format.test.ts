import i18n from "i18next";
import { beforeAll, expect, test } from "vitest";
import { money } from "../../../shared/pages/format.ts";

beforeAll(async () => {
  await i18n.init({ lng: "vi", resources: {} });
});

/** Without the kinds of spaces that stand between a number and its sign. */
const shown = (value: number | string | undefined, currency: string | undefined): string =>
  money(value, currency).replaceAll(/\s/g, " ");

test.each([
  [649, "VND", "649 ₫"],
  [649, "PHP", "649,00 PHP"],
  ["12.5", "USD", "12,50 US$"],
  [1_250_000, undefined, "1.250.000"],
  // No vendor's word reaches the browser's table of currencies unless it has the form of a code.
  [7, "dong", "7"],
  [undefined, "VND", "–"],
])("%s %s is shown as %s", (value, currency, text) => {
  expect(shown(value, currency)).toBe(text);
});
