import { setImmediate } from "node:timers/promises";
import { inflateRawSync } from "node:zlib";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator, SimulatedRequest, VendorSimulator } from "../../../infra/sandbox/types.ts";
import type { ResourceName } from "../../../shared/core/records.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Operation, Resource, Vendor, VendorId } from "../../../shared/core/vendor.ts";
import { openStates } from "../../../shared/core/write-states.ts";
import { secretFields } from "../../../shared/http/redact.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

/** So much faster time goes by outside: a second for which a busy machine holds a call up is a tenth of one here. */
const SLOWER = 10;

/** Hours of waiting (limits, probes, cycles) pass at once; apart from that time goes on, but slowly. */
const createClock = (start: number) => {
  const realStart = Date.now();
  let skipped = 0;
  return {
    now: () => start + Math.floor((Date.now() - realStart) / SLOWER) + skipped,
    pass: (milliseconds: number) => {
      skipped += milliseconds;
    },
  };
};

/** Where the limit is used up the queue brings a message again: how much of it is left in a minute depends on the machine. */
export const TRIES = 3;

/** One shop at a simulated vendor behind a real socket, and the whole connector over a table in memory. */
export interface World extends AsyncDisposable {
  readonly vendor: Vendor;
  readonly simulator: VendorSimulator;
  readonly hosts: Readonly<Record<string, string>>;
  readonly stack: TestStack;
  readonly now: () => number;
  readonly pass: (milliseconds: number) => void;
  /** A request with the tenant's key. Every answer is kept in `answers`. */
  request(method: string, path: string, body?: unknown, key?: string): ReturnType<TestStack["request"]>;
  /** Text of every answer of the API and of every line of the log so far. */
  readonly answers: readonly string[];
  /** What no answer, item or log may contain: credentials and tokens of every time so far. */
  secrets(): ReadonlySet<string>;
  register(
    id: string,
    credentials?: Readonly<Record<string, unknown>>,
    more?: object,
  ): ReturnType<TestStack["request"]>;
  status(shop?: string): Promise<Record<string, any>>;
  health(shop?: string): Promise<string>;
  /** Cycles of these resources (default: all), now. */
  cycle(resources?: readonly ResourceName[], full?: boolean): Promise<void>;
  /** All records of a resource, without `_meta`. */
  records(resource: ResourceName): Promise<Map<string, any>>;
  changes(after?: string): Promise<{ data: any[]; cursor: string }>;
  /** True for requests that call this operation. */
  calls(operation: string): (request: Pick<SimulatedRequest, "method" | "path">) => boolean;
  /** Submits a write and waits, however long it takes, for its outcome. */
  write(method: string, path: string, body: unknown, key: string): Promise<any>;
}

export const tenant = "acme";
export const shopId = "shop-1";

export const operationOf = (vendor: Vendor, id: string): Operation =>
  vendor.operations.find((operation) => operation.id === id)!;
export const resourceOf = (vendor: Vendor, name: ResourceName): Resource =>
  vendor.resources.find((resource) => resource.name === name)!;

