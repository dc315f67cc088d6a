import { type Area, areasNamed } from "./area-names.ts";
import { Rejected } from "./errors.ts";
import type { Address, ResourceName } from "./records.ts";
import type { Call } from "./vendor/operation.ts";

/*
 * Provinces, districts and wards of an address, found by name or by id in the vendor's own lists. An address travels with
 * all of its areas or with none: where one is not found, all of them go into its line, where a person can read them.
 */

export type AreaScheme = NonNullable<Address["scheme"]>;
export type Tier = "province" | "district" | "ward";

/** How the lists are read: by a call of the vendor, or from the copy where they are a collection of it. */
export interface AreaReach {
  readonly call: Call;
  /** The vendor's rows of a collection, as the copy has them. */
  copy(resource: ResourceName): Promise<readonly unknown[]>;
}

export interface AreaAsk {
  readonly tier: Tier;
  readonly scheme: AreaScheme;
  /** The area of the tier above. Undefined for provinces. */
  readonly parent: Area | undefined;
}

/** A vendor's lists, and what its calls take of them. */
export interface AreaLists {
  /** The vendor as a sentence names it. */
  readonly vendor: string;
  readonly takes: "ids" | "names" | "ids and names";
  /** The schemes that the call takes. Vendor sources stand with each declaration. */
  readonly schemes: readonly AreaScheme[];
  /** Tiers that no list has: their names are taken as they are given. */
  readonly unlisted?: readonly Tier[];
  /** Fills in what the vendor's own id of an area says by itself, where one list holds areas of several tiers. */
  readonly named?: (address: Address, reach: AreaReach) => Promise<Address>;
  /** Undefined: the list is not known yet, and names are taken as they are given. */
  areas(ask: AreaAsk, reach: AreaReach): Promise<readonly Area[] | undefined>;
}

export interface Located {
  readonly address: Address;
  /** Fields of the address that were not found, each with the sentence that says why. */
  readonly problems: Readonly<Record<string, string>>;
  /** Those, and the ones that went into the line with them. */
  readonly told: Readonly<Record<string, string>>;
}

const TIERS: Readonly<Record<AreaScheme, readonly Tier[]>> = {
  "three-tier": ["province", "district", "ward"],
  "two-tier": ["province", "ward"],
};
const ALL: readonly Tier[] = TIERS["three-tier"];
const idField = (tier: Tier) => `${tier}Id` as const;

const isGiven = (address: Address, tier: Tier): boolean =>
  address[tier] !== undefined || address[idField(tier)] !== undefined;

/** What a vendor can take as it is costs no reading. */
const asksForLists = (address: Address, { takes, schemes, unlisted = [] }: AreaLists): boolean => {
  const given = ALL.filter((tier) => isGiven(address, tier));
  if (given.length === 0 || (address.country ?? "VN") !== "VN") return false;
  if (takes === "names") return true;
  const hasId = given.some((tier) => address[idField(tier)] !== undefined);
  if (hasId && !schemes.includes(schemeOf(address, schemes))) return true;
  // The lists of both schemes have other ids for a province, so that its name alone says too little.
  if (takes === "ids" && address.scheme === undefined && given.join() === "province") return false;
  const listed = given.filter((tier) => !unlisted.includes(tier));
  // A name is looked for, or compared with the id beside it.
  return listed.some((tier) => takes !== "ids" || address[tier] !== undefined);
};

const schemeOf = (address: Address, schemes: readonly AreaScheme[]): AreaScheme => {
  if (address.scheme) return address.scheme;
  if (isGiven(address, "district")) return "three-tier";
  return isGiven(address, "ward") ? "two-tier" : schemes[0]!;
};

/**
 * The address as the vendor takes it.
 * @throws RetryLater, SignInAgain, VendorChanged when a list cannot be read now
 */
export const locate = async (given: Address, lists: AreaLists, reach: AreaReach): Promise<Located> => {
  if (!asksForLists(given, lists)) return { address: given, problems: {}, told: {} };
  const address = (await lists.named?.(given, reach)) ?? given;
  const scheme = schemeOf(address, lists.schemes);
  const isTaken = lists.schemes.includes(scheme);
  const { found, problem } = isTaken
    ? await findAreas({ address, scheme, lists, reach })
    : { found: new Map<Tier, Area>(), problem: otherScheme(address, scheme, lists) };
  if (!problem) return { address: withAreas(address, found, scheme, lists), problems: {}, told: {} };
  return asText(address, { scheme, lists, reach, found, problems: { [problem.field]: problem.problem } });
};

const otherScheme = (address: Address, scheme: AreaScheme, { vendor }: AreaLists): Problem => ({
  field: address.scheme === undefined ? "district" : "scheme",
  problem:
    scheme === "two-tier"
      ? `${vendor} takes province, district and ward of before July 2025 here`
      : `${vendor} takes province and ward of since July 2025 here`,
});

interface AreaSearch {
  readonly address: Address;
  readonly scheme: AreaScheme;
  readonly lists: AreaLists;
  readonly reach: AreaReach;
}

/** The areas from the province down, each within the one above, up to the first that is not found. */
const findAreas = async (search: AreaSearch): Promise<{ found: ReadonlyMap<Tier, Area>; problem?: Problem }> => {
  const { address, scheme, lists, reach } = search;
  const found = new Map<Tier, Area>();
  const isListed = (tier: Tier) => !lists.unlisted?.includes(tier);
  const tiers = TIERS[scheme];
  let parent: Area | undefined;
  for (const [at, tier] of tiers.entries()) {
    if (!isGiven(address, tier)) {
      const below = tiers.slice(at + 1).find((lower) => isGiven(address, lower) && isListed(lower));
      if (below === undefined) continue;
      return { found, problem: { field: tier, problem: `is needed to find the ${below}` } };
    }
    const area = isListed(tier)
      ? await areaOf(address, { tier, scheme, parent }, lists, reach)
      : unlistedArea(address, tier, lists);
    if ("problem" in area) return { found, problem: area };
    found.set(tier, area);
    parent = area;
  }
  return { found };
};

