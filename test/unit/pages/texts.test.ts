import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { healths } from "../../../shared/api/answers/shops.ts";
import { Delivery, WebhookReport } from "../../../shared/api/answers/webhooks.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { changeTypes, eventTypes } from "../../../shared/core/event-types.ts";
import { explanationCauses } from "../../../shared/core/explanation.ts";
import { failureCauses, freshnessStates } from "../../../shared/core/freshness.ts";
import { SyncJob, SyncMessage } from "../../../shared/core/jobs.ts";
import { queueNames } from "../../../shared/core/ports.ts";
import { problems } from "../../../shared/core/problems.ts";
import { writeKinds } from "../../../shared/core/vendor.ts";
import { writeStates } from "../../../shared/core/write-states.ts";
import en from "../../../shared/pages/locales/en.json" with { type: "json" };
import vi from "../../../shared/pages/locales/vi.json" with { type: "json" };
import { vendors } from "../../../shared/vendors/registry.ts";
import { filesBelow } from "./source.ts";

const pages = fileURLToPath(new URL("../../../shared/pages/", import.meta.url));
const source = filesBelow(pages)
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

/** Every text by its whole name. */
const flat = (texts: object, before = ""): readonly (readonly [string, string])[] =>
  Object.entries(texts).flatMap(([name, value]) =>
    typeof value === "string" ? [[`${before}${name}`, value] as const] : flat(value, `${before}${name}.`),
  );
const shared = fileURLToPath(new URL("../../../shared/", import.meta.url));
const sourceOf = (folder: string): string =>
  filesBelow(join(shared, folder))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
/** The words of a type that is a choice of words. */
const wordsOf = (file: string, type: RegExp): readonly string[] =>
  [...(type.exec(readFileSync(join(shared, file), "utf8"))?.[1] ?? "").matchAll(/"([a-z-]+)"/g)].map(
    ([, name]) => name!,
  );
/** All that stands in an audit trail under a name of its own. */
const actions = [
  ...[...sourceOf("api").matchAll(/\baction: "([a-z]+(?:\.[a-z-]+)+)"/g)].map(([, name]) => name!),
  ...["cancel", "retry", "adopt"].map((action) => `writes.${action}`),
  "records.read-raw",
];
/** Routes that leave a trace and give it no name: they stand in a trail by method and path. */
const unnamedCalls = routes
  .filter(({ method, ledger, handle }) => method !== "GET" && ledger !== true && !/audit\(/.test(handle.toString()))
  .map(({ method, path }) => `${method} ${path}`.replaceAll(/[^A-Za-z]+/g, "-"));
/** Codes with which a write ends, or waits, that are ours and not the vendor's. */
const ownRefusals = [
  ...[...sourceOf("usecases/writing").matchAll(/\bcode: "([a-z-]+)"/g)].map(([, name]) => name!),
  ...[...sourceOf("usecases/writing").matchAll(/\berrorOf\(\s*([^,]*),/g)].flatMap(([, told]) =>
    [...told!.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name!),
  ),
];
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

  test("name in the reader's language what the API tells by a word of one of its tables", () => {
    const dashed = (name: string) => name.replaceAll(".", "-");
    const late = [...failureCauses, ...freshnessStates.filter((state) => state !== "failing" && state !== "current")];
    const [rounds, watches] = SyncMessage.options;
    const jobs = [...SyncJob.options, rounds, watches].map(({ shape }) => shape.type.value);
    const tables = {
      "writes.kinds": writeKinds.map(dashed),
      "events.types": eventTypes([]).map(({ type }) => dashed(type)),
      "events.change": Object.keys(changeTypes),
      "deployment.lateCauses": late,
      "deployment.jobs": jobs,
      "deployment.queues": queueNames,
      "why.gone": wordsOf("stores/candidates.ts", /type CandidateState = (.*);/),
      "record.ways": wordsOf("sync/evidence.ts", /type Way = (.*);/),
      "audit.actions": actions.map(dashed),
      "audit.calls": unnamedCalls,
      "told.refusal": ownRefusals,
      "limits.names": Object.values(vendors).flatMap(({ limits }) => limits.map(({ id }) => id)),
    };
    for (const [family, names] of Object.entries(tables)) {
      expect(names.length, family).toBeGreaterThan(2);
      expect(
        names.filter((name) => !texts.vi.has(`${family}.${name}`)),
        family,
      ).toEqual([]);
    }
  });

  test("know the warnings of a write by their form", () => {
    const said = readFileSync(join(shared, "usecases/writing/end.ts"), "utf8");
    const sent = readFileSync(join(shared, "usecases/writing/check-passthrough.ts"), "utf8");
    expect(said).toContain("`went ahead of write $");
    expect(sent).toContain("} is sent, and the document has no such field`");
    expect(source).toContain("is sent, and the document has no such field$/");
    expect(source).toContain("/^went ahead of write ");
  });

  test("say nothing in English to a reader of Vietnamese", () => {
    // Names of others, and words that stand for themselves in both languages.
    const same = [...texts.vi].filter(([name, text]) => text.includes(" ") && text === texts.en.get(name));
    expect(same.map(([name]) => name)).toEqual(["fields.appId.label", "record.answered", "events.schema"]);
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
