import type { Kept } from "./kept.ts";
import type { Local } from "./runner.ts";
import { type LaptopTenant, laptopTenant } from "./sandbox-tenant.ts";

/** The room that tells the next start under which address vendors may still send, if this one should be killed. */
const ROOM = "public-url";

/**
 * A laptop's public address ends with the tunnel to it, so no vendor may keep it: what was registered is removed at the
 * end, and after a kill at the next start.
 */
export const createRegistrations = (deps: {
  readonly local: Pick<Local, "withdraw">;
  readonly tenant: LaptopTenant;
  readonly kept: Kept;
  readonly publicUrl: string | undefined;
}) => {
  const { local, tenant, kept, publicUrl } = deps;
  const shops = async (): Promise<readonly string[]> => {
    const { data } = await tenant.client.get<{ data: readonly { id: string; health: string }[] }>("/v1/shops");
    return data.filter(({ health }) => health !== "removing").map(({ id }) => id);
  };
  const end = async (): Promise<void> => {
    if (kept.all(ROOM).size === 0) return;
    await local.withdraw((await shops()).map((shop) => ({ tenant: laptopTenant, shop })));
    for (const url of kept.all(ROOM).keys()) kept.delete(ROOM, url);
  };
  return {
    /** @throws what could not be removed */
    begin: async (): Promise<void> => {
      if (publicUrl === undefined) return end();
      // Before anything is registered. A shop's registrations at another address are replaced by those at this one.
      kept.set(ROOM, publicUrl, "");
    },
    end,
  };
};
