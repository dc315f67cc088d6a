import { beforeAll, expect, test } from "vitest";
import { attacks } from "./attacks.ts";
import { compare, settle } from "./measure.ts";

/** A part of `npm run neighbours`, in virtual time: what it finds does not depend on the machine. */
const part = [
  "registrations with invented iSale keys",
  "a thousand writes in one request",
  "forged webhooks at the neighbour's address",
];

let settled: Awaited<ReturnType<typeof settle>>;
beforeAll(async () => {
  settled = await settle(3);
}, 120_000);

test.each(attacks.filter(({ name }) => part.includes(name)))(
  "$name: the neighbour is refused nothing and waits at most twice as long",
  async (attack) => {
    const { refusedOfA, ratio, why } = await compare(attack, settled, 1);
    expect(why).toEqual([]);
    expect(refusedOfA).toBe(0);
    expect(ratio).toBeLessThanOrEqual(2);
  },
  120_000,
);

/**
 * Both tenants' iSale calls go through one limit of 120 a minute. A's twenty are within its share, but B's burst may have
 * the window's next turns: at worst A waits for one of its own, of which there is one a second.
 */
test("a storm of reads at a shared limit: the neighbour is refused nothing and waits for one turn", async () => {
  const attack = attacks.find(({ name }) => name === "a storm of reads at iSale")!;
  const { refusedOfA, p95, why } = await compare(attack, settled, 1);
  expect(why).toEqual([]);
  expect(refusedOfA).toBe(0);
  const { vendorReads, ...others } = p95;
  expect(vendorReads![0]).toBeLessThanOrEqual(1_500);
  for (const [beside, alone] of Object.values(others)) expect(beside / alone).toBeLessThanOrEqual(2);
}, 120_000);
