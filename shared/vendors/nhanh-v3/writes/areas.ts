import type { AreaAsk, AreaLists, AreaScheme } from "../../../core/areas.ts";
import { isObject, rowsIn } from "../../../core/rows.ts";

/* Areas by the vendor's lists (shipping/location): the point of sale has one, the shipping hub another. */

const VERSIONS: Readonly<Record<AreaScheme, "v1" | "v2">> = { "three-tier": "v1", "two-tier": "v2" };

/** Both lists answer `{id, name, otherName?}`; the hub calls the first tier PROVINCE. */
const listsOf = (operation: string, first: "CITY" | "PROVINCE"): AreaLists["areas"] => {
  const types = { province: first, district: "DISTRICT", ward: "WARD" } as const;
  return async ({ tier, scheme, parent }: AreaAsk, { call }) => {
    const parentId = parent?.id === undefined ? {} : { parentId: Number(parent.id) };
    const filters = { locationVersion: VERSIONS[scheme], type: types[tier], ...parentId };
    const answer = (await call(operation, { body: { filters } })) as { data?: unknown };
    return (rowsIn(answer.data) ?? []).filter(isObject).map(({ id, name, otherName }) => ({
      id: String(id),
      name: String(name),
      ...(typeof otherName === "string" && otherName !== "" ? { otherNames: [otherName] } : {}),
    }));
  };
};

/** order/add and order/edit (`locationVersion`). */
export const orderAreas: AreaLists = {
  vendor: "Nhanh v3",
  takes: "ids",
  schemes: ["three-tier", "two-tier"],
  areas: listsOf("addresses.list", "CITY"),
};
/** customer/add (`locations`: cityId, districtId, wardId). */
export const customerAreas: AreaLists = { ...orderAreas, schemes: ["three-tier"] };
/** shipment/create (`shippingLocation`). */
export const shipmentAreas: AreaLists = { ...orderAreas, areas: listsOf("ship-addresses.list", "PROVINCE") };
