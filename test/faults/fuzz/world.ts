import { createHandler as createIntake } from "../../../functions/intake.ts";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createHandler as createWrite } from "../../../functions/write.ts";
import type { DynamoDbEngine } from "../../../infra/local/dynamodb.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import { seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { createApi, type HttpEvent, type HttpResult } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { createDynamoTable } from "../../../shared/aws/dynamo-table.ts";
import { quotaNames, quotas } from "../../../shared/core/quotas.ts";
import type { Table } from "../../../shared/core/table.ts";
import { guardPorts } from "../../../shared/lambda/guarded-ports.ts";
import type { Deps } from "../../../shared/lambda/wiring.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { startTable } from "../../helpers/engines.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

export type FuzzEngine = DynamoDbEngine | "memory";

/** A deployment with two shops that are synced, and what can be named in it. */
export interface FuzzWorld extends AsyncDisposable {
  readonly keys: Readonly<Record<"read" | "write" | "admin" | "operator", string>>;
  /** Values of path parameters and query parameters that lead somewhere, by name. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** The id of one record of each resource that the first shop has. */
  readonly records: Readonly<Record<string, string>>;
  /** What the browser sends that has opened a connect link. */
  readonly browser: Readonly<Record<string, string>>;
  readonly failures: { readonly error: string; readonly reason: string }[];
  api(event: HttpEvent): Promise<HttpResult>;
  intake(event: HttpEvent): Promise<HttpResult>;
}

const vendorsOf: readonly (readonly [string, CreateSimulator])[] = [
  ["kiotviet", createKiotVietSimulator],
  ["pancake", createPancakeSimulator],
];

