import { expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

const kiotviet = (what: string) =>
  answerOf({ ResponseStatus: { ErrorCode: "KvValidateException", Message: `${what} không tồn tại`, Errors: [] } }, 420);

/** A shop of which one living record is denied by the call for it, and by nothing else. */
const openDenying = async (vendor: "kiotviet" | "pancake", name: string, denial: ReturnType<typeof answerOf>) => {
  const world = new World({ vendor, seed: 7, size: 20, resources: [name] });
  await world.open();
  await world.pass(40 * MINUTE);
  const victim = String((world.simulator.rows(name) as readonly { id: unknown }[]).at(-1)!.id);
  const isDetail = ({ method, path }: SimulatedRequest) => method === "GET" && path.endsWith(`/${name}/${victim}`);
  const lists = { lack: false };
  answerWith(world, (request, honest) => {
    if (isDetail(request)) return denial;
    const told = honest();
    if (!lists.lack || told.kind !== "answer" || !request.path.endsWith(`/${name}`)) return told;
    const body = JSON.parse(told.body) as {
      readonly total: number;
      readonly data: readonly { readonly id: unknown }[];
    };
    const data = body.data.filter(({ id }) => String(id) !== victim);
    return answerOf({ ...body, data, total: body.total - 1 });
  });
  const pull = () =>
    world.queues.sync.add({
      body: { type: "pull", ...world.ref, resource: name, ids: [victim] },
      group: world.ref.tenant,
    });
  const stored = () => world.deps.records.get(world.ref, name, victim);
  return { world, lists, victim, pull, stored };
};

test.each([
  ["kiotviet", "orders", kiotviet("Đơn đặt hàng")],
  ["kiotviet", "customers", kiotviet("Khách hàng")],
  ["pancake", "orders", answerOf({ success: false, message: "Order not found" }, 400)],
] as const)(
  "%s %s: a record that its lists show and its call denies goes and comes once a day",
  async (vendor, name, denial) => {
    const { world, pull, stored, victim } = await openDenying(vendor, name, denial);
    pull();
    const turns: boolean[] = [];
    for (let minute = 0; minute < 23 * 60; minute += 1) {
      await world.pass(MINUTE);
      if (minute % 60 === 50) pull();
      const isDeleted = (await stored())!.deleted;
      if (isDeleted !== turns.at(-1)) turns.push(isDeleted);
    }
    expect(turns).toEqual([true, false]);
    const open = await world.deps.candidates.open(world.ref, name);
    expect(open.filter(({ state }) => state !== "pending").map(({ id }) => id)).not.toContain(victim);
  },
);

test("kiotviet orders: one that came back and is deleted in earnest ends once a list lacks it", async () => {
  const { world, lists, pull, stored } = await openDenying("kiotviet", "orders", kiotviet("Đơn đặt hàng"));
  pull();
  await world.pass(60 * MINUTE);
  expect((await stored())!.deleted).toBe(false);
  lists.lack = true;
  pull();
  await world.pass(10 * MINUTE);
  expect((await stored())!.deleted).toBe(false);
  await world.deps.states.schedule(world.ref, "orders", "full", world.time.now());
  await world.pass(10 * MINUTE);
  expect((await stored())!.deleted).toBe(true);
});
