import { isObject, toId } from "../../core/rows.ts";
import type { NormalizeContext, Resource } from "../../core/vendor.ts";

/** A row that says that it is another shop's. It is not stored, and nothing of it is shown. */
export class OfAnotherShop extends RangeError {}

/**
 * A cache in front of a vendor may answer one shop with the rows of another. Where a row does not say whose it is, or the
 * vendor has not told us who we are, nothing is known.
 * @throws OfAnotherShop
 */
export const requireOwn = (
  { owner }: Pick<Resource, "owner">,
  row: unknown,
  { grants }: NormalizeContext["settings"],
): void => {
  if (!owner || !isObject(row) || !isObject(grants)) return;
  const [own, said] = [toId(grants[owner.known]), toId(row[owner.field])];
  if (own === undefined || said === undefined || said === "0" || own === said) return;
  throw new OfAnotherShop(`a row of another shop: ${owner.field} ${said}, and this shop is ${own}`);
};
