import { expect, test } from "vitest";
import { healths } from "../../../shared/api/answers/shops.ts";
import { wayBack } from "../../../shared/pages/connect/state.ts";
import { needsAttention, worstFirst } from "../../../shared/pages/console/data.ts";

test("shops that somebody has to look after come first, and those that are being removed last", () => {
  const shops = healths.map((health) => ({ health, name: health }));
  const names = worstFirst(shops).map(({ name }) => name);
  expect(names[0]).toBe("needs-reauth");
  expect(names.slice(-2)).toEqual(["healthy", "removing"]);
  expect(names).toHaveLength(healths.length);
  expect(names.filter((_, index) => needsAttention(worstFirst(shops)[index]!))).toEqual(names.slice(0, -2));
});

const returnUrl = "https://crm.example/back?customer=7";
const shop = { id: "one" };
const gone = { shop: "one", canConnect: true };

test.each([
  [{ returnUrl, shop }, "connected", "https://crm.example/back?customer=7&shop=one&status=connected"],
  [{ returnUrl, gone }, "withdrawn", "https://crm.example/back?customer=7&shop=one&status=withdrawn"],
  // An owner who leaves the page that would connect anew has no shop there.
  [{ returnUrl, gone }, "left", "https://crm.example/back?customer=7&status=left"],
  [{ returnUrl }, "left", "https://crm.example/back?customer=7&status=left"],
  [{ shop }, "connected", undefined],
] as const)("%o, the way back after `%s`", (state, status, address) => {
  expect(wayBack(state as never, status)).toBe(address);
});
