import type * as z from "zod";
import type { Entity } from "../../../core/subjects.ts";
import { type Shows, UNSEEN } from "../../../core/taken.ts";
import { toHanoiDay, toHanoiLocal } from "../../../core/time.ts";
import { type Call, defineWrite, type WriteContext } from "../../../core/vendor.ts";
import { VoucherCancelCommand, VoucherCreateCommand, VoucherReleaseCommand } from "../commands.ts";
import { compact, type Row } from "../encode.ts";
import { amongAll, beganAt } from "../find.ts";

/*
 * Codes of a campaign. A code is the vendor's own key, and the only list is that of the campaign (§2.24.2), with or without
 * its filter by state.
 */

/** §2.24.2 */
const states = { unused: 0, released: 1, used: 2, cancelled: 3 } as const;

interface Coded {
  readonly campaignId: string;
  readonly codes: readonly string[];
}

const named = (codes: readonly string[]) => codes.map((code) => ({ Code: code }));

/** The rows of these codes; all of the campaign's list is read where one is missing. */
const rowsOf = async (
  { campaignId, codes }: Coded,
  call: Call,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Row[]> => {
  const found = new Map<string, Row>();
  await amongAll(call, "vouchers.list", { campaignId: Number(campaignId), ...params }, (row) => {
    if (codes.includes(String(row.code))) found.set(String(row.code), row);
    return found.size === codes.length;
  });
  return [...found.values()];
};

/** Found where every code is in one of the states. */
const looksFor = <Command extends Coded>(...wanted: readonly number[]) => {
  const areAll = (rows: readonly Row[], { codes }: Command) =>
    rows.length === codes.length && rows.every(({ status }) => wanted.includes(Number(status)));
  return [
    {
      way: "the codes of the campaign",
      look: async (command: Command, _context: WriteContext, call: Call) =>
        areAll(await rowsOf(command, call), command) ? {} : undefined,
    },
    {
      way: "the codes of the campaign in this state",
      look: async (command: Command, _context: WriteContext, call: Call) =>
        areAll(await rowsOf(command, call, { status: wanted[0] }), command) ? {} : undefined,
    },
  ];
};

/** The rows of the codes, in the words of the command; those in another state are not there. */
const viewOf =
  (...wanted: readonly number[]) =>
  (rows: readonly Row[]): Row => {
    const those = rows.filter(({ status }) => wanted.includes(Number(status)));
    return {
      campaignId: those[0]?.voucherCampaignId === undefined ? undefined : String(those[0].voucherCampaignId),
      codes: those.map(({ code }) => String(code)),
      releasedOn: those.map(({ releaseDate }) => (releaseDate ? String(releaseDate).slice(0, 10) : undefined)),
    };
  };

const shows: Shows = { campaignId: true, codes: true };
const entity = ({ campaignId }: Coded): Entity => `voucher:${campaignId}`;
const see = (command: Coded, _id: string | undefined, call: Call): Promise<unknown> => rowsOf(command, call);

const ever = Object.values(states);

const vouchersCreate = defineWrite({
  operation: "vouchers.create",
  command: VoucherCreateCommand,
  reference: { by: "key", field: "codes" },
  entity,
  encode: ({ campaignId, codes }) => ({
    body: { voucherCampaignId: Number(campaignId), data: named(codes) },
  }),
  // One sentence for all codes.
  result: () => ({}),
  looks: looksFor(...ever),
  see,
  view: viewOf(...ever),
  shows,
});

const vouchersRelease = defineWrite<z.infer<typeof VoucherReleaseCommand>>({
  operation: "vouchers.release",
  command: VoucherReleaseCommand,
  reference: { by: "record" },
  entity,
  encode: ({ campaignId, codes, at }, context) => {
    const released = at === undefined ? beganAt(context) : Date.parse(at);
    return {
      body: compact({
        CampaignId: Number(campaignId),
        Vouchers: named(codes),
        ReleaseDate: released === undefined ? undefined : toHanoiLocal(released),
      }),
    };
  },
  result: () => ({}),
  // A code that was handed out may have been used since.
  looks: looksFor(states.released, states.used),
  see,
  view: viewOf(states.released, states.used),
  shows: {
    ...shows,
    at: ({ releasedOn }, { at }) =>
      releasedOn.length === 0 || releasedOn.includes(undefined)
        ? UNSEEN
        : releasedOn.every((day: string) => day === toHanoiDay(Date.parse(at)))
          ? at
          : releasedOn[0],
  },
});

const vouchersCancel = defineWrite({
  operation: "vouchers.cancel",
  command: VoucherCancelCommand,
  reference: { by: "record" },
  entity,
  encode: ({ campaignId, codes }) => ({ body: { CampaignId: Number(campaignId), Vouchers: named(codes) } }),
  result: () => ({}),
  looks: looksFor(states.cancelled),
  see,
  view: viewOf(states.cancelled),
  shows,
});

export const voucherWrites = {
  "vouchers.create": vouchersCreate,
  "vouchers.release": vouchersRelease,
  "vouchers.cancel": vouchersCancel,
} as const;
