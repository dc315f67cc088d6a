import { createHandler as createWrite } from "../../functions/write.ts";
import { createApi } from "../../shared/api/respond.ts";
import { routes } from "../../shared/api/routes/index.ts";
import { RetryLater } from "../../shared/core/errors.ts";
import type { ResourceName } from "../../shared/core/records.ts";
import { MINUTE } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import type { Write } from "../../shared/stores/ledger.ts";
import { World } from "../faults/runs/world.ts";
import { createStrictAnswers } from "./strict-answers.ts";

export interface Reply {
  readonly status: number;
  readonly body: any;
}

/** A shop that is synced and takes writes, in virtual time and without faults until a test asks for some. */
export interface WriteShop {
  readonly world: World;
  /** One request to the API. `path` below the shop; the key defaults to a fresh one. */
  request(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<Reply>;
  /** The same with a key of another scope; the shop's own key has `admin`. */
  requestAs(scope: "read" | "write", method: string, path: string, body?: unknown): Promise<Reply>;
  /** Lets time pass until no write is under way. */
  settle(minutes?: number): Promise<void>;
  write(id: string): Promise<Write>;
  ids(resource: ResourceName): string[];
  /** Journal entries of the vendor, webhooks left out. */
  journal(): readonly { readonly operation: string; readonly id: string; readonly body: any }[];
}

export const openWriteShop = async (vendor: VendorId, options: { seed?: number } = {}): Promise<WriteShop> => {
  const world = new World({ vendor, seed: options.seed ?? 7, size: 8 });
  world.onDelivery = () => undefined;
  world.writeWorker = async (deps, message, context) => {
    const { batchItemFailures } = await createWrite(deps)({ Records: [message] }, context);
    if (batchItemFailures.length > 0) throw new RetryLater("the message failed");
  };
  await world.open();
  const strict = createStrictAnswers();
  const api = createApi(routes, world.deps, strict.watch);
  let count = 0;
  const ask = async (
    key: string,
    method: string,
    address: string,
    body: unknown,
    idempotencyKey: string,
  ): Promise<Reply> => {
    const [rawPath = "", rawQueryString = ""] = address.split("?");
    const result = await world.time.until(
      api(
        {
          rawPath,
          rawQueryString,
          headers: {
            authorization: `Bearer ${key}`,
            "content-type": "application/json",
            "idempotency-key": idempotencyKey,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          requestContext: { http: { method } },
        },
        { getRemainingTimeInMillis: () => 29_000 },
      ),
    );
    strict.complain();
    return { status: result.statusCode, body: result.body === "" ? undefined : JSON.parse(result.body) };
  };
  await ask("operator", "POST", "/v1/tenants", { id: world.ref.tenant, name: "Acme" }, "none");
  const { body } = await ask(
    "operator",
    "POST",
    `/v1/tenants/${world.ref.tenant}/keys`,
    { name: "main", scope: "admin" },
    "none",
  );
  const { key } = body;
  await world.pass(3 * MINUTE);
  const isOver = async () => {
    const { writes } = await world.deps.ledger.list(world.ref, { limit: 1_000 });
    return writes.every(({ closed }) => closed);
  };
  return {
    world,
    request: (method, path, content, idempotencyKey) => {
      count += 1;
      return ask(key, method, `/v1/shops/${world.ref.shop}/${path}`, content, idempotencyKey ?? `key-${count}`);
    },
    requestAs: async (scope, method, path, content) => {
      const made = await ask(
        "operator",
        "POST",
        `/v1/tenants/${world.ref.tenant}/keys`,
        { name: scope, scope },
        "none",
      );
      count += 1;
      return ask(made.body.key, method, `/v1/shops/${world.ref.shop}/${path}`, content, `key-${count}`);
    },
    settle: async (minutes = 120) => {
      for (let waited = 0; waited < minutes * 60 && !(await isOver()); waited += 5) await world.pass(5_000);
    },
    write: (id) => world.deps.ledger.find(world.ref, id),
    ids: (resource) => {
      const known = world.vendor.resources.find(({ name }) => name === resource)!;
      return world.simulator.rows(resource).map((row) => known.id(row));
    },
    journal: () =>
      world.simulator.journal.filter(({ operation }) => !operation.startsWith("webhooks")) as ReturnType<
        WriteShop["journal"]
      >,
  };
};

/**
 * Refuses the connection to each call that the tenant's writes make for orders, while the vendor answers all others: a
 * server that answers nothing at all is waited for.
 * @returns ends it
 */
export const cutOrders = ({ world }: WriteShop): (() => void) => {
  let isCut = true;
  world.adapt = (deps) => ({
    ...deps,
    send: (request) => {
      if (!isCut || request.method !== "POST" || !request.url.includes("/orders")) return deps.send(request);
      return Promise.reject(new RetryLater("the connection was refused", { delivered: "no" }));
    },
  });
  return () => {
    isCut = false;
  };
};
