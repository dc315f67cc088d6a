import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Operation, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** What the vendors document, kept by hand: one line per operation and webhook event. */
const documented = readFileSync(new URL("./documented-operations.tsv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t") as [string, string, string, string, string]);

describe.each(vendorIds)("the catalog of %s", (id) => {
  const vendor = vendors[id];
  const rows = documented.filter(([name]) => name === id);

  test("holds every documented operation, and beyond them only what field notes have seen", () => {
    const expected = rows
      .filter(([, method]) => method !== "EVENT")
      .map(([, method, host, path, kind]) => `${method} ${host} ${path} ${kind}`);
    const line = ({ method, host = "api", path, kind }: Operation) => `${method} ${host} ${path} ${kind}`;
    const actual = vendor.operations.map(line);
    expect(expected.filter((row) => !actual.includes(row))).toEqual([]);
    const beyond = vendor.operations.filter((operation) => !expected.includes(line(operation)));
    expect(beyond.filter(({ source }) => !/field note/i.test(source)).map(line)).toEqual([]);
    expect(new Set(actual).size).toBe(actual.length);
  });

  test("knows every documented webhook event", () => {
    const expected = rows.filter(([, method]) => method === "EVENT").map(([, , , path]) => path);
    expect(Object.keys(vendor.webhooks?.events ?? {})).toEqual(expect.arrayContaining(expected));
  });

  test("gives every operation a name of its own, a source and buckets that exist", () => {
    expect(new Set(vendor.operations.map((operation) => operation.id)).size).toBe(vendor.operations.length);
    const limits = vendor.limits.map((limit) => limit.id);
    for (const operation of vendor.operations) {
      expect(operation.source, operation.id).not.toBe("");
      for (const bucket of operation.buckets) expect(limits, operation.id).toContain(bucket);
      for (const [, name] of operation.path.matchAll(/\{(\w+)\}/g))
        expect(Object.keys(operation.params.shape), operation.id).toContain(name);
    }
  });

  test("counts nothing only in limits that can never end before a wider one", () => {
    for (const limit of vendor.limits.filter(({ within }) => within !== undefined)) {
      const wider = vendor.limits.find(({ id }) => id === limit.within)!;
      expect(wider).toMatchObject({ per: "all" });
      expect(wider.within).toBeUndefined();
      expect(wider.adaptive ?? false).toBe(false);
      expect(wider.capacity).toBeLessThanOrEqual(limit.capacity);
      expect(wider.windowSeconds).toBeGreaterThanOrEqual(limit.windowSeconds);
      // Nobody's calls are counted apart in the wider one that come together in the narrower.
      expect(["ip", limit.scope]).toContain(wider.scope);
      for (const { buckets } of vendor.operations) if (buckets.includes(limit.id)) expect(buckets).toContain(wider.id);
    }
  });

  test("backs every resource and every write with an operation of the catalog", () => {
    const known = vendor.operations.map((operation) => operation.id);
    for (const resource of vendor.resources) {
      expect(known).toContain(resource.listing.operation);
      if (resource.get) expect(known).toContain(resource.get.operation);
      if (resource.deletions?.listing) expect(known).toContain(resource.deletions.listing.operation);
    }
    const names = vendor.resources.map((resource) => resource.name);
    for (const write of Object.values(vendor.writes)) {
      expect(known).toContain(write.operation);
      if (write.bulk) expect(known).toContain(write.bulk.operation);
      if (write.resource) expect(names).toContain(write.resource);
    }
    expect(new Set(names).size).toBe(names.length);
  });
});