export const createWorld = async (
  id: VendorId,
  create: CreateSimulator,
  options: {
    readonly size: number;
    readonly days?: number | undefined;
    readonly seed?: number;
    readonly note?: NonNullable<Parameters<typeof createTestStack>[0]>["note"];
  },
): Promise<World> => {
  const clock = createClock(Date.parse("2026-09-15T03:00:00Z"));
  const vendor = vendors[id];
  const simulator = create({ now: clock.now, random: seededRandom(options.seed ?? 7) });
  simulator.seed(options.size);
  const served = await serve(simulator, { timeoutAfter: 200, mostDelay: 200 });
  const hosts = simulator.hosts(served.url);
  const stack = createTestStack({
    clock: clock.now,
    pass: clock.pass,
    ...(options.note ? { note: options.note } : {}),
  });
  // A worker that waits lets time pass at once. A call that is on its way at the time would have taken as long.
  let underWay = 0;
  const { send } = stack.deps;
  stack.deps.send = async (request) => {
    underWay += 1;
    try {
      return await send(request);
    } finally {
      underWay -= 1;
    }
  };
  stack.deps.sleep = async (milliseconds) => {
    while (underWay > 0) await setImmediate();
    clock.pass(milliseconds);
  };
  const answers: string[] = [];
  stack.deps.log = (level, message, fields) => void answers.push(JSON.stringify({ level, message, fields }));
  const secrets = new Set<string>();
  let key = "";

  const remember = (values: Readonly<Record<string, unknown>>) => {
    for (const name of secretFields(vendor.credentials))
      if (typeof values[name] === "string") secrets.add(values[name]);
  };

  const world: World = {
    vendor,
    simulator,
    hosts,
    stack,
    now: clock.now,
    pass: clock.pass,
    answers,
    secrets() {
      for (const { credentials, session } of stack.secrets.values()) {
        remember(credentials);
        if (session) secrets.add(session.token);
      }
      return secrets;
    },
    async request(method, path, body, idempotencyKey) {
      world.secrets();
      const answer = await stack.request(method, path, {
        key,
        body,
        ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }),
      });
      answers.push(JSON.stringify(answer.body));
      return answer;
    },
    register(shop, credentials = { ...simulator.credentials }, more = {}) {
      remember(credentials);
      return world.request("POST", "/v1/shops", {
        id: shop,
        vendor: id,
        name: `Shop at ${vendor.name}`,
        credentials,
        settings: simulator.settings,
        hosts,
        ...(options.days === undefined
          ? {}
          : { since: new Date(clock.now() - options.days * 24 * 60 * MINUTE).toISOString() }),
        ...more,
      });
    },
    async status(shop = shopId) {
      const { body } = await world.request("GET", `/v1/shops/${shop}/sync`);
      return Object.fromEntries(body.data.map((line: { resource: string }) => [line.resource, line]));
    },
    async health(shop = shopId) {
      return (await world.request("GET", `/v1/shops/${shop}`)).body.health;
    },
    async cycle(resources, full = false) {
      await world.request("POST", `/v1/shops/${shopId}/sync`, { ...(resources ? { resources } : {}), full });
      await stack.drain({ tries: TRIES });
    },
    async records(resource) {
      const found = new Map<string, any>();
      for (let cursor = ""; ; ) {
        const path = `/v1/shops/${shopId}/${resource}?limit=500${cursor && `&cursor=${cursor}`}`;
        const { body } = await world.request("GET", path);
        for (const { _meta, ...record } of body.data) found.set(record.id, record);
        if (body.next === null) return found;
        cursor = body.next;
      }
    },
    async changes(after) {
      const data: any[] = [];
      let cursor = after;
      for (;;) {
        const path = `/v1/shops/${shopId}/changes?limit=1000${cursor === undefined ? "" : `&cursor=${cursor}`}`;
        const { body } = await world.request("GET", path);
        data.push(...body.data);
        cursor = body.next;
        if (body.data.length === 0) return { data, cursor: cursor! };
      }
    },
    calls(operationId) {
      const { method, path, host = "api" } = operationOf(vendor, operationId);
      const prefix = hosts[host]!.slice(served.url.length);
      const pattern = `${prefix}${path}`.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
      const address = new RegExp(`^${pattern.join("[^/]+")}$`);
      return (request) => request.method === method && address.test(request.path);
    },
    async write(method, path, body, idempotencyKey) {
      const accepted = await world.request(method, `/v1/shops/${shopId}/${path}`, body, idempotencyKey);
      if (accepted.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(accepted.body)}`);
      for (let waited = 0; waited < 40 * MINUTE; waited += 30 * SECOND) {
        await stack.drain({ tries: TRIES });
        const { body: write } = await world.request("GET", `/v1/shops/${shopId}/writes/${accepted.body.id}`);
        if (!openStates.includes(write.state)) return write;
        clock.pass(30 * SECOND);
        await stack.tick();
        // Cycles that came due meanwhile are not what is looked at; `tick` brings them up again.
        stack.queues.sync.splice(0);
        stack.queues.news.splice(0);
      }
      return (await world.request("GET", `/v1/shops/${shopId}/writes/${accepted.body.id}`)).body;
    },
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };

  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: tenant, name: "Acme" } });
  const made = await stack.request("POST", `/v1/tenants/${tenant}/keys`, {
    key: operatorKey,
    body: { name: "main", scope: "admin" },
  });
  key = made.body.key;
  return world;
};

/** Everything that the table ever held, as text: every version of every item, bodies unpacked. */
export const tableText = function* ({ table }: TestStack): Generator<string> {
  for (const { new: item } of table.stream) {
    if (!item) continue;
    yield JSON.stringify(item, (_name, value) => (value instanceof Uint8Array ? "" : value));
    for (const value of Object.values(item)) if (value instanceof Uint8Array) yield unpack(value);
  }
};

const unpack = (bytes: Uint8Array): string => {
  try {
    return inflateRawSync(bytes).toString("utf8");
  } catch {
    return Buffer.from(bytes).toString("utf8");
  }
};