type Problem = { readonly field: string; readonly problem: string };

const unlistedArea = (address: Address, tier: Tier, { vendor }: AreaLists): Area | Problem => {
  const [name, id] = [address[tier], address[idField(tier)]];
  if (name !== undefined) return { id, name };
  return { field: idField(tier), problem: `${vendor} has no list of ${tier}s: give its name` };
};

const areaOf = async (address: Address, ask: AreaAsk, lists: AreaLists, reach: AreaReach): Promise<Area | Problem> => {
  const { tier, parent } = ask;
  const [name, id] = [address[tier], address[idField(tier)]];
  if (lists.takes === "ids" && id !== undefined && name === undefined) return { id, name: "" };
  const areas = await listed(ask, lists, reach);
  if ("problem" in areas) return areas;
  if (!areas.list) return unlistedArea(address, tier, lists);
  const byId = areas.list.filter((area) => id !== undefined && area.id === id);
  const within = parent?.name ? ` in ${parent.name}` : "";
  if (name !== undefined && byId[0] && areasNamed(byId, name).length === 0)
    return { field: tier, problem: `${lists.vendor} calls the ${tier} with the id ${id} ${byId[0].name}` };
  const needsId = id !== undefined && (lists.takes !== "names" || name === undefined);
  const meant = byId.length > 0 || needsId ? byId : areasNamed(areas.list, name ?? "");
  const field = needsId ? idField(tier) : tier;
  const called = `${needsId ? `with the id ${id}` : `called ${name}`}${within}`;
  return onlyOne(meant, { tier, field, called, vendor: lists.vendor });
};

const onlyOne = (
  [only, ...others]: readonly Area[],
  { tier, field, called, vendor }: { tier: Tier; field: string; called: string; vendor: string },
): Area | Problem => {
  if (!only) return { field, problem: `${vendor} lists no ${tier} ${called}` };
  if (others.length === 0) return only;
  return { field, problem: `${vendor} lists ${1 + others.length} ${tier}s ${called}: give the id` };
};

const listed = async (
  ask: AreaAsk,
  lists: AreaLists,
  reach: AreaReach,
): Promise<{ list: readonly Area[] | undefined } | Problem> => {
  try {
    return { list: await lists.areas(ask, reach) };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { field: ask.tier, problem: `${lists.vendor} does not show its list of ${ask.tier}s: ${error.message}` };
  }
};

const withoutAreas = (address: Address): Address => {
  const { province, provinceId, district, districtId, ward, wardId, ...rest } = address;
  return rest;
};

const withAreas = (
  address: Address,
  found: ReadonlyMap<Tier, Area>,
  scheme: AreaScheme,
  { takes }: AreaLists,
): Address => {
  if (takes === "ids") {
    const ids = [...found].map(([tier, { id }]) => [idField(tier), id]);
    return { ...address, ...Object.fromEntries(ids), scheme };
  }
  const names = Object.fromEntries([...found].map(([tier, { name }]) => [tier, name]));
  if (takes === "names") return { ...withoutAreas(address), ...names };
  // The area's id is that of the smallest one that has an id.
  const smallest = [...found].filter(([tier, { id }]) => tier !== "ward" && id !== undefined).at(-1);
  return { ...withoutAreas(address), ...names, ...(smallest && { [idField(smallest[0])]: smallest[1].id }) };
};

interface Unfound {
  readonly scheme: AreaScheme;
  readonly lists: AreaLists;
  readonly reach: AreaReach;
  readonly found: ReadonlyMap<Tier, Area>;
  readonly problems: Readonly<Record<string, string>>;
}

/** All areas by their names in the line, as far as they have names. */
const asText = async (address: Address, { scheme, lists, reach, found, problems }: Unfound): Promise<Located> => {
  const names: string[] = [];
  const told: Record<string, string> = { ...problems };
  let parent: Area | undefined;
  for (const tier of ALL.filter((one) => isGiven(address, one))) {
    const id = address[idField(tier)];
    const name = address[tier] ?? (await nameOfId(id, { tier, scheme, parent }, lists, reach));
    parent = found.get(tier) ?? { id, name: name ?? "" };
    if (name !== undefined) names.unshift(name);
    const says =
      name === undefined
        ? `${lists.vendor} lists no ${tier} with this id`
        : "stands in the line of the address: its areas are sent together or not at all";
    for (const field of [tier, idField(tier)]) if (address[field] !== undefined) told[field] ??= says;
  }
  const line = [address.line, ...names].filter(Boolean).join(", ");
  const { scheme: _scheme, ...rest } = withoutAreas(address);
  return { address: { ...rest, ...(line === "" ? {} : { line }) }, problems, told };
};

const nameOfId = async (
  id: string | undefined,
  ask: AreaAsk,
  lists: AreaLists,
  reach: AreaReach,
): Promise<string | undefined> => {
  if (id === undefined || (ask.tier !== "province" && ask.parent?.id === undefined)) return undefined;
  const areas = await listed(ask, lists, reach);
  return "problem" in areas ? undefined : areas.list?.find((area) => area.id === id)?.name;
};
