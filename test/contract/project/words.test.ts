import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { problems } from "../../../shared/core/problems.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { sourceFiles } from "../../helpers/source-files.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => ({ path, text: readFileSync(join(root, path), "utf8") });

const pages = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(read),
  ...["docs", "shared", "infra", "test"].flatMap((folder) => sourceFiles(folder, ".md")),
].filter(({ path }) => !/^docs\/vi\/|\/fixtures\//.test(path));

const code = ["shared", "functions", "infra", "test"].flatMap((folder) => [
  ...sourceFiles(folder),
  ...sourceFiles(folder, ".tsx"),
]);

/** Paragraphs, entries of lists and cells of tables: what holds sentences. */
const partsOf = (text: string): string[] =>
  text
    .replaceAll(/```[\s\S]*?```|<!--[\s\S]*?-->/g, "")
    .replaceAll(/\]\([^)]*\)/g, "]")
    .split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)|\n(?=\s*\|)|(?<!\\)\|/);

const sentencesOf = (text: string): string[] =>
  partsOf(text).flatMap((part) => part.split(/(?<=[.!?:]["”)`*]*)\s+(?=[A-Z`*["“(])/));
const wordsIn = (sentence: string): number => sentence.split(/\s+/).filter(Boolean).length;

const MOST_WORDS = 40;

describe("sentences", () => {
  test("none of a page has more than forty words", () => {
    const long = pages.flatMap(({ path, text }) =>
      sentencesOf(text)
        .filter((sentence) => wordsIn(sentence) > MOST_WORDS)
        .map((sentence) => `${path}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  test("one that is too long is seen in a paragraph, a list and a table, and code is none", () => {
    const long = "word ".repeat(MOST_WORDS + 1);
    for (const text of [`Short.\n\n${long}.`, `- Short.\n- ${long}.`, `| short | ${long} |`])
      expect(sentencesOf(text).filter((sentence) => wordsIn(sentence) > MOST_WORDS)).toHaveLength(1);
    expect(sentencesOf(`\`\`\`\n${long}\n\`\`\``).filter((sentence) => wordsIn(sentence) > MOST_WORDS)).toEqual([]);
  });
});

describe("the glossary", () => {
  const glossary = pages.find(({ path }) => path === "docs/glossary.md")!.text;
  const rows = glossary.split("\n").filter((line) => line.startsWith("| **"));
  const words = rows.flatMap((row) => [...row.split("|")[1]!.matchAll(/\*\*([^*]+)\*\*/g)].map(([, word]) => word!));

  test("has each word once, and says what it means", () => {
    expect(words.length).toBeGreaterThan(80);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    expect(rows.filter((row) => row.split("|").length !== 5 || row.split("|")[2]!.trim() === "")).toEqual([]);
  });

  test("has no word that nothing uses", () => {
    const texts = [...pages.filter(({ path }) => path !== "docs/glossary.md"), ...code]
      .map(({ text }) => text)
      .join("\n");
    expect(words.filter((word) => !new RegExp(`\\b${word}`, "i").test(texts))).toEqual([]);
  });
});

describe("words that puzzle a stranger", () => {
  const product = code.filter(({ path }) => !path.startsWith("test/"));
  const linesWith = (word: RegExp, texts: readonly { path: string; text: string }[]): string[] =>
    texts.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line) => (word.test(line) ? [`${path}: ${line}`] : [])),
    );

  test("pages and code say which worker, write, caller or person is meant, not whoever or somebody", () => {
    expect(linesWith(/\b(whoever|somebody)\b/i, [...pages, ...product])).toEqual([]);
  });

  test("a write whose outcome is unknown is in no dark", () => {
    const others = code.filter(({ path }) => path !== "test/contract/project/words.test.ts");
    expect(linesWith(/\bin the dark\b/, [...pages, ...others])).toEqual([]);
  });
});

test("each file of ours that a page names is there", () => {
  const all = [...code.map(({ path }) => path), ...sourceFiles("docs").map(({ path }) => path)];
  const isThere = (page: string, name: string) =>
    existsSync(join(root, name)) ||
    existsSync(join(root, dirname(page), name)) ||
    all.some((path) => path.endsWith(`/${name}`));
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/`([\w./-]+\.tsx?)`/g)].map(([, name = ""]) => ({ path, name })),
  );
  // Made by `npm run new-vendor`, and gone when the vendor is there.
  const lacking = named.filter(({ path, name }) => !name.endsWith("-steps.test.ts") && !isThere(path, name));
  expect(named.length).toBeGreaterThan(200);
  expect(lacking).toEqual([]);
});

describe("what a vendor takes, in docs/adding-a-vendor.md", () => {
  const page = pages.find(({ path }) => path === "docs/adding-a-vendor.md")!.text;
  const linesOf = (id: string, names: RegExp): number =>
    [...sourceFiles(`shared/vendors/${id}`), ...sourceFiles(`shared/vendors/${id}`, "README.md")]
      .filter(({ path }) => names.test(path))
      .reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
  const columns = [
    /\/(operations|schema)\.ts$/,
    /\/(index|answers|listings|resources|normalize|documents|trade)\.ts$/,
    /\/(commands|encode|find|writes)\.ts$|\/writes\//,
    /\/webhooks\.ts$/,
    /./,
  ];

  test.each(vendorIds)("the figures of %s are near the code", (id) => {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${id}\``))!;
    const figures = row.split("|").slice(2, -1).map(Number);
    const off = columns.flatMap((names, index) => {
      const lines = linesOf(id, names);
      return Math.abs(lines - figures[index]!) <= Math.max(100, lines / 5) ? [] : [{ column: index, lines }];
    });
    expect(off).toEqual([]);
  });
});

describe("Vietnamese", () => {
  type Words = { readonly [key: string]: string | Words };
  const wordsOf = (language: string): Words => JSON.parse(read(`shared/pages/locales/${language}.json`).text);
  const textsIn = (words: Words, path = ""): [path: string, text: string][] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${path}${key}`, value]] : textsIn(value, `${path}${key}.`),
    );
  const vietnamese = new Map(textsIn(wordsOf("vi")));
  // Names that are put in are no words of ours.
  const pairs = [
    ...textsIn(wordsOf("en")).map(([path, en]) => [path, en, vietnamese.get(path) ?? ""] as const),
    ...Object.entries(problems).map(([code, { en, vi }]) => [code, en, vi] as const),
  ].map(([path, en, vi]) => [path, en.replaceAll(/\{\{\w+\}\}/g, ""), vi] as const);

  test("calls a tenant otherwise than a shop's customer", () => {
    expect(pairs.length).toBeGreaterThan(500);
    const mixed = pairs.filter(
      ([, en, vi]) =>
        (/\btenants?\b/i.test(en) && !/khách thuê/i.test(vi)) ||
        (/khách hàng/i.test(vi) && !/customer|audience/i.test(en)),
    );
    expect(mixed).toEqual([]);
  });

  test("has one word for a vendor, in pages, problems and documents", () => {
    const others = [...code, ...sourceFiles("docs/vi", ".md"), read("shared/pages/locales/vi.json")]
      .filter(({ path }) => path !== "test/contract/project/words.test.ts")
      .filter(({ text }) => /hệ thống bán hàng/i.test(text))
      .map(({ path }) => path);
    expect(others).toEqual([]);
  });
});
