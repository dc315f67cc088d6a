import { parseArgs } from "node:util";
import { copyProject, judge, passes, removeCopy, type Verdict } from "./mutant.ts";
import { mutants } from "./mutants.ts";

/*
 * npm run mutants -- [--json] [--only "part of a name"] [--shard 1/2] [--quick]
 * Takes one guard of the engine away at a time, in a copy of the project, and says which test or fault run notices. A
 * killer that fails without any mutant kills nothing. `--quick`: tests alone, no fault runs. The last line is the sum, as
 * JSON.
 */
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string" },
    shard: { type: "string", default: "1/1" },
    quick: { type: "boolean", default: false },
  },
});
const [part = 1, parts = 1] = values.shard.split("/").map(Number);
const chosen = mutants.filter(
  ({ name }, place) => (values.only === undefined || name.includes(values.only)) && place % parts === part - 1,
);

const [copy, untouched] = [copyProject(), copyProject()];
process.once("exit", () => [copy, untouched].forEach(removeCopy));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const sound = new Map<string, boolean>();
/** A killer that fails in the project as it is says nothing about a mutant. */
const isSound = (killer: string): boolean => {
  const known = sound.get(killer);
  if (known !== undefined) return known;
  const isPassed = passes(untouched, killer);
  sound.set(killer, isPassed);
  if (!isPassed) console.log(`fails without any mutant, and kills nothing: ${killer}`);
  return isPassed;
};

const verdicts: Verdict[] = [];
for (const mutant of chosen) {
  const killers = mutant.killers.filter((killer) => !values.quick || !killer.startsWith("faults"));
  const verdict = judge(copy, { ...mutant, killers }, isSound);
  verdicts.push(verdict);
  const { killedBy, seconds } = verdict;
  console.log(`${killedBy ? "killed  " : "SURVIVED"} ${mutant.name} (${killedBy ?? "by nothing"}, ${seconds} s)`);
}

const survived = verdicts.filter(({ killedBy }) => killedBy === undefined).map(({ mutant }) => mutant.name);
console.log(JSON.stringify({ mutants: verdicts.length, killed: verdicts.length - survived.length, survived }));
process.exitCode = survived.length > 0 ? 1 : 0;
