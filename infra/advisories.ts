import { spawnSync } from "node:child_process";

export interface Verdict {
  readonly isBad: boolean;
  readonly words: string;
}

/** What weakness stops a run. Weaker ones are told. */
const SERIOUS = ["high", "critical"];

/**
 * What `npm audit --json` has answered. A registry that does not answer says nothing about the packages, so its silence stops
 * no run.
 */
export const verdictOf = (output: string): Verdict => {
  const counts = countsIn(output);
  if (counts === undefined) return { isBad: false, words: "the registry does not tell of advisories: skipped" };
  const found = Object.entries(counts).filter(([name, count]) => name !== "total" && count > 0);
  if (found.length === 0) return { isBad: false, words: "no advisory is known for any package of the lock" };
  const words = found.map(([name, count]) => `${count} ${name}`).join(", ");
  return { isBad: found.some(([name]) => SERIOUS.includes(name)), words: `advisories: ${words}; see npm audit` };
};

const countsIn = (output: string): Record<string, number> | undefined => {
  try {
    const { metadata } = JSON.parse(output) as { metadata?: { vulnerabilities?: Record<string, number> } };
    return metadata?.vulnerabilities;
  } catch {
    return undefined;
  }
};

if (import.meta.main) {
  const { stdout } = spawnSync("npm", ["audit", "--package-lock-only", "--json"], {
    encoding: "utf8",
    timeout: 120_000,
  });
  const { isBad, words } = verdictOf(stdout ?? "");
  console.log(words);
  process.exitCode = isBad ? 1 : 0;
}
