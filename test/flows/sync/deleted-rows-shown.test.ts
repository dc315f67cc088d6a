import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

type Row = Readonly<Record<string, unknown>>;
interface Body {
  readonly data: readonly Row[] | { readonly variations?: readonly Row[] };
  readonly total_entries: number;
}

/** What becomes of a record, minute by minute: one word for each turn. */
const turnsOf = async (world: World, name: string, id: string, minutes: number): Promise<readonly string[]> => {
  const turns: string[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.pass(MINUTE);
    const now = (await world.deps.records.get(world.ref, name, id))?.deleted ? "deleted" : "alive";
    if (now !== turns.at(-1)) turns.push(now);
  }
  return turns;
};

test.each([
  ["with webhooks", true],
  ["without webhooks", false],
])("Pancake %s: an order in state 7 that the ordinary list shows as well stays deleted", async (_what, isTold) => {
  const world = new World({ vendor: "pancake", seed: 7, size: 20, resources: ["orders"] });
  if (!isTold) world.onDelivery = () => undefined;
  await world.open();
  await world.pass(40 * MINUTE);
  const living = () => new Set((world.simulator.rows("orders") as readonly Row[]).map((row) => String(row.id)));
  const bodyOf = (request: Parameters<World["simulator"]["handle"]>[0]): Body | undefined => {
    const told = world.askVendor(request);
    return told.kind === "answer" && told.status === 200 ? (JSON.parse(told.body) as Body) : undefined;
  };
  const before = living();
  answerWith(world, (request, honest) => {
    const isList = request.method === "GET" && request.path.endsWith("/orders") && request.query.get("status") !== "7";
    if (!isList) return undefined;
    const told = honest();
    const query = new URLSearchParams(request.query);
    query.set("status", "7");
    const more = bodyOf({ ...request, query });
    if (told.kind !== "answer" || told.status !== 200 || !more) return told;
    const body = JSON.parse(told.body) as Body;
    const rows = [...(body.data as readonly Row[]), ...(more.data as readonly Row[])];
    rows.sort((one, other) => (String(one.updated_at) < String(other.updated_at) ? -1 : 1));
    return answerOf({ ...body, data: rows, total_entries: body.total_entries + more.total_entries });
  });
  let victim: string | undefined;
  for (let act = 0; act < 5_000 && victim === undefined; act += 1) {
    world.change();
    const now = living();
    victim = [...before].find((id) => !now.has(id));
  }
  const turns = await turnsOf(world, "orders", victim!, 240);
  expect(turns.at(-1)).toBe("deleted");
  expect(turns.length).toBeLessThanOrEqual(2);
  expect((await world.deps.states.get(world.ref, "orders", "live")).warnings).toBeUndefined();
});

test("Pancake: a variation that list and product show as removed stays deleted, and so does its stock", async () => {
  const world = new World({ vendor: "pancake", seed: 7, size: 20, resources: ["products", "inventory"] });
  await world.open();
  await world.pass(40 * MINUTE);
  const victim = String((world.simulator.rows("products") as readonly Row[])[0]!.id);
  const marked = (rows: readonly Row[]) =>
    rows.map((row) => (String(row.id) === victim ? { ...row, is_removed: true } : row));
  answerWith(world, (request, honest) => {
    if (request.method !== "GET" || !/\/products(\/|$)/.test(request.path)) return undefined;
    const told = honest();
    if (told.kind !== "answer" || told.status !== 200) return told;
    const { data, ...body } = JSON.parse(told.body) as Body;
    if ("variations" in data)
      return answerOf({ ...body, data: { ...data, variations: marked(data.variations ?? []) } });
    return answerOf({ ...body, data: marked(data as readonly Row[]) });
  });
  await turnsOf(world, "products", victim, 15);
  for (const name of ["products", "inventory"])
    expect([name, ...(await turnsOf(world, name, victim, 120))]).toEqual([name, "deleted"]);
  // A list that shows one row less than it counts would be incomplete.
  expect((await world.deps.states.get(world.ref, "products", "full")).warnings).toBeUndefined();
});
