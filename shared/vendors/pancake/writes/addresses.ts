import type { Address } from "../../../core/records.ts";
import type { WriteContext } from "../../../core/vendor.ts";
import { countryCode, isTwoTier } from "../commands.ts";
import type { AreaIds } from "./areas.ts";
import { clean, type Row } from "./rows.ts";

/* Addresses of orders and customers: each is one value, in one of two schemes. */

/** Everything that says where an address is, in either scheme and in every spelling of the vendor. */
const NO_PLACE = {
  address: null,
  full_address: null,
  new_full_address: null,
  post_code: null,
  province_id: null,
  province_name: null,
  district_id: null,
  district_name: null,
  commune_id: null,
  commune_name: null,
  commnue_name: null,
  new_province_id: null,
  new_commune_id: null,
};

const placeOf = (address: Address): Row => {
  const parts = [address.line, address.ward, address.district, address.province].filter(Boolean);
  const ids = isTwoTier(address)
    ? { new_province_id: address.provinceId, new_commune_id: address.wardId }
    : { province_id: address.provinceId, district_id: address.districtId, commune_id: address.wardId };
  return clean({
    address: address.line,
    full_address: parts.length > 0 ? parts.join(", ") : undefined,
    ...ids,
    province_name: address.province,
    district_name: address.district,
    // The document and a recorded request have the misspelt one, other answers the right one: whichever is bound.
    commune_name: address.ward,
    commnue_name: address.ward,
  });
};

interface Person {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
}

/** What of a stored address is no place: its id, who receives, and what else the vendor keeps there. */
export const besidePlace = (stored: Row): Row =>
  Object.fromEntries(
    Object.entries(stored).filter(([field, value]) => value !== null && !Object.hasOwn(NO_PLACE, field)),
  );

const PLACE = ["line", "ward", "wardId", "district", "districtId", "province", "provinceId"] as const;
/** Not only who receives. */
const namesPlace = (address: Address): boolean => PLACE.some((part) => address[part] !== undefined);

/** What stays of a stored address: without its place where the command names another one. */
const keptOf = (current: Row | undefined, address: Address): Row => {
  if (!current) return {};
  return namesPlace(address) ? { ...besidePlace(current), ...NO_PLACE } : current;
};

/**
 * A new address, or an old one whose place is replaced as a whole. Place and receiver stay, each for itself, where the
 * command does not say: the vendor takes the address as one object.
 */
export const encodeAddress = (address: Address, person: Person, current?: Row): Row => {
  const country = address.country === undefined ? current?.country_code : countryCode(address.country);
  return {
    ...keptOf(current, address),
    ...placeOf(address),
    ...clean({
      full_name: address.name ?? current?.full_name ?? person.name,
      phone_number: address.phone ?? current?.phone_number ?? person.phone,
    }),
    country_code: String(country ?? countryCode("VN")),
  };
};

/** The address with the ids that the vendor's lists have for its names. */
export const located = <Given extends Address | undefined>(address: Given, { found }: WriteContext): Given =>
  address && { ...address, ...(found as AreaIds | undefined) };
