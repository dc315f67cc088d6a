import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/simulator.ts";
import type { Call, OperationCall, Vendor, VendorId } from "../../shared/core/vendor.ts";
import { createStores } from "../../shared/stores/all.ts";
import type { Endpoint } from "../../shared/stores/endpoints.ts";
import type { Write } from "../../shared/stores/ledger.ts";
import type { Shop } from "../../shared/stores/shops.ts";
import { changeWrite, type WriteChange } from "../../shared/usecases/writing/change-write.ts";
import { performWrites } from "../../shared/usecases/writing/perform-writes.ts";
import { type Submission, submitWrite } from "../../shared/usecases/writing/submit-write.ts";
import { vendors } from "../../shared/vendors/registry.ts";

/** What the vendor does with a call. */
export type Answer = (operation: string, call: OperationCall) => Promise<unknown>;

const TURN = 10_000;
const LEASE = 125_000;

/** A shop in memory whose vendor is a function and whose clock is the test's: days cost nothing. */
export const openStubShop = (vendorId: VendorId, answer: Answer, seed = 1, vendor: Vendor = vendors[vendorId]) => {
  const stores = createStores(new MemoryTable());
  const ref = { tenant: "acme", shop: "one" };
  const shop = {
    tenant: ref.tenant,
    id: ref.shop,
    vendor: vendorId,
    settings: {},
    health: "ok",
    accountDetails: {},
  } as unknown as Shop;
  const time = { now: Date.UTC(2026, 0, 5, 3) };
  const random = seededRandom(seed);
  const randomId = () => random().toString(36).slice(2);
  const told: (readonly [event: string, write: string])[] = [];
  const deps = {
    ...stores,
    vendor: () => vendor,
    clock: () => time.now,
    random,
    randomId,
    metric: () => undefined,
    log: () => undefined,
    queues: { send: async () => undefined } as never,
    sleep: async (milliseconds: number) => {
      time.now += milliseconds;
    },
    listeners: async () => [{} as Endpoint],
    notify: async (event: string, { id }: Write) => {
      told.push([event, id]);
    },
  };
  let count = 0;
  return {
    ref,
    shop,
    time,
    told,
    deps,
    ledger: stores.ledger,
    write: (id: string) => stores.ledger.find(ref, id),
    submit: (request: Omit<Submission, "idempotencyKey">): Promise<Write> => {
      count += 1;
      return submitWrite(shop, { ...request, idempotencyKey: `key-${count}` }, deps);
    },
    change: (id: string, change: WriteChange) => changeWrite(shop, id, change, deps),
    /** One worker's turn; when it is worth coming back. */
    run: () =>
      performWrites(
        {
          ref,
          open: async () => ({ shop, vendor, grants: {}, expect: () => undefined, call: () => answer as Call }),
          deadline: time.now + TURN,
          leaseUntil: time.now + LEASE,
          name: randomId(),
        },
        deps,
      ),
  };
};
