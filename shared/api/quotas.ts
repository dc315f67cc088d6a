import * as z from "zod";
import { type Limits, type QuotaName, quotaNames, quotas, type SetQuotas } from "../core/quotas.ts";

/** What the operator sets: a number, or null for the default. */
export const QuotasInput = z
  .strictObject(
    Object.fromEntries(
      quotaNames.map((name) => {
        const { least, most, standard, counts } = quotas[name];
        const words = `${counts}; default ${standard}`;
        return [name, z.number().int().min(least).max(most).nullable().optional().describe(words)];
      }),
    ) as Record<QuotaName, z.ZodOptional<z.ZodNullable<z.ZodNumber>>>,
  )
  .describe("what is left out, or null, gets the default");

export const setQuotas = (input: z.infer<typeof QuotasInput>): SetQuotas =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined));

export const QuotasAnswer = z.object({
  data: z.array(
    z.object({
      name: z.enum(quotaNames as [QuotaName, ...QuotaName[]]),
      counts: z.string().describe("what is counted"),
      limit: z.number(),
      default: z.number(),
      used: z.number().optional(),
    }),
  ),
  next: z.null(),
});

export const quotasShown = (limits: Limits, used: SetQuotas): z.infer<typeof QuotasAnswer> => ({
  data: quotaNames.map((name) => ({
    name,
    counts: quotas[name].counts,
    limit: limits[name],
    default: quotas[name].standard,
    ...(used[name] === undefined ? {} : { used: used[name] }),
  })),
  next: null,
});
