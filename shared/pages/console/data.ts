import { api } from "../api.ts";

/* What several pages of the console ask for. */

export const readShops = async () => {
  const shops: Shop[] = [];
  for await (const shop of api.list("/v1/shops", { params: { query: { limit: 200 } } })) shops.push(shop);
  return shops;
};

export const readShop = (shop: string) => api.get("/v1/shops/{shop}", { params: { path: { shop } } });
export type Shop = Awaited<ReturnType<typeof readShop>>;

export const readSync = (shop: string) => api.get("/v1/shops/{shop}/sync", { params: { path: { shop } } });
export type Collection = Awaited<ReturnType<typeof readSync>>["data"][number];

/** A shop that is being removed asks nothing of anybody: it stands last. */
const order = ["needs-reauth", "degraded", "authorizing", "paused", "healthy", "removing"];

export const needsAttention = ({ health }: Pick<Shop, "health">): boolean =>
  health !== "healthy" && health !== "removing";

/** The worst first; of the same health by name. */
export const worstFirst = <One extends Pick<Shop, "health" | "name">>(shops: readonly One[]): One[] =>
  [...shops].sort(
    (left, right) => order.indexOf(left.health) - order.indexOf(right.health) || left.name.localeCompare(right.name),
  );

/** The collection that is furthest behind what is promised. */
export const latest = (collections: readonly Collection[]): Collection | undefined => {
  const behind = ({ lagSeconds, promisedSeconds }: Collection) =>
    (lagSeconds ?? Number.POSITIVE_INFINITY) / promisedSeconds;
  return [...collections].sort((left, right) => behind(right) - behind(left))[0];
};
