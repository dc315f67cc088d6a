import { Rejected } from "../../core/errors.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { Observation } from "../../stores/records.ts";

/** @throws when the row lacks an id or does not normalize */
export const observationOf = (
  resource: Resource,
  row: unknown,
  settings: Readonly<Record<string, unknown>>,
): Observation => {
  const id = resource.id(row);
  if (!id || id === "undefined") throw new RangeError("no id");
  return {
    id,
    modified: resource.modified?.(row),
    record: resource.normalize(row, { settings }),
    raw: row,
    volatile: resource.volatile,
    unlisted: resource.unlisted,
  };
};

/**
 * The row; undefined when the vendor says that there is none, or its list for this id does not show it; `unknown` when
 * it does not tell.
 */
export const askFor = async (
  resource: Resource,
  id: string,
  call: Call,
  current?: unknown,
): Promise<unknown | undefined | "unknown"> => {
  const get = resource.get!;
  try {
    const row = get.read(await call(get.operation, get.call(id, current)), id, current);
    return row ?? (get.lists ? undefined : "unknown");
  } catch (error) {
    if (error instanceof Rejected) return error.notFound ? undefined : "unknown";
    throw error;
  }
};
