import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { Deps } from "../../lambda/wiring.ts";
import type { Shop } from "../../stores/shops.ts";
import type { Request } from "../route.ts";

/* The shop that a path names. */

export const ShopId = z.object({
  shop: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower-case letters, digits and dashes, at most 40")
    .describe("id of the shop"),
});

/** A shop that a query or a body names. What no shop could be called is no shop: the caller says which field it was. */
export const shopNamed = async (
  id: string,
  { tenant, deps }: { readonly tenant: string; readonly deps: Pick<Deps, "shops"> },
): Promise<Shop | undefined> =>
  ShopId.shape.shop.safeParse(id).success ? deps.shops.get({ tenant, shop: id }) : undefined;

export const findShop = ({ deps, tenant, params }: Request<{ shop: string }>): Promise<Shop> =>
  deps.shops.find({ tenant, shop: params.shop });

/** A shop whose owner has not agreed yet has nothing of what the vendor gives: no access, no address, no rhythm. */
export const findProvenShop = async (request: Request<{ shop: string }>): Promise<Shop> => {
  const shop = await findShop(request);
  if (shop.health !== "authorizing") return shop;
  throw new BadRequest(409, "not-authorized", "The shop's owner has to agree first.");
};
