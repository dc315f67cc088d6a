import { createHandler as createWrite } from "../../../../functions/write.ts";
import { Dice, seededRandom } from "../../../../infra/sandbox/simulator.ts";
import { createApi } from "../../../../shared/api/respond.ts";
import { routes } from "../../../../shared/api/routes/index.ts";
import { RetryLater } from "../../../../shared/core/errors.ts";
import type { ResourceName } from "../../../../shared/core/records.ts";
import { HOUR, MINUTE } from "../../../../shared/core/time.ts";
import { type VendorId, writeKinds } from "../../../../shared/core/vendor.ts";
import { vendors } from "../../../../shared/vendors/registry.ts";
import { decideHeld } from "../tenant.ts";
import { type Unkindness, World } from "../world.ts";
import { Books } from "./books.ts";
import { weightOf } from "./intents.ts";
import { allWrites, judge, type WritesResult } from "./judge.ts";
import { Tenant } from "./tenant.ts";
import { drawTroubles, noTroubles, Troubles } from "./troubles.ts";

const unkindness = (dice: Dice): Unkindness => {
  const often = (most: number) => (dice.chance(0.3) ? 0 : dice.random() * most);
  return {
    worker: {
      kill: often(0.02),
      throttle: often(0.03),
      lost: often(0.03),
      conflict: often(0.02),
      repeated: often(0.03),
      slow: often(0.02),
    },
    queue: { duplicate: often(0.2), delay: often(0.2), dropped: often(0.15) },
    vendor: {
      limit: often(0.05),
      serverError: often(0.05),
      serverErrorAfterCommit: often(0.08),
      cut: often(0.05),
      cutAfterCommit: often(0.08),
      timeout: often(0.04),
      timeoutAfterCommit: often(0.08),
      lateCommit: often(0.08),
      html: often(0.05),
      empty: often(0.05),
      slow: often(0.04),
      malformed: often(0.04),
      expired: often(0.02),
    },
    replay: 0,
    lostWebhook: often(0.5),
    doubledWebhook: often(0.2),
  };
};

/** Small ones, which cost little, and what writes change. */
const needed: readonly ResourceName[] = [
  "locations",
  "suppliers",
  "purchase-orders",
  "transfers",
  "categories",
  "products",
  "customers",
  "orders",
  "invoices",
  "inventory",
];
const ofWide: readonly ResourceName[] = ["price-books", "voucher-campaigns"];

/**
 * One seeded run: writes under trouble, then quiet; and what the vendor's journal and store say. `plain`: short
 * commands, and a vendor that only fails and never misleads. `weak`: one whose reads have weak moments as well. `isNarrow`: without vouchers, price books and parcels on their
 * way, as the oldest kept seeds were found.
 */
export const writesRun = async (
  vendor: VendorId,
  seed: number,
  form: "plain" | "misleading" | "weak" = "misleading",
  isNarrow = false,
): Promise<WritesResult> => {
  const isPlain = form === "plain";
  const dice = new Dice(seededRandom(seed * 2_246_822_519 + 3));
  const names = vendors[vendor].resources.map(({ name }) => name);
  const world = new World({
    vendor,
    seed,
    size: 8,
    resources: names.filter((name) => [...needed, ...(isNarrow ? [] : ofWide)].includes(name)),
    vendorSkew: dice.integer(-3 * MINUTE, 3 * MINUTE),
  });
  world.writeWorker = async (deps, message, context) => {
    const { batchItemFailures } = await createWrite(deps)({ Records: [message] }, context);
    if (batchItemFailures.length > 0) throw new RetryLater("the message failed");
  };
  world.onDelivery = () => undefined;
  await world.open();
  const key = await openTenant(world);
  await world.pass(3 * MINUTE);
  await world.deps.shops.change(world.ref, { schedule: { "*": dice.pick([120, 86_400]) } });
  // The ledger keeps order and counts, whatever the queue does.
  if (dice.chance(0.25)) world.queues.writes.rules = { ...world.queues.writes.rules, fifo: false };

  const more = new Dice(seededRandom(seed * 2_654_435_761 + 11));
  const books = new Books(world.vendor, world.simulator);
  const diceOf = (factor: number, more: number) => new Dice(seededRandom(seed * factor + more));
  const troubles = new Troubles(world, books, diceOf(3_266_489_917, 7), diceOf(668_265_263, 5));
  world.between = troubles;
  const tenant = new Tenant({ world, dice, more: isPlain ? undefined : more, books, key, isNarrow });
  const kinds = writeKinds.filter((kind) => world.vendor.writes[kind]);
  const pick = () => dice.weighted(kinds.map((kind) => ({ weight: weightOf(kind), kind }))).kind;
  const rounds = dice.integer(1, 3);
  for (let round = 0; round < rounds; round += 1) {
    world.suffer(unkindness(dice));
    troubles.rates = isPlain ? noTroubles : drawTroubles(more);
    troubles.weak.isOn = form === "weak";
    const count = dice.integer(2, 8);
    for (let write = 0; write < count; write += 1) {
      if (dice.chance(0.12)) await tenant.writeMany(pick());
      else await tenant.write(pick());
      if (dice.chance(0.08)) await tenant.decide();
      if (dice.chance(0.1)) world.change();
      if (dice.chance(0.04)) world.queues.writes.purge();
      await world.pass(dice.chance(0.5) ? dice.integer(0, 2_000) : dice.integer(0, 2 * MINUTE));
    }
  }
  world.suffer({});
  troubles.rates = noTroubles;
  troubles.weak.isOn = false;
  const isOver = async () => (await allWrites(world)).every(({ closed }) => closed);
  for (let waited = 0; waited < 100 * HOUR && !(await isOver()); waited += 5 * MINUTE) {
    // What is left is looked for during days: the copy need not be read every two minutes meanwhile.
    if (waited === 2 * HOUR) await world.deps.shops.change(world.ref, { schedule: { "*": 86_400 } });
    await world.pass(5 * MINUTE);
  }
  // The court asks again a minute after a deletion, and again if the vendor's reads were behind.
  if ((await allWrites(world)).some(({ kind, state }) => kind.endsWith(".delete") && state === "succeeded")) {
    // In a copy that is a day old the neighbours of a deleted record are gone as well, and prove nothing.
    await world.deps.shops.change(world.ref, { schedule: { "*": 120 } });
    for (const { name } of world.vendor.resources)
      for (const track of ["live", "full"] as const)
        await world.deps.states.schedule(world.ref, name, track, world.time.now());
    await world.pass(20 * MINUTE);
    if (await decideHeld(world)) await world.pass(10 * MINUTE);
  }
  books.look();
  return judge({ world, tenant, books, troubles, seed });
};

const openTenant = async (world: World): Promise<string> => {
  const api = createApi(routes, world.deps);
  const ask = async (rawPath: string, body: unknown): Promise<any> => {
    const result = await api(
      {
        rawPath,
        rawQueryString: "",
        headers: { authorization: "Bearer operator", "content-type": "application/json" },
        body: JSON.stringify(body),
        requestContext: { http: { method: "POST" } },
      },
      { getRemainingTimeInMillis: () => 29_000 },
    );
    return JSON.parse(result.body);
  };
  await ask("/v1/tenants", { id: world.ref.tenant, name: "Acme" });
  return (await ask(`/v1/tenants/${world.ref.tenant}/keys`, { name: "main", scope: "admin" })).key;
};
