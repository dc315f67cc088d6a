import { type ProblemCode, problemKind } from "../core/problems.ts";

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => signs[sign]!);
/** `name` in backquotes becomes code. */
const marked = (text: string): string => escaped(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");

/** What a person reads at the address that is the `type` of a problem. */
export const problemPage = (code: ProblemCode): string => {
  const { status, en, vi, meaning, remedy } = problemKind(code);
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${code}</title></head><body><h1>${escaped(en)}</h1><p lang="vi">${escaped(vi)}</p>` +
    `<p><code>${code}</code>, HTTP ${status.join(", ")}</p><p>${marked(meaning)}</p><p>${marked(remedy)}</p></body></html>`
  );
};
