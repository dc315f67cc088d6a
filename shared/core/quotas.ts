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
