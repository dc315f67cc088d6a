import { isProven, type Shows, type Taken, taken, UNSEEN } from "../../../core/taken.ts";
import { type Call, defineWrite, type WriteContext } from "../../../core/vendor.ts";
import { RemovalCommand, TransferCreateCommand, type TransferLine, TransferUpdateCommand } from "../commands.ts";
import { compact, marksOf, number, type Row, rowIn, unlessEmpty, withMark, withoutMark } from "../encode.ts";
import { amongAll, isGone, shownBy } from "../find.ts";
import { made, whereShown } from "./common.ts";

/* Goods that go from one branch to another. The list and the detail call the same things by other names (§2.16.1, §2.16.2). */

/** The document has no table; these are the vendor's screens (inferred). */
const states = { draft: 1, sent: 2, received: 3 } as const;
type State = keyof typeof states;

const toLine = (line: TransferLine, status: State): Row =>
  compact({
    productCode: line.code,
    productId: number(line.productId),
    sendQuantity: line.quantity,
    // The spelling is the vendor's.
    recivedQuantity: status === "received" ? line.quantity : 0,
    price: line.price,
  });

const linesIn = (row: Row): Row[] => [row.details ?? row.transferDetails ?? []].flat();
const noteIn = (row: Row): unknown => row.noteBySource ?? row.description;
const sentOf = (line: Row): number => Number(line.transferredQuantity ?? line.sendQuantity);

const stateOf = ({ status }: Row): State | undefined =>
  (Object.keys(states) as State[]).find((name) => states[name] === Number(status));
/** A state that no command can ask for is shown all the same, as what it is not. Undefined: nothing tells. */
const otherState = ({ status }: Row): string | undefined =>
  status === undefined || status === null ? undefined : `state ${status}`;

/** A transfer in the words of the command, from its list, its detail or the answer of a write. */
const view = (row: Row): Row => ({
  id: String(row.id),
  fromLocationId: String(row.fromBranchId),
  toLocationId: String(row.toBranchId),
  code: row.code,
  status: stateOf(row) ?? otherState(row),
  note: withoutMark(noteIn(row)),
  lines: linesIn(row).map((line) => ({
    productId: String(line.productId),
    code: line.productCode ?? line.ProductCode,
    quantity: sentOf(line),
    price: line.price,
  })),
});

const shows: Shows = {
  fromLocationId: true,
  toLocationId: true,
  code: true,
  status: ({ status }) => status ?? UNSEEN,
  note: true,
  "lines.quantity": true,
  "lines.price": whereShown(({ price }) => price),
};

const detailOf = async (call: Call, id: string): Promise<Row> =>
  shownBy(await call("transfers.get", { params: { id } }), { id });

/** As the list shows it, which is what the copy keeps: the detail lacks what was received (§2.16.2). */
const listed = async (call: Call, id: string | undefined): Promise<Row | undefined> =>
  id === undefined ? undefined : amongAll(call, "transfers.list", {}, (row) => String(row.id) === id);

/** Transfers have a code of their own, and the note is shown by list and detail (§2.16.1, §2.16.2). */
const isOurs = (row: Row, { code }: Pick<TransferCreateCommand, "code">, { reference }: WriteContext): boolean =>
  marksOf(noteIn(row)).includes(reference) || (code === undefined && row.code === reference);

const among =
  (paramsOf: (command: TransferCreateCommand) => Record<string, unknown>) =>
  async (command: TransferCreateCommand, context: WriteContext, call: Call) => {
    const row = await amongAll(call, "transfers.list", paramsOf(command), (each) => isOurs(each, command, context));
    return row && { id: String(row.id) };
  };

const transfersCreate = defineWrite<TransferCreateCommand>({
  operation: "transfers.create",
  command: TransferCreateCommand,
  reference: { by: "field", fields: ["transfer.code (where the command names none)", "transfer.description"] },
  settleSeconds: 120,
  entity: ({ fromLocationId, toLocationId }) => `transfers.create:${fromLocationId}:${toLocationId}`,
  encode: (command, { reference }) => {
    const status = command.status ?? "sent";
    return {
      body: compact({
        fromBranchId: Number(command.fromLocationId),
        toBranchId: Number(command.toLocationId),
        isDraft: status === "draft" ? 1 : 0,
        code: command.code ?? reference,
        description: withMark(command.note, reference),
        status: states[status],
        transferDetails: command.lines.map((line) => toLine(line, status)),
      }),
    };
  },
  result: made,
  looks: [
    {
      way: "the transfers between the two branches",
      look: among(({ fromLocationId, toLocationId }) => ({
        fromBranchIds: [Number(fromLocationId)],
        toBranchIds: [Number(toLocationId)],
      })),
    },
    { way: "all transfers", look: among(() => ({})) },
  ],
  resource: "transfers",
  see: (_command, id, call) => listed(call, id),
  view,
  shows,
});

