import { Rejected } from "../../core/errors.ts";
import { recordIdOf, referenceOf } from "../../core/ids.ts";
import type { WriteContext } from "../../core/vendor.ts";
import type { Write } from "../../stores/ledger.ts";
import { refOf } from "../../stores/shops.ts";
import { observe } from "./observe.ts";
import { canonical, resourceOf, type WriteWorker } from "./worker.ts";

/** `beforeCall`: what the record has now matters more than what we know of it. */
export const contextOf = async (write: Write, worker: WriteWorker, beforeCall: boolean): Promise<WriteContext> => {
  const { shop, grants } = worker.shop;
  const declared = canonical(write, worker.shop);
  const resource = resourceOf(declared, worker.shop);
  const id = recordIdOf(write.command);
  if (beforeCall && declared?.fresh && resource?.get && id !== undefined) {
    const seen = await observe(resource, id, worker);
    // A sum with an old amount would be a wrong one; an update of what is gone is refused by the vendor.
    if (!seen && !declared.repeatable && !declared.probe)
      throw new Rejected("the vendor does not show the record now", { code: "record-unreadable" });
  }
  const current =
    resource && id !== undefined ? await worker.deps.records.get(refOf(shop), resource.name, id) : undefined;
  // Fields that our copy holds in part would replace the vendor's whole ones.
  if (declared?.fresh && current?.record._meta?.cut?.some((field) => field.startsWith("_raw.")))
    throw new Rejected("the record is too large to be repeated to the vendor", { code: "record-too-large" });
  if (beforeCall && current && !current.deleted) worker.before.set(write.id, current.version);
  return {
    writeId: write.id,
    reference: referenceOf(write.id),
    settings: shop.settings,
    grants,
    current: current?.raw,
    firstAttemptAt: write.firstAttemptAt,
    lastAttemptAt: write.lastAttemptAt,
  };
};
