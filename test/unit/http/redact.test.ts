import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accessSecrets, createRedact } from "../../../shared/http/redact.ts";

const secret = "s3cr3t/key+of=the shop";
const redact = createRedact([secret]);
const unicode = (text: string) =>
  [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
const percent = (text: string) =>
  [...text].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");

describe("a secret is removed in every spelling that an answer can have", () => {
  test.each([
    ["plain", secret],
    ["in JSON", JSON.stringify(secret).slice(1, -1)],
    ["with slashes escaped, as PHP writes JSON", secret.replaceAll("/", "\\/")],
    ["as an address's parameter", encodeURIComponent(secret)],
    ["as a form's field", encodeURIComponent(secret).replaceAll("%20", "+")],
    ["each letter escaped in JSON", unicode(secret)],
    ["one letter escaped in JSON", `${secret.slice(0, 4)}${unicode(secret[4]!)}${secret.slice(5)}`],
    ["each letter escaped in an address", percent(secret)],
    ["in other letters of case", secret.toUpperCase()],
    ["in JSON within JSON", JSON.stringify(JSON.stringify(`${secret}"`)).slice(3, -7)],
    ["each letter escaped in JSON within JSON", unicode(secret).replaceAll("\\", "\\\\")],
    ["each letter escaped in an address within an address", percent(secret).replaceAll("%", "%25")],
  ])("%s", (_, spelling) => {
    expect(redact(`{"a":"${spelling}"}`)).toBe('{"a":"[redacted]"}');
  });

  test("in base64, alone and within a longer text", () => {
    for (const around of ["", "u", "us", "use", "user:"])
      for (const behind of ["", ":p", ":pa", ":pas"]) {
        const text = Buffer.from(`${around}${secret}${behind}`).toString("base64");
        const url = Buffer.from(`${around}${secret}${behind}`).toString("base64url");
        for (const encoded of [text, url]) {
          const left = redact(encoded).replace("[redacted]", "?");
          // What is left belongs to the neighbours: four letters for three bytes, the letters that both share, and the padding.
          const most = Math.ceil(((around.length + behind.length) * 4) / 3) + 6;
          expect(left.length, `${around} ${behind}`).toBeLessThanOrEqual(most);
          expect(redact(encoded)).toContain("[redacted]");
        }
      }
  });

  test("Pancake's key with and without dashes", () => {
    const redacted = createRedact(["0123456789abcdef0123456789abcdef"]);
    expect(redacted("01234567-89ab-cdef-0123-456789abcdef")).toBe("[redacted]");
  });
});

test("a text of nothing but escapes takes no longer than others", () => {
  const began = performance.now();
  redact(`\\u0041${"\\".repeat(300_000)}`);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("all secrets of a shop are known: credentials, tokens, webhooks, and those of the version that it moves to", () => {
  const access = {
    credentials: { key: "credential-1", name: "public" },
    session: { token: "token-1" },
    hook: { secret: "hook-1", since: 1, previous: "hook-0" },
    next: { credentials: { key: "credential-2" }, session: { token: "token-2" } },
  };
  expect(accessSecrets(["key"], access).sort()).toEqual([
    "credential-1",
    "credential-2",
    "hook-0",
    "hook-1",
    "token-1",
    "token-2",
  ]);
});

test("a short secret is removed where it is a whole value, and ordinary text stays", () => {
  const short = createRedact(["pass"]);
  expect(short('{"key":"pass","note":"passage"}')).toBe('{"key":"[redacted]","note":"passage"}');
  expect(short("/call?key=pass&page=2")).toBe("/call?key=[redacted]&page=2");
});

test("digits of a short secret never break a number", () => {
  expect(createRedact(["123456"])('{"price":123456}')).toBe('{"price":123456}');
});

test("whatever the secret is, nothing of its letters is taken for a pattern", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8, maxLength: 30 }), (any) => {
      const clean = createRedact([any]);
      expect(clean(`<${any}>`)).toBe("<[redacted]>");
      expect(clean("an ordinary sentence")).toBe(
        "an ordinary sentence".toLowerCase().includes(any.toLowerCase()) ? expect.anything() : "an ordinary sentence",
      );
    }),
  );
});
