import { api, codeOf } from "../api.ts";

export type State = Awaited<ReturnType<typeof readState>>;
export type ConnectVendor = State["vendors"][number];
export type ConnectedShop = NonNullable<State["shop"]>;

export const readState = () => api.get("/v1/connect");

export const stateKey = (id: string): readonly string[] => ["connect", id];

/** The link is of no use any more: asking again changes nothing. */
export const endsLink = (error: unknown): boolean =>
  ["link-ended", "link-used", "unauthenticated", "invalid-body"].includes(codeOf(error) ?? "");

/** How a visit ended, for the tenant's page. */
export type Status = "connected" | "waiting" | "withdrawn" | "left";

/** The tenant's page, with what became of the visit. */
export const wayBack = ({ returnUrl, shop, gone }: State, status: Status): string | undefined => {
  if (returnUrl === undefined) return undefined;
  const url = new URL(returnUrl);
  const id = shop?.id ?? (status === "withdrawn" ? gone?.shop : undefined);
  if (id !== undefined) url.searchParams.set("shop", id);
  url.searchParams.set("status", status);
  return url.href;
};
