import { areasNamed } from "../../../core/area-names.ts";
import { Rejected } from "../../../core/errors.ts";
import type { Address } from "../../../core/records.ts";
import { searchable, type Untyped } from "../../../core/rows.ts";
import type { Call } from "../../../core/vendor.ts";

/* Ids of areas by their names, from the vendor's own lists ("Địa chỉ"): carriers take no order without them. */

type Row = Readonly<Record<string, Untyped>>;

/** All ids of one scheme. */
export type AreaIds = Required<Pick<Address, "scheme" | "provinceId" | "wardId">> & Pick<Address, "districtId">;

/** The one area of this name. */
const named = (rows: readonly Row[], name: string | undefined): Row | undefined => {
  if (name === undefined) return undefined;
  const [only, ...others] = areasNamed(
    rows.map((row) => ({ row, name: String(row.name ?? "") })),
    name,
  );
  return others.length === 0 ? only?.row : undefined;
};

/** A list that the key may not read names nothing. */
const listOf = async (call: Call, operation: string, params: Row): Promise<readonly Row[]> => {
  try {
    return searchable(((await call(operation, { params })) as Row).data);
  } catch (error) {
    if (error instanceof Rejected) return [];
    throw error;
  }
};

const textOf = (id: unknown): string | undefined => (id === undefined || id === null ? undefined : String(id));

/**
 * A district says that the place is of the three-tier scheme; without one it is of the new one, whose province is named by
 * `new_id` in the list of provinces and by whose id the communes are asked for (recorded answers).
 * @returns undefined where a name is not found: the names travel alone then, as they were given
 * @throws RetryLater
 */
export const areaIdsOf = async (address: Address | undefined, call: Call): Promise<AreaIds | undefined> => {
  if (!address?.province || !address.ward || (address.country ?? "VN") !== "VN") return undefined;
  if (address.provinceId ?? address.districtId ?? address.wardId) return undefined;
  const province = named(await listOf(call, "provinces.list", { country_code: "84" }), address.province);
  const isOld = address.scheme === "three-tier" || (address.scheme === undefined && address.district !== undefined);
  const provinceId = textOf(isOld ? province?.id : (province?.new_id ?? undefined));
  if (provinceId === undefined) return undefined;
  if (!isOld) {
    const ward = named(await listOf(call, "communes.list", { province_id: provinceId }), address.ward);
    const wardId = textOf(ward?.id);
    return wardId === undefined ? undefined : { scheme: "two-tier", provinceId, wardId };
  }
  const district = named(await listOf(call, "districts.list", { province_id: provinceId }), address.district);
  const districtId = textOf(district?.id);
  if (districtId === undefined) return undefined;
  const ward = named(await listOf(call, "communes.list", { district_id: districtId }), address.ward);
  const wardId = textOf(ward?.id);
  return wardId === undefined ? undefined : { scheme: "three-tier", provinceId, districtId, wardId };
};
