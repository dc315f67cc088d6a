import type { Experiment, FieldTable, Finding } from "../../../infra/field/experiment.ts";
import { tryOut } from "../../../infra/field/experiment.ts";
import { fieldTables } from "../../../infra/field/tables.ts";
import { openVisit, type Visit } from "../../../infra/field/visit.ts";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { simulatedSend } from "../../../infra/sandbox/serve.ts";
import type { VendorSimulator } from "../../../infra/sandbox/types.ts";
import type { Send, Session, VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { flips } from "./flips.ts";
import { type Flip, flipped, START, stamped } from "./wire.ts";

const MINUTE = 60_000;
const ORIGIN = "http://field.test";

export interface FieldShop {
  readonly simulator: VendorSimulator;
  readonly table: FieldTable;
  readonly now: () => number;
  /** A visit to the shop; `flip`: the vendor behaves otherwise. */
  visit(options?: { flip?: Flip; calls?: number; session?: Session }): Promise<Visit>;
}

/** A sandbox shop in virtual time, in which the staff has just been at work. */
export const openFieldShop = async (vendor: VendorId): Promise<FieldShop> => {
  let now = START;
  const create = await simulators[vendor]!();
  const simulator = create({ now: () => now, random: seededRandom(1) });
  simulator.seed(120);
  for (let act = 0; act < 150; act += 1) {
    now += MINUTE;
    simulator.change();
  }
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  const plain = simulatedSend({ [ORIGIN]: simulator }, { now: () => now, advance: pass });
  const send: Send = stamped(plain, () => now);
  return {
    simulator,
    table: fieldTables[vendor](now),
    now: () => now,
    visit: ({ flip, calls = 200, session } = {}) => {
      // Each visit is a run of its own, with budgets of its own: the vendor's limits are whole again by then.
      pass(MINUTE);
      return openVisit(
        {
          vendor: vendors[vendor],
          credentials: simulator.credentials,
          settings: simulator.settings,
          hosts: simulator.hosts(ORIGIN),
          session,
        },
        {
          send: flip ? flipped(send, flip) : send,
          clock: () => now,
          sleep: async (milliseconds) => pass(milliseconds),
          calls,
        },
      );
    },
  };
};

export interface TriedFlip {
  readonly id: string;
  readonly plain: Finding;
  readonly flipped: Finding | undefined;
  readonly noticed: boolean;
}

/** One experiment, before and after the vendor's habit is turned round. */
export const tryFlip = async (shop: FieldShop, experiment: Experiment, flip: Flip | undefined): Promise<TriedFlip> => {
  const plain = await tryOut(experiment, await shop.visit());
  const turned = flip && (await tryOut(experiment, await shop.visit({ flip })));
  return {
    id: experiment.id,
    plain,
    flipped: turned,
    noticed: turned !== undefined && turned.verdict !== "cannot tell" && turned.verdict !== plain.verdict,
  };
};

export const flipsOf = async (vendor: VendorId): Promise<readonly TriedFlip[]> => {
  const shop = await openFieldShop(vendor);
  const tried: TriedFlip[] = [];
  for (const experiment of shop.table.experiments)
    tried.push(await tryFlip(shop, experiment, flips[vendor][experiment.id]));
  return tried;
};
