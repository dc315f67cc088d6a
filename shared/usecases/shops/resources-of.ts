import type { Resource, Vendor, VendorId } from "../../core/vendor.ts";
import type { Shop } from "../../stores/shops.ts";

/**
 * The collections of which a shop has records: those of its vendor, and those that only the version before could list. The
 * records of these stay readable.
 */
export const resourcesOf = (
  shop: Pick<Shop, "vendor" | "former">,
  deps: { readonly vendor: (id: VendorId) => Pick<Vendor, "resources"> },
): readonly Resource[] => {
  const { resources } = deps.vendor(shop.vendor);
  if (!shop.former) return resources;
  const names = new Set(resources.map(({ name }) => name));
  return [...resources, ...deps.vendor(shop.former.vendor).resources.filter(({ name }) => !names.has(name))];
};

/** The collections that a shop copies: all of its vendor's, or those that were chosen. */
export const copiedBy = ({ resources: chosen }: Pick<Shop, "resources">, vendor: Pick<Vendor, "resources">) =>
  chosen === undefined ? vendor.resources : vendor.resources.filter(({ name }) => chosen.includes(name));
