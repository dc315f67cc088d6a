import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { healths } from "../../shared/api/answers/shops.ts";
import { Delivery, WebhookReport } from "../../shared/api/answers/webhooks.ts";
import { explanationCauses } from "../../shared/core/explanation.ts";
import { freshnessStates } from "../../shared/core/freshness.ts";
import { problems } from "../../shared/core/problems.ts";
import { writeStates } from "../../shared/core/write-states.ts";
import en from "../../shared/pages/locales/en.json" with { type: "json" };
import vi from "../../shared/pages/locales/vi.json" with { type: "json" };
import { vendors } from "../../shared/vendors/registry.ts";
import { filesBelow } from "./source.ts";

const pages = fileURLToPath(new URL("../../shared/pages/", import.meta.url));
const source = filesBelow(pages)
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

/** Every text by its whole name. */
const flat = (texts: object, before = ""): readonly (readonly [string, string])[] =>
  Object.entries(texts).flatMap(([name, value]) =>
    typeof value === "string" ? [[`${before}${name}`, value] as const] : flat(value, `${before}${name}.`),
  );
const texts = { vi: new Map(flat(vi)), en: new Map(flat(en)) };

/** Names that stand in the source whole, and those of which a part is put in: `health.${state}`. */
const whole = new Set([...source.matchAll(/"([a-zA-Z][\w-]*(?:\.[\w-]+)+|[a-z]+)"/g)].map(([, name]) => name!));
const parts = [...source.matchAll(/`([\w-]+\.[\w.-]*)\$\{[^}]+\}([\w.-]*(?:\$\{[^}]+\})?)`/g)].map(
  ([, before, after]) => [before!, after!.replace(/\$\{[^}]+\}/, "")] as const,
);
const isUsed = (name: string): boolean =>
  whole.has(name) ||
  parts.some(([before, after]) => name.startsWith(before) && name.includes(after)) ||
  isStateOf(name);
/** The component of a state puts its family in as well. */
const isStateOf = (name: string): boolean => /^(health|state|write|event|delivery)\.[\w-]+$/.test(name);

describe("the texts of the pages", () => {
  test("are the same ones in Vietnamese and in English, and none is empty", () => {
    expect([...texts.vi.keys()]).toEqual([...texts.en.keys()]);
    for (const [language, all] of Object.entries(texts))
      for (const [name, text] of all) expect(text.trim(), `${language} ${name}`).not.toBe("");
  });

  test("name the same values in both languages", () => {
    const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [name, text] of texts.vi) expect(values(text), name).toEqual(values(texts.en.get(name)!));
  });

  test("say in a sentence what each state of the API's tables means, and each code of a problem has a title", () => {
    const tables = {
      health: healths,
      state: freshnessStates,
      delivery: Delivery.shape.state.options,
      watch: WebhookReport.shape.state.options,
      cause: explanationCauses,
    };
    for (const [family, states] of Object.entries(tables))
      for (const state of states) expect(texts.vi.get(`told.${family}.${state}`), `${family} ${state}`).toMatch(/\.$/);
    for (const state of writeStates) expect(texts.vi.has(`write.${state}`), state).toBe(true);
    for (const [code, { en, vi }] of Object.entries(problems)) {
      expect(vi, code).not.toBe(en);
      expect(vi, code).toMatch(/[\u00c0-\u1ef9]/);
    }
  });

  test("name every collection of every vendor", () => {
    const names = Object.values(vendors).flatMap(({ resources }) => resources.map(({ name }) => name));
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => !texts.vi.has(`resources.${name}`))).toEqual([]);
  });

  test("are all used by a page", () => {
    expect([...texts.vi.keys()].filter((name) => !isUsed(name))).toEqual([]);
  });

  test("are there for every name that a page asks for", () => {
    const asked = [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map(([, name]) => name!);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((name) => !texts.vi.has(name))).toEqual([]);
  });
});
