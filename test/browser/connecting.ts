import { DAY } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import type { Person } from "./browser.ts";
import type { Stack } from "./stack.ts";

/** Where a tenant's own page would be: this origin has none, and the browser need not find one. */
export const returnPath = "/console/back-at-the-tenant";

/** A link for a sandbox shop, as a tenant's software makes it. */
export const newLink = async (stack: Stack, vendors: readonly VendorId[], body: object = {}): Promise<string> => {
  const presets = Object.fromEntries(
    vendors.map((vendor) => {
      const { hosts, credentials } = stack.sandboxOf(vendor);
      const { appId, secretKey } = credentials as Record<string, unknown>;
      // The tenant owns the app at Nhanh; the owner need not know it.
      return [vendor, { hosts, ...(vendor.startsWith("nhanh") ? { credentials: { appId, secretKey } } : {}) }];
    }),
  );
  const returnUrl = `${stack.url}${returnPath}`;
  // Nhanh hands out its past in portions: not more of it than the sandbox has.
  const since = new Date(Date.now() - 45 * DAY).toISOString();
  return (await stack.ask("POST", "/v1/connect-links", { vendors, presets, returnUrl, since, ...body })).url;
};

/** Labels of the fields, as a person reads them. */
const labels: Readonly<Record<string, string>> = {
  ...{ retailer: "Tên gian hàng", clientId: "ClientId", clientSecret: "Mã bảo mật" },
  ...{ shopId: "Số cửa hàng", apiKey: "API KEY", publicKey: "Mã kết nối" },
};

const addresses: Readonly<Record<string, (value: string) => string>> = {
  retailer: (value) => `https://${value}.kiotviet.vn/man/#/dashboard`,
  shopId: (value) => `https://pos.pages.fm/shop/${value}/dashboard`,
};

/** Types the keys; names and numbers are pasted as the addresses in which they stand. */
export const typeKeys = async ({ page }: Person, keys: Readonly<Record<string, unknown>>): Promise<void> => {
  for (const [name, label] of Object.entries(labels)) {
    if (keys[name] === undefined) continue;
    const value = String(keys[name]);
    await page.getByRole("textbox", { name: label }).fill(addresses[name]?.(value) ?? value);
  }
};

export const agree = ({ page }: Person) => page.getByRole("checkbox", { name: /Tôi đồng ý/ }).check();
export const send = ({ page }: Person) => page.getByRole("button", { name: /Kiểm tra và kết nối|Tiếp tục/ }).click();
