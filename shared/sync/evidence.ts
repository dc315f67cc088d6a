import { MINUTE } from "../core/time.ts";

/** How we learnt something about a record that may be gone. */
export type Way = "list-page" | "detail" | "webhook" | "own-write" | "deleted-list" | "absence";

/** One observation about a record that may be gone. Plain JSON: a tenant reads it. */
export interface Evidence {
  readonly way: Way;
  /**
   * `gone`: the vendor said so about this record, in a form that its adapter lists. `not-shown`: a list that should
   * show the record did not. `cannot-tell`: any other answer.
   */
  readonly said: "gone" | "not-shown" | "cannot-tell";
  /** Our clock before we asked (a full listing: before it began), unix milliseconds. */
  readonly at: number;
  /** The vendor's words, without credentials. */
  readonly words?: string | undefined;
  /** The id of a living record that the same call showed correctly within the same minute. */
  readonly canary?: string | undefined;
  /** One answer showed the canary and not this record: it was not simply empty. */
  readonly sameAnswer?: boolean | undefined;
  /** `cannot-tell`: the vendor understood and refused. Absent: an outage or an answer of an unknown shape. */
  readonly refused?: boolean | undefined;
  /**
   * `absence`, why it proves nothing: the listing was not complete, or it was empty although we hold records, as a whole or
   * where this record stood. An empty listing makes all of them suspects all the same.
   */
  readonly weak?: "incomplete" | "empty" | undefined;
  /** `own write`: the id of the write that removed the record. */
  readonly write?: string | undefined;
}

/** Why a record counts as gone. */
export interface Proof {
  /** The oldest evidence that it rests on, unix milliseconds: a record that was seen alive later is alive. */
  readonly since: number;
  readonly reason: string;
}

/** The vendor's words count twice only if so much time lies between, milliseconds. */
export const APART = MINUTE;
/** Two listings count only if so much time lies between their beginnings, milliseconds. */
export const LISTINGS_APART = 4 * MINUTE;
const LONGEST_WORDS = 200;

const REPORTS: readonly Way[] = ["list-page", "deleted-list"];

const earliest = (evidence: readonly Evidence[]): number => Math.min(...evidence.map(({ at }) => at));
const latest = (evidence: readonly Evidence[]): number => Math.max(...evidence.map(({ at }) => at));
const areApart = (evidence: readonly Evidence[], apart: number): boolean =>
  evidence.length > 1 && latest(evidence) - earliest(evidence) >= apart;

/** Whether it makes the record a suspect, which the brake counts. A question that nobody answered does not. */
export const isSuspicion = ({ said, weak }: Evidence): boolean => said !== "cannot-tell" && weak !== "incomplete";

/** The vendor has told of the deletion without being asked for the record. */
export const isReport = ({ way, said }: Evidence): boolean =>
  said === "gone" && (way === "webhook" || REPORTS.includes(way));

/** The vendor has told of it by another call at another time. */
export const isFromElsewhere = (seen: Evidence): boolean =>
  isReport(seen) || (seen.way === "absence" && seen.weak === undefined);

/**
 * Whether the evidence proves that the record is gone. Undefined: it does not, or not yet.
 * @param canAsk the vendor has a call that asks for this record
 * @param lacksCanary the call may deny every record at the moment: its words alone prove nothing, said twice or not
 */
export const proofOf = (evidence: readonly Evidence[], canAsk: boolean, lacksCanary = false): Proof | undefined => {
  const asked = evidence.filter(({ way }) => way === "detail" || way === "own-write");
  const words = asked.filter(({ said }) => said === "gone");
  const silence = asked.filter(({ said, canary }) => said === "not-shown" && canary !== undefined);
  const reports = evidence.filter(({ way, said }) => REPORTS.includes(way) && said === "gone");
  const absences = evidence.filter(({ way, weak }) => way === "absence" && weak === undefined);

  const sure = words.filter(({ canary }) => canary !== undefined);
  if (sure.length > 0)
    return { since: latest(sure), reason: "the vendor says so, and shows another record in the same minute" };
  if (!lacksCanary && areApart(words, APART)) return { since: earliest(words), reason: "the vendor said so twice" };
  const own = evidence.filter(({ way, said }) => way === "own-write" && said === "gone");
  const reported = evidence.filter(isReport);
  for (const [confirmed, told] of [
    [words, reported],
    [silence, [...reported, ...own]],
  ] as const) {
    if (confirmed.length === 0 || told.length === 0) continue;
    const since = Math.min(latest(confirmed), latest(told));
    return { since, reason: "the vendor reported the deletion, and does not show the record" };
  }
  const beside = silence.filter(({ sameAnswer }) => sameAnswer);
  if (areApart(beside, APART))
    return { since: earliest(beside), reason: "twice the vendor's answer showed another record and not this one" };

  /** The record was asked for since, and the answer speaks neither for it nor of an outage that hits all records. */
  const isUnopposed = (since: number): boolean =>
    !canAsk ||
    asked.some(
      ({ at, said, canary, refused }) => at >= since && (said !== "cannot-tell" || refused || canary !== undefined),
    );
  if (areApart(absences, LISTINGS_APART) && isUnopposed(latest(absences)))
    return { since: earliest(absences), reason: "two full listings did not show it" };
  if (!canAsk && reports.length > 0) return { since: latest(reports), reason: "the vendor reported the deletion" };
  if (areApart(reports, APART) && isUnopposed(latest(reports)))
    return { since: earliest(reports), reason: "the vendor reported the deletion twice" };
  return undefined;
};

/**
 * Whether listings have twice shown nothing where the record stood. That proves nothing, however often it comes: a person
 * decides, unless the vendor can be asked for the record.
 */
export const isTwiceHidden = (evidence: readonly Evidence[]): boolean =>
  areApart(
    evidence.filter(({ way, weak }) => way === "absence" && weak === "empty"),
    LISTINGS_APART,
  );

/**
 * Whether the newest answer about the record does not show it, or fails for it alone while the same call shows another one.
 * An outage that hits all records is no such answer, whatever was said before it.
 */
export const speaksAgainst = (evidence: readonly Evidence[]): boolean => {
  const asked = evidence.filter(({ way }) => way === "detail");
  const newest = asked.findLast(({ at }) => at === latest(asked));
  return newest !== undefined && (newest.said !== "cannot-tell" || newest.canary !== undefined);
};

const isSameKind = (one: Evidence, other: Evidence): boolean =>
  one.way === other.way &&
  one.said === other.said &&
  one.weak === other.weak &&
  one.sameAnswer === other.sameAnswer &&
  (one.canary === undefined) === (other.canary === undefined);

/**
 * With one more observation. Of each kind the first and the newest are kept: an item must not grow.
 * @param apart milliseconds after which the same report or absence is news again
 */
export const withEvidence = (known: readonly Evidence[], seen: Evidence, apart = APART): readonly Evidence[] => {
  const added: Evidence = seen.words === undefined ? seen : { ...seen, words: seen.words.slice(0, LONGEST_WORDS) };
  const [first, ...later] = known.filter((one) => isSameKind(one, seen));
  if (!first) return [...known, added];
  // The same listing again, or the same report a moment later, is nothing new. What was asked may follow a listing.
  const newest = later.at(-1) ?? first;
  if (seen.at <= newest.at || (seen.way !== "detail" && seen.at - newest.at < (later.length > 0 ? apart : APART)))
    return known;
  return [...known.filter((one) => one === first || !isSameKind(one, seen)), added];
};

/** Our clock at the newest observation. */
export const newestAt = (evidence: readonly Evidence[]): number => latest(evidence);
