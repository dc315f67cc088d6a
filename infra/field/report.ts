import type { MadeUp } from "../../shared/core/made-up.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import type { Experiment, FieldTable, Finding, Verdict } from "./experiment.ts";
import { tryOut } from "./experiment.ts";
import type { Answered, Visit } from "./visit.ts";

export interface Tried extends Finding, Pick<Experiment, "id" | "assumption" | "source" | "reliedOn"> {}

export interface FieldReport {
  readonly vendor: VendorId;
  /** ISO 8601. */
  readonly at: string;
  readonly calls: { readonly made: number; readonly most: number };
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly experiments: readonly Tried[];
  /** Lines of the documents that reading cannot try. */
  readonly untried: FieldTable["untried"];
}

/** Tries every experiment, one after the other. */
export const runExperiments = async (visit: Visit, { experiments, untried }: FieldTable): Promise<FieldReport> => {
  const tried: Tried[] = [];
  for (const experiment of experiments) {
    const { id, assumption, source, reliedOn } = experiment;
    tried.push({ id, assumption, source, reliedOn, ...(await tryOut(experiment, visit)) });
  }
  const count = (verdict: Verdict) => tried.filter((one) => one.verdict === verdict).length;
  return {
    vendor: visit.vendor.id,
    at: new Date(visit.clock()).toISOString(),
    calls: { ...visit.calls },
    counts: { holds: count("holds"), "does not hold": count("does not hold"), "cannot tell": count("cannot tell") },
    experiments: tried,
    untried,
  };
};

const ORDER: readonly Verdict[] = ["does not hold", "cannot tell", "holds"];

/** The report for people: what does not hold comes first. */
export const toText = (report: FieldReport): string => {
  const { vendor, at, calls, counts } = report;
  const parts = ORDER.flatMap((verdict) => {
    const tried = report.experiments.filter((one) => one.verdict === verdict);
    if (tried.length === 0) return [];
    return [
      `\n${verdict.toUpperCase()} (${tried.length})`,
      ...tried.map(({ id, assumption, evidence, reliedOn, source }) =>
        verdict === "holds"
          ? `  ${id}: ${assumption} ${evidence}`
          : `  ${id}: ${assumption}\n    ${evidence}\n    relied on in ${reliedOn}; from ${source}`,
      ),
    ];
  });
  const head = `${vendor}, ${at}: ${counts.holds} hold, ${counts["does not hold"]} do not, ${counts["cannot tell"]} cannot be told. ${calls.made} of ${calls.most} calls.`;
  return [
    head,
    ...parts,
    `\nNot tried by reading: ${report.untried.length} claims, and all that concerns writes and webhooks.`,
  ].join("\n");
};

/** An answer that can be shared. */
export interface Fixture {
  readonly operation: string;
  readonly call: unknown;
  readonly status: number;
  readonly body: unknown;
}

const MOST_ANSWERS = 2;
const MOST_ROWS = 5;

/** Two good answers of each operation and every refusal, with made-up values and at most five rows of each list. */
export const fixturesOf = (answers: readonly Answered[], madeUp: MadeUp): readonly Fixture[] => {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  return answers.flatMap((answer) => {
    const { operation, call, status, json, said } = answer;
    const name = `${operation} ${said}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (status === 0 || count > MOST_ANSWERS || seen.has(answer.text)) return [];
    seen.add(answer.text);
    // Text that is no JSON is a page of a gateway: its status tells enough.
    return [
      {
        operation,
        call: madeUp.shareableCall(call),
        status,
        body: json === undefined ? null : madeUp.shareable(shortened(json)),
      },
    ];
  });
};

const shortened = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, MOST_ROWS).map(shortened);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  // An object that is keyed by id is a list as well.
  const isKeyed = entries.length > MOST_ROWS && entries.every(([name]) => /^\d+$/.test(name));
  return Object.fromEntries(
    (isKeyed ? entries.slice(0, MOST_ROWS) : entries).map(([name, inner]) => [name, shortened(inner)]),
  );
};
