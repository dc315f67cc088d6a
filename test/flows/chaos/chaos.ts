import { MINUTE } from "../../../shared/core/time.ts";
import { ringing } from "./rings.ts";
import { commandsFor, firstCommands } from "./runbook.ts";
import { openStage } from "./stage.ts";
import type { Trouble } from "./troubles.ts";

/** Within so many minutes somebody has to be told. */
const TOLD_WITHIN = 15;
/** A shop whose reading failed for long tries again within an hour, and is compared as a whole within four here. */
const SETTLES = 240;

export interface Outcome {
  readonly trouble: string;
  /** Alarms that rang in time, with the minute. */
  readonly rang: Readonly<Record<string, number>>;
  readonly told: boolean;
  readonly repaired: boolean;
  readonly commands: number;
  readonly faults: readonly string[];
}

/** One trouble from its beginning until nothing is left of it. */
export const live = async ({ name, alarm, begin, lasts = 60 }: Trouble): Promise<Outcome> => {
  const stage = await openStage();
  const faults: string[] = [];
  await stage.pass(40);
  const early = [...ringing(stage.samples, stage.now() - 10 * MINUTE, stage.now()).keys()];
  if (early.length > 0) faults.push(`rang before: ${early.join(", ")}`);

  const startedAt = stage.now();
  const { cause, left } = await begin(stage);
  const begunAt = stage.now();
  await stage.pass(lasts);
  const rang = ringing(stage.samples, Math.max(startedAt, begunAt - MINUTE), begunAt + TOLD_WITHIN * MINUTE);
  const told = rang.has(alarm);
  if (!told) faults.push(`${alarm} did not ring; ${[...rang.keys()].join(", ") || "none"} did`);

  await cause();
  const isDead = stage.world.queues.sync.dead.length > 0;
  const commands = [...firstCommands, ...commandsFor(alarm), ...(isDead ? commandsFor("sync-dead-letters") : [])];
  for (const command of commands) await stage.operate(command);
  await stage.pass(SETTLES - 80);
  await stage.pass(40, { changes: false });
  await stage.decide();
  await stage.pass(40, { changes: false });
  const lacking = await stage.lacking();
  const wrong = await left?.();
  const still = [...ringing(stage.samples, stage.now() - 5 * MINUTE, stage.now()).keys()];
  faults.push(...lacking, ...(wrong === undefined ? [] : [wrong]), ...still.map((one) => `${one} still rings`));
  const repaired = lacking.length === 0 && wrong === undefined && still.length === 0;
  return { trouble: name, rang: Object.fromEntries(rang), told, repaired, commands: commands.length, faults };
};
