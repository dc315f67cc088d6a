import { createClient } from "../../infra/local/client.ts";
import { DAY } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { until, type WebhookWorld } from "./webhook-world.ts";

/** A tenant of its own, and a client with its key. */
export const newTenant = async (world: WebhookWorld, id: string): Promise<ReturnType<typeof createClient>> => {
  await world.operator.post("/v1/tenants", { id, name: id });
  const { key } = await world.operator.post<{ key: string }>(`/v1/tenants/${id}/keys`, {
    name: "bench",
    scope: "admin",
  });
  return createClient(world.apiUrl, key);
};

/** Registers a shop, and waits until its collections are current and its webhooks registered. */
export const registered = async (
  client: ReturnType<typeof createClient>,
  id: string,
  shop: { vendor: VendorId; credentials: object; settings: object; hosts: object },
  resources: readonly string[],
): Promise<void> => {
  const since = new Date(Date.now() - 3 * DAY).toISOString();
  await client.post("/v1/shops", { id, name: id, since, ...shop });
  await until(`the first cycles of ${id}`, 120, async () => {
    const status = await client.get<{ data: { resource: string; state: string }[] }>(`/v1/shops/${id}/sync`);
    return resources.every((name) => status.data.find(({ resource }) => resource === name)?.state === "current");
  });
  await until(`the webhooks of ${id}`, 60, async () => {
    const { state } = await client.get<{ state: string }>(`/v1/shops/${id}/webhooks`);
    return state === "registered";
  });
};
