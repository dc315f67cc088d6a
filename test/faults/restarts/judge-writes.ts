import type { Truth } from "./vendor-process.ts";

/** A write as the ledger tells it. */
export interface Write {
  readonly id: string;
  readonly state: string;
  readonly result?: { readonly id?: string };
  readonly error?: unknown;
  readonly attempts?: number;
  readonly probes?: number;
  /** ISO 8601: nothing is done about it before. */
  readonly notBefore?: string;
}

/** An order that the API has taken. No two have the same phone, so the vendor's journal tells them apart. */
export interface Ordered {
  readonly command: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly phone: string;
  /** Ids of what is ordered. */
  readonly products: readonly string[];
}

const ENDED: ReadonlySet<string> = new Set(["succeeded", "rejected", "dead", "cancelled"]);
/** Staff has rewritten what would tell, and a person is asked: that is an end as well. */
export const isLeftToPeople = ({ state, error }: Write): boolean =>
  state === "unknown" && (error as { code?: string } | undefined)?.code === "cannot-tell";
export const isUndecided = (write: Write): boolean => !ENDED.has(write.state) && !isLeftToPeople(write);

/** What a write that has not come to its end waits for. */
export const tellUndecided = ({ id, state, attempts, probes, notBefore, error }: Write): string =>
  `write ${id}: ${state} after ${attempts} attempts and ${probes} looks, not before ${notBefore}: ${JSON.stringify(error)}`;

interface Verdict {
  /** Writes without the effect that the ledger tells, and without a reason. */
  readonly missing: string[];
  /** Orders that the vendor has more often than the ledger tells. */
  readonly repeated: string[];
  readonly refused: number;
  readonly dead: number;
}

/** What has to be at the vendor: how often, at least and at most. */
const howOften = ({ state }: Write): readonly [number, number] => {
  if (!ENDED.has(state)) return [0, 1];
  return state === "succeeded" ? [1, 1] : [0, 0];
};

/**
 * Holds the state of each write against what the vendor carried out.
 * @param sold products that the vendor has: a refusal of one of them has no reason
 */
export const judgeWrites = (
  ends: readonly { readonly order: Ordered; readonly write: Write }[],
  journal: Truth["journal"],
  sold: ReadonlySet<string>,
): Verdict => {
  // Registrations of webhooks are writes as well, and may come again.
  const orders = journal
    .filter(({ operation }) => !/webhook/i.test(operation))
    .map(({ id, body }) => ({ id, text: JSON.stringify(body) }));
  const missing: string[] = [];
  const repeated: string[] = [];
  for (const { order, write } of ends) {
    const own = orders.filter(({ text }) => text.includes(order.phone));
    const [least, most] = howOften(write);
    const told = `write ${write.id}, ${write.state}: ${own.length} times at the vendor`;
    if (own.length > most) repeated.push(told);
    else if (own.length < least) missing.push(told);
    else if (write.state === "succeeded" && own[0]!.id !== write.result?.id)
      missing.push(`${told}, as ${own[0]!.id} and not as ${write.result?.id}`);
    if (write.state === "rejected" && order.products.every((id) => sold.has(id)))
      missing.push(`${told}, although what was ordered is there: ${JSON.stringify(write.error)}`);
  }
  const known = ends.map(({ order }) => order.phone);
  for (const { id, text } of orders)
    if (!known.some((phone) => text.includes(phone))) repeated.push(`order ${id}: at the vendor, and nobody's write`);
  const inState = (state: string) => ends.filter(({ write }) => write.state === state).length;
  return { missing, repeated, refused: inState("rejected"), dead: inState("dead") };
};
