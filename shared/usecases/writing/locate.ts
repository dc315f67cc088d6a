import { type AreaReach, locate } from "../../core/areas.ts";
import { isVendorError, Rejected, type VendorError } from "../../core/errors.ts";
import { faultsOf } from "../../core/input-faults.ts";
import { inWords } from "../../core/input-words.ts";
import type { Address } from "../../core/records.ts";
import { isObject, type Untyped } from "../../core/rows.ts";
import type { CanonicalWrite } from "../../core/vendor.ts";
import type { Write } from "../../stores/ledger.ts";
import type { Shop } from "../../stores/shops.ts";
import { areaReachOf } from "./area-reach.ts";
import { canonical, type WriteWorker } from "./worker.ts";

/* Areas of the addresses of a command, found before it is sent. */

type Row = Record<string, Untyped>;

/** Absent: areas are found right before the call only. */
export interface AheadDeps {
  readonly areaReach?: (shop: Shop) => AreaReach;
}

interface Places {
  readonly command: Row;
  /** The parts of addresses that the lists have filled in or written otherwise. */
  readonly filled: Readonly<Record<string, unknown>>;
  /** Fields that were not found, by their path in the command. */
  readonly problems: Readonly<Record<string, string>>;
  /** Those, and the ones that went into the line with them. */
  readonly told: Readonly<Record<string, string>>;
}

const valueAt = (command: Row, path: readonly string[]): unknown =>
  path.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), command);

const withValue = (command: Row, [name, ...rest]: readonly string[], value: unknown): Row =>
  name === undefined ? (value as Row) : { ...command, [name]: withValue(command[name], rest, value) };

/** The command with the areas of its addresses as the vendor takes them. */
export const located = async (
  { areas }: Pick<CanonicalWrite, "areas">,
  command: Row,
  reach: AreaReach,
): Promise<Places> => {
  let changed = command;
  const [filled, problems, told]: [Row, Record<string, string>, Record<string, string>] = [{}, {}, {}];
  for (const field of areas?.fields ?? []) {
    const given = valueAt(command, field.split("."));
    // Anything else is judged, and refused, by the schema.
    if (!isObject(given) || Object.values(given).some((part) => typeof part !== "string")) continue;
    const found = await locate(given as Address, areas!.lists, reach);
    const inCommand = (parts: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(parts).map(([part, text]) => [`${field}.${part}`, text]));
    Object.assign(problems, inCommand(found.problems));
    Object.assign(told, inCommand(found.told));
    for (const [part, value] of Object.entries(found.address))
      if (value !== given[part]) filled[`${field}.${part}`] = value;
    changed = withValue(changed, field.split("."), found.address);
  }
  return { command: changed, filled, problems, told };
};

/**
 * As `located`, when the command comes in, so that the caller is told at once. `unreachable`: the lists cannot be read
 * now, and are asked again right before the call.
 */
export const locatedAhead = async (
  shop: Shop,
  declared: Pick<CanonicalWrite, "areas">,
  command: Row,
  { areaReach }: AheadDeps,
): Promise<Places & { readonly later: boolean; readonly unreachable?: VendorError }> => {
  const asGiven = { command, filled: {}, problems: {}, told: {} };
  if (!declared.areas) return { ...asGiven, later: false };
  if (!areaReach) return { ...asGiven, later: true };
  try {
    return { ...(await located(declared, command, areaReach(shop))), later: false };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    return { ...asGiven, later: true, unreachable: error };
  }
};

/**
 * Right before the call, where it could not be done ahead. The entry holds what is sent, so that a lost answer is looked
 * for by that.
 */
export const locateWrite = async (write: Write, worker: WriteWorker): Promise<Write> => {
  const declared = canonical(write, worker.shop);
  if (!write.unlocated || !declared) return write;
  const { shop, call } = worker.shop;
  const { command, told } = await located(
    declared,
    write.command as Row,
    areaReachOf(shop, call("write"), worker.deps),
  );
  const parsed = declared.command.safeParse(command, inWords);
  // What the lists have made of it may be what the vendor's rules refuse.
  if (!parsed.success)
    throw new Rejected("the vendor would refuse this command", {
      code: "invalid-command",
      fields: {
        ...Object.fromEntries(faultsOf(parsed.error.issues, "body").map(({ field, message }) => [field, message])),
        ...told,
      },
    });
  const dropped = { ...write.dropped, ...told };
  return (
    (await worker.deps.ledger.change(write, {
      command: parsed.data,
      unlocated: undefined,
      ...(Object.keys(dropped).length > 0 ? { dropped } : {}),
    })) ?? write
  );
};
