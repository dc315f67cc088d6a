import type { Halt } from "../core/halts.ts";
import type { Item, Table, TableWrite } from "../core/table.ts";
import { DAY, SECOND } from "../core/time.ts";
import { type VendorId, vendorIds } from "../core/vendor.ts";
import { keys } from "./keys.ts";

/** What operators have stopped, as every function knows it. */
export interface Halts {
  readonly vendors: ReadonlyMap<VendorId, Halt>;
  /** Suspended tenants, and since when, unix milliseconds. Why stands with the tenant. */
  readonly tenants: ReadonlyMap<string, number>;
  /** When the halt of a vendor or tenant ended, unix milliseconds: of the last days. */
  readonly endedVendors: ReadonlyMap<string, number>;
  readonly endedTenants: ReadonlyMap<string, number>;
}

/** Each instance asks so often: a halt, and its end, hold everywhere within this. */
export const HALTS_CACHED = 15 * SECOND;
/** What stood still counts as rested until its end is so old. */
const ENDED_KEPT = 7 * DAY;

/**
 * One small item for the whole deployment, so that work costs no reading of its own: an instance reads it every 15 seconds,
 * whatever it does meanwhile.
 */
export const createHaltStore = (table: Table) => {
  let known: { readonly halts: Halts; readonly until: number } | undefined;

  /** Past what this instance remembers. */
  const readAnew = async (now: number): Promise<Halts> => {
    const halts = toHalts(await table.get(keys.halts()));
    known = { halts, until: now + HALTS_CACHED };
    return halts;
  };

  /** @throws RetryLater while the table cannot be read and nothing was ever known: what may be halted waits */
  const read = async (now: number): Promise<Halts> => {
    if (known && known.until > now) return known.halts;
    try {
      return await readAnew(now);
    } catch (error) {
      // What was known a moment ago is better than to stop everything.
      if (!known) throw error;
      return known.halts;
    }
  };

  /** What an end leaves behind is cleared away with the next change. */
  const oldEnds = async (now: number): Promise<readonly string[]> =>
    Object.entries((await table.get(keys.halts())) ?? {})
      .filter(([name, at]) => name.startsWith(ENDED) && Number(at) < now - ENDED_KEPT)
      .map(([name]) => name);

  const forget = (): void => {
    known = undefined;
  };

  return {
    read,
    readAnew,

    async pauseVendor(vendor: VendorId, halt: Halt): Promise<void> {
      const set = { [`${VENDOR}${vendor}`]: JSON.stringify(halt) };
      await table.update(keys.halts(), { set, remove: [`${ENDED}${VENDOR}${vendor}`] });
      forget();
    },

    /** False: it was not paused. */
    async resumeVendor(vendor: VendorId, now: number): Promise<boolean> {
      const name = `${VENDOR}${vendor}`;
      const change = { set: { [`${ENDED}${name}`]: now }, remove: [name, ...(await oldEnds(now))] };
      const ended = await table.update(keys.halts(), change, { present: name });
      forget();
      return ended !== undefined;
    },

    /** In one step with the tenant, which keeps the reason. False: there is no such tenant. */
    async suspendTenant(tenant: string, halt: Halt): Promise<boolean> {
      const name = `${TENANT}${tenant}`;
      const suspended = await table.transact([
        {
          update: keys.tenant(tenant),
          change: { set: { suspension: JSON.stringify(halt) } },
          when: { present: "pk" },
        },
        { update: keys.halts(), change: { set: { [name]: halt.since }, remove: [`${ENDED}${name}`] } },
      ]);
      forget();
      return suspended;
    },

    async resumeTenant(tenant: string, now: number): Promise<void> {
      const name = `${TENANT}${tenant}`;
      const remove = [name, ...(await oldEnds(now))];
      await table.transact([
        { update: keys.tenant(tenant), change: { remove: ["suspension"] }, when: { present: "pk" } },
        { update: keys.halts(), change: { set: { [`${ENDED}${name}`]: now }, remove } },
      ]);
      forget();
    },
  };
};

export type HaltStore = ReturnType<typeof createHaltStore>;

/** A tenant that is gone, or new, is not suspended. */
export const endHalt = (tenant: string): TableWrite => ({
  update: keys.halts(),
  change: { remove: [`${TENANT}${tenant}`, `${ENDED}${TENANT}${tenant}`] },
});

const VENDOR = "vendor ";
const TENANT = "tenant ";
const ENDED = "ended ";

const timesOf = (item: Item | undefined, prefix: string): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(item ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, at]) => [name.slice(prefix.length), Number(at)]),
  );

const toHalts = (item: Item | undefined): Halts => ({
  vendors: new Map(
    vendorIds.flatMap((vendor) => {
      const halt = item?.[`${VENDOR}${vendor}`];
      return halt === undefined ? [] : [[vendor, JSON.parse(String(halt)) as Halt] as const];
    }),
  ),
  tenants: timesOf(item, TENANT),
  endedVendors: timesOf(item, `${ENDED}${VENDOR}`),
  endedTenants: timesOf(item, `${ENDED}${TENANT}`),
});
