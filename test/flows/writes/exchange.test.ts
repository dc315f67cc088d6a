import { afterAll, describe, expect, test, vi } from "vitest";
import { createIsaleSimulator } from "../../../infra/sandbox/isale/index.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import { shownExchange } from "../../../shared/api/shown-exchange.ts";
import { DAY } from "../../../shared/core/time.ts";
import { cut } from "../../../shared/stores/exchanges.ts";
import { createWorld, shopId, type World } from "../../contract/vendors/contract-world.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const worlds: World[] = [];
afterAll(async () => {
  for (const one of worlds.splice(0)) await one[Symbol.asyncDispose]();
});

const creators = {
  kiotviet: createKiotVietSimulator,
  "nhanh-v3": createNhanhV3Simulator,
  pancake: createPancakeSimulator,
  isale: createIsaleSimulator,
} as const;

const open = async (vendor: keyof typeof creators, more: object = {}): Promise<World> => {
  const world = await createWorld(vendor, creators[vendor], { size: 6 });
  worlds.push(world);
  expect((await world.register(shopId, undefined, more)).status).toBe(201);
  await world.stack.drain();
  await world.cycle(["customers"]);
  return world;
};

const shown = async (world: World, id: string) => (await world.request("GET", `/v1/shops/${shopId}/writes/${id}`)).body;
const phone = "0987123456";

describe("what went to the vendor for a write", () => {
  test.each(["kiotviet", "pancake", "isale"] as const)(
    "is shown with the answer, and without credentials (%s)",
    async (vendor) => {
      const world = await open(vendor);
      const write = await world.write("POST", "customers", { name: "Lê Thị Hồng", phone }, "exchange-1");
      expect(write.state).toBe("succeeded");
      const { exchange } = await shown(world, write.id);
      expect(exchange.request.method).toBe("POST");
      expect(JSON.stringify(exchange.request.body.json)).toContain("Lê Thị Hồng");
      expect(exchange.answer.status).toBeLessThan(300);
      expect(JSON.stringify(exchange.answer.body.json)).toContain(String(write.result.id));
      const text = JSON.stringify(exchange);
      for (const secret of world.secrets()) expect(text).not.toContain(secret);
    },
  );

  test("shows a refusal as the vendor wrote it", async () => {
    const world = await open("kiotviet");
    const [first] = [...(await world.records("customers")).values()];
    const command = { name: "Lê Thị Hồng", phone, code: first.code };
    const write = await world.write("POST", "customers", command, "exchange-2");
    expect(write.state).toBe("rejected");
    const { exchange } = await shown(world, write.id);
    expect(exchange.answer.status).toBeGreaterThanOrEqual(400);
    // The error's words are those of the answer, which may have more.
    const words = write.error.message.replace(/^.*POST \/\w+: /, "");
    expect(JSON.stringify(exchange.answer.body.json)).toContain(words);
  });

  test("has no answer where none came, and has the last one where it was sent again", async () => {
    const world = await open("kiotviet");
    let lost = 1;
    const isCreate = world.calls("customers.create");
    const { send } = world.stack.deps;
    world.stack.deps.send = async (request) => {
      const answer = await send(request);
      const url = new URL(request.url);
      if (lost > 0 && isCreate({ method: request.method, path: url.pathname })) {
        lost -= 1;
        return send({ ...request, url: "http://127.0.0.1:9/nobody" });
      }
      return answer;
    };
    const accepted = await world.request(
      "POST",
      `/v1/shops/${shopId}/customers`,
      { name: "Lê Thị Hồng", phone },
      "exchange-3",
    );
    await world.stack.drain();
    const unknown = await shown(world, accepted.body.id);
    expect(unknown.state).toBe("unknown");
    expect(unknown.exchange.request.url).toMatch(/\/customers$/);
    expect(unknown.exchange).not.toHaveProperty("answer");
  });

  test("keeps no body for a shop without personal data", async () => {
    const world = await open("kiotviet", { personalData: "left-out" });
    const write = await world.write("POST", "customers", { name: "Lê Thị Hồng", phone }, "exchange-4");
    const { exchange } = await shown(world, write.id);
    expect(exchange.answer.status).toBe(200);
    expect(exchange.request).not.toHaveProperty("body");
    expect(exchange.answer).not.toHaveProperty("body");
  });

  test("is kept for thirty days, and of a long body the beginning", async () => {
    const world = await open("kiotviet");
    const write = await world.write("POST", "customers", { name: "Lê Thị Hồng", phone }, "exchange-5");
    const { exchange } = await shown(world, write.id);
    const { items } = await world.stack.deps.table.query({ pk: `T#acme#S#${shopId}#SENT` });
    const days = (Number(items[0]!.ttl) * 1_000 - Date.parse(exchange.at)) / DAY;
    expect(days).toBeCloseTo(30, 3);
    const long = {
      at: 0,
      milliseconds: 7,
      request: { method: "PUT", url: "https://vendor.test", body: cut("x".repeat(6_001)) },
    };
    expect(shownExchange(long).request.body).toEqual({ text: "x".repeat(6_000), truncated: true });
  });
});
