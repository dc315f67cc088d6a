import type { Table } from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";

/** Registrations that the vendor took and that its list has not shown yet. */
export interface Repair {
  /** Our clock when the last ones were made, unix milliseconds, and how often such were made since the list last showed one. */
  readonly at: number;
  readonly times: number;
  /** Events that were registered then, and others that had been before. */
  readonly tried: readonly string[];
  readonly waiting: readonly string[];
}

export interface WatchReport {
  readonly checkedAt?: number | undefined;
  /**
   * `registered`: the vendor sends everything we want. `repaired`: it did not, and does now. `foreign`: another
   * application's address is there, and only one fits. `manual`: a person registers. `refused`: the vendor did not
   * take some of it. `unavailable`: the vendor could not be asked.
   */
  readonly state: "registered" | "repaired" | "foreign" | "manual" | "refused" | "unavailable" | "none";
  readonly reason?: string | undefined;
  /** What the vendor sends us. */
  readonly events: readonly string[];
  /** Events that the vendor did not take, with its reason. */
  readonly refused?: Readonly<Record<string, string>> | undefined;
  readonly refusedAt?: number | undefined;
  readonly repair?: Repair | undefined;
  /** Looks in a row that have ended without knowing whether the vendor took a registration. */
  readonly unsure?: number | undefined;
  /** Ids of registrations that have a secret of before. */
  readonly outdated?: readonly string[] | undefined;
  /** Addresses of others, without query. */
  readonly foreign?: readonly string[] | undefined;
  /** Events that were missing, newest first. */
  readonly gaps?: readonly { readonly at: number; readonly events: readonly string[] }[] | undefined;
  /** `HookSecret.since` of the secret that is registered at the vendor. */
  readonly secretSince?: number | undefined;
  /** The tenant agreed that the vendor's only address is ours. */
  readonly consented?: boolean | undefined;
  /** The tenant has just agreed, and the vendor could not be asked yet. */
  readonly forcing?: boolean | undefined;
  /** The smallest number of days before the end of the credentials that the tenant was told. */
  readonly expiryTold?: number | undefined;
  /** The same for the end of the vendor's support. */
  readonly sunsetTold?: number | undefined;
  readonly heldTold?: boolean | undefined;
  /** Resources that the tenant was told are late, since none was. */
  readonly lateTold?: readonly string[] | undefined;
}

export interface HookActivity {
  /** Our clock when the last good delivery came, unix milliseconds; up to a minute old. */
  readonly lastGoodAt?: number | undefined;
  /** By event, our clock when it came last in a good delivery, unix milliseconds; up to a day old. */
  readonly heard?: Readonly<Record<string, number>> | undefined;
  readonly lastQuarantinedAt?: number | undefined;
  readonly quarantined: number;
  readonly duplicates: number;
}

/** Attributes that hold when an event was heard. */
const HEARD = "heard@";

export const noReport: WatchReport = { state: "none", events: [] };

/** What the watchdog of a shop's webhooks found, and when the vendor was last heard. */
export const createWatchReportStore = (table: Table) => ({
  /** @param eventual what was saved within the last second may be missing; costs half as much */
  async get(ref: ShopRef, { eventual = false } = {}): Promise<{ report: WatchReport; activity: HookActivity }> {
    const [item] = await table.getMany([keys.watch(ref)], undefined, { eventual });
    return {
      report: item?.report === undefined ? noReport : (JSON.parse(String(item.report)) as WatchReport),
      activity: {
        lastGoodAt: item?.lastGoodAt as number | undefined,
        heard: Object.fromEntries(
          Object.entries(item ?? {}).flatMap(([name, at]) =>
            name.startsWith(HEARD) ? [[name.slice(HEARD.length), Number(at)]] : [],
          ),
        ),
        lastQuarantinedAt: item?.lastQuarantinedAt as number | undefined,
        quarantined: Number(item?.quarantined ?? 0),
        duplicates: Number(item?.duplicates ?? 0),
      },
    };
  },

  async save(ref: ShopRef, report: WatchReport): Promise<void> {
    await table.update(keys.watch(ref), { set: { report: JSON.stringify(report) } });
  },

  /** @param events those that are to be noted: names from the vendor's table of events */
  async heard(ref: ShopRef, at: number, events: readonly string[] = []): Promise<void> {
    const named = Object.fromEntries(events.map((event) => [`${HEARD}${event}`, at]));
    await table.update(keys.watch(ref), { set: { lastGoodAt: at, ...named } });
  },

  async count(ref: ShopRef, what: "quarantined" | "duplicates", at: number): Promise<void> {
    const set = what === "quarantined" ? { lastQuarantinedAt: at } : undefined;
    await table.update(keys.watch(ref), { ...(set ? { set } : {}), add: { [what]: 1 } });
  },
});

export type WatchReportStore = ReturnType<typeof createWatchReportStore>;
