import type { OperationCall } from "../../shared/core/vendor.ts";
import { at, listOf, type Raw } from "./raw.ts";
import { type Answered, NotAsked, type Visit } from "./visit.ts";

export type Verdict = "holds" | "does not hold" | "cannot tell";

/** What an experiment found out. The evidence is one sentence of counts, names of fields, states and times. */
export interface Finding {
  readonly verdict: Verdict;
  readonly evidence: string;
}

/** One assumption that the vendor's documents leave open, and how to try it with a few reads. */
export interface Experiment {
  /** Unique within the vendor. */
  readonly id: string;
  readonly assumption: string;
  /** Where the assumption comes from: document and paragraph, or field note. */
  readonly source: string;
  /** Words of the lines in docs/vendors.md or the vendor's README that this tries. */
  readonly about: readonly string[];
  /** Where the product relies on it. */
  readonly reliedOn: string;
  run(visit: Visit): Promise<Finding>;
}

/** A line of the documents that reading cannot try, and why. */
export interface Untried {
  readonly about: string;
  readonly why:
    | "a write would be needed"
    | "a webhook would be needed"
    | "time has to pass"
    | "the limit would be broken"
    | "other access would be needed"
    | "an answer does not show what is meant"
    | "it is no claim about answers";
}

export interface FieldTable {
  readonly experiments: readonly Experiment[];
  readonly untried: readonly Untried[];
}

/** What a listing is asked for, in words that all vendors share. */
export interface Question {
  readonly size?: number;
  /** 1-based. */
  readonly page?: number;
  /** The vendor's own continuation, as it came. */
  readonly next?: unknown;
  /** A lower or upper bound of the time filter: unix milliseconds, or a row's own text as it came. */
  readonly from?: unknown;
  readonly to?: unknown;
  /** Further parameters, in the vendor's words. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A vendor's list as the experiments see it. */
export interface Collection {
  readonly operation: string;
  /** Path of the rows in the answer. */
  readonly rows: string;
  /** Path of the id in a row. */
  readonly id: string;
  /** Path of the continuation, where pages have no numbers. */
  readonly next?: string;
  ask(question: Question): OperationCall;
}

export const told = (isSo: boolean, evidence: string): Finding => ({
  verdict: isSo ? "holds" : "does not hold",
  evidence,
});
export const cannotTell = (evidence: string): Finding => ({ verdict: "cannot tell", evidence });

/** One answer of a listing. @throws NotAsked where the vendor does not answer it */
export const answerTo = async (
  visit: Visit,
  collection: Collection,
  question: Question,
  options?: { readonly again?: boolean },
): Promise<Answered> => {
  const answer = await visit.ask(collection.operation, collection.ask(question), options);
  if (answer.said !== "yes") throw new NotAsked(`${collection.operation} is not answered (${sayingOf(answer)})`);
  return answer;
};

export const rowsIn = (answer: Answered, collection: Pick<Collection, "rows">): Raw[] =>
  listOf(at(answer.json, collection.rows)).filter((row) => row !== null && row !== undefined);

export const rowsOf = async (
  visit: Visit,
  collection: Collection,
  question: Question,
  options?: { readonly again?: boolean },
): Promise<Raw[]> => rowsIn(await answerTo(visit, collection, question, options), collection);

export const idsOf = (rows: readonly unknown[], { id }: Pick<Collection, "id">): string[] =>
  rows.map((row) => String(at(row, id)));

/** Pages one after the other, by number or by the vendor's continuation; fewer where the listing ends. */
export const pagesOf = async (
  visit: Visit,
  collection: Collection,
  question: Question,
  most: number,
): Promise<Raw[][]> => {
  const pages: Raw[][] = [];
  let next: unknown;
  for (let page = 1; page <= most; page += 1) {
    const answer = await answerTo(visit, collection, {
      ...question,
      ...(collection.next === undefined ? { page } : next === undefined ? {} : { next }),
    });
    const rows = rowsIn(answer, collection);
    pages.push(rows);
    if (collection.next === undefined) {
      if (rows.length === 0) break;
      continue;
    }
    next = at(answer.json, collection.next);
    if (next === undefined || next === null || next === "") break;
  }
  return pages;
};

/** Status, and what the vendor says in words, cut short. */
export const sayingOf = ({ status, json, text }: Answered): string => {
  const words = [
    "responseStatus.message",
    "ResponseStatus.Message",
    "error.message",
    "message",
    "messages",
    "messages.0",
  ]
    .map((path) => at(json, path))
    .find((found) => typeof found === "string" && found !== "");
  const said = words ?? (json === undefined ? text.slice(0, 40) : "no words");
  return `status ${status}, ${JSON.stringify(String(said).slice(0, 120))}`;
};

/** Runs one experiment; what it could not ask is "cannot tell". */
export const tryOut = async (experiment: Experiment, visit: Visit): Promise<Finding> => {
  try {
    return await experiment.run(visit);
  } catch (error) {
    if (error instanceof NotAsked) return cannotTell(`${capital(error.message)}.`);
    if (error instanceof TypeError) return cannotTell("The answers have a form that this experiment cannot read.");
    throw error;
  }
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
