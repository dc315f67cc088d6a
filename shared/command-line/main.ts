import { CommanderError } from "@commander-js/extra-typings";
import { ApiRefused, Unreachable } from "./api.ts";
import { createProgram } from "./program.ts";
import { Trouble } from "./trouble.ts";

const codeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Unreachable) return 3;
  return error instanceof Trouble ? error.code : 1;
};

// A reader that has seen enough, `| head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await createProgram().parseAsync();
} catch (error) {
  const isTold = error instanceof CommanderError;
  const json = process.argv.includes("--json") && error instanceof ApiRefused;
  if (json) process.stderr.write(`${JSON.stringify(error.problem)}\n`);
  else if (!isTold && (error as Error).message !== "") process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = codeOf(error);
}
