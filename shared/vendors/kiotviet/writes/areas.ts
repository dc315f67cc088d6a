import type { Area } from "../../../core/area-names.ts";
import type { AreaLists, AreaReach } from "../../../core/areas.ts";
import { isObject } from "../../../core/rows.ts";
import { splitArea } from "../normalize.ts";

/*
 * Areas by the shop's delivery areas (§2.21), each "province - district" or a province alone. No call lists wards: their
 * names travel as they are given.
 */

interface DeliveryArea {
  readonly id: string;
  readonly province: string;
  readonly district?: string | undefined;
}

const deliveryAreas = async ({ copy }: AreaReach): Promise<readonly DeliveryArea[]> =>
  (await copy("delivery-areas"))
    .filter(isObject)
    .flatMap(({ id, name }) => (typeof name === "string" ? [{ id: String(id), ...splitArea(name) }] : []));

/** A province of which only districts are listed has a name, and no id. */
const provincesIn = (listed: readonly DeliveryArea[]): readonly Area[] => {
  const ids = new Map(listed.map(({ province }) => [province, undefined as string | undefined]));
  for (const { id, province, district } of listed) if (district === undefined) ids.set(province, id);
  return [...ids].map(([name, id]) => ({ id, name }));
};

/** Orders and invoices (`locationId`, `locationName`, `wardName`: §2.5.3, §2.12.3). */
export const deliveryPlaces: AreaLists = {
  vendor: "KiotViet",
  takes: "ids and names",
  schemes: ["three-tier", "two-tier"],
  unlisted: ["ward"],
  named: async (address, reach) => {
    const id = address.districtId ?? address.provinceId;
    if (id === undefined) return address;
    const { id: _id, ...names } = (await deliveryAreas(reach)).find((area) => area.id === id) ?? {};
    return { ...names, ...address };
  },
  areas: async ({ tier, parent }, reach) => {
    const listed = await deliveryAreas(reach);
    // A shop whose areas have not been read yet says nothing about names.
    if (listed.length === 0) return undefined;
    if (tier === "province") return provincesIn(listed);
    return listed.flatMap(({ id, province, district }) =>
      province === parent?.name && district !== undefined ? [{ id, name: district }] : [],
    );
  },
};
/** Customers have no field for an area's id (§2.6.3). */
export const customerPlaces: AreaLists = { ...deliveryPlaces, takes: "names" };
