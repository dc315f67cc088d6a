import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { functions, queues } from "./topology.ts";

/* Whether an account has room for a stage, before anything is deployed: `npm run account-check`. */

/** What `aws lambda get-account-settings` tells. */
export interface AccountLimits {
  /** Functions that may run at the same time, all of the account's together. */
  readonly concurrency: number;
  /** Of these, what no function has reserved. */
  readonly unreserved: number;
}

/** AWS leaves so many to functions that reserve nothing. */
const LEFT_BY_AWS = 100;
/** Below this not even the schedule's four runs have room beside one request and one worker. */
const LEAST = 10;

export interface Judgement {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const reservedBy = (): number => functions.reduce((sum, { concurrency = 0 }) => sum + concurrency, 0);

/** What the queues may start at the same time. */
const workersOf = (): number =>
  functions
    .flatMap(({ startedBy }) => startedBy)
    .reduce((sum, trigger) => sum + (trigger.type === "queue" ? trigger.maxConcurrency : 0), 0);

/**
 * @param reserves what the stage's file says (`reserve`)
 * @param isFirst the stage is not deployed yet: what it reserves has still to be found
 */
export const judgeAccount = (
  { concurrency, unreserved }: AccountLimits,
  { reserves, isFirst }: { readonly reserves: boolean; readonly isFirst: boolean },
): Judgement => {
  const reserved = reservedBy();
  const needed = reserved + LEFT_BY_AWS;
  const lines = [`Lambda: ${concurrency} concurrent executions, ${unreserved} of them not reserved.`];
  const raise =
    'Ask for more: Service Quotas, AWS Lambda, "Concurrent executions" (code L-B99A9384). New accounts begin with 10; AWS answers within days.';
  if (reserves && isFirst && unreserved < needed)
    return {
      ok: false,
      lines: [
        ...lines,
        `The stage reserves ${reserved}, and AWS keeps ${LEFT_BY_AWS} for the rest: ${needed} are needed. The deploy would fail.`,
        raise,
        'Or deploy without: "reserve": false in the file of the stage. Then a flood of requests can take the workers\' share.',
      ],
    };
  if (concurrency < LEAST)
    return { ok: false, lines: [...lines, `Fewer than ${LEAST} cannot run a stage at all.`, raise] };
  const workers = workersOf();
  if (unreserved < workers)
    return {
      ok: true,
      lines: [
        ...lines,
        `The ${queues.length} queues start up to ${workers} workers at the same time: with less, shops are read later when many are due.`,
        raise,
      ],
    };
  return { ok: true, lines: [...lines, "That is enough."] };
};

/** `any`: each command answers in a form of its own. */
const aws = async (...args: readonly string[]): Promise<any> => {
  const { stdout } = await promisify(execFile)("aws", [...args, "--output", "json"]);
  return JSON.parse(stdout);
};

if (import.meta.main) {
  try {
    const { AccountLimit } = await aws("lambda", "get-account-settings");
    const { ok, lines } = judgeAccount(
      { concurrency: AccountLimit.ConcurrentExecutions, unreserved: AccountLimit.UnreservedConcurrentExecutions },
      { reserves: !process.argv.includes("--no-reserve"), isFirst: !process.argv.includes("--deployed") },
    );
    for (const line of lines) console.log(line);
    if (!ok) process.exitCode = 1;
  } catch (error) {
    console.error(`The account could not be asked (it takes the AWS CLI and credentials): ${(error as Error).message}`);
    process.exitCode = 2;
  }
}
