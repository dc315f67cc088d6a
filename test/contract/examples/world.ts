import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { createHandler as createIntake } from "../../../functions/intake.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import { seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator, VendorSimulator } from "../../../infra/sandbox/types.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

const vendorsOf: readonly (readonly [string, CreateSimulator])[] = [
  ["kiotviet", createKiotVietSimulator],
  ["nhanh-v3", createNhanhV3Simulator],
  ["nhanh-v2", createNhanhV2Simulator],
  ["pancake", createPancakeSimulator],
];

export interface ExampleWorld {
  readonly stack: TestStack;
  readonly key: string;
  readonly shops: readonly string[];
  readonly simulators: Readonly<Record<string, VendorSimulator>>;
  /** Where the simulator of a vendor is, for a shop that is registered later. */
  hostsOf(vendor: string): Readonly<Record<string, string>>;
  intake(path: string, body: string): Promise<void>;
  deliver(): Promise<void>;
}

/** A tenant with a small shop of each of four vendors, in memory, at a fixed time and from fixed seeds. */
export const openExampleWorld = async (): Promise<ExampleWorld> => {
  let now = Date.parse("2026-01-15T02:30:00Z");
  const clock = () => {
    now += 1;
    return now;
  };
  const made = vendorsOf.map(([vendor, create], index) => {
    const simulator = create({ now: () => now, random: seededRandom(index + 1), limits: false });
    simulator.seed(4);
    return { vendor, simulator, host: `http://${vendor}.test` };
  });
  const stack = createTestStack({
    clock,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  });
  Object.assign(stack.deps, {
    random: seededRandom(99),
    send: simulatedSend(Object.fromEntries(made.map(({ host, simulator }) => [host, simulator])), { now: () => now }),
  });
  const request = async (key: string, method: string, path: string, body?: unknown) => {
    const answer = await stack.request(method, path, { key, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await request(operatorKey, "POST", "/v1/tenants", { id: "acme", name: "Acme CRM" });
  const { key } = await request(operatorKey, "POST", "/v1/tenants/acme/keys", { name: "main", scope: "admin" });
  for (const { vendor, simulator, host } of made) {
    const { credentials, settings } = simulator;
    const since = new Date(now - 40 * 86_400_000).toISOString();
    const body = {
      id: vendor,
      vendor,
      name: `Shop at ${vendor}`,
      credentials,
      settings,
      hosts: simulator.hosts(host),
      since,
    };
    await request(key, "POST", "/v1/shops", body);
  }
  await stack.drain();
  const intakeHandler = createIntake(stack.deps);
  return {
    stack,
    key,
    shops: made.map(({ vendor }) => vendor),
    simulators: Object.fromEntries(made.map(({ vendor, simulator }) => [vendor, simulator])),
    hostsOf: (vendor) => {
      const { simulator, host } = made.find((one) => one.vendor === vendor)!;
      return simulator.hosts(host);
    },
    async intake(path, body) {
      await intakeHandler({ rawPath: path, headers: {}, body, requestContext: { http: { method: "POST" } } });
    },
    async deliver() {
      const handler = createDeliver(stack.deps);
      for (const { body } of stack.queues.deliveries.splice(0))
        await handler(
          { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
          { getRemainingTimeInMillis: () => 30_000 },
        );
    },
  };
};
