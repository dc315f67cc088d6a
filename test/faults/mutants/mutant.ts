import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A guard of the engine that is taken away, and who is to notice. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly text: string;
  readonly replacement: string;
  /** In order: files of tests with blanks between, or `faults ...` with the options of `npm run faults`. */
  readonly killers: readonly string[];
}

export interface Verdict {
  readonly mutant: Mutant;
  /** The killer that noticed; undefined: none did. */
  readonly killedBy: string | undefined;
  readonly seconds: number;
}

export const root = join(import.meta.dirname, "../../..");

/** @throws when the guard's text is not there, or more than once: the mutant has to follow the code */
export const mutate = (source: string, { name, file, text, replacement }: Mutant): string => {
  const found = source.split(text).length - 1;
  if (found !== 1) throw new Error(`${name}: its text stands ${found} times in ${file}`);
  return source.replace(text, () => replacement);
};

/** A copy of the project, in which mutants do no harm. */
export const copyProject = (): string => {
  const copy = mkdtempSync(join(tmpdir(), "mutants-"));
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
    .toString()
    .split("\n")
    .filter((file) => file !== "" && !file.startsWith("docs/"));
  for (const file of files) cpSync(join(root, file), join(copy, file), { recursive: true, force: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
};

export const removeCopy = (copy: string): void => rmSync(copy, { recursive: true, force: true });

/** No killer takes longer, milliseconds; a mutant that makes the engine run for ever is noticed as well. */
const LONGEST = 240_000;

/** Whether the killer passes in the copy as it is. */
export const passes = (copy: string, killer: string): boolean => {
  const [first = "", ...rest] = killer.split(" ");
  const [command, options] =
    first === "faults"
      ? [process.execPath, ["test/faults/runs/run.ts", "--bail", ...rest]]
      : [
          process.execPath,
          [
            "node_modules/vitest/vitest.mjs",
            "run",
            "--bail=1",
            "--test-timeout=120000",
            "--hook-timeout=120000",
            first,
            ...rest,
          ],
        ];
  const { status } = spawnSync(command, options, { cwd: copy, timeout: LONGEST, stdio: "ignore" });
  return status === 0;
};

/**
 * Takes the guard away in the copy, and asks one killer after the other.
 * @param isSound the killer passes where no guard is missing
 */
export const judge = (copy: string, mutant: Mutant, isSound: (killer: string) => boolean): Verdict => {
  const began = Date.now();
  const path = join(copy, mutant.file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, mutate(source, mutant));
  try {
    const killedBy = mutant.killers.find((killer) => !passes(copy, killer) && isSound(killer));
    return { mutant, killedBy, seconds: Math.round((Date.now() - began) / 1_000) };
  } finally {
    writeFileSync(path, source);
  }
};
