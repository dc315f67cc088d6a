import { createHandler as createIntake } from "../../../functions/intake.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { openStates } from "../../../shared/core/write-states.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";
import type { Check } from "./compare.ts";
import { explanations } from "./explained.ts";
import { readingChecks } from "./read-entry.ts";
import { explains } from "./results.ts";
import type { Shown } from "./shelf.ts";

const shopId = "paper-shop";

/** One shop at a paper vendor and the whole connector over a table in memory. */
export interface PaperWorld {
  readonly stack: TestStack;
  readonly now: () => number;
  readonly pass: (milliseconds: number) => void;
  request(method: string, path: string, body?: unknown, key?: string): ReturnType<TestStack["request"]>;
  register(): ReturnType<TestStack["request"]>;
  /** Cycles of these resources (default: all), now, and all that follows from them. */
  cycle(resources?: readonly string[], full?: boolean): Promise<void>;
  records(resource: string): Promise<ReadonlyMap<string, any>>;
  record(resource: string, id: string): Promise<any>;
  status(): Promise<Readonly<Record<string, any>>>;
  health(): Promise<string>;
  /** Submits a write and waits for its outcome. */
  write(method: string, path: string, body: unknown, key: string): Promise<any>;
  /** Hands a delivery to the intake and works off what follows from it. */
  deliver(headers: Readonly<Record<string, string>>, body: unknown): Promise<number>;
  /** Lets time pass, five minutes at a time and a day at most, with all that comes due in it, until this is true. */
  until(isSo: () => Promise<boolean>): Promise<boolean>;
  /** Address and secret of the shop's webhooks. */
  hook(): Promise<{ address: string; secret: string }>;
}

export interface PaperShop {
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly hosts: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Our clock at the beginning, ISO 8601. */
  readonly clock: string;
  /** How far back the vendor is read, ISO 8601. */
  readonly since: string;
}

export const createPaperWorld = async (vendor: VendorId, shop: PaperShop): Promise<PaperWorld> => {
  const start = Date.parse(shop.clock);
  const realStart = Date.now();
  let skipped = 0;
  const now = () => start + Date.now() - realStart + skipped;
  const pass = (milliseconds: number) => {
    skipped += milliseconds;
  };
  const stack = createTestStack({ clock: now, pass });
  const intake = createIntake(stack.depsOf("intake"));
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const made = await stack.request("POST", "/v1/tenants/acme/keys", {
    key: operatorKey,
    body: { name: "main", scope: "admin" },
  });
  const { key } = made.body;

  const world: PaperWorld = {
    stack,
    now,
    pass,
    request: (method, path, body, idempotencyKey) =>
      stack.request(method, path, {
        key,
        body,
        ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }),
      }),
    register: () =>
      world.request("POST", "/v1/shops", {
        id: shopId,
        vendor,
        name: "A shop on paper",
        credentials: shop.credentials,
        hosts: shop.hosts,
        since: new Date(shop.since).toISOString(),
        ...(shop.settings ? { settings: shop.settings } : {}),
      }),
    async cycle(resources, full = false) {
      await world.request("POST", `/v1/shops/${shopId}/sync`, { ...(resources ? { resources } : {}), full });
      await stack.drain();
    },
    async records(resource) {
      const found = new Map<string, any>();
      for (let cursor = ""; ; ) {
        const { body } = await world.request(
          "GET",
          `/v1/shops/${shopId}/${resource}?limit=500${cursor && `&cursor=${cursor}`}`,
        );
        for (const record of body.data) found.set(record.id, record);
        if (body.next === null) return found;
        cursor = body.next;
      }
    },
    async record(resource, id) {
      return (await world.request("GET", `/v1/shops/${shopId}/${resource}/${encodeURIComponent(id)}`)).body;
    },
    async status() {
      const { body } = await world.request("GET", `/v1/shops/${shopId}/sync`);
      return Object.fromEntries(body.data.map((line: { resource: string }) => [line.resource, line]));
    },
    async health() {
      return (await world.request("GET", `/v1/shops/${shopId}`)).body.health;
    },
    async write(method, path, body, idempotencyKey) {
      const accepted = await world.request(method, `/v1/shops/${shopId}/${path}`, body, idempotencyKey);
      if (accepted.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(accepted.body)}`);
      const look = async () => (await world.request("GET", `/v1/shops/${shopId}/writes/${accepted.body.id}`)).body;
      for (let waited = 0; waited < 20 * MINUTE; waited += 30 * SECOND) {
        await stack.drain();
        const write = await look();
        if (!openStates.includes(write.state)) return write;
        pass(30 * SECOND);
        await stack.tick();
        stack.queues.sync.splice(0);
        stack.queues.news.splice(0);
      }
      return look();
    },
    async deliver(headers, body) {
      const { address } = await world.hook();
      const { pathname, search } = new URL(address);
      const answer = await intake({
        rawPath: pathname,
        rawQueryString: search.slice(1),
        headers: { ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
        requestContext: { http: { method: "POST" } },
      });
      await stack.drain();
      return answer.statusCode;
    },
    async until(isSo) {
      for (let steps = 0; steps < 288; steps += 1) {
        if (await isSo()) return true;
        pass(5 * MINUTE);
        await stack.tick();
        await stack.drain({ delayed: false });
      }
      return isSo();
    },
    async hook() {
      return (await world.request("GET", `/v1/shops/${shopId}/webhooks/instructions`)).body;
    },
  };
  return world;
};

/** Fields of the stored records that differ from the document without a reason, over all rows of a shelf. */
export const differences = async (
  world: PaperWorld,
  vendor: VendorId,
  resource: string,
  shelf: readonly Shown[],
): Promise<string[]> => {
  const stored = await world.records(resource);
  const reasons = explanations.filter((one) => one.vendor === vendor);
  const told = (entry: Shown["entry"], { path, expected, found }: Check): string =>
    `${entry.id} (${entry.source}): ${path}: ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
  return shelf.flatMap(({ entry, reading }) =>
    readingChecks(resource, reading, stored.get(reading.id ?? ""))
      .filter((one) => !one.right && !reasons.some((reason) => explains(reason, entry, one)))
      .map((one) => told(entry, one)),
  );
};
