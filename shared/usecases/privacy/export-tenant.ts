import * as z from "zod";
import type { Vendor } from "../../core/vendor.ts";
import type { EndpointStore } from "../../stores/endpoints.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { LedgerStore } from "../../stores/ledger.ts";
import type { RecordStore } from "../../stores/records.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";
import { resourcesOf } from "../shops/resources-of.ts";

type Plain = Readonly<Record<string, unknown>>;
const plain = (thing: object): Plain => ({ ...thing });

/** One thing that a tenant has with us. */
export interface Exported {
  readonly kind: "shop" | "endpoint" | "key" | "record" | "write" | "audit";
  readonly shop?: string | undefined;
  readonly resource?: string | undefined;
  readonly id: string;
  readonly data: Plain;
}

/** Where an export goes on. */
export const ExportPlace = z.object({
  part: z.enum(["shops", "endpoints", "keys", "records", "writes", "audit"]),
  shop: z.string().optional(),
  resource: z.string().optional(),
  after: z.string().optional(),
});
export type ExportPlace = z.infer<typeof ExportPlace>;

export interface ExportDeps {
  readonly shops: ShopStore;
  readonly records: RecordStore;
  readonly ledger: LedgerStore;
  readonly endpoints: EndpointStore;
  readonly tenants: TenantStore;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "resources">;
}

interface Part {
  readonly rows: readonly Exported[];
  readonly next: ExportPlace | undefined;
}

const PAGE = 100;
/** Of an answer; Lambda takes 6 MB. */
const MOST_BYTES = 3_500_000;

/** A shop without what is a secret, or ours alone. */
const shownShop = ({ hookToken: _, ...shop }: Shop): Plain => shop;

const shopAfter = async (tenant: string, id: string | undefined, deps: ExportDeps): Promise<Shop | undefined> =>
  (await deps.shops.page(tenant, id === undefined ? undefined : `SHOP#${id}`, 1)).shops[0];

const recordsOf = async (tenant: string, place: ExportPlace, deps: ExportDeps): Promise<Part> => {
  const shop =
    place.shop === undefined
      ? await shopAfter(tenant, undefined, deps)
      : await deps.shops.get({ tenant, shop: place.shop });
  if (!shop)
    return { rows: [], next: place.shop === undefined ? { part: "audit" } : await nextShop(tenant, place.shop, deps) };
  const names = resourcesOf(shop, deps).map(({ name }) => name as string);
  const resource = place.resource ?? names[0]!;
  const page = await deps.records.page(refOf(shop), resource, { after: place.after, limit: PAGE, deleted: true });
  const rows = page.records.map(
    ({ id, record, raw, ...rest }): Exported => ({
      ...{ kind: "record", shop: shop.id, resource, id },
      data: {
        record,
        raw,
        version: rest.version,
        deleted: rest.deleted,
        observedAt: rest.observedAt,
        metadata: rest.metadata,
      },
    }),
  );
  const here = { part: "records", shop: shop.id } as const;
  if (page.next !== undefined) return { rows, next: { ...here, resource, after: page.next } };
  const following = names[names.indexOf(resource) + 1];
  return { rows, next: following === undefined ? { part: "writes", shop: shop.id } : { ...here, resource: following } };
};

const nextShop = async (tenant: string, shop: string, deps: ExportDeps): Promise<ExportPlace> => {
  const next = await shopAfter(tenant, shop, deps);
  return next ? { part: "records", shop: next.id } : { part: "audit" };
};

const writesOf = async (ref: ShopRef, place: ExportPlace, deps: ExportDeps): Promise<Part> => {
  const { writes, next } = await deps.ledger.list(ref, { after: place.after, limit: PAGE });
  const rows = writes.map((write): Exported => ({ kind: "write", shop: ref.shop, id: write.id, data: plain(write) }));
  return { rows, next: next === undefined ? await nextShop(ref.tenant, ref.shop, deps) : { ...place, after: next } };
};

const partOf = async (tenant: string, place: ExportPlace, deps: ExportDeps): Promise<Part> => {
  const goOn = (next: string | undefined, following: ExportPlace["part"]): ExportPlace =>
    next === undefined ? { part: following } : { part: place.part, after: next };
  switch (place.part) {
    case "shops": {
      const { shops, next } = await deps.shops.page(tenant, place.after, PAGE);
      const rows = shops.map((shop): Exported => ({ kind: "shop", id: shop.id, data: shownShop(shop) }));
      return { rows, next: goOn(next, "endpoints") };
    }
    case "endpoints": {
      const { endpoints, next } = await deps.endpoints.page(tenant, place.after, PAGE);
      const rows = endpoints.map(
        (endpoint): Exported => ({ kind: "endpoint", id: endpoint.id, data: plain(endpoint) }),
      );
      return { rows, next: goOn(next, "keys") };
    }
    case "keys": {
      const { keys, next } = await deps.tenants.listKeys(tenant, place.after, PAGE);
      return {
        rows: keys.map((key): Exported => ({ kind: "key", id: key.id, data: plain(key) })),
        next: goOn(next, "records"),
      };
    }
    case "records":
      return recordsOf(tenant, place, deps);
    case "writes":
      return writesOf({ tenant, shop: place.shop ?? "" }, place, deps);
    case "audit": {
      const { entries, next } = await deps.tenants.auditTrail(tenant, place.after, PAGE);
      const rows = entries.map((entry): Exported => ({ kind: "audit", id: entry.id, data: plain(entry) }));
      return { rows, next: next === undefined ? undefined : { part: "audit", after: next } };
    }
  }
};

/**
 * A page of everything that a tenant has with us, but for secrets: shops, endpoints, keys (not their values), each shop's records with
 * the vendor's rows and its writes, and the audit trail. The place says where to go on; undefined at the end.
 * @param limit rows after which the page ends
 */
export const exportTenant = async (
  tenant: string,
  from: ExportPlace | undefined,
  { limit, deadline }: { readonly limit: number; readonly deadline: number },
  deps: ExportDeps & { readonly clock: () => number },
): Promise<{ rows: Exported[]; next: ExportPlace | undefined }> => {
  const rows: Exported[] = [];
  let bytes = 0;
  let place: ExportPlace | undefined = from ?? { part: "shops" };
  while (place !== undefined && rows.length < limit && bytes < MOST_BYTES / 2 && deps.clock() < deadline) {
    const part: Part = await partOf(tenant, place, deps);
    const size = JSON.stringify(part.rows).length;
    // Records of 400 kB: the rest of this part comes with the next page.
    if (rows.length > 0 && bytes + size > MOST_BYTES) break;
    rows.push(...part.rows);
    bytes += size;
    place = part.next;
  }
  return { rows, next: place };
};
