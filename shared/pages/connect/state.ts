import { api } from "../api.ts";

export type State = Awaited<ReturnType<typeof readState>>;
export type ConnectVendor = State["vendors"][number];
export type ConnectedShop = NonNullable<State["shop"]>;

export const readState = () => api.get("/v1/connect");

export const stateKey = (id: string): readonly string[] => ["connect", id];

/** How a visit ended, for the tenant's page. */
export type Status = "connected" | "waiting" | "withdrawn" | "left";

/** The tenant's page, with what became of the visit. */
export const wayBack = ({ returnUrl, shop }: State, status: Status): string | undefined => {
  if (returnUrl === undefined) return undefined;
  const url = new URL(returnUrl);
  if (shop) url.searchParams.set("shop", shop.id);
  url.searchParams.set("status", status);
  return url.href;
};
