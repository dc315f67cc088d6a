import type * as z from "zod";
import type { Client } from "../../../infra/local/client.ts";
import type { Deletion } from "../../../shared/api/answers/sync.ts";
import type { Vendor } from "../../../shared/core/vendor.ts";
import { idsAtVendor } from "./judge.ts";
import type { Truth } from "./vendor-process.ts";

const pathOf = (shop: string, resource: string): string => `/v1/shops/${shop}/sync/${resource}/deletions`;

/** Records of a resource that may be gone, with all that was seen of them. */
export const deletionsOf = async (
  client: Client,
  shop: string,
  resource: string,
): Promise<readonly z.infer<typeof Deletion>[]> => {
  const found: z.infer<typeof Deletion>[] = [];
  let from = "";
  for (;;) {
    const page = await client.get<{ data: typeof found; next: string | null }>(
      `${pathOf(shop, resource)}?limit=500${from}`,
    );
    found.push(...page.data);
    if (page.next === null) return found;
    from = `&cursor=${encodeURIComponent(page.next)}`;
  }
};

/** A person looks at the vendor and decides what the brake holds. @returns how much was decided */
export const decideHeld = async (client: Client, shop: string, vendor: Vendor, truth: Truth): Promise<number> => {
  let decided = 0;
  for (const resource of vendor.resources) {
    const suspects = await deletionsOf(client, shop, resource.name);
    const held = suspects.filter(({ state }) => state === "held").map(({ id }) => id);
    if (held.length === 0) continue;
    const there = idsAtVendor(resource, truth);
    const { dismiss = [], approve = [] } = Object.groupBy(held, (id) => (there.has(id) ? "dismiss" : "approve"));
    for (const [decision, ids] of Object.entries({ dismiss, approve }))
      if (ids.length > 0) await client.post(pathOf(shop, resource.name), { decision, ids });
    decided += held.length;
  }
  return decided;
};
