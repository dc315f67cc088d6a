import { createApi } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import type { ResourceName } from "../../../shared/core/records.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Listing, Resource, VendorId } from "../../../shared/core/vendor.ts";
import type { Deps } from "../../../shared/lambda/wiring.ts";
import { World } from "../../faults/runs/world.ts";

/** One line of `GET /v1/shops/{shop}/sync`. */
export interface Line {
  readonly resource: string;
  readonly state: string;
  readonly since?: string;
  readonly reason?: string;
  readonly promisedSeconds: number;
  readonly lagSeconds: number | null;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface WatchedShop {
  readonly world: World;
  /** Lines of the log at level `error`, and metrics, that workers wrote. */
  readonly errors: readonly Readonly<Record<string, any>>[];
  readonly metrics: readonly { readonly name: string; readonly dimensions: object | undefined }[];
  /** Replaces a part of every worker's ports from now on. */
  adapt(change: (deps: Deps) => Partial<Deps>): void;
  /** Replaces a part of a resource's listing from now on; the vendor's own part is at hand. */
  break(resource: ResourceName, change: (listing: Listing) => Partial<Listing>): void;
  mend(): void;
  get(path: string): Promise<any>;
  /** One request with the tenant's key; a write under this key of its own. */
  post(path: string, body: unknown, idempotencyKey?: string): Promise<any>;
  /** One request with the operator's key. */
  operator(method: string, path: string, body?: unknown): Promise<any>;
  lines(): Promise<Record<string, Line>>;
  line(resource: ResourceName): Promise<Line>;
  /** Events about the shop for its tenant's endpoint, oldest first. */
  events(): Promise<readonly { readonly type: string; readonly data: any }[]>;
}

/** A shop in virtual time as its tenant and its operator see it. */
export const openWatchedShop = async (
  vendor: VendorId,
  resources: readonly ResourceName[],
  { webhooks = false }: { readonly webhooks?: boolean } = {},
): Promise<WatchedShop> => {
  const world = new World({ vendor, seed: 7, size: 8, resources });
  if (!webhooks) world.onDelivery = () => undefined;
  const errors: Readonly<Record<string, any>>[] = [];
  const metrics: { name: string; dimensions: object | undefined }[] = [];
  let change: (deps: Deps) => Partial<Deps> = () => ({});
  const whole = world.vendor.resources;
  world.adapt = (deps) => ({
    ...deps,
    log: (level, message, fields) => {
      if (level === "error") errors.push({ message, ...fields });
    },
    metric: (name, _value, dimensions) => void metrics.push({ name, dimensions }),
    ...change(deps),
  });
  const setResources = (next: readonly Resource[]) =>
    void Object.assign(world, { vendor: { ...world.vendor, resources: next } });

  const api = createApi(routes, world.deps);
  const ask = async (key: string, method: string, address: string, body?: unknown, once = "once") => {
    const [rawPath = "", rawQueryString = ""] = address.split("?");
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": once };
    const request = { rawPath, rawQueryString, headers, requestContext: { http: { method } } };
    const result = await world.time.until(
      api(body === undefined ? request : { ...request, body: JSON.stringify(body) }, {
        getRemainingTimeInMillis: () => 29_000,
      }),
    );
    if (result.statusCode >= 300) throw new Error(`${method} ${address}: ${result.statusCode} ${result.body}`);
    return JSON.parse(result.body);
  };
  const { tenant, shop } = world.ref;
  await ask("operator", "POST", "/v1/tenants", { id: tenant, name: "Acme" });
  const { key } = await ask("operator", "POST", `/v1/tenants/${tenant}/keys`, { name: "main", scope: "admin" });
  const { id } = await ask(key, "POST", "/v1/endpoints", { url: "https://tenant.test/hooks", types: ["shop.*"] });
  await world.open();
  await world.pass(20 * MINUTE);
  const get = (path: string) => ask(key, "GET", path);
  const lines = async () => {
    const { data } = await get(`/v1/shops/${shop}/sync`);
    return Object.fromEntries(data.map((line: Line) => [line.resource, line])) as Record<string, Line>;
  };
  return {
    world,
    errors,
    metrics,
    adapt: (next) => {
      change = next;
    },
    break: (name, broken) =>
      setResources(
        whole.map((one) => (one.name === name ? { ...one, listing: { ...one.listing, ...broken(one.listing) } } : one)),
      ),
    mend: () => {
      change = () => ({});
      setResources(whole);
    },
    get,
    post: (path, body, once) => ask(key, "POST", path, body, once),
    operator: (method, path, body) => ask("operator", method, path, body),
    lines,
    line: async (resource) => (await lines())[resource]!,
    events: async () => {
      // Nobody delivers them here, so all of them wait, in the order of their time.
      const { events } = await world.deps.endpoints.pending(tenant, id, undefined, 100);
      return events.map(({ event }) => event);
    },
  };
};
