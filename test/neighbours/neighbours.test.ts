import { beforeAll, expect, test } from "vitest";
import { attacks } from "./attacks.ts";
import { compare, settle } from "./measure.ts";

/** A part of `npm run neighbours`, in virtual time: what it finds does not depend on the machine. */
const part = [
  "registrations with invented iSale keys",
  "a storm of reads at iSale",
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
