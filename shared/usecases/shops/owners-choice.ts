import { BadRequest } from "../../core/errors.ts";
import type { CanonicalWrite, Operation, OperationCall, Vendor, WriteKind } from "../../core/vendor.ts";
import type { Shop } from "../../stores/shops.ts";

/* What an owner has not shared is closed to the tenant in every direction: reading, calling, writing. */

type Known = Pick<Vendor, "collections" | "resources" | "operations">;

const headOf = (id: string): string => id.slice(0, id.lastIndexOf("."));

/** The collections that a vendor's call shows or changes. Undefined: nobody has said. */
export const collectionsOfCall = (
  vendor: Pick<Vendor, "collections" | "resources">,
  { id }: Pick<Operation, "id">,
  call: OperationCall = {},
): readonly string[] | undefined => {
  const head = headOf(id);
  const told = vendor.collections[id] ?? vendor.collections[`${head}.*`];
  if (told) return told;
  if (vendor.resources.some(({ name }) => name === head)) return [head];
  const tables = tablesOf(vendor, head, call);
  if (tables) return tables;
  const read = vendor.resources.filter(({ listing, get, deletions }) =>
    [listing.operation, get?.operation, deletions?.listing?.operation].includes(id),
  );
  return read.length === 0 ? undefined : read.map(({ name }) => name);
};

/** One operation serves several tables (iSale): the call names which. A table that no collection reads belongs to none. */
const tablesOf = (vendor: Pick<Vendor, "resources">, head: string, call: OperationCall): string[] | undefined => {
  const served = vendor.resources.flatMap(({ name, listing }) => {
    if (headOf(listing.operation) !== head) return [];
    const { table } = listing.call({ size: 1 }).params ?? {};
    return table === undefined ? [] : [{ name, table }];
  });
  if (served.length === 0) return undefined;
  return served.filter(({ table }) => table === call.params?.table).map(({ name }) => name);
};

/** The collections that a command changes: the one that its kind is called after, or the one that shows the result. */
export const collectionsOfWrite = (
  vendor: Known,
  kind: WriteKind,
  declared: Pick<CanonicalWrite, "resource" | "operation">,
): readonly string[] | undefined => {
  const noun = headOf(kind);
  if (vendor.resources.some(({ name }) => name === noun)) return [noun];
  if (declared.resource) return [declared.resource];
  const operation = vendor.operations.find(({ id }) => id === declared.operation);
  return operation && collectionsOfCall(vendor, operation);
};

type Owned = Pick<Shop, "ownerShares">;

/**
 * @param collections those that are about to be read or changed; undefined: nobody knows, so an owner who shares less than all
 * shares not these
 * @throws BadRequest 403 naming the collections that the shop's owner does not share
 */
export const requireShared = ({ ownerShares }: Owned, collections: readonly string[] | undefined): void => {
  const shared = ownerShares?.resources;
  if (shared === undefined) return;
  const missing = collections?.filter((name) => !shared.includes(name)) ?? ["this"];
  if (missing.length === 0) return;
  throw new BadRequest(
    403,
    "not-shared",
    `The shop's owner does not share ${missing.join(", ")}.`,
    missing.map((name) => ({ field: "resource", message: name })),
  );
};

/** What a tenant wants to copy of a shop. `null`: all that can be had. */
interface Wanted {
  readonly resources?: readonly string[] | null | undefined;
  readonly personalData?: Shop["personalData"];
}

/**
 * What the tenant wants, within what the owner shares: all means all of that.
 * @throws BadRequest 403 with the field at fault
 */
export const withinShared = ({ ownerShares }: Owned, { resources, personalData }: Wanted) => {
  if (resources) requireShared({ ownerShares }, resources);
  if (personalData === "kept" && ownerShares?.personalData === "left-out")
    throw new BadRequest(403, "not-shared", "The shop's owner does not share who the customers are.", [
      { field: "personalData", message: "left-out" },
    ]);
  return {
    ...(resources === undefined ? {} : { resources: resources ?? ownerShares?.resources }),
    ...(personalData === undefined ? {} : { personalData }),
  };
};
