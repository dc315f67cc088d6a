import { expect, test } from "vitest";
import { verdictOf } from "../../../infra/advisories.ts";

const answer = (vulnerabilities: Record<string, number>) => JSON.stringify({ metadata: { vulnerabilities } });

test.each([
  ["a serious advisory stops a run", answer({ low: 0, high: 1, total: 1 }), true, /1 high/],
  ["a slight one is told", answer({ moderate: 2, high: 0, total: 2 }), false, /2 moderate/],
  ["none is told as well", answer({ low: 0, high: 0, critical: 0, total: 0 }), false, /no advisory/],
  ["a registry that refuses the question stops nothing", '{"message":"405 Method Not Allowed"}', false, /skipped/],
  ["nor does one that is out of reach", "", false, /skipped/],
])("%s", (_, output, isBad, words) => {
  expect(verdictOf(output).isBad).toBe(isBad);
  expect(verdictOf(output).words).toMatch(words);
});
