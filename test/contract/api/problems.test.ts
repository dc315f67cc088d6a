import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { errorsPage } from "../../../infra/errors-page.ts";
import { languageOf } from "../../../shared/api/language.ts";
import { problemCodes, problemKind } from "../../../shared/core/problems.ts";
import { createTestStack } from "../../helpers/memory-deps.ts";
import { sourceFiles } from "../../helpers/source-files.ts";

const stack = createTestStack();

test("docs/errors.md is what npm run errors writes", () => {
  expect(readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8")).toBe(errorsPage());
});

test("every code has a title in both languages, a meaning and a remedy of its own", () => {
  for (const code of problemCodes) {
    const { en, vi, meaning, remedy } = problemKind(code);
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(
      [meaning, remedy].every((text) => /[.]$/.test(text)),
      code,
    ).toBe(true);
    expect(vi, code).toMatch(/[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i);
    expect(en, code).not.toBe(vi);
  }
});

test("a code is thrown with the statuses that its page names, and none is named that nobody throws", () => {
  const thrown = new Map<string, Set<number>>();
  for (const { text } of sourceFiles("shared"))
    for (const [, status, code] of text.matchAll(/new BadRequest\(\s*(\d{3}),\s*"([a-z-]+)"/g))
      thrown.set(code!, (thrown.get(code!) ?? new Set()).add(Number(status)));
  expect(thrown.size).toBeGreaterThan(40);
  for (const [code, statuses] of thrown)
    for (const status of statuses) expect(problemKind(code as never).status, code).toContain(status);
  const all = sourceFiles("shared")
    // The list itself, and the client's types, which are made from it.
    .filter(({ path }) => !path.endsWith("core/problems.ts") && !path.startsWith("shared/client/"))
    .map(({ text }) => text)
    .join("\n");
  const unused = problemCodes.filter(
    (code) => !all.includes(`"${code}"`) && !/^invalid-(credentials|settings)$/.test(code),
  );
  expect(unused).toEqual([]);
});

describe("a problem", () => {
  test("links to a page that says what it means, for people and for programs", async () => {
    const { body } = await stack.request("GET", "/v1/nothing", { headers: { "accept-language": "en" } });
    expect(body).toMatchObject({ code: "unknown-route", type: "https://api.example/problems/unknown-route" });
    const { pathname } = new URL(body.type);
    const page = await stack.request("GET", pathname);
    expect(page.body).toMatchObject({ code: "unknown-route", title: { en: body.title, vi: "Không có địa chỉ này" } });
    const shown = await stack.request("GET", pathname, { headers: { accept: "text/html,*/*;q=0.8" } });
    expect(shown.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(shown.body).toContain("<h1>There is no such address</h1>");
  });

  test("of an unknown code is a problem itself", async () => {
    expect((await stack.request("GET", "/problems/nothing")).body).toMatchObject({
      code: "unknown-problem",
      status: 404,
    });
  });

  test("has a title in the language that the caller likes best", async () => {
    const title = async (language: string) => {
      const answer = await stack.request("GET", "/v1/shops", { headers: { "accept-language": language } });
      return [answer.body.title, answer.headers["content-language"]];
    };
    expect(await title("vi-VN,vi;q=0.9,en;q=0.8")).toEqual(["Khóa API không hợp lệ", "vi"]);
    expect(await title("en-US,en;q=0.9,vi;q=0.8")).toEqual(["No valid API key", "en"]);
    expect(await title("fr")).toEqual(["No valid API key", "en"]);
  });
});

test.each([
  [undefined, "en"],
  ["", "en"],
  ["vi", "vi"],
  ["VI;q=0.4, en;q=0.5", "en"],
  ["en;q=0, vi;q=0.1", "vi"],
  ["*", "en"],
])("Accept-Language %s means %s", (header, language) => {
  expect(languageOf(header)).toBe(language);
});
