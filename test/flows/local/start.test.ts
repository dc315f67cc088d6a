import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startHttpApi } from "../../../infra/local/http.ts";

const file = fileURLToPath(new URL("../../../infra/local/start.ts", import.meta.url));

const run = (...args: string[]) =>
  new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => errors.push(chunk));
    child.once("close", (code) =>
      resolve({ code, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() }),
    );
  });

test("one run registers a sandbox shop, copies all of it, writes an order, and says so in its last line", async () => {
  const { code, output, errors } = await run("--once", "--json", "--resources", "--size", "20", "--shops", "kiotviet");
  expect(errors).toBe("");
  expect(code).toBe(0);
  const summary = JSON.parse(output.trimEnd().split("\n").at(-1)!);
  expect(summary).toMatchObject({ shops: 1, writes: 1 });
  expect(summary.resources).toBeGreaterThan(15);
  expect(summary.records).toBeGreaterThan(100);
  expect(summary.changes).toBeGreaterThanOrEqual(summary.records);
  expect(output).toMatch(/kiotviet +orders +current/);
}, 60_000);

test("the flags are explained, and a wrong one ends with a sentence", async () => {
  const [helped, wrong] = await Promise.all([run("--help"), run("--shops", "shopee")]);
  expect([helped.code, wrong.code]).toEqual([0, 1]);
  for (const flag of ["--once", "--json", "--port", "--shops", "--size"]) expect(helped.output).toContain(flag);
  expect(wrong.errors).toMatch(/^--shops: "shopee" is none of/);
});

test("a port in use ends the start with a sentence and nothing left behind", async () => {
  await using other = await startHttpApi({ name: "other", invoke: async () => "", onFailure: () => {} });
  const { code, errors } = await run("--shops", "none", "--port", new URL(other.url).port);
  expect(code).toBe(1);
  expect(errors).toMatch(/^Port \d+ of 127.0.0.1 is in use/);
}, 20_000);
