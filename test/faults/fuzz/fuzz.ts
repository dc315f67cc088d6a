import fc from "fast-check";
import { type Case, casesOf } from "./cases.ts";
import { createCheck } from "./check.ts";
import type { Schema } from "./schema-values.ts";
import { type FuzzEngine, type FuzzWorld, openFuzzWorld } from "./world.ts";

export interface FuzzOptions {
  readonly seed: number;
  readonly cases: number;
  readonly engine: FuzzEngine;
  onFinding?(finding: Finding): void;
}

export interface Finding {
  /** Finds it again: `--seed` of its part with as many cases as a part has. */
  readonly seed: number;
  readonly number: number;
  readonly request: string;
  readonly faults: readonly string[];
}

export interface FuzzResult {
  readonly cases: number;
  readonly findings: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** What wild requests remove is there again after so many. */
const PART = 250;
/** An answer takes less, however odd its request is. */
const SLOW = 10_000;

/** Sends requests that an OpenAPI document suggests, and compares each answer with the document. */
export const fuzz = async ({ seed, cases, engine, onFinding }: FuzzOptions): Promise<FuzzResult> => {
  let findings = 0;
  let sent = 0;
  const statuses: Record<string, number> = {};
  while (sent < cases) {
    await using world = await openFuzzWorld(engine);
    const document = await documentOf(world);
    const check = createCheck(document);
    const count = Math.min(PART, cases - sent);
    const partSeed = seed + sent;
    const samples = fc.sample(casesOf(document, world.known), { numRuns: count, seed: partSeed });
    for (const [number, one] of samples.entries()) {
      world.failures.length = 0;
      const began = performance.now();
      const result = await world.api(eventOf(one, world));
      const faults = check(one, result);
      if (performance.now() - began > SLOW) faults.push("slow");
      if (result.statusCode >= 500) faults.push(...world.failures.map(({ error, reason }) => `${error}: ${reason}`));
      statuses[result.statusCode] = (statuses[result.statusCode] ?? 0) + 1;
      if (faults.length === 0) continue;
      findings += 1;
      onFinding?.({ seed: partSeed, number, request: shown(one), faults });
    }
    sent += count;
  }
  return { cases: sent, findings, statuses };
};

const documentOf = async (world: FuzzWorld): Promise<Schema> => {
  const requestContext = { http: { method: "GET", sourceIp: "192.0.2.1" } };
  return JSON.parse((await world.api({ rawPath: "/openapi.json", headers: {}, requestContext })).body);
};

const secretOf = (one: Case, { keys }: FuzzWorld): string | undefined => {
  if (one.as === "nobody") return undefined;
  return one.as === "stranger" ? "tb_unknown" : keys[one.as];
};

/** Each comes from an address of its own, so that refused keys slow nothing. */
let addresses = 0;
const eventOf = (one: Case, world: FuzzWorld) => {
  addresses += 1;
  const secret = secretOf(one, world);
  return {
    rawPath: one.path,
    rawQueryString: one.query,
    headers: { ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }), ...one.headers },
    ...(one.body === undefined ? {} : { body: one.body }),
    requestContext: { http: { method: one.method, sourceIp: `fuzz-${addresses}` }, requestId: "fuzz" },
  };
};

const shown = ({ method, path, query, headers, as, body }: Case): string =>
  `${method} ${cut(path)}${query === "" ? "" : `?${cut(query)}`} as ${as} ${cut(JSON.stringify(headers))} ${cut(body ?? "")}`;
const cut = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}... (${text.length})` : text);
