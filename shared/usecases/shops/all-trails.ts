import { inParallel } from "../../core/parallel.ts";
import type { AuditEntry } from "../../stores/audit.ts";
import type { OperatorStore } from "../../stores/operators.ts";
import { allTenants, type TenantStore } from "../../stores/tenants.ts";

interface TrailDeps {
  readonly tenants: Pick<TenantStore, "list">;
  readonly operators: Pick<OperatorStore, "auditTrail">;
  readonly ownedBy: (tenant: string) => { readonly tenants: Pick<TenantStore, "auditTrail"> };
}

const PARALLEL = 24;
/** Of the operators' trail: most of it is about tenants, and stands in theirs. */
const MOST_LOOKED = 500;

/**
 * What was done about all tenants and by operators, newest first. Ids are in the order of time, so a page is the newest of what
 * each trail has behind the cursor.
 */
export const readAllTrails = async (
  after: string | undefined,
  limit: number,
  { tenants, operators, ownedBy }: TrailDeps,
): Promise<{ entries: AuditEntry[]; next: string | undefined }> => {
  const found: AuditEntry[] = [];
  const names: string[] = [];
  for await (const { id } of allTenants(tenants)) names.push(id);
  await inParallel(names, PARALLEL, async (tenant) => {
    const page = await ownedBy(tenant).tenants.auditTrail(tenant, after, limit);
    found.push(...page.entries.map((entry) => ({ ...entry, tenant })));
  });
  const own = await operators.auditTrail(after, MOST_LOOKED);
  const entries = [...found, ...own.entries.filter(({ tenant }) => tenant === undefined)]
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, limit);
  // Behind the last entry of the operators' trail that was looked at there may be one that belongs here.
  const bound = own.next === undefined ? undefined : own.entries.at(-1)!.id;
  const whole = bound === undefined ? entries : entries.filter(({ id }) => id >= bound);
  return { entries: whole, next: whole.length === limit ? whole.at(-1)!.id : bound };
};
