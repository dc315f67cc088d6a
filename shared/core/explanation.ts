import type { Freshness } from "./freshness.ts";
import { isoTime } from "./time.ts";

/** What a person misses, or wonders about, as they know it. */
export interface Sought {
  readonly resource: string;
  readonly by: "id" | "code" | "phone";
  readonly value: string;
}

/** All that bears on the question. Times are unix milliseconds. */
export interface ExplanationFacts {
  readonly sought: Sought;
  readonly freshness: Freshness;
  /** `VendorChanged`, `forbidden`, ...: why the resource was not read the last time. */
  readonly errorCode?: string | undefined;
  readonly record?: KnownRecord | undefined;
  /** No record answers to what was asked, and one does in another field: an id given as a code, or the other way round. */
  readonly other?: { readonly by: Sought["by"]; readonly id: string } | undefined;
  /** Records that were looked through for a code or phone, and whether those were all. */
  readonly searched?: { readonly records: number; readonly all: boolean } | undefined;
  readonly deletion?: { readonly state: string; readonly seenAt: number; readonly ways: readonly string[] } | undefined;
  /** It is to be fetched: a webhook or a write of ours has named it, or the whole resource. */
  readonly pull?: "this" | "all" | undefined;
  readonly unanswered?: { readonly since: number; readonly givenUp: boolean } | undefined;
  readonly write?: { readonly id: string; readonly state: string; readonly reason?: string | undefined } | undefined;
  /** Nothing older is read, ISO 8601. */
  readonly since?: string | undefined;
  readonly lastReading?: { readonly startedAt: number; readonly endedAt: number } | undefined;
  /** By the last comparison of everything. */
  readonly counts?: { readonly stored: number; readonly vendorTotal?: number | undefined } | undefined;
  /** Rows of the last reading of which something, or all, could not be read. */
  readonly unreadableRows: number;
  readonly now: number;
}

export interface KnownRecord {
  readonly id: string;
  readonly version: number;
  readonly observedAt: number;
  readonly deleted: boolean;
  readonly unread: readonly string[];
}

export const explanationCauses = [
  "here",
  "here-and-unread",
  "here-and-behind",
  "here-and-asked-again",
  "here-and-removal-held",
  "here-and-removal-in-doubt",
  "deleted",
  "another-field",
  "not-searched-whole",
  "write-open",
  "write-failed",
  "unanswered",
  "asked-for",
  "shop-paused",
  "no-permission",
  "failing",
  "limited",
  "first-reading",
  "rows-unread",
  "fewer-than-the-vendor",
  "behind",
  "older-than-since",
  "not-at-the-vendor",
] as const;
export type ExplanationCause = (typeof explanationCauses)[number];

export interface Explanation {
  /** It is here and alive. */
  readonly found: boolean;
  readonly cause: ExplanationCause;
  /** The answer for a person. */
  readonly sentence: string;
}

type Answer = Explanation | undefined;
type Rule = (facts: ExplanationFacts, name: string) => Answer;

const here = (cause: ExplanationCause, sentence: string): Explanation => ({ found: true, cause, sentence });
const absent = (cause: ExplanationCause, sentence: string): Explanation => ({ found: false, cause, sentence });

const stood = ({ record }: Pick<ExplanationFacts, "record">): string => `as it was at ${isoTime(record!.observedAt)}`;

/** In this order: what says most about a record that is here. */
const ofLiving: readonly Rule[] = [
  ({ deletion, ...facts }, name) =>
    deletion?.state === "held"
      ? here(
          "here-and-removal-held",
          `${name} is here, ${stood(facts)}. The vendor does not show it any more; its removal is held and waits for your decision.`,
        )
      : undefined,
  ({ deletion, ...facts }, name) =>
    deletion && deletion.state !== "dismissed" && deletion.state !== "removed"
      ? here(
          "here-and-removal-in-doubt",
          `${name} is here, ${stood(facts)}. Something said at ${isoTime(deletion.seenAt)} that it may be gone (${deletion.ways.join(", ")}); that is being checked.`,
        )
      : undefined,
  ({ record }, name) =>
    record!.unread.length > 0
      ? here(
          "here-and-unread",
          `${name} is here, without what could not be read of it: ${record!.unread.join(", ")}. The vendor's row has the values.`,
        )
      : undefined,
  ({ pull, ...facts }, name) =>
    pull === "this"
      ? here(
          "here-and-asked-again",
          `${name} is here, ${stood(facts)}. It may have changed since, and is being fetched.`,
        )
      : undefined,
  ({ freshness, ...facts }, name) =>
    freshness.state === "current"
      ? undefined
      : here(
          "here-and-behind",
          `${name} is here, ${stood(facts)}. It may have changed since. ${freshness.reason ?? ""}`,
        ),
  (facts, name) => here("here", `${name} is here, ${stood(facts)}.`),
];

