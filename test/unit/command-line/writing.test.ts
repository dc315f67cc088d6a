import { expect, test } from "vitest";
import { type Api, ApiRefused } from "../../../shared/command-line/api.ts";
import { write } from "../../../shared/command-line/commands/writing.ts";
import type { World } from "../../../shared/command-line/world.ts";
import { ordersDocument } from "./orders-document.ts";

test("a write whose outcome is unknown is looked at after pauses, also through an outage of ours", async () => {
  const pauses: number[] = [];
  const told: unknown[] = [];
  const open = { id: "w1", state: "unknown" };
  const looks: unknown[] = [open, new ApiRefused(429, undefined, 9), open, open, { id: "w1", state: "succeeded" }];
  const api: Api = {
    url: "https://api.example",
    // `any`: as the interface says.
    call: async (method, path): Promise<any> => {
      if (path === "/openapi.json") return ordersDocument;
      if (method === "POST") return open;
      const next = looks.shift();
      if (next instanceof Error) throw next;
      return next ?? expect.unreachable("looked at too often");
    },
  };
  const world = {
    ...{ api, stop: new AbortController().signal, pause: async (seconds: number) => void pauses.push(seconds) },
    output: { json: true, value: (value: unknown) => void told.push(value), say: () => {}, table: () => {} },
  } as unknown as World;
  await write(world, "s", "orders.create", { set: ["note=x"], yes: true });
  expect(pauses).toEqual([1, 2, 9, 4, 5, 5]);
  expect(told).toEqual([{ id: "w1", state: "succeeded" }]);
});
