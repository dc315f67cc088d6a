import type { TFunction } from "i18next";

/** A collection's name for people. */
export const resourceName = (resource: string, t: TFunction): string => t(`resources.${resource}`, resource);

/** Names with dots, which among the texts stand for a level. */
const dashed = (name: string): string => name.replaceAll(".", "-");

/** What a write does; a direct call of the vendor by the vendor's own name. */
export const writeName = ({ kind, operation }: { kind: string; operation: string }, t: TFunction): string =>
  kind === "passthrough" ? operation : t(`writes.kinds.${dashed(kind)}`, kind);

/** What a person did: an act with a name of its own, or a route by method and path. */
export const actName = (action: string, t: TFunction): string =>
  action.includes(" ")
    ? t(`audit.calls.${action.replaceAll(/[^A-Za-z]+/g, "-")}`, { defaultValue: t("audit.api", { call: action }) })
    : t(`audit.actions.${dashed(action)}`, action);

/** Who did it: an operator, the owner at a link, or a key by its name. `keys`: names by id, as far as they are known. */
export const actorName = (by: string, keys: ReadonlyMap<string, string>, t: TFunction): string => {
  if (by === "operator" || by.startsWith("operator:"))
    return [t("audit.operator"), by.slice("operator:".length)].filter((part) => part !== "").join(" ");
  return by.startsWith("link:") ? t("audit.owner") : (keys.get(by) ?? by);
};

/** When an event is sent. */
export const eventName = ({ type, resource }: { type: string; resource?: string | undefined }, t: TFunction): string =>
  resource === undefined
    ? t(`events.types.${dashed(type)}`, type)
    : t(`events.change.${type.slice(resource.length + 1)}`, { name: resourceName(resource, t) });
