import type { AreaLists } from "../../../core/areas.ts";
import { isObject } from "../../../core/rows.ts";
import { toRows } from "../schema.ts";

const TYPES = { province: "CITY", district: "DISTRICT", ward: "WARD" } as const;

/**
 * Areas by the vendor's list (shipping/location): province, district and ward of before July 2025. order/add and
 * customer/add take names, spelled as the list has them.
 */
export const areas: AreaLists = {
  vendor: "Nhanh v2",
  takes: "names",
  schemes: ["three-tier"],
  areas: async ({ tier, parent }, { call }) => {
    const parentId = parent?.id === undefined ? {} : { parentId: Number(parent.id) };
    const answer = (await call("addresses.list", { body: { type: TYPES[tier], ...parentId } })) as { data?: unknown };
    return toRows(answer.data)
      .filter(isObject)
      .map(({ id, name }) => ({ id: String(id), name: String(name) }));
  },
};
