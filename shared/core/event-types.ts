/** Every type of event that a tenant's endpoint can be told, as data: the catalog, the filters' check and the document read it. */

/** What happens to a record of a collection: `orders.added`. */
export const changeTypes = {
  added: "A record is in the copy that was not there before.",
  updated: "A record has changed.",
  deleted: "A record is gone at the vendor.",
} as const;

/** How a write ended. */
export const writeEventTypes = {
  "write.succeeded": "The vendor has carried a write out.",
  "write.rejected": "The vendor has refused a write; `error` says why.",
  "write.dead": "A write was given up: it was certainly not carried out.",
  "write.unknown": "A write got no answer, and nobody knows yet whether it was carried out.",
} as const;

/** What happens to a shop itself. */
export const shopEventTypes = {
  "shop.degraded": "Resources of the shop are late; `resources` names them.",
  "shop.recovered": "None of the shop's resources is late any more.",
  "shop.needs-reauth": "The vendor refuses the shop's credentials.",
  "shop.credentials-expiring": "The shop's access ends soon, and its owner has to renew it.",
  "shop.sunset": "The vendor ends its support of the interface soon.",
  "shop.migrated": "The shop has moved to its vendor's next version.",
  "deletions.held": "Many records are gone at once: a person has to say whether they were deleted.",
} as const;

export const testEventTypes = { "endpoint.test": "A test of the endpoint." } as const;

const others: Readonly<Record<string, string>> = { ...writeEventTypes, ...shopEventTypes, ...testEventTypes };

export interface EventType {
  readonly type: string;
  readonly summary: string;
  /** Changes: the collection. */
  readonly resource?: string;
}

/** All types. @param resources names of all vendors' collections */
export const eventTypes = (resources: readonly string[]): readonly EventType[] => [
  ...resources.flatMap((resource) =>
    Object.entries(changeTypes).map(([change, summary]) => ({ type: `${resource}.${change}`, summary, resource })),
  ),
  ...Object.entries(others).map(([type, summary]) => ({ type, summary })),
];

/** Whether a filter means anything: a type, or all of a family, `orders.*`. */
export const isEventFilter = (filter: string, resources: readonly string[]): boolean => {
  const all = eventTypes(resources);
  if (!filter.endsWith(".*")) return all.some(({ type }) => type === filter);
  return all.some(({ type }) => type.slice(0, type.lastIndexOf(".")) === filter.slice(0, -2));
};
