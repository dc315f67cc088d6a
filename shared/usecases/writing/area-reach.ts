import type { AreaReach } from "../../core/areas.ts";
import { RetryLater } from "../../core/errors.ts";
import type { Clock, Sleep } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { Call } from "../../core/vendor.ts";
import type { RecordStore } from "../../stores/records.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { type OpenShopDeps, openShop } from "../shops/open-shop.ts";
import { remembered } from "./remembered.ts";

interface ReachDeps {
  readonly records: RecordStore;
  readonly clock: Clock;
}

/** Rows of a list that is a collection of the shop. A country had some 700 districts. */
const MOST_ROWS = 2_000;

/** The vendor's lists of areas, each read once by a process. */
export const areaReachOf = (shop: Shop, call: Call, { records, clock }: ReachDeps): AreaReach => {
  const remember = remembered(clock);
  const ref = refOf(shop);
  return {
    // The lists are of the country and not of the shop.
    call: (operation, input) => remember([shop.vendor, operation, input], () => call(operation, input)),
    copy: (resource) =>
      remember([ref, resource], async () => {
        const rows: unknown[] = [];
        let after: string | undefined;
        do {
          const page = await records.page(ref, resource, { after, limit: MOST_ROWS - rows.length });
          rows.push(...page.records.map(({ raw }) => raw));
          after = page.next;
        } while (after !== undefined && rows.length < MOST_ROWS);
        return rows;
      }),
  };
};

/** Lists that one request may have read while its caller waits. The rest is left to the worker. */
const MOST_READ = 30;
/** So long a caller waits for them. */
const PATIENCE = 5 * SECOND;

/** The same for one request: the shop is opened where a list is asked for that is not known yet. */
export const createAreaReach = (
  deps: ReachDeps & OpenShopDeps & { readonly sleep: Sleep },
): ((shop: Shop) => AreaReach) => {
  const endsAt = deps.clock() + PATIENCE;
  let left = MOST_READ;
  const reaches = new Map<Shop, AreaReach>();
  return (shop) => {
    // A reading that is under way serves all commands of the request.
    const known = reaches.get(shop);
    if (known) return known;
    const read: Call = async (operation, input) => (await openShop(shop, deps)).call("write")(operation, input);
    const call: Call = async (operation, input) => {
      left -= 1;
      const patience = endsAt - deps.clock();
      if (left < 0 || patience <= 0) throw tooLong();
      const over = new AbortController();
      const giveUp = deps.sleep(patience, over.signal).then(() => Promise.reject(tooLong()));
      return Promise.race([read(operation, input), giveUp]).finally(() => over.abort());
    };
    const reach = areaReachOf(shop, call, deps);
    reaches.set(shop, reach);
    return reach;
  };
};

const tooLong = () => new RetryLater("the vendor's areas could not be read in time", { delivered: "no" });
