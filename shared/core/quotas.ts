import { QuotaExceeded } from "./errors.ts";

/** What a tenant may use. Each has a default, and the operator can set another one for a tenant. */
export interface Quota {
  readonly standard: number;
  /** The operator cannot set less or more. */
  readonly least: number;
  readonly most: number;
  /** For people: what is counted. */
  readonly counts: string;
}

export const quotas = {
  unitsPerMinute: {
    standard: 3_000,
    least: 1,
    most: 1_000_000,
    counts: "units that requests to the API may cost within a minute, on average",
  },
  burst: {
    standard: 3_000,
    least: 1,
    most: 60_000_000,
    counts: "units that may be used at once; they come back at the rate of unitsPerMinute",
  },
  shops: { standard: 500, least: 0, most: 100_000, counts: "shops, without those that are being removed" },
  unprovenShops: {
    standard: 20,
    least: 0,
    most: 10_000,
    counts: "shops whose owner has not agreed yet, so that nothing of them is proven",
  },
  keys: {
    standard: 50,
    least: 1,
    most: 10_000,
    counts: "API keys; as many again may run out after a rotation",
  },
  endpoints: { standard: 20, least: 0, most: 1_000, counts: "endpoints" },
  queuedWrites: { standard: 20_000, least: 0, most: 10_000_000, counts: "writes in line, of all shops" },
  storedDeliveries: {
    standard: 1_000_000,
    least: 0,
    most: 1_000_000_000,
    counts: "webhooks of vendors that came within thirty days and are stored",
  },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof quotas;
export const quotaNames = Object.keys(quotas) as QuotaName[];

/** Limits that hold for a tenant. */
export type Limits = Readonly<Record<QuotaName, number>>;

/** What the operator has set; the rest is the default. */
export type SetQuotas = Readonly<Partial<Record<QuotaName, number | undefined>>>;

/** An hour's units at most may be used at once, a second's at least. */
const LONGEST_BURST_MINUTES = 60;

/** The limits that hold. A burst that is not set is a minute's units. */
export const limitsOf = (set: SetQuotas = {}): Limits => {
  const given = Object.fromEntries(quotaNames.map((name) => [name, set[name] ?? quotas[name].standard])) as Limits;
  const { unitsPerMinute } = given;
  const burst = set.burst ?? unitsPerMinute;
  const most = unitsPerMinute * LONGEST_BURST_MINUTES;
  return { ...given, burst: Math.max(Math.ceil(unitsPerMinute / 60), Math.min(burst, most)) };
};

/** @throws QuotaExceeded 409 when there is no room for one more */
export const needRoom = (quota: QuotaName, limit: number, used: number): void => {
  if (used < limit) return;
  const message = `At most ${limit} are allowed, and there are ${used}: ${quotas[quota].counts}. The operator can raise it.`;
  throw new QuotaExceeded(409, message, { quota, limit, used });
};
