import * as z from "zod";
import { problemCodes } from "../../core/problems.ts";
import { FieldError, Time } from "./words.ts";

/** RFC 9457. */
export const Problem = z.object({
  type: z.string().describe("address of the page about this code"),
  code: z.enum(problemCodes).describe("the last part of `type`: what a program compares"),
  title: z.string().describe("for people, in English or Vietnamese (`Accept-Language`)"),
  status: z.number().int(),
  detail: z.string().describe("what is the matter this time, in English"),
  instance: z.string().describe("path of the request"),
  requestId: z.string().optional().describe("names the request in our logs"),
  errors: z.array(FieldError).optional().describe("the fields at fault"),
  quota: z.string().optional().describe("the quota that is used up"),
  limit: z.number().optional().describe("its size"),
  used: z.number().optional(),
  possibleAt: Time.optional().describe("when the request is possible again, if time alone helps"),
});

/** The page about one code. */
export const ProblemPage = z.object({
  code: z.enum(problemCodes),
  status: z.array(z.number().int()),
  title: z.object({ en: z.string(), vi: z.string() }),
  meaning: z.string(),
  remedy: z.string(),
});
