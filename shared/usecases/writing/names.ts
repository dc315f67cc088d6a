import { BadRequest } from "../../core/errors.ts";
import type { ResourceName } from "../../core/records.ts";
import type { Untyped } from "../../core/rows.ts";
import type { CanonicalWrite } from "../../core/vendor.ts";
import type { RecordStore } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";

type Row = Record<string, Untyped>;

/** Collections that have names have some dozens of records. Of a larger one no more are looked through. */
const MOST_RECORDS = 1_000;

/**
 * Puts ids in the place of names in the fields that the write declares (`named`): groups, channels, staff. A text that is
 * neither a known id nor a known name stays as it is; the vendor's own rules for the field judge it.
 * @returns the fields that were changed
 * @throws BadRequest 422 for a name that several records have
 */
export const idsOfNames = async (
  shop: Shop,
  { named = {} }: Pick<CanonicalWrite, "named">,
  command: Row,
  { records }: { readonly records: RecordStore },
): Promise<Row> => {
  const changed: Row = {};
  for (const [field, resource] of Object.entries(named)) {
    const given = command[field];
    const isList = Array.isArray(given);
    const texts: unknown[] = isList ? given : [given];
    if (!texts.some((text) => typeof text === "string")) continue;
    const names = await namesIn(shop, resource, records);
    const ids = texts.map((text) => (typeof text === "string" ? idOf(text, names, { field, resource }) : text));
    if (ids.every((id, at) => id === texts[at])) continue;
    changed[field] = isList ? ids : ids[0];
  }
  Object.assign(command, changed);
  return changed;
};

/** Ids by name; under its own id each record as well. */
type Names = ReadonlyMap<string, readonly string[]>;

const plain = (name: string): string => name.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

const idOf = (text: string, names: Names, { field, resource }: { field: string; resource: string }): string => {
  const found = names.get(plain(text)) ?? [];
  if (found.length < 2 || found.includes(text)) return found.includes(text) ? text : (found[0] ?? text);
  throw new BadRequest(422, "invalid-command", "The vendor would refuse this command.", [
    { field, message: `${found.length} of the shop's ${resource} are called ${text}: give the id` },
  ]);
};

const namesIn = async (shop: Shop, resource: ResourceName, records: RecordStore): Promise<Names> => {
  const names = new Map<string, string[]>();
  const put = (name: string, id: string) => names.set(plain(name), [...(names.get(plain(name)) ?? []), id]);
  let after: string | undefined;
  let left = MOST_RECORDS;
  do {
    const page = await records.page(refOf(shop), resource, { after, limit: left });
    for (const { id, record } of page.records) {
      const { name } = record as { name?: unknown };
      put(id, id);
      if (typeof name === "string" && name !== "" && plain(name) !== plain(id)) put(name, id);
    }
    left -= page.records.length;
    after = page.next;
  } while (after !== undefined && left > 0);
  return names;
};
