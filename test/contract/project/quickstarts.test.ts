import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startStack } from "../../flows/command-line/stack.ts";
import { eventually } from "../../helpers/engines.ts";

const names = ["read", "follow", "write", "receive", "deploy"] as const;
const pageOf = (name: string, folder = "docs/quickstart"): string =>
  readFileSync(new URL(`../../../${folder}/${name}.md`, import.meta.url), "utf8");

interface Block {
  readonly language: string;
  /** `answer: listOrders 200`, from the comment above the block. */
  readonly about: string | undefined;
  readonly text: string;
}

const blocksIn = (page: string): Block[] =>
  [...page.matchAll(/(?:<!-- ([^>]+) -->\s*\n\s*)?```(\w+)\n([\s\S]*?)\n```/g)].map(([, about, language, text]) => ({
    language: language!,
    about,
    text: text!,
  }));

interface Curl {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** A command of a page, as a shell reads it. */
const curlIn = (block: Block, variables: Readonly<Record<string, string>>): Curl | undefined => {
  const command = block.text
    .replaceAll("\\\n", " ")
    .replaceAll(/\$([A-Z]+)/g, (whole, name) => variables[name] ?? whole);
  if (!command.startsWith("curl ")) return undefined;
  const headers = [...command.matchAll(/-H (["'])([\w-]+): (.*?)\1/g)].map(([, , name, value]) => [name!, value!]);
  const body = /-d '([\s\S]*?)'(?:\s|$)/.exec(command)?.[1];
  return {
    method: /-X (\w+)/.exec(command)?.[1] ?? "GET",
    path: /"(http[^"]+)"/.exec(command)![1]!,
    headers: Object.fromEntries(headers),
    body,
  };
};

/** A reference of ours that stands for a code is no code of the vendor's, which a page must not promise. */
const kindOf = (value: unknown): string =>
  value === null ? "nothing" : typeof value === "string" && value.startsWith("TB-") ? "our reference" : typeof value;

/** Each path of a value with the type at its end; entries of a list stand for one another. */
const shapeOf = (value: unknown, path = "$"): string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => shapeOf(one, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [`${path}: ${kindOf(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => shapeOf(inner, `${path}.${name}`));
};
describe("the quickstarts", () => {
  let stack: LocalStack;
  beforeAll(async () => {
    // Two shops, so that a page of one shop has a next one, as with the five of `npm start`.
    stack = await startStack(["isale"]);
    // The index and the feed follow a moment after the records.
    const ask = async (path: string): Promise<any[]> =>
      (await stack.tenant.client.get<{ data: any[] }>(`/v1/shops/kiotviet/${path}`)).data;
    const isTold = async () =>
      (await ask("orders?sort=newest")).length >= 10 && (await ask("changes?resources=orders")).length > 0;
    await eventually("the orders are found and told", isTold, 60);
  }, 180_000);
  afterAll(() => stack[Symbol.asyncDispose]());

  const send = async ({ method, path, headers, body }: Curl): Promise<{ status: number; answer: any }> => {
    const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, answer: await answer.json() };
  };

  /** On a busy machine the outcome may come later than the page waits: the same command again is the same write. */
  const settled = async (curl: Curl) => {
    let made = await send(curl);
    for (let again = 0; made.status === 202 && again < 6; again += 1) made = await send(curl);
    return made;
  };

  test.each(names)(
    "%s: each command does what the page says, and its answer has each field that the page shows",
    async (name) => {
      const variables: Record<string, string> = { API: stack.url, KEY: stack.key, OPERATOR: stack.operatorKey };
      let commands = 0;
      const blocks = blocksIn(pageOf(name));
      for (const [index, block] of blocks.entries()) {
        const curl = block.language === "sh" ? curlIn(block, variables) : undefined;
        if (!curl) continue;
        commands += 1;
        const made = await settled(curl);
        expect(made.status, JSON.stringify(made.answer)).toBeLessThan(300);
        // What a person would copy out of the answer.
        variables.CODE ??= made.answer.data?.[0]?.code;
        const shown = blocks[index + 1];
        if (!shown?.about?.startsWith("answer: ")) continue;
        expect(String(made.status)).toBe(shown.about.split(" ").at(-1));
        const promised = JSON.parse(shown.text);
        expect(shapeOf(made.answer)).toEqual(expect.arrayContaining(shapeOf(promised)));
        expect(made.answer.data?.length).toBe(promised.data?.length);
        // Ids of shops are those of the sandboxes; others are as they come.
        if (shown.about === "answer: listShops 200") expect(made.answer.data[0].id).toBe(promised.data[0].id);
      }
      expect(commands).toBeGreaterThan(0);
    },
    180_000,
  );
});

test.each(names)("the Vietnamese page about %s has the same commands and answers, and other words", (name) => {
  const [english, vietnamese] = [pageOf(name), pageOf(name, "docs/vi/quickstart")];
  expect(blocksIn(vietnamese)).toEqual(blocksIn(english));
  const proseOf = (page: string) =>
    page
      .replaceAll(/```[\s\S]*?```/g, "")
      .split("\n")
      .filter((line) => line.length > 60);
  expect(proseOf(vietnamese).filter((line) => proseOf(english).includes(line))).toEqual([]);
  expect(vietnamese).toMatch(/[ăđơưạảấầẩậắằẵặẹẻẽếềểễệ]/);
});

test("each link of the quickstarts and of the Vietnamese pages leads to a page", () => {
  for (const [folder, page] of [
    ...names.map((name) => ["docs/quickstart", name]),
    ...names.map((name) => ["docs/vi/quickstart", name]),
    ["docs/vi", "vendors"],
    ["docs", "glossary"],
  ] as const)
    for (const [, target] of pageOf(page!, folder).matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect(
        () => readFileSync(new URL(`../../../${folder}/${target}`, import.meta.url)),
        `${folder}/${page}: ${target}`,
      ).not.toThrow();
});
