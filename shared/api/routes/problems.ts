import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { type ProblemCode, problemCodes, problemKind } from "../../core/problems.ts";
import { ProblemPage } from "../answers/problem.ts";
import { problemPage } from "../problem-page.ts";
import { defineRoute, type Route, reply } from "../route.ts";

const pageOf = (code: ProblemCode) => {
  const { status, en, vi, meaning, remedy } = problemKind(code);
  return { code, status, title: { en, vi }, meaning, remedy };
};

/** What the `type` of a problem links to. */
export const problemRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/problems/{code}",
    operationId: "getProblem",
    tag: "Service",
    access: "public",
    summary: "What a problem's code means, and what to do. The `type` of each problem links here.",
    description: "A browser gets a page, everybody else JSON.",
    params: z.object({ code: z.string().max(60).describe("`code` of a problem document") }),
    answer: ProblemPage,
    problems: ["unknown-problem"],
    async handle({ params, headers }) {
      const code = problemCodes.find((one) => one === params.code);
      if (code === undefined) throw new BadRequest(404, "unknown-problem", `No problem has the code ${params.code}.`);
      if (!/\btext\/html\b/.test(headers.accept ?? "")) return pageOf(code);
      return reply(200, problemPage(code), {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "default-src 'none'",
        vary: "accept",
      });
    },
  }),
];
