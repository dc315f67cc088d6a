import { inParallel } from "../../core/parallel.ts";
import type { ShopStore } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";

interface RebuildDeps {
  readonly tenants: Pick<TenantStore, "list">;
  readonly ownedBy: (tenant: string) => { readonly shops: Pick<ShopStore, "page" | "writeLine"> };
}

/** Behind this tenant; or in it, behind this shop. */
interface Place {
  readonly tenant?: string | undefined;
  readonly shop?: string | undefined;
}

const MOST_SHOPS = 500;
const PARALLEL = 24;

/** Gives each shop the line that it should have. A line that is there already stays, so it can be repeated at any time. */
export const rebuildFleet = async (
  from: Place,
  { tenants, ownedBy }: RebuildDeps,
): Promise<{ readonly shops: number; readonly written: number; readonly next: Place | undefined }> => {
  let { tenant, shop } = from;
  let shops = 0;
  let written = 0;
  while (shops < MOST_SHOPS) {
    if (shop === undefined) {
      tenant = (await tenants.list(tenant, 1)).tenants[0]?.id;
      if (tenant === undefined) return { shops, written, next: undefined };
    }
    const own = ownedBy(tenant!);
    const page = await own.shops.page(tenant!, shop, MOST_SHOPS - shops);
    shops += page.shops.length;
    await inParallel(page.shops, PARALLEL, async (one) => {
      if (await own.shops.writeLine(one)) written += 1;
    });
    shop = page.next;
  }
  return { shops, written, next: { tenant, ...(shop === undefined ? {} : { shop }) } };
};
