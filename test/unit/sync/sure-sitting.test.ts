import { expect, test } from "vitest";
import { confirm } from "../../../shared/usecases/sync/confirm.ts";
import type { Slice } from "../../../shared/usecases/sync/slice.ts";

/** Whether the sitting at the end of a cycle may read candidates a moment old. */
const readsOld = async (suspects: boolean): Promise<unknown> => {
  const asked: unknown[] = [];
  const open = async (_ref: unknown, _resource: unknown, options: { readonly eventual: boolean }) => {
    asked.push(options.eventual);
    return [];
  };
  const deps = { candidates: { open }, clock: () => 0 };
  const job = { ref: { tenant: "acme", shop: "shop" }, resource: { name: "orders" }, track: "live" };
  const slice = { job, deps, state: {}, seen: undefined } as unknown as Slice;
  await confirm(slice, { startedAt: 0, removed: 0, ...(suspects ? { suspects } : {}) } as never);
  return asked[0];
};

test("a cycle that has noted a suspect sees it in its sitting; one that has noted none reads at half the price", async () => {
  expect(await readsOld(true)).toBe(false);
  expect(await readsOld(false)).toBe(true);
});
