import { Rejected, RetryLater } from "../../core/errors.ts";
import { INDEX_FORM, phoneKey } from "../../core/finding.ts";
import { samePhone } from "../../core/phone.ts";
import type { Call, CanonicalWrite, WriteContext } from "../../core/vendor.ts";
import { mayBeDone, type Write } from "../../stores/ledger.ts";
import { refOf } from "../../stores/shops.ts";
import { findRecords } from "../finding/find-records.ts";
import { searchLists } from "./absence.ts";
import { observe } from "./observe.ts";
import { canonical, resourceOf, type WriteWorker } from "./worker.ts";

/**
 * A create must not change what is there already.
 * @throws Rejected where the vendor has a record with the command's key, and RetryLater where it cannot be told now
 */
export const guardOccupied = async (write: Write, context: WriteContext, worker: WriteWorker): Promise<void> => {
  const declared = canonical(write, worker.shop);
  if (!declared?.occupied) return;
  const { call } = worker.shop;
  const search = (by: Call) => declared.occupied!(write.command, context, by);
  // Where the copy's own index does not hold all phones, the list alone tells.
  const shown = await (isIndexed(worker) ? search(call("write")) : searchLists(search, worker));
  const id = shown?.id ?? (await occupiedInCopy(write, declared, worker));
  if (id === undefined) return;
  const field = declared.reference.by === "key" ? declared.reference.field : "id";
  throw new Rejected(`the shop has a record with this ${field} already: ${id}`, {
    code: "exists-already",
    fields: { [field]: `record ${id} has it` },
  });
};

const isIndexed = ({ shop }: WriteWorker): boolean =>
  shop.shop.indexed === INDEX_FORM && shop.shop.personalData !== "left-out";

/**
 * Of the customers who have the phone by the copy, one that the vendor still shows with it: a list may be in a weak moment.
 * @throws RetryLater where the vendor does not show such a customer now
 */
const occupiedInCopy = async (
  write: Write,
  declared: CanonicalWrite,
  worker: WriteWorker,
): Promise<string | undefined> => {
  const resource = resourceOf(declared, worker.shop);
  const { phone } = write.command as { readonly phone?: string };
  const key = phone === undefined ? undefined : phoneKey(phone);
  if (resource?.name !== "customers" || key === undefined) return undefined;
  for (const id of await customersWith(key, worker)) {
    const seen = await observe(resource, id, worker);
    if (!seen) throw new RetryLater(`customer ${id} has the phone by the copy, and is not shown now`, NOT_SENT);
    if (!samePhone((seen.record as { readonly phone?: string }).phone, phone)) continue;
    // An earlier try may have made it, and the lists that would tell are behind.
    if (mayBeDone(write)) throw new RetryLater(`customer ${id} has the phone, and may be ours`, NOT_SENT);
    return id;
  }
  return undefined;
};

const NOT_SENT = { delivered: "no" } as const;

/** Customers of one phone that are asked for. */
const MOST_OF_A_PHONE = 5;

const customersWith = async (phone: string, worker: WriteWorker): Promise<readonly string[]> => {
  const { tenant, shop } = refOf(worker.shop.shop);
  const ids: string[] = [];
  const wanted = { phone, deleted: false };
  const search = {
    tenant,
    shops: [shop],
    resource: "customers",
    wanted,
    newestFirst: true,
    limit: MOST_OF_A_PHONE,
  } as const;
  await findRecords(search, worker.deps, ({ stored }) => {
    ids.push(stored.id);
    return false;
  });
  return ids;
};
