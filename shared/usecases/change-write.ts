import { BadRequest } from "../core/errors.ts";
import type { Write } from "../stores/ledger.ts";
import { refOf, type Shop } from "../stores/shops.ts";
import { checkCommand, type SubmitDeps, wake } from "./submit-write.ts";

export interface WriteChange {
  readonly action: "cancel" | "retry" | "adopt";
  /** `adopt`: the vendor's id. */
  readonly id?: string | undefined;
  /** `retry`: the corrected command. */
  readonly command?: unknown;
}

/**
 * What a person decides about a write.
 * @throws BadRequest 404; 409 when its state has no place for the decision; 422 for a command that will not do
 */
export const changeWrite = async (shop: Shop, id: string, change: WriteChange, deps: SubmitDeps): Promise<Write> => {
  const ref = refOf(shop);
  const write = await deps.ledger.find(ref, id);
  const moved = await decide(shop, write, change, deps);
  if (!moved) {
    const current = await deps.ledger.find(ref, id);
    throw new BadRequest(409, "wrong-state", `A write that is ${current.state} cannot be told to ${change.action}.`, [
      { field: "write", message: current.state },
    ]);
  }
  if (change.action === "retry") {
    await deps.shops.schedule({ kind: "writes", tenant: ref.tenant, id: ref.shop, dueAt: deps.clock() + 20_000 });
    await wake(ref, [deps.ledger.lane(moved.entity)], deps);
  }
  return moved;
};

const decide = (shop: Shop, write: Write, change: WriteChange, deps: SubmitDeps): Promise<Write | undefined> => {
  if (change.action === "cancel") return deps.ledger.move(write, "cancel", { notBefore: undefined });
  if (change.action === "adopt")
    return deps.ledger.move(write, "adopt", {
      result: { id: change.id, by: "person" },
      error: undefined,
      released: undefined,
    });
  // The line is the old entity's: a correction must not jump to another one.
  const command =
    change.command === undefined
      ? write.command
      : checkCommand(
          shop,
          { kind: write.kind, operation: write.operation, command: change.command },
          deps.vendor(shop.vendor),
        ).command;
  return deps.ledger.move(write, "retry", {
    command,
    attempts: 0,
    probes: 0,
    notBefore: undefined,
    leaseUntil: undefined,
    error: undefined,
    released: undefined,
  });
};
