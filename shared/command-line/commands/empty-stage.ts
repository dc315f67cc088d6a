import { pathPart } from "../path-part.ts";
import { Trouble } from "../trouble.ts";
import type { World } from "../world.ts";
import { allPages } from "./pages.ts";

interface Removal {
  readonly shopsLeft: number;
  readonly webhooks: readonly { readonly shop: string; readonly left: readonly string[]; readonly reason?: string }[];
  readonly doneAt?: string;
}

const EVERY_TENANT = 1_000_000;

/**
 * Removes every tenant of the deployment and waits until nothing of them is left, so that the stage can be destroyed: their
 * webhooks at the vendors and their secrets are not the stack's. May be run again after a break.
 * @throws Trouble without the stage's own name, and where a webhook is left that a person has to end
 */
export const emptyStage = async (world: World, stage: string, pauseSeconds: number): Promise<void> => {
  const { api, output } = world;
  const status = await api.call<{ stage: string }>("GET", "/v1/operator/status");
  if (status.stage !== stage)
    throw new Trouble(`This is the stage "${status.stage}". Say its name to remove all of its tenants.`, 2);
  const tenants = await allPages<{ id: string }>(world, "/v1/tenants", {}, EVERY_TENANT);
  for (const { id } of tenants) await api.call("DELETE", `/v1/tenants/${pathPart("tenant", id)}`);
  output.say(`${tenants.length} tenants are being removed; it takes a quarter of an hour.`);
  const left: { tenant: string; shop: string; webhooks: readonly string[] }[] = [];
  for (const { id } of tenants) {
    const removal = await untilDone(world, id, pauseSeconds);
    for (const { shop, left: webhooks } of removal.webhooks)
      if (webhooks.length > 0) left.push({ tenant: id, shop, webhooks });
    output.say(`${id}: nothing is left`);
  }
  if (output.json) output.value({ tenants: tenants.length, webhooksLeft: left });
  if (left.length === 0) return;
  const lines = left.map(({ tenant, shop, webhooks }) => `  ${tenant}/${shop}: ${webhooks.join(", ")}`);
  throw new Trouble(`These webhooks could not be ended; a person ends them at the vendor:\n${lines.join("\n")}`, 1);
};

const untilDone = async ({ api, pause }: World, tenant: string, pauseSeconds: number): Promise<Removal> => {
  for (;;) {
    const removal = await api.call<Removal>("GET", `/v1/tenants/${pathPart("tenant", tenant)}/removal`);
    if (removal.doneAt !== undefined) return removal;
    await pause(pauseSeconds);
  }
};
