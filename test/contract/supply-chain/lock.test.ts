import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bundling, shipped, tools } from "./allowed.ts";

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly inBundle?: boolean;
  /** A package of the project itself, which stands in a folder of its own. */
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(new URL("../../../package-lock.json", import.meta.url), "utf8");
const { "": root, ...packages } = (JSON.parse(text) as { packages: Record<string, Locked> }).packages;
const isOurs = (path: string, { link }: Locked): boolean => link === true || !path.includes("node_modules/");
const locked = Object.entries(packages).filter(([path, one]) => !isOurs(path, one));
const ours = Object.keys(packages).filter((path) => !path.includes("node_modules/"));
const manifestIn = (folder: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../${folder === "" ? "" : `${folder}/`}package.json`, import.meta.url), "utf8"),
  );

/** `(MIT OR Apache-2.0)`: one of an OR has to be allowed, each of an AND. */
const isAllowed = (expression: string, allowed: readonly string[]): boolean =>
  expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((option) => option.split(" AND ").every((licence) => allowed.includes(licence.trim())));

describe("every package of the lock", () => {
  test("can be told from a forged one, or travels inside of one that can", () => {
    const without = locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ""));
    expect(without.filter(([, { inBundle }]) => !inBundle).map(([path]) => path)).toEqual([]);
    const counts: Record<string, number> = {};
    for (const [path] of without) {
      const bundle = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/node_modules\//.exec(path)?.[1] ?? path;
      counts[bundle] = (counts[bundle] ?? 0) + 1;
      expect(packages[`node_modules/${bundle}`]?.integrity, bundle).toMatch(/^sha512-/);
    }
    expect(counts).toEqual(bundling);
  });

  test("comes from whichever registry the machine uses: the lock names none", () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(text).not.toMatch(/https?:[^"]*(registry|artifactory|nexus|verdaccio|proxy)/i);
  });

  test("asks for no package that the lock lacks: npm ci would end there, for an optional one as well", () => {
    /** Where Node looks for a package: beside the one that asks, then in each folder above. */
    const isThere = (from: string, name: string): boolean => {
      for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
        if (packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`]) return true;
        if (!folder.includes("node_modules/")) return packages[`node_modules/${name}`] !== undefined;
      }
    };
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) =>
        isThere(path, name) ? [] : [`${path}: ${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  test("has a licence that is allowed for what is deployed, or for tools", () => {
    const refused = locked
      .filter(([, { license, dev }]) => !isAllowed(license ?? "", dev ? tools : shipped))
      .map(([path, { license, dev }]) => `${path}: ${license ?? "none"}${dev ? "" : " (deployed)"}`);
    expect(refused).toEqual([]);
  });

  test("is asked for by an exact version, as far as it is the project's own choice", () => {
    const manifest = manifestIn("");
    expect(ours.sort()).toEqual([...manifest.workspaces].sort());
    for (const folder of ["", ...ours]) {
      const { dependencies, devDependencies, optionalDependencies } = manifestIn(folder);
      const asked = { ...dependencies, ...devDependencies, ...optionalDependencies };
      expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
    }
    expect(root?.version).toBe(manifest.version);
  });
});

describe("a licence expression", () => {
  test.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["Apache-2.0 AND MIT", true],
    ["GPL-3.0-only", false],
    ["MIT AND GPL-3.0-only", false],
    ["", false],
    ["SEE LICENSE IN LICENSE", false],
  ])("%s: %s", (expression, allowed) => {
    expect(isAllowed(expression, shipped)).toBe(allowed);
  });
});
