import { BadRequest } from "../../core/errors.ts";
import type { Halt } from "../../core/halts.ts";
import type { Clock } from "../../core/ports.ts";
import type { EndpointStore } from "../../stores/endpoints.ts";
import type { HaltStore } from "../../stores/halts.ts";
import type { Tenant, TenantStore } from "../../stores/tenants.ts";

interface SuspendDeps {
  readonly tenants: Pick<TenantStore, "find">;
  readonly halts: Pick<HaltStore, "suspendTenant" | "resumeTenant">;
  readonly ownedBy: (tenant: string) => { readonly endpoints: Pick<EndpointStore, "list" | "forgive"> };
  readonly clock: Clock;
}

/** @throws BadRequest 404 */
export const suspendTenant = async (
  tenant: string,
  given: Pick<Halt, "reason" | "by">,
  { tenants, halts, clock }: SuspendDeps,
): Promise<Tenant> => {
  const { suspension } = await tenants.find(tenant);
  await halts.suspendTenant(tenant, { ...given, since: suspension?.since ?? clock() });
  return tenants.find(tenant);
};

/**
 * What its endpoints did not take before counts as never tried: events that have waited with it for days are not given up with
 * their first try. Before the end of the suspension, so that a crash in between leaves it suspended, and it is asked once more.
 * @throws BadRequest 404, and 409 for a tenant that is not suspended
 */
export const resumeTenant = async (
  tenant: string,
  { tenants, halts, ownedBy, clock }: SuspendDeps,
): Promise<Tenant> => {
  const { suspension } = await tenants.find(tenant);
  if (!suspension) throw new BadRequest(409, "not-suspended", `The tenant ${tenant} is not suspended.`);
  const { endpoints } = ownedBy(tenant);
  for (const { id } of await endpoints.list(tenant)) await endpoints.forgive(tenant, id, clock());
  await halts.resumeTenant(tenant, clock());
  return tenants.find(tenant);
};
