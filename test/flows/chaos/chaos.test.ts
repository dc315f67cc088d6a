import { expect, test, vi } from "vitest";
import { alarmTable } from "../../../infra/alarm-table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { live } from "./chaos.ts";
import { nameOfSource, ringing } from "./rings.ts";
import { allCommands, commandsFor } from "./runbook.ts";
import { openStage } from "./stage.ts";
import { troubles } from "./troubles.ts";

vi.setConfig({ testTimeout: 240_000 });

test.each(troubles)("$name is told within 15 minutes, and its section of the runbook repairs it", async (trouble) => {
  const { faults, told, repaired } = await live(trouble);
  expect([told, repaired], faults.join("\n")).toEqual([true, true]);
  expect(faults).toEqual([]);
});

test("an hour in which all is well rings nothing", async () => {
  const stage = await openStage();
  await stage.pass(40);
  await stage.pass(80, { changes: false });
  expect([...ringing(stage.samples, stage.now() - 60 * MINUTE, stage.now()).keys()]).toEqual([]);
});

test("every command of the pages for operators works", async () => {
  expect(allCommands.length).toBeGreaterThan(30);
  const stage = await openStage();
  // Who looks for what was removed comes last, behind what removes it.
  const ends = ["remove", "removal", "empty-stage"];
  const rank = ([name]: readonly string[]): number => ends.findLastIndex((end) => name!.startsWith(end));
  for (const command of allCommands.toSorted((one, other) => rank(one) - rank(other))) await stage.operate(command);
});

test("each alarm has a section", () => {
  for (const { name } of alarmTable) expect(() => commandsFor(name), name).not.toThrow();
});

test("what is missing rings only where missing is what is wrong, and what came before its time is not counted", () => {
  const source = { kind: "own", metric: "Defects" } as const;
  const samples = new Map([[nameOfSource(source), [{ at: 0, value: 1 }]]]);
  const minutes = (from: number, to: number) => [...ringing(samples, from * MINUTE, to * MINUTE).keys()];
  expect(minutes(1, 1)).toEqual(["schedule-silent", "defects"]);
  expect(minutes(6, 6)).toEqual(["schedule-silent"]);
});