/** What an update repeats (§2.16.4): the call replaces the transfer as a whole. */
const carried = (current: unknown): Row => {
  const row = rowIn(current);
  return compact({
    fromBranchId: row.fromBranchId,
    toBranchId: row.toBranchId,
    isDraft: row.status === undefined ? undefined : Number(row.status) === states.draft,
    code: row.code ?? undefined,
    description: noteIn(row) ?? undefined,
    status: row.status ?? undefined,
    transferDetails: unlessEmpty(
      linesIn(row).map((line) =>
        compact({
          transferId: row.id,
          productCode: line.productCode ?? line.ProductCode,
          productId: line.productId,
          sendQuantity: sentOf(line),
          recivedQuantity: Number(line.recieveQuantity ?? line.receiveQuantity ?? line.recivedQuantity ?? 0),
          price: line.price ?? undefined,
        }),
      ),
    ),
  });
};

const ifShown = (command: TransferUpdateCommand, row: Row | undefined): { id: string } | undefined =>
  row && isProven(taken(command, view(row), shows)) ? { id: command.id } : undefined;

const transfersUpdate = defineWrite<TransferUpdateCommand>({
  operation: "transfers.update",
  command: TransferUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "transfers",
  entity: ({ id }) => `transfer:${id}`,
  carried,
  encode: (command, { current }) => {
    const kept = carried(current);
    const status: State = command.status ?? stateOf(rowIn(current)) ?? "sent";
    const lines: readonly Row[] | undefined = command.lines
      ? command.lines.map((line) => ({ transferId: Number(command.id), ...toLine(line, status) }))
      : kept.transferDetails;
    // What is received now has come as it was sent.
    const details = lines?.map((line) =>
      command.status === "received" ? { ...line, recivedQuantity: line.sendQuantity } : line,
    );
    return {
      params: { id: command.id },
      body: compact({
        ...kept,
        ...(command.status === undefined ? {} : { status: states[status], isDraft: status === "draft" }),
        ...(command.note === undefined
          ? {}
          : { description: withMark(command.note, ...marksOf(noteIn(rowIn(current)))) }),
        transferDetails: details,
      }),
    };
  },
  result: (_answer, { id }) => ({ id }),
  // The detail shows each field of the command, and so does the list.
  looks: [
    {
      way: "the transfer itself",
      look: async (command: TransferUpdateCommand, _context: WriteContext, call: Call) =>
        ifShown(command, await detailOf(call, command.id)),
    },
    {
      way: "all transfers",
      look: async (command: TransferUpdateCommand, _context: WriteContext, call: Call) =>
        ifShown(command, await listed(call, command.id)),
    },
  ],
  see: ({ id }, _id, call) => listed(call, id),
  view,
  shows,
});

const GONE = { status: "gone" } as const;

const transfersCancel = defineWrite({
  operation: "transfers.delete",
  command: RemovalCommand,
  reference: { by: "record" },
  entity: ({ id }) => `transfer:${id}`,
  encode: ({ id }) => ({ params: { id } }),
  result: (_answer, { id }) => ({ id }),
  // The list is no second way: that it does not show a transfer proves nothing, and no state of it says "removed" (§2.16).
  looks: [
    {
      way: "the vendor's word that there is no such transfer",
      look: async ({ id }: { readonly id: string }, _context: WriteContext, call: Call) =>
        (await isGone(call, "transfers.get", id)) ? { id } : undefined,
    },
  ],
  see: async ({ id }, _id, call) => ((await isGone(call, "transfers.get", id)) ? GONE : {}),
  view: (row) => row,
  alsoShows: (_command, shown): readonly Taken[] => [
    { field: "status", verdict: (shown as unknown as Row | undefined)?.status === "gone" ? "yes" : "no" },
  ],
});

export const transferWrites = {
  "transfers.create": transfersCreate,
  "transfers.update": transfersUpdate,
  "transfers.cancel": transfersCancel,
} as const;
