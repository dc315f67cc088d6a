import { describe, expect, test } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { setAt } from "../field/flip-kinds.ts";

/** Where each vendor's rows hold their state, and words beside it that could decide instead. */
const states: readonly { vendor: VendorId; resource: string; path: string; words?: string }[] = [
  { vendor: "kiotviet", resource: "orders", path: "status", words: "statusValue" },
  { vendor: "kiotviet", resource: "invoices", path: "status", words: "statusValue" },
  { vendor: "kiotviet", resource: "returns", path: "status", words: "statusValue" },
  { vendor: "nhanh-v3", resource: "orders", path: "info.status" },
  { vendor: "nhanh-v2", resource: "orders", path: "statusCode", words: "statusName" },
  { vendor: "pancake", resource: "orders", path: "status", words: "status_name" },
  { vendor: "pancake", resource: "returns", path: "status" },
  { vendor: "isale", resource: "orders", path: "status" },
];

const rowsOf = async (vendor: VendorId, resource: string): Promise<readonly unknown[]> => {
  let now = Date.parse("2026-11-27T05:00:00Z");
  const simulator = (await simulators[vendor]!())({ now: () => now, random: seededRandom(5) });
  simulator.seed(30);
  for (let act = 0; act < 200; act += 1) {
    now += 60_000;
    simulator.change();
  }
  return simulator.rows(resource);
};

describe.each(states)("$vendor: the state of $resource", async ({ vendor, resource, path, words }) => {
  const rows = await rowsOf(vendor, resource);
  const { normalize } = vendors[vendor].resources.find(({ name }) => name === resource)!;

  test.each([977, "977", "Lost", -1])("that nobody knows, %j, is unknown and shown as it came", (code) => {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows.slice(0, 20).map((one) => structuredClone(one) as any)) {
      setAt(row, path, () => code);
      if (words) setAt(row, words, () => "Trạng thái mới");
      const record: any = normalize(row, { settings: {} });
      expect(record.status).toBe("unknown");
      expect(record.vendorStatus?.code).toBe(String(code));
    }
  });

  test("that is known is not unknown", () => {
    const known = rows.slice(0, 20).map((row) => (normalize(structuredClone(row), { settings: {} }) as any).status);
    expect(known).not.toContain("unknown");
    expect(known).not.toContain(undefined);
  });
});
