import { problemsOf } from "../../shared/api/problems-of.ts";
import type { AnswerWatch } from "../../shared/api/respond.ts";
import type { Route } from "../../shared/api/route.ts";
import { problemKind } from "../../shared/core/problems.ts";

/** Codes of requests that reach no route. */
const WITHOUT_ROUTE = ["unknown-route", "method-not-allowed"];

/**
 * Compares every answer of a test with what the document says about it: its status, its fields and their types, the code of a
 * problem. `complain` throws what was found since it was last asked.
 */
export const createStrictAnswers = (): { readonly watch: AnswerWatch; complain(): void } => {
  const complaints: string[] = [];
  const watch: AnswerWatch = {
    answered(route, status, body, extra) {
      const schema = route.answers[status];
      if (!schema) return void complaints.push(`${route.operationId} does not document the status ${status}`);
      for (const field of new Set(extra)) complaints.push(`${route.operationId} ${status} does not document ${field}`);
      const parsed = schema.safeParse(JSON.parse(JSON.stringify(body)));
      for (const { path, message } of parsed.error?.issues ?? [])
        complaints.push(`${route.operationId} ${status}: ${path.join(".")}: ${message}`);
    },
    failed(route, status, code) {
      if (!problemKind(code).status.includes(status)) complaints.push(`${code} is documented without ${status}`);
      if (route ? !problemsOf(route).includes(code) : !WITHOUT_ROUTE.includes(code))
        complaints.push(`${nameOf(route)} does not document the problem ${code}`);
    },
  };
  return {
    watch,
    complain() {
      const found = complaints.splice(0);
      if (found.length > 0) throw new Error(found.join("\n"));
    },
  };
};

const nameOf = (route: Route | undefined): string => route?.operationId ?? "a request without a route";
