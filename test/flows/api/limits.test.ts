import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startHttpApi } from "../../../infra/local/http.ts";
import { createApi, type HttpEvent } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { createDynamoTable } from "../../../shared/aws/dynamo-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Table } from "../../../shared/core/table.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { startTable, type TestTable } from "../../helpers/engines.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

interface Counts {
  reads: number;
  writes: number;
}

/** Counts what reaches the table; `failing` is a table that is throttled. */
const counted = (table: Table, counts: Counts, failing: () => boolean): Table => {
  const read = <Result>(work: () => Promise<Result>): Promise<Result> => {
    counts.reads += 1;
    return work();
  };
  return {
    ...table,
    get: (...input) => read(() => table.get(...input)),
    getMany: (...input) => read(() => table.getMany(...input)),
    query: (...input) => read(() => table.query(...input)),
    update: async (...input) => {
      if (failing()) throw new RetryLater("DynamoDB: ThrottlingException");
      counts.writes += 1;
      return table.update(...input);
    },
  };
};

describe("requests to the API are limited for each tenant, over two instances and real sockets", () => {
  let dynamo: TestTable;
  let now: number;
  let throttled = false;
  let tenants = 0;
  let tenant: string;
  let counts: Counts;
  let metrics: Record<string, number>;
  const closing: AsyncDisposable[] = [];
  const urls: string[] = [];
  const store = () => createStores(createDynamoTable(dynamo.client, dynamo.tableName)).tenants;

  beforeAll(async () => {
    dynamo = await startTable();
    closing.push(dynamo);
    for (const name of ["first", "second"]) {
      const stack = createTestStack({ clock: () => now });
      const inner = createDynamoTable(dynamo.client, dynamo.tableName);
      const proxied = new Proxy({} as Counts, {
        get: (_, field) => Reflect.get(counts, field),
        set: (_, field, value) => Reflect.set(counts, field, value),
      });
      const table = counted(inner, proxied, () => throttled);
      const deps = {
        ...stack.deps,
        table,
        ...createStores(table),
        ownedBy: (_: string, wrap = (inner: Table) => inner) => {
          const own = wrap(table);
          return { table: own, ...createStores(own), secrets: stack.deps.secrets };
        },
        metric: (metric: string, value: number) => {
          metrics[metric] = (metrics[metric] ?? 0) + value;
        },
      };
      const api = createApi(routes, deps);
      const server = await startHttpApi({
        name,
        invoke: (event) => api(event as HttpEvent, { getRemainingTimeInMillis: () => 29_000 }),
        onFailure: (_, error) => {
          throw error;
        },
      });
      closing.unshift(server);
      urls.push(server.url);
    }
  }, 60_000);
  afterAll(async () => {
    for (const one of closing) await one[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 22, 9) + tenants * 3_600_000;
    throttled = false;
    counts = { reads: 0, writes: 0 };
    metrics = {};
    tenant = `tenant-${++tenants}`;
  });

  const send = async (url: string, method: string, path: string, key: string, body?: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const operator = (method: string, path: string, body?: unknown) => send(urls[0]!, method, path, operatorKey, body);

  /** A tenant with a limit, and a key of it. */
  const open = async (id: string, unitsPerMinute?: number, quotas: object = {}): Promise<string> => {
    const created = await operator("POST", "/v1/tenants", { id, name: id, quotas: { unitsPerMinute, ...quotas } });
    expect(created.status).toBe(201);
    const made = await operator("POST", `/v1/tenants/${id}/keys`, { name: "main", scope: "admin" });
    counts = { reads: 0, writes: 0 };
    return made.body.key;
  };
  /** So many requests, by turns to both instances. */
  const ask = async (key: string, times: number, path = "/v1/shops") => {
    const answers: Awaited<ReturnType<typeof send>>[] = [];
    for (let time = 0; time < times; time += 1) answers.push(await send(urls[time % 2]!, "GET", path, key));
    return answers;
  };
  const passed = (answers: readonly { status: number }[]) => answers.filter(({ status }) => status === 200).length;

  test("the request after the last allowed one is refused by both, with a time at which it is worth asking again", async () => {
    const key = await open(tenant, 10);
    const answers = await ask(key, 14);
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), ...Array(4).fill(429)]);
    expect(answers[0]!.headers.get("ratelimit-policy")).toBe('"units";q=10;w=60;qu="units"');
    expect(answers.slice(0, 10).map(({ headers }) => headers.get("ratelimit"))).toEqual(
      Array.from({ length: 10 }, (_, index) => `"units";r=${9 - index};t=60`),
    );
    const refused = answers.at(-1)!;
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.body).toMatchObject({
      code: "quota-exceeded",
      status: 429,
      instance: "/v1/shops",
      quota: "unitsPerMinute",
      limit: 10,
    });
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(55);
    expect(refused.body.possibleAt).toBe(new Date(now + seconds * 1_000).toISOString());
    expect(refused.headers.get("ratelimit")).toBe(`"units";r=0;t=${seconds}`);
    expect(metrics.RequestsRefused).toBe(4);

    now += seconds * 1_000;
    expect(passed(await ask(key, 1))).toBe(1);
  });

  test("a tenant that uses its limit up takes nothing from another one, nor from the operator", async () => {
    const [key, other] = [await open(tenant, 5), await open(`${tenant}-other`, 5)];
    expect(passed(await ask(key, 8))).toBe(5);
    expect(passed(await ask(other, 5))).toBe(5);
    expect((await operator("GET", "/v1/tenants")).status).toBe(200);
  });

  test("requests side by side are counted once each, over all of a tenant's keys", async () => {
    const key = await open(tenant, 30);
    const second = (await operator("POST", `/v1/tenants/${tenant}/keys`, { name: "other" })).body.key;
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, time) => send(urls[time % 2]!, "GET", "/v1/shops", time % 3 === 0 ? second : key)),
    );
    expect(passed(answers)).toBe(30);
  });

  test("a refused request does not reach the table", async () => {
    const key = await open(tenant, 5);
    await ask(key, 8);
    const before = { ...counts };
    expect(passed(await ask(key, 20))).toBe(0);
    expect(counts).toEqual(before);
  });

  test("a busy tenant's request costs a small part of a write, a slow one's none", async () => {
    const key = await open(tenant);
    // One listing of shops reads one page; each instance looked the key, the limit and what is halted up, once.
    expect(passed(await ask(key, 20))).toBe(20);
    expect(counts).toEqual({ reads: 20 + 2 * 3, writes: 0 });
    expect(passed(await ask(key, 400))).toBe(400);
    expect(counts.writes).toBeLessThanOrEqual(20);
    expect(counts.reads - 420 - 6).toBe(counts.writes);
  });

  test("the default holds, and an instance lets in at most a fiftieth beyond a limit", async () => {
    const key = await open(tenant, 200);
    expect(passed(await ask(key, 240))).toBeLessThanOrEqual(200 + 2 * 4);
    const unlimited = await open(`${tenant}-default`);
    const [answer] = await ask(unlimited, 1);
    expect(answer!.headers.get("ratelimit")).toBe('"units";r=2999;t=60');
  });

  const quotasOf = async (id: string): Promise<Record<string, { limit: number; default: number }>> => {
    const { data } = (await operator("GET", `/v1/operator/tenants/${id}/quotas`)).body;
    return Object.fromEntries(data.map(({ name, ...rest }: { name: string }) => [name, rest]));
  };

  test("the operator's change holds within a minute; what is left out has its default again", async () => {
    const key = await open(tenant, 5);
    expect(passed(await ask(key, 6))).toBe(5);
    const path = `/v1/operator/tenants/${tenant}/quotas`;
    expect((await operator("PUT", path, { unitsPerMinute: 40 })).status).toBe(200);
    now += 60_000;
    expect(passed(await ask(key, 30))).toBe(30);
    expect(await quotasOf(tenant)).toMatchObject({
      unitsPerMinute: { limit: 40, default: 3_000 },
      burst: { limit: 40 },
    });
    await operator("PUT", path, { unitsPerMinute: null });
    expect(await quotasOf(tenant)).toMatchObject({ unitsPerMinute: { limit: 3_000 }, burst: { limit: 3_000 } });
    const trail = await store().auditTrail(tenant, undefined, 10);
    expect(trail.entries.map(({ action }) => action)).toContain("quotas.change");
    expect((await operator("PUT", "/v1/operator/tenants/absent/quotas", { unitsPerMinute: 1 })).status).toBe(404);
    expect((await operator("PUT", path, { unitsPerMinute: -1 })).status).toBe(400);
    expect((await operator("PUT", path, { colours: 1 })).status).toBe(400);
  });

  test("a tenant reads its quotas, and what it uses of them", async () => {
    const key = await open(tenant, 100, { burst: 50 });
    await ask(key, 20);
    const { body, status } = await send(urls[0]!, "GET", "/v1/quotas", key);
    expect(status).toBe(200);
    const burst = body.data.find(({ name }: { name: string }) => name === "burst");
    expect(burst).toMatchObject({ limit: 50, default: 3_000 });
    // Of 21 requests each of two instances has let one in on credit.
    expect(burst.used).toBe(19);
    expect((await send(urls[0]!, "GET", `/v1/operator/tenants/${tenant}/quotas`, key)).status).toBe(403);
  });

  test("a burst may be used at once, and comes back at the rate", async () => {
    const key = await open(tenant, 60, { burst: 10 });
    const answers = await ask(key, 12);
    expect(passed(answers)).toBe(10);
    expect(answers[0]!.headers.get("ratelimit-policy")).toBe('"units";q=10;w=10;qu="units"');
    now += 11_000;
    expect(passed(await ask(key, 12))).toBe(10);
  });

  test("an array is charged for each of its commands before any of them is looked at", async () => {
    const key = await open(tenant, 100);
    const commands = Array.from({ length: 60 }, () => ({}));
    const [first, second] = [
      await send(urls[0]!, "POST", "/v1/shops/absent/orders", key, commands),
      await send(urls[0]!, "POST", "/v1/shops/absent/orders", key, commands),
    ];
    expect(first!.status).toBe(404);
    // Two of the sixty were on the instance's credit.
    expect(first!.headers.get("ratelimit")).toBe('"units";r=42;t=60');
    expect(second!.status).toBe(429);
  });

  test("1,000 commands cost 1,000 units", async () => {
    const key = await open(tenant);
    const answer = await send(
      urls[0]!,
      "POST",
      "/v1/shops/absent/orders",
      key,
      Array.from({ length: 1_000 }, () => ({})),
    );
    // Twenty of them were on the instance's credit.
    expect(answer.headers.get("ratelimit")).toBe('"units";r=2020;t=60');
  });

  test("rows that were read and bytes that were answered are charged beyond what a request includes", async () => {
    const key = await open(tenant);
    const endpoints = createStores(createDynamoTable(dynamo.client, dynamo.tableName)).endpoints;
    const long = { description: "x".repeat(1_000), payload: "thin", concurrency: 1, ratePerSecond: 1 } as const;
    const rest = { tenant, url: "https://a.example/", state: "enabled", createdAt: "", secrets: [] } as const;
    for (let id = 0; id < 450; id += 1) await endpoints.create({ ...long, ...rest, id: `e${id}` });
    const answer = await send(urls[0]!, "GET", "/v1/endpoints?limit=500", key);
    const bytes = Buffer.byteLength(JSON.stringify(answer.body));
    expect(bytes).toBeGreaterThan(400_000);
    // One, three begun hundreds of rows beyond 200, and the begun hundreds of kilobytes beyond 200.
    const cost = 1 + 3 + Math.ceil((bytes - 200_000) / 100_000);
    expect(answer.headers.get("ratelimit")).toBe(`"units";r=${3_000 - cost};t=60`);
  });

  test("what a request owes is paid by the next one", async () => {
    const key = await open(tenant, 10);
    const { endpoints } = createStores(createDynamoTable(dynamo.client, dynamo.tableName));
    const rest = { payload: "thin", concurrency: 1, ratePerSecond: 1, tenant, url: "https://a.example/" } as const;
    const description = "x".repeat(4_000);
    for (let id = 0; id < 150; id += 1)
      await endpoints.create({ ...rest, description, id: `e${id}`, state: "enabled", createdAt: "", secrets: [] });
    const answer = await send(urls[0]!, "GET", "/v1/endpoints?limit=150", key);
    const bytes = Buffer.byteLength(JSON.stringify(answer.body));
    const cost = 1 + Math.ceil((bytes - 200_000) / 100_000);
    expect(cost).toBe(6);
    const statuses: number[] = [];
    for (let time = 0; time < 6; time += 1) statuses.push((await send(urls[0]!, "GET", "/v1/shops", key)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  });

  test("each second that a request may wait counts too, and what it did not wait comes back", async () => {
    const key = await open(tenant, 10);
    // Nothing is found, so nothing is waited for: 1 + 5 are drawn, 5 come back to the instance that drew them.
    const path = "/v1/shops/absent/changes?wait=5";
    const first = await send(urls[0]!, "GET", path, key);
    expect(first.status).toBe(404);
    expect(first.headers.get("ratelimit")).toBe('"units";r=9;t=60');
    expect((await send(urls[0]!, "GET", path, key)).headers.get("ratelimit")).toBe('"units";r=8;t=60');
    // More than the limit as a whole: it takes the whole limit, instead of never being let in.
    now += 120_000;
    expect((await send(urls[1]!, "GET", "/v1/shops/absent/changes?wait=20", key)).status).toBe(404);
    expect((await send(urls[0]!, "GET", "/v1/shops", key)).status).toBe(429);
  });

  test("what has no access and what is malformed is counted as well", async () => {
    const key = await open(tenant, 3);
    const paths = ["/v1/tenants", "/v1/shops?colour=1", "/v1/shops/UPPER!", "/v1/shops"];
    const statuses: number[] = [];
    for (const path of paths) statuses.push((await send(urls[0]!, "GET", path, key)).status);
    expect(statuses).toEqual([403, 400, 404, 429]);
  });

  test("the OpenAPI document tells of it, where a tenant's key is asked for", async () => {
    const { paths, components } = (await send(urls[0]!, "GET", "/openapi.json", "")).body;
    const refusalOf = (path: string) => {
      const { $ref } = paths[path].get.responses["429"];
      return components.responses[$ref.slice("#/components/responses/".length)];
    };
    expect(Object.keys(refusalOf("/v1/shops").headers)).toEqual([
      "Apigw-Requestid",
      "Retry-After",
      "RateLimit",
      "RateLimit-Policy",
    ]);
    expect(refusalOf("/v1/shops").description).toContain("quota-exceeded");
    expect(refusalOf("/v1/tenants").description).not.toContain("quota-exceeded");
    expect(Object.keys(paths["/v1/tenants/{tenant}"])).toEqual(["get", "patch", "delete"]);
  });

  test("while the table is throttled requests are let in uncounted, and then counted again", async () => {
    const key = await open(tenant, 5);
    expect(passed(await ask(key, 2))).toBe(2);
    throttled = true;
    const before = counts.writes;
    expect(passed(await ask(key, 10))).toBe(10);
    expect(metrics.RequestsUncounted).toBe(10);
    expect(counts.writes).toBe(before);
    throttled = false;
    now += 5_000;
    expect(passed(await ask(key, 10))).toBe(3);
  });
});
