import { parseJson } from "../../core/json.ts";
import type { Hint, VendorWebhooks } from "../../core/vendor.ts";
import type { Shop } from "../../stores/shops.ts";

/** The collection whose rows each event brings: its first one. Further ones only change with it (stock with a product). */
const subjectsOf = (hints: readonly Hint[]): readonly string[] => [
  ...new Map([...hints].reverse().map(({ event, resource }) => [event, resource])).values(),
];

/** Of what a webhook's body tells: the collections that the shop does not copy. */
export const leftOutOf = ({ resources }: Pick<Shop, "resources">, hints: readonly Hint[]): readonly string[] =>
  resources === undefined ? [] : subjectsOf(hints).filter((name) => !resources.includes(name));

/** The collections of a webhook that is about nothing but what the shop does not copy: it asks for nothing to be done. */
export const leftOutWhole = (
  shop: Pick<Shop, "resources">,
  webhooks: Pick<VendorWebhooks, "hints" | "revoked"> | undefined,
  body: Uint8Array,
): readonly string[] | undefined => {
  const { resources } = shop;
  if (resources === undefined || !webhooks) return undefined;
  const parsed = parsedOf(body);
  if (parsed === undefined || webhooks.revoked?.(parsed)) return undefined;
  const hints = webhooks.hints(parsed);
  const isAsked = hints.some(({ resource }) => resources.includes(resource));
  return hints.length === 0 || isAsked ? undefined : subjectsOf(hints);
};

/** The collections that a webhook names. */
export const namedIn = (webhooks: Pick<VendorWebhooks, "hints"> | undefined, body: Uint8Array): readonly string[] => {
  const parsed = parsedOf(body);
  if (!webhooks || parsed === undefined) return [];
  return [...new Set(webhooks.hints(parsed).map(({ resource }) => resource))];
};

const parsedOf = (body: Uint8Array): unknown => {
  try {
    return parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch {
    return undefined;
  }
};
