import type { Limit, Vendor } from "../../core/vendor.ts";

/** `fixed`: one address of our own. `shared`: whichever of its addresses the cloud takes, and others call from it as well. */
export type Egress = "shared" | "fixed";

/** What a tenant is told where a limit is counted by an address that is not ours alone. */
export const SHARED_ADDRESS =
  "The vendor counts by address, and our calls leave from addresses that others use as well. So the budget learns: it halves " +
  "when the vendor refuses, and comes back by a tenth each half minute. A fixed address is a switch of the deployment.";

const learning = (limit: Limit): Limit => (limit.scope === "ip" ? { ...limit, adaptive: "below" } : limit);

/** The vendor as it is met from there: a limit of an address that others use as well is not ours alone to count. */
export const withEgress = <Part extends Partial<Vendor>>(vendor: Part, egress: Egress): Part =>
  egress === "fixed" || vendor.limits === undefined ? vendor : { ...vendor, limits: vendor.limits.map(learning) };
