import { readFileSync } from "node:fs";

const text = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");

const commandsIn = (part: string): readonly (readonly string[])[] =>
  [...part.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => block!.split("\n"))
    .filter((line) => line.startsWith("npx tillbridge operator "))
    .map((line) => line.replace("npx tillbridge operator ", "").trim().split(/\s+/));

/** What comes before everything else. */
export const firstCommands = commandsIn(text.slice(0, text.indexOf("\n## Shops")));
export const allCommands = commandsIn(text);

/** Commands of an alarm's section. @throws where it has none */
export const commandsFor = (alarm: string): readonly (readonly string[])[] => {
  const parts = text.split(/\n(?=###? |<a id)/);
  const found = parts.findIndex((part) => part.startsWith(`### ${alarm}\n`) || part.includes(`<a id="${alarm}"></a>`));
  if (found < 0) throw new Error(`the runbook has no section ${alarm}`);
  // Anchors stand before their heading.
  const section = parts[found]!.startsWith("<a id") ? `${parts[found]}\n${parts[found + 1] ?? ""}` : parts[found]!;
  return commandsIn(section);
};
