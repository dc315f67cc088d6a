import { readFileSync } from "node:fs";

const textOf = (page: string): string => readFileSync(new URL(`../../../docs/${page}.md`, import.meta.url), "utf8");
const text = textOf("runbook");

/** As a shell takes them: what stands in quotes is one word, and what comes after `#` is none. */
const wordsOf = (line: string): readonly string[] =>
  [
    ...line
      .replace("npx tillbridge operator ", "")
      .replace(/\s#.*$/, "")
      .matchAll(/"([^"]*)"|\S+/g),
  ].map(([word, quoted]) => quoted ?? word);

/** Commands within a sentence. One with `...` stands for others. */
const commandsBeside = (part: string): readonly (readonly string[])[] =>
  [...part.matchAll(/`(npx tillbridge operator [^`]+)`/g)]
    .map(([, command]) => command!)
    .filter((command) => !command.includes("..."))
    .map(wordsOf);

const commandsIn = (part: string): readonly (readonly string[])[] =>
  [...part.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => block!.split("\n"))
    .filter((line) => line.startsWith("npx tillbridge operator "))
    .map(wordsOf);

/** What comes before everything else. */
export const firstCommands = commandsIn(text.slice(0, text.indexOf("\n## Shops")));
/** All that operators are told to type, on every page for them. */
export const allCommands = ["runbook", "deploy", "command-line"]
  .map(textOf)
  .flatMap((page) => [...commandsIn(page), ...commandsBeside(page)]);

/** Commands of an alarm's section. @throws where it has none */
export const commandsFor = (alarm: string): readonly (readonly string[])[] => {
  const parts = text.split(/\n(?=###? |<a id)/);
  const found = parts.findIndex((part) => part.startsWith(`### ${alarm}\n`) || part.includes(`<a id="${alarm}"></a>`));
  if (found < 0) throw new Error(`the runbook has no section ${alarm}`);
  // Anchors stand before their heading.
  const section = parts[found]!.startsWith("<a id") ? `${parts[found]}\n${parts[found + 1] ?? ""}` : parts[found]!;
  return commandsIn(section);
};
