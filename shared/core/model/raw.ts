import * as z from "zod";
import { createdAt, identity, Text } from "./words.ts";

/** Everything outside the canonical model: id, what names it, and the vendor's row under `raw`. */
export const RawRecord = z.object({
  ...identity,
  name: Text.optional().describe("What the vendor calls it."),
  createdAt,
});
export type RawRecord = z.infer<typeof RawRecord>;
