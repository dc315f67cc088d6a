import type * as z from "zod";
import type { Vendor as VendorAdapter } from "../../core/vendor.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { Shop } from "../../stores/shops.ts";
import { returnAddress } from "../../usecases/shops/consent-link.ts";
import type { Consent } from "../answers/shops.ts";

/** What registering a shop takes of the deployment, and each later consent of its owner. */
export const registerDeps = (deps: Deps) => ({
  ...deps,
  publicUrl: deps.config.publicUrl,
  allowShopHosts: deps.config.allowShopHosts,
  trialCallsPerMinute: deps.config.trialCallsPerMinute,
});

/** Vendors send people back over https only. */
export const consentAnswer = (
  consentUrl: string,
  shop: Pick<Shop, "hosts">,
  vendor: VendorAdapter,
  publicUrl: string,
): z.infer<typeof Consent> => ({
  consentUrl,
  returnAddress: returnAddress(vendor, publicUrl),
  ...(publicUrl.startsWith("https:") || shop.hosts
    ? {}
    : {
        notice:
          `${vendor.name} sends people back to an https address only, and ${publicUrl} is none. On a laptop, start ` +
          "with --public-url and the https address of a tunnel to the API's port.",
      }),
});
