import type { Client } from "../../../infra/local/client.ts";
import type { Vendor } from "../../../shared/core/vendor.ts";
import { idsAtVendor } from "./judge.ts";
import type { Truth } from "./vendor-process.ts";

interface Suspect {
  readonly id: string;
  readonly state: string;
}

/** Ids of a resource whose deletion waits for a person's word. */
const heldOf = async (client: Client, path: string): Promise<readonly string[]> => {
  const held: string[] = [];
  let from = "";
  for (;;) {
    const page = await client.get<{ data: readonly Suspect[]; next: string | null }>(`${path}?limit=500${from}`);
    for (const { id, state } of page.data) if (state === "held") held.push(id);
    if (page.next === null) return held;
    from = `&cursor=${encodeURIComponent(page.next)}`;
  }
};

/** A person looks at the vendor and decides what the brake holds. @returns how much was decided */
export const decideHeld = async (client: Client, shop: string, vendor: Vendor, truth: Truth): Promise<number> => {
  let decided = 0;
  for (const resource of vendor.resources) {
    const path = `/v1/shops/${shop}/sync/${resource.name}/deletions`;
    const held = await heldOf(client, path);
    if (held.length === 0) continue;
    const there = idsAtVendor(resource, truth);
    const { dismiss = [], approve = [] } = Object.groupBy(held, (id) => (there.has(id) ? "dismiss" : "approve"));
    for (const [decision, ids] of Object.entries({ dismiss, approve }))
      if (ids.length > 0) await client.post(path, { decision, ids });
    decided += held.length;
  }
  return decided;
};
