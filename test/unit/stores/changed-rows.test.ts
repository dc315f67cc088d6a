import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { type ChangedRow, createRecordStore, type Observation } from "../../../shared/stores/records.ts";
import { ref } from "../../helpers/staff.ts";

const NOW = Date.UTC(2026, 10, 20);
const row = (name: string, modified: number | undefined): Observation => ({
  id: "7",
  modified,
  record: { id: "7", name } as Observation["record"],
  raw: { id: 7, name },
});

test.each([
  ["is new", undefined, NOW, NOW],
  ["has changed with its time", NOW, NOW + MINUTE, NOW + MINUTE],
  ["has changed and its time has not", NOW, NOW, undefined],
  ["has no time", undefined, undefined, undefined],
])("a row that %s tells when that was", async (_, before, modified, changedAt) => {
  const records = createRecordStore(new MemoryTable());
  const changed: ChangedRow[] = [];
  const originsOf = async (rows: readonly ChangedRow[]) => {
    changed.push(...rows);
    return new Map<string, string>();
  };
  if (before !== undefined) await records.upsert(ref, "staff", [row("before", before)], NOW);
  await records.upsert(ref, "staff", [row("after", modified)], NOW + MINUTE, { originsOf });
  expect(changed).toMatchObject([{ id: "7", changedAt }]);
});
