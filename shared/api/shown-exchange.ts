import type * as z from "zod";
import { isoTime } from "../core/time.ts";
import type { Kept, Exchange as StoredExchange } from "../stores/exchanges.ts";
import type { Exchange } from "./answers/writes.ts";

type Shown = z.infer<typeof Exchange>;

const shownBody = ({ text, isCut }: Kept): NonNullable<Shown["request"]["body"]> => {
  if (isCut) return { text, truncated: true };
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
};

/** What went to the vendor and what came back, as the API shows it. */
export const shownExchange = ({ at, milliseconds, request, answer }: StoredExchange): Shown => ({
  at: isoTime(at),
  milliseconds,
  request: {
    method: request.method as Shown["request"]["method"],
    url: request.url,
    ...(request.body ? { body: shownBody(request.body) } : {}),
  },
  ...(answer
    ? { answer: { status: answer.status, ...(answer.body.text === "" ? {} : { body: shownBody(answer.body) }) } }
    : {}),
});
