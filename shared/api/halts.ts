import * as z from "zod";
import type { Halt as StoredHalt } from "../core/halts.ts";
import { isoTime } from "../core/time.ts";
import { Time } from "./answers/words.ts";

/** What an operator says when it stops something; those who it concerns read it. */
export const HaltInput = z.strictObject({
  reason: z.string().trim().min(1).max(300).describe("for people; tenants read it"),
});

export const Halt = z.object({
  since: Time,
  reason: z.string(),
  by: z.string().describe("`operator`, or `operator:<name>`"),
});

export const shownHalt = ({ since, reason, by }: StoredHalt): z.infer<typeof Halt> => ({
  since: isoTime(since),
  reason,
  by,
});
