import { afterEach, expect, test } from "vitest";
import { TillbridgeProblem } from "../../../shared/client/problem.ts";
import { queries, sessionKey } from "../../../shared/pages/api.ts";

afterEach(() => queries.clear());

const problem = (status: number, code: string) =>
  new TillbridgeProblem(new Response(null, { status }), { type: "about:blank", title: code, status, code });
const failing = (queryKey: readonly string[], error: Error) =>
  queries.query({ queryKey, queryFn: () => Promise.reject(error) }).catch(() => undefined);
const isSessionDoubted = () => queries.getQueryState(sessionKey)?.isInvalidated;

test("a question that nobody is signed in for makes the console ask who is there", async () => {
  queries.setQueryData(sessionKey, { kind: "tenant" });
  await failing(["shops"], problem(403, "forbidden"));
  expect(isSessionDoubted()).toBe(false);
  await failing(["shops"], problem(401, "unauthenticated"));
  expect(isSessionDoubted()).toBe(true);
});

test("the question itself is not asked again and again", async () => {
  queries.setQueryData(sessionKey, { kind: "tenant" });
  await failing(sessionKey, problem(401, "unauthenticated"));
  expect(isSessionDoubted()).toBe(false);
});
