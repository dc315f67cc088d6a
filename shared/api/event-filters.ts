import { BadRequest } from "../core/errors.ts";
import { eventTypes, isEventFilter } from "../core/event-types.ts";
import type { Fault } from "../core/input-faults.ts";
import { vendorIds } from "../core/vendor.ts";
import type { Deps } from "../lambda/wiring.ts";
import type { Shop } from "../stores/shops.ts";
import { resourcesOf } from "../usecases/shops/resources-of.ts";
import { shopNamed } from "./routes/named-shop.ts";

/* Which events an endpoint or a listener wants: a filter that nothing can pass is a slip of the pen. */

export const allResources = (deps: Pick<Deps, "vendor">): readonly string[] => [
  ...new Set(vendorIds.flatMap((id) => deps.vendor(id).resources.map(({ name }) => name as string))),
];

const filters = ["shops", "resources", "types"] as const;
type Given = { readonly [Name in (typeof filters)[number]]?: readonly string[] | null | undefined };
type Whole = { readonly [Name in (typeof filters)[number]]: readonly string[] | undefined };

/** Collections that at least one of these shops has. */
export const resourcesOfShops = (shops: readonly Shop[], deps: Pick<Deps, "vendor">): ReadonlySet<string> =>
  new Set(shops.flatMap((shop) => resourcesOf(shop, deps).map(({ name }) => name as string)));

/** The collection whose changes a filter of types means; undefined: it means events about shops and writes. */
const resourceOf = (filter: string, known: readonly string[]): string | undefined => {
  const name = filter.slice(0, filter.lastIndexOf("."));
  return known.includes(name) &&
    eventTypes([name]).some(({ type, resource }) => resource && type.startsWith(`${name}.`))
    ? name
    : undefined;
};

const unknownIn = (
  { shops, resources, types }: Given,
  found: readonly (Shop | undefined)[],
  known: readonly string[],
) => [
  ...(shops ?? []).flatMap((name, index) =>
    found[index] ? [] : [{ field: `shops.${index}`, message: `there is no shop ${name}` }],
  ),
  ...(resources ?? []).flatMap((name, index) =>
    known.includes(name) ? [] : [{ field: `resources.${index}`, message: `no vendor has a resource ${name}` }],
  ),
  ...(types ?? []).flatMap((type, index) =>
    isEventFilter(type, known) ? [] : [{ field: `types.${index}`, message: `no event has the type ${type}` }],
  ),
];

/** Each filter may be right, and together they let nothing pass. */
const contradictionsIn = (
  { resources, types }: Whole,
  had: ReadonlySet<string> | undefined,
  known: readonly string[],
): Fault[] => {
  const meant = types?.map((type) => resourceOf(type, known));
  const ofTypes = (types ?? []).flatMap((type, index) => {
    const resource = meant![index];
    if (resource === undefined) return [];
    const field = `types.${index}`;
    if (resources && !resources.includes(resource)) return [{ field, message: `\`resources\` leaves out ${type}` }];
    return had && !had.has(resource) ? [{ field, message: `none of these shops has ${resource}` }] : [];
  });
  const ofResources = (resources ?? []).flatMap((name, index) => {
    const field = `resources.${index}`;
    if (meant && !meant.includes(name)) return [{ field, message: `\`types\` leaves out ${name}` }];
    return had && !had.has(name) ? [{ field, message: `none of these shops has ${name}` }] : [];
  });
  return [...ofTypes, ...ofResources];
};

/**
 * @param before what is changed by what is given
 * @throws BadRequest 400 naming each
 */
export const checkFilters = async (
  given: Given,
  tenant: string,
  deps: Pick<Deps, "vendor" | "shops">,
  before: Given = {},
): Promise<void> => {
  if (filters.every((name) => given[name] == null)) return;
  const known = allResources(deps);
  const find = async (id: string): Promise<Shop | undefined> => {
    const shop = await shopNamed(id, { tenant, deps });
    return shop?.health === "removing" ? undefined : shop;
  };
  const whole = Object.fromEntries(
    filters.map((name) => [name, (given[name] === undefined ? before[name] : given[name]) ?? undefined]),
  ) as Whole;
  const found = await Promise.all((whole.shops ?? []).map(find));
  const unknown = unknownIn(given, given.shops ? found : [], known);
  const shops = found.filter((shop) => shop !== undefined);
  const had = shops.length > 0 ? resourcesOfShops(shops, deps) : undefined;
  const errors = unknown.length > 0 ? unknown : contradictionsIn(whole, had, known);
  if (errors.length > 0) throw new BadRequest(400, "invalid-body", "The body is not what this route takes.", errors);
};