/** In this order: what is certain, then what keeps it away, then what may. */
const ofMissing: readonly Rule[] = [
  ({ record, deletion }, name) =>
    record?.deleted
      ? absent(
          "deleted",
          `${name} was deleted at the vendor. We removed it after ${isoTime(record.observedAt)}${deletion && deletion.ways.length > 0 ? `, because of: ${deletion.ways.join(", ")}` : ""}.`,
        )
      : undefined,
  ({ other, sought }, name) =>
    other &&
    absent("another-field", `${name} is not here, but ${sought.value} is the ${other.by} of the record ${other.id}.`),
  ({ write }, name) =>
    write && ["queued", "sending", "unknown", "probing"].includes(write.state)
      ? absent("write-open", `${name} is not here yet: your write ${write.id} is ${write.state}.${told(write.reason)}`)
      : undefined,
  ({ write }, name) =>
    write && ["rejected", "dead", "cancelled"].includes(write.state)
      ? absent("write-failed", `${name} is not here: your write ${write.id} is ${write.state}.${told(write.reason)}`)
      : undefined,
  ({ unanswered }, name) =>
    unanswered &&
    absent(
      "unanswered",
      `${name} is not here: it was named to us at ${isoTime(unanswered.since)}, and the vendor answers nothing about it. ${
        unanswered.givenUp ? "The next comparison of everything will tell." : "It is being asked again."
      }`,
    ),
  ({ pull }, name) =>
    pull === "this"
      ? absent("asked-for", `${name} is not here yet: it was named to us, and is being fetched.`)
      : undefined,
  ({ freshness }, name) =>
    freshness.state === "paused" ? absent("shop-paused", `${name} is not here. ${freshness.reason ?? ""}`) : undefined,
  ({ errorCode, freshness }, name) =>
    errorCode === "forbidden" ? absent("no-permission", `${name} is not here. ${freshness.reason ?? ""}`) : undefined,
  ({ freshness }, name) =>
    freshness.state === "failing" ? absent("failing", `${name} is not here. ${freshness.reason ?? ""}`) : undefined,
  ({ freshness }, name) =>
    freshness.state === "limited" ? absent("limited", `${name} is not here. ${freshness.reason ?? ""}`) : undefined,
  ({ lastReading, freshness }, name) =>
    lastReading === undefined || freshness.state === "backfilling" || freshness.state === "waiting"
      ? absent("first-reading", `${name} is not here yet. ${freshness.reason ?? "The first reading is not complete."}`)
      : undefined,
  ({ searched }, name) =>
    searched && !searched.all
      ? absent(
          "not-searched-whole",
          `${name} is not among the ${searched.records} records that were looked through, and there are more. Ask by id.`,
        )
      : undefined,
  ({ unreadableRows }, name) =>
    unreadableRows > 0
      ? absent(
          "rows-unread",
          `${name} is not here, and ${unreadableRows} of the vendor's rows could not be read whole: it may be one of them.`,
        )
      : undefined,
  ({ counts }, name) =>
    counts?.vendorTotal !== undefined && counts.vendorTotal > counts.stored
      ? absent(
          "fewer-than-the-vendor",
          `${name} is not here. By the last comparison the vendor counts ${counts.vendorTotal} and ${counts.stored} are here: it may be one of those that its list did not show.`,
        )
      : undefined,
  ({ freshness }, name) =>
    freshness.state === "current" ? undefined : absent("behind", `${name} is not here. ${freshness.reason ?? ""}`),
  ({ since, lastReading }, name) =>
    since === undefined
      ? undefined
      : absent(
          "older-than-since",
          `${name} is not here. Nothing older than ${since} is read, because the shop was registered with \`since\`; all that is newer, and that the vendor showed until ${isoTime(lastReading!.startedAt)}, is here.`,
        ),
  ({ lastReading, freshness }, name) =>
    absent(
      "not-at-the-vendor",
      `${name} is not here: the vendor did not show it until ${isoTime(lastReading!.startedAt)}. A change after that arrives within ${freshness.promisedSeconds} seconds.`,
    ),
];

const told = (reason: string | undefined): string => (reason === undefined ? "" : ` ${reason}`);

/** Why something is here, or is not. Pure: the same facts give the same answer everywhere. */
export const explain = (facts: ExplanationFacts): Explanation => {
  const { resource, by, value } = facts.sought;
  const name = `The record of ${resource} with the ${by} ${value}`;
  const rules = facts.record && !facts.record.deleted ? ofLiving : ofMissing;
  for (const rule of rules) {
    const answer = rule(facts, name);
    if (answer) return { ...answer, sentence: answer.sentence.trim() };
  }
  throw new Error("The last rule always answers.");
};
