import { timeId } from "../core/ids.ts";
import type { Deps } from "../lambda/wiring.ts";
import type { AuditEntry } from "../stores/audit.ts";
import type { Caller, Route } from "./route.ts";

/** The name under which a caller stands in the audit trail. */
export const callerName = (caller: Caller): string => {
  if (caller.kind === "tenant") return caller.key;
  if (caller.kind === "public") return "public";
  return caller.name === undefined ? "operator" : `operator:${caller.name}`;
};

/** An administrative act, or a reading of raw data. */
export interface Act {
  readonly action: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** Default: the caller's tenant. */
  readonly tenant?: string | undefined;
}

export type Audit = (act: Act) => Promise<void>;

interface Source {
  readonly caller: Caller;
  readonly address: string;
  readonly requestId: string;
}

/**
 * Writes acts down as the request goes: in the trail of the tenant that they are about, and an operator's in the
 * operators' trail as well.
 */
export const createAudit = ({ caller, address, requestId }: Source, deps: Deps): Audit => {
  const own = caller.kind === "tenant" ? caller.tenant : undefined;
  return async ({ tenant = own, ...act }) => {
    const now = deps.clock();
    const entry: AuditEntry = {
      id: timeId(now, deps.random),
      at: new Date(now).toISOString(),
      by: callerName(caller),
      ...act,
      ...(address ? { address } : {}),
      ...(requestId ? { requestId } : {}),
    };
    // An operator acts on a tenant: the tenant's trail is written in the tenant's name.
    const { tenants } = own === undefined && tenant !== undefined ? deps.ownedBy(tenant) : deps;
    if (tenant !== undefined) await tenants.note(tenant, entry, now);
    if (caller.kind === "operator") await deps.operators.audit({ ...entry, ...(tenant ? { tenant } : {}) }, now);
  };
};

/**
 * Each act but those that the ledger of writes tells of, and each reading of what the vendor sent as it was.
 */
export const leavesTrace = (route: Route, query: Readonly<Record<string, string>>): boolean =>
  route.raw === true || query.raw === "true" || (route.method !== "GET" && route.ledger !== true);

/** What is written down where the route itself says nothing. */
export const plainAct = (route: Route, params: Readonly<Record<string, string>>): Act => {
  const isReading = route.method === "GET";
  const filled = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  // A canonical collection stands in the path of its route, not among its parameters.
  const subject = isReading ? filled.replace("/v1/shops/", "") : Object.values(params).join("/") || route.path;
  const { tenant } = params;
  const action = isReading ? "records.read-raw" : `${route.method} ${route.path}`;
  return { action, subject, ...(route.access === "operator" && tenant ? { tenant } : {}) };
};
