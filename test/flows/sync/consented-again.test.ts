import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, describe, expect, test } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { createSecrets } from "../../../shared/aws/secrets.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { ref } from "../../helpers/staff.ts";
import { createWebhookStack } from "../webhooks/stack.ts";

const served: Served[] = [];
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

/** A shop, and a warm worker: it remembers the secret for minutes, whatever others store meanwhile. */
const open = async (create: CreateSimulator) => {
  const stack = await createWebhookStack();
  const simulator = create({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(10);
  const server = await serve(simulator);
  served.push(server);
  await stack.register("shop", simulator, server.url);
  const vault = {
    send: async (command: unknown) => {
      if (!(command instanceof GetSecretValueCommand)) throw new Error("the worker only reads");
      return { SecretString: JSON.stringify(stack.secrets.get(String(command.input.SecretId))) };
    },
  } as unknown as SecretsManagerClient;
  const deps = { ...stack.deps, secrets: createSecrets(vault, stack.now) };
  const worker = createSync(deps);
  return {
    stack,
    deps,
    shop: () => stack.deps.shops.find(ref),
    work: (job: object) =>
      worker(
        { Records: [{ messageId: "1", body: JSON.stringify({ ...job, ...ref }) }] },
        { getRemainingTimeInMillis: () => 300_000 },
      ),
    /** The old token ends, and a person agrees again. */
    async consentAgain() {
      simulator.revoke();
      const answer = await stack.request("PUT", "/v1/shops/shop/credentials", {
        key: stack.key,
        body: simulator.credentials,
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    },
    revoke: () => simulator.revoke(),
  };
};

describe.each([
  ["Nhanh v2", createNhanhV2Simulator],
  ["Nhanh v3", createNhanhV3Simulator],
])("a person has agreed again at %s", (_name, create) => {
  test("a worker that remembers the old token goes on with the new one", async () => {
    const world = await open(create);
    await world.work({ type: "cycle" });
    await world.consentAgain();
    world.stack.advance(61_000);
    await world.work({ type: "cycle" });
    expect(await world.shop()).toMatchObject({ health: "healthy" });
    const state = await world.stack.deps.states.get(ref, "orders", "live");
    expect(state).toMatchObject({ cycles: 2, failures: 0 });
  });

  test("calls that were under way with the old token are all made again", async () => {
    const world = await open(create);
    const opened = await openShop(await world.shop(), world.deps);
    await world.consentAgain();
    const call = opened.call("poll");
    const answers = await Promise.all([1, 2, 3].map(() => opened.vendor.check(call)));
    expect(answers).toHaveLength(3);
  });

  test("a worker that remembers the shop without a token finds the one that was stored since", async () => {
    const world = await open(create);
    const name = world.deps.secretName(ref);
    const authorized = world.stack.secrets.get(name)!;
    world.stack.secrets.set(name, { credentials: authorized.credentials });
    await world.deps.secrets.get(name);
    world.stack.secrets.set(name, authorized);
    await world.work({ type: "cycle" });
    expect(await world.shop()).toMatchObject({ health: "healthy" });
  });

  test("without a newer token the shop waits for a person", async () => {
    const world = await open(create);
    await world.work({ type: "cycle" });
    world.revoke();
    world.stack.advance(61_000);
    await world.work({ type: "cycle" });
    expect(await world.shop()).toMatchObject({ health: "needs-reauth" });
  });
});
