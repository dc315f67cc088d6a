import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import { decideDeletions } from "../../../shared/usecases/sync/decide-deletions.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

const idsOf = async (world: World, name: string) =>
  (await world.deps.records.page(world.ref, name, { limit: 1_000 })).records.map(({ id }) => id).sort();
const heldOf = async (world: World, name: string) =>
  (await world.deps.candidates.open(world.ref, name)).filter(({ state }) => state === "held").map(({ id }) => id);
const open = async (vendor: "nhanh-v2" | "kiotviet", size: number, resources: readonly string[]) => {
  const world = new World({ vendor, seed: 7, size, resources, fullEverySeconds: 900 });
  world.onDelivery = () => undefined;
  return world;
};
const resourceOf = (world: World, name: string) => world.vendor.resources.find((one) => one.name === name)!;

/** Three invoices of October are alone in their window of days. */
const openInvoices = async () => {
  const world = await open("nhanh-v2", 120, ["invoices"]);
  const rows = world.simulator.rows("invoices") as { date: string }[];
  const old = rows.filter(({ date }) => date.slice(0, 10) <= "2026-10-26");
  for (const row of old.slice(3)) row.date = "2026-11-15";
  await world.open();
  await world.pass(42 * MINUTE);
  const alone = old.slice(0, 3).map((row) => resourceOf(world, "invoices").id(row));
  /** The vendor's archive of old days shows nothing, in its own envelope. */
  const lose = () =>
    answerWith(world, ({ path, body }) => {
      const [from, to] = ["from", "to"].map(
        (end) => new RegExp(`"${end}Date":"([\\d-]+)"`).exec(decodeURIComponent(body))?.[1],
      );
      if (!path.endsWith("/bill/search") || !from || !to) return undefined;
      if (rows.filter(({ date }) => date.slice(0, 10) >= from && date.slice(0, 10) <= to).length > alone.length)
        return undefined;
      return answerOf({ code: 1, data: { totalPages: 0, totalRecords: 0, page: 1, bill: [] } });
    });
  return { world, alone, lose, before: await idsOf(world, "invoices") };
};

test("nhanh-v2: what stands in a window that shows nothing is held, and free when the window shows it again", async () => {
  const { world, alone, lose, before } = await openInvoices();
  const answers = lose();
  await world.pass(35 * MINUTE);
  expect(await idsOf(world, "invoices")).toEqual(before);
  expect((await heldOf(world, "invoices")).sort()).toEqual([...alone].sort());
  expect((await world.deps.states.get(world.ref, "invoices", "full")).held).toBe(3);
  answers.honest();
  await world.pass(35 * MINUTE);
  expect(await idsOf(world, "invoices")).toEqual(before);
  expect(await heldOf(world, "invoices")).toEqual([]);
});

test("nhanh-v2: the last records of a window that are deleted in earnest go by a person's word", async () => {
  const { world, alone, lose, before } = await openInvoices();
  lose();
  await world.pass(35 * MINUTE);
  expect(await decideDeletions(world.ref, resourceOf(world, "invoices"), () => "approved", world.deps)).toBe(3);
  await world.pass(35 * MINUTE);
  expect(await idsOf(world, "invoices")).toEqual(before.filter((id) => !alone.includes(id)));
});

/** Codes by campaign, the campaign with the fewest first. */
const openVouchers = async () => {
  const world = await open("kiotviet", 60, ["vouchers", "voucher-campaigns"]);
  await world.open();
  await world.pass(42 * MINUTE);
  const codes = new Map<string, string[]>();
  for (const row of world.simulator.rows("vouchers") as { voucherCampaignId: unknown }[]) {
    const campaign = String(row.voucherCampaignId);
    codes.set(campaign, [...(codes.get(campaign) ?? []), resourceOf(world, "vouchers").id(row)]);
  }
  const campaigns = [...codes].sort(([, one], [, other]) => one.length - other.length);
  return { world, campaigns, before: await idsOf(world, "vouchers") };
};

test("kiotviet: a campaign that shows nothing loses no codes", async () => {
  const { world, campaigns, before } = await openVouchers();
  const [campaign, codes] = campaigns[0]!;
  answerWith(world, ({ query }) =>
    query.get("campaignId") === campaign ? answerOf({ total: 0, pageSize: 100, data: [] }) : undefined,
  );
  await world.pass(60 * MINUTE);
  expect(await idsOf(world, "vouchers")).toEqual(before);
  expect((await heldOf(world, "vouchers")).sort()).toEqual([...codes].sort());
});

test("kiotviet: a code that is missing from a campaign which shows others goes without a person", async () => {
  const { world, campaigns, before } = await openVouchers();
  const [campaign, codes] = campaigns.at(-1)!;
  answerWith(world, ({ query }, honest) => {
    const told = honest();
    if (query.get("campaignId") !== campaign || told.kind !== "answer") return told;
    const { data, total, ...body } = JSON.parse(told.body) as { data: unknown[]; total: number };
    const left = data.filter((row) => resourceOf(world, "vouchers").id(row) !== codes[0]);
    return answerOf({ ...body, data: left, total: total - (data.length - left.length) });
  });
  await world.pass(60 * MINUTE);
  expect(await idsOf(world, "vouchers")).toEqual(before.filter((id) => id !== codes[0]));
});
