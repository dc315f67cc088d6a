import type { ProblemCode } from "../core/problems.ts";
import type { Route } from "./route.ts";

/** What any call of a vendor may end with. */
export const vendorProblems: readonly ProblemCode[] = [
  "vendor-rejected",
  "needs-reauth",
  "limit-used-up",
  "vendor-changed",
];

/** Problems that any request can have, whatever its route. */
const always: readonly ProblemCode[] = ["invalid-query", "internal-error", "try-again"];

/** Every code that the route can answer: its own, and those that come from its form. */
export const problemsOf = (route: Route): readonly ProblemCode[] => {
  const has = (schema: Route["query"], name: string) => name in schema.shape;
  const isTenants = route.access !== "public" && route.access !== "operator";
  const codes = new Set<ProblemCode>([
    ...(route.access === "public" ? [] : (["unauthenticated", "forbidden", "too-many-refused-keys"] as const)),
    ...(isTenants ? (["quota-exceeded", "answer-too-large", "tenant-suspended"] as const) : []),
    ...(Object.keys(route.params.shape).length > 0 ? (["invalid-path"] as const) : []),
    ...(has(route.query, "cursor") ? (["invalid-cursor"] as const) : []),
    ...(route.body ? (["malformed-json", "not-json", "body-too-large", "invalid-body"] as const) : []),
    ...(has(route.params, "shop") ? (["unknown-shop"] as const) : []),
    ...(has(route.params, "endpoint") ? (["unknown-endpoint"] as const) : []),
    ...(has(route.params, "tenant") ? (["unknown-tenant"] as const) : []),
    ...(route.idempotencyKey ? (["idempotency-key-missing", "idempotency-key-reused"] as const) : []),
    ...route.problems,
    ...always,
  ]);
  return [...codes];
};
