import type { SimulatedOutcome, SimulatedRequest } from "../../infra/sandbox/types.ts";
import type { Resource, VendorId } from "../../shared/core/vendor.ts";
import type { World } from "../faults/runs/world.ts";

type Rows = readonly unknown[] | Readonly<Record<string, unknown>>;

/** How each vendor's requests name the filter by the time of change, and where rows and their number are in an answer. */
const vendors: Readonly<
  Record<
    Exclude<VendorId, "isale">,
    { readonly filter: RegExp; readonly lists: readonly string[]; readonly totals: readonly string[] }
  >
> = {
  kiotviet: { filter: /lastModifiedFrom=/, lists: ["data"], totals: ["total"] },
  "nhanh-v3": { filter: /"updatedAtFrom"/, lists: ["data"], totals: [] },
  "nhanh-v2": {
    filter: /"updated(DateTime|At)From"/,
    lists: ["data.products", "data.customers", "data.orders"],
    totals: ["data.totalRecords", "data.totalPages"],
  },
  pancake: {
    filter: /updateStatus=updated_at.*startDateTime=|start_time_updated_at=/,
    lists: ["data"],
    totals: ["total_entries"],
  },
};

const at = (value: any, path: string): any => path.split(".").reduce((inner, name) => inner?.[name], value);
const put = (value: any, path: string, next: unknown): void => {
  const steps = path.split(".");
  const holder = at(value, steps.slice(0, -1).join("."));
  (steps.length === 1 ? value : holder)[steps.at(-1)!] = next;
};

/**
 * The vendor's filter by the time of change does not show the rows for which `isHidden` says so. Every other answer
 * does: lists without that filter, and details.
 */
export const blindFilter = (world: World, isHidden: (resource: Resource, row: any) => boolean): void => {
  const vendor = vendors[world.vendor.id as keyof typeof vendors];
  const { simulator } = world;
  const honest = simulator.handle.bind(simulator);
  const resourceOf = (path: string): Resource | undefined =>
    world.vendor.resources.find(({ listing }) =>
      path.endsWith(
        (world.vendor.operations.find(({ id }) => id === listing.operation)?.path ?? "-").replace(/^.*\}/, ""),
      ),
    );
  const handle = (request: SimulatedRequest): SimulatedOutcome => {
    const outcome = honest(request);
    const resource = resourceOf(request.path);
    const asked = `${request.query.toString()}&${request.body}`;
    if (outcome.kind !== "answer" || !resource || !vendor.filter.test(asked)) return outcome;
    const body = JSON.parse(outcome.body);
    let hidden = 0;
    const shown = (row: unknown): boolean => {
      const visible = !isHidden(resource, row);
      if (!visible) hidden += 1;
      return visible;
    };
    for (const list of vendor.lists) {
      const rows = at(body, list) as Rows | undefined;
      if (Array.isArray(rows)) put(body, list, rows.filter(shown));
      else if (rows) put(body, list, Object.fromEntries(Object.entries(rows).filter(([, row]) => shown(row))));
    }
    for (const total of vendor.totals)
      if (hidden > 0 && at(body, total) !== undefined && !total.endsWith("Pages"))
        put(body, total, at(body, total) - hidden);
    return { ...outcome, body: JSON.stringify(body) };
  };
  Object.assign(simulator, { handle });
};
