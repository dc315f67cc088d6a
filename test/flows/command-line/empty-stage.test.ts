import { expect, test } from "vitest";
import { emptyStage } from "../../../shared/command-line/commands/empty-stage.ts";
import { createOutput } from "../../../shared/command-line/output.ts";
import { Trouble } from "../../../shared/command-line/trouble.ts";
import type { World } from "../../../shared/command-line/world.ts";

/** An API with these tenants, each of which is gone after so many looks. */
const worldWith = (tenants: Readonly<Record<string, { looks: number; left?: readonly string[] }>>) => {
  const asked: string[] = [];
  const looks = new Map<string, number>();
  const call = async (method: string, path: string): Promise<any> => {
    asked.push(`${method} ${path}`);
    if (path === "/v1/operator/status") return { stage: "dev" };
    if (path === "/v1/tenants") return { data: Object.keys(tenants).map((id) => ({ id })), next: null };
    const [, , , id = ""] = path.split("/");
    const seen = (looks.get(id) ?? 0) + 1;
    if (path.endsWith("/removal")) looks.set(id, seen);
    const isDone = seen >= tenants[id]!.looks;
    const { left = [] } = tenants[id]!;
    return { shopsLeft: 0, webhooks: [{ shop: "shop", ended: [], left }], ...(isDone ? { doneAt: "2026-11-29" } : {}) };
  };
  const output = { ...createOutput(false), say: () => undefined, value: () => undefined };
  const world = { output, api: { url: "", call }, pause: async () => undefined } as unknown as World;
  return { world, asked };
};

test("all tenants of the named stage are removed, and it ends when nothing of them is left", async () => {
  const { world, asked } = worldWith({ acme: { looks: 3 }, other: { looks: 1 } });
  await emptyStage(world, "dev", 0);
  expect(asked.filter((one) => one.startsWith("DELETE"))).toEqual([
    "DELETE /v1/tenants/acme",
    "DELETE /v1/tenants/other",
  ]);
  expect(asked.filter((one) => one === "GET /v1/tenants/acme/removal")).toHaveLength(3);
});

test("another stage's name removes nobody", async () => {
  const { world, asked } = worldWith({ acme: { looks: 1 } });
  await expect(emptyStage(world, "prod", 0)).rejects.toThrow('This is the stage "dev"');
  expect(asked.some((one) => one.startsWith("DELETE"))).toBe(false);
});

test("a webhook that could not be ended is named, and the command fails", async () => {
  const { world } = worldWith({ acme: { looks: 1, left: ["order.update"] } });
  const failed = emptyStage(world, "dev", 0);
  await expect(failed).rejects.toThrow(Trouble);
  await expect(failed).rejects.toThrow("acme/shop: order.update");
});