export const openFuzzWorld = async (engine: FuzzEngine): Promise<FuzzWorld> => {
  const dynamo = engine === "memory" ? undefined : await startTable(engine);
  const table: Table = dynamo ? createDynamoTable(dynamo.client, dynamo.tableName) : new MemoryTable();
  let now = Date.parse("2026-11-20T08:00:00Z");
  // Each look lets a moment pass, so that what polls ends.
  const clock = (): number => {
    now += 1;
    return now;
  };
  const failures: FuzzWorld["failures"] = [];
  const simulators = vendorsOf.map(([vendor, create], index) => {
    const simulator = create({ now: () => now, random: seededRandom(index + 1), limits: false });
    simulator.seed(4);
    return { vendor, simulator, host: `http://${vendor}.test` };
  });
  const stack = createTestStack({ clock });
  // Each function reaches what its role lets it reach.
  const depsOf = (name: Parameters<typeof guardPorts>[0]): Deps => ({
    ...stack.deps,
    ...guardPorts(name, { ...stack.deps, table }),
    send: simulatedSend(Object.fromEntries(simulators.map(({ host, simulator }) => [host, simulator])), {
      now: () => now,
    }),
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    log: (level, message, fields) => {
      if (level === "error") failures.push({ error: String(fields?.error), reason: `${message}: ${fields?.reason}` });
    },
  });
  const run = createApi(routes, depsOf("api"));
  // Nothing waits longer than the tests can.
  const api = (event: HttpEvent) => run(event, { getRemainingTimeInMillis: () => 2_050 });
  const ask = async (key: string, method: string, path: string, body?: unknown): Promise<HttpResult> => {
    const [rawPath = "", rawQueryString = ""] = path.split("?");
    const result = await api({
      rawPath,
      rawQueryString,
      headers: { authorization: `Bearer ${key}`, "idempotency-key": `${method} ${path}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      requestContext: { http: { method, sourceIp: "192.0.2.1" }, requestId: "fuzz" },
    });
    if (result.statusCode >= 300) throw new Error(`${method} ${path}: ${result.statusCode} ${result.body}`);
    return result;
  };
  const request = async (...asked: Parameters<typeof ask>) => {
    const { body } = await ask(...asked);
    return body === "" ? undefined : JSON.parse(body);
  };
  await request(operatorKey, "POST", "/v1/tenants", { id: "acme", name: "Acme" });
  const most = Object.fromEntries(quotaNames.map((name) => [name, quotas[name].most]));
  await request(operatorKey, "PUT", "/v1/operator/tenants/acme/quotas", most);
  const keyOf = async (scope: string): Promise<string> =>
    (await request(operatorKey, "POST", "/v1/tenants/acme/keys", { name: scope, scope })).key;
  const keys = {
    read: await keyOf("read"),
    write: await keyOf("write"),
    admin: await keyOf("admin"),
    operator: operatorKey,
  };
  for (const { vendor, simulator, host } of simulators) {
    const { credentials, settings } = simulator;
    const body = { id: vendor, vendor, name: vendor, credentials, settings, hosts: simulator.hosts(host) };
    await request(keys.admin, "POST", "/v1/shops", body);
  }
  const sync = createSync(depsOf("sync"));
  await workOff({ sync, news: sync, slow: sync, backfill: sync, writes: createWrite(depsOf("write")) }, stack.queues);
  const spare = await request(keys.admin, "POST", "/v1/keys", { name: "spare" });
  const operators = await request(operatorKey, "POST", "/v1/operator/keys", { name: "spare" });
  const endpoint = await request(keys.admin, "POST", "/v1/endpoints", { url: "https://receiver.example/hook" });
  const write = await request(keys.write, "POST", "/v1/shops/kiotviet/customers", { name: "Lan", phone: "0901234567" });
  const intakeOf = createIntake(depsOf("intake"));
  const shop = await createStores(table).shops.find({ tenant: "acme", shop: "kiotviet" });
  const hook = { rawPath: `/kiotviet/${shop.hookToken}`, headers: {}, body: '{"Notifications":[]}' };
  await intakeOf({ ...hook, requestContext: { http: { method: "POST" } } });
  const ids = async (path: string): Promise<string[]> => {
    const { data } = await request(keys.admin, "GET", path);
    // Without one, every request about one would be answered with 404, and nothing would be tried.
    if (data.length === 0) throw new Error(`${path} is empty`);
    return data.map(({ id }: { id: string }) => id);
  };
  const cursor = async (path: string): Promise<string> => (await request(keys.admin, "GET", path)).next;
  const cursors = await Promise.all(
    ["/v1/shops?limit=1", "/v1/keys?limit=1", "/v1/audit?limit=1", "/v1/shops/kiotviet/changes?limit=1"].map(cursor),
  );
  const records: Record<string, string> = {};
  for (const { resource } of (await request(keys.admin, "GET", "/v1/shops/kiotviet/sync")).data) {
    const [record] = (await request(keys.admin, "GET", `/v1/shops/kiotviet/${resource}?limit=1`)).data;
    if (record?.id !== undefined) records[resource] = record.id;
  }
  const link = await request(keys.admin, "POST", "/v1/connect-links", { shop: "pancake" });
  const opened = await ask(keys.admin, "POST", "/v1/connect/open", { ticket: link.url.split("/").at(-1) });
  const [cookie = ""] = opened.cookies ?? [];
  return {
    keys,
    failures,
    records,
    browser: { "Tillbridge-Page": `connect ${link.id}`, Cookie: cookie.split(";")[0]! },
    api,
    intake: intakeOf,
    known: {
      tenant: ["acme"],
      shop: ["kiotviet", "pancake"],
      vendor: ["kiotviet", "pancake"],
      key: [spare.id, operators.id],
      endpoint: [endpoint.id],
      event: [],
      write: [write.id],
      delivery: await ids("/v1/shops/kiotviet/deliveries"),
      resource: ["orders", "customers", "products", "stock", "invoices"],
      id: (await ids("/v1/shops/kiotviet/orders")).slice(0, 3),
      operation: ["branches.list", "customers.create", "webhooks.create", "shops.get"],
      cursor: cursors.filter(Boolean),
      address: [`kiotviet/${shop.hookToken}`],
    },
    async [Symbol.asyncDispose]() {
      await dynamo?.[Symbol.asyncDispose]();
    },
  };
};

type Workers = Readonly<
  Record<"sync" | "news" | "slow" | "backfill", ReturnType<typeof createSync>> & {
    writes: ReturnType<typeof createWrite>;
  }
>;

/** Works the queues off, some rounds of them: enough for a small shop's first cycles. */
const workOff = async (workers: Workers, queues: ReturnType<typeof createTestStack>["queues"]): Promise<void> => {
  for (let round = 0; round < 20; round += 1) {
    for (const [name, work] of Object.entries(workers) as [keyof Workers, Workers[keyof Workers]][])
      for (const { body } of queues[name].splice(0))
        await work(
          { Records: [{ messageId: `${round}`, body: JSON.stringify(body) }] },
          { getRemainingTimeInMillis: () => 300_000 },
        );
  }
};
