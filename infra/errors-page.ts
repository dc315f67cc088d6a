import { writeFileSync } from "node:fs";
import { problemCodes, problemKind } from "../shared/core/problems.ts";

const intro = `# Problems

\`npm run errors\` makes this page from \`shared/core/problems.ts\`. Every refusal and failure of the API is a problem document
([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with the type \`application/problem+json\`:

<!-- problem -->

\`\`\`json
{
  "type": "https://api.example/problems/unknown-shop",
  "code": "unknown-shop",
  "title": "There is no such shop",
  "status": 404,
  "detail": "There is no shop my-shop.",
  "instance": "/v1/shops/my-shop",
  "requestId": "JKJaXmPLvHcESHA="
}
\`\`\`

- Compare \`code\`: it never changes its meaning. \`type\` is the address of a page about it, \`GET /problems/{code}\`.
- \`title\` is English, or Vietnamese where \`Accept-Language\` likes that better. \`detail\` says what is the matter this time.
- \`errors\` names the fields at fault: \`[{ "field": "lines.0.price", "message": "..." }]\`.
- \`requestId\` names the request in our logs; the header \`Apigw-Requestid\` carries it as well.
- Routes name the codes that they can answer in the OpenAPI document. Any request can end with \`internal-error\` or \`try-again\`.

A write that the vendor refuses is no problem of the request: its entry in the ledger says so ([writes.md](writes.md)).
`;

/** The text of docs/errors.md. */
export const errorsPage = (): string => {
  const sections = [...problemCodes].sort().map((code) => {
    const { status, en, vi, meaning, remedy } = problemKind(code);
    return `## ${code}\n\n**${en}** (${vi}). HTTP ${status.join(", ")}.\n\n${meaning} ${remedy}\n`;
  });
  return [intro, ...sections].join("\n");
};

if (process.argv[1] === import.meta.filename)
  writeFileSync(new URL("../docs/errors.md", import.meta.url), errorsPage());
