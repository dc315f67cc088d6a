import type { Dice } from "../../../../infra/sandbox/simulator.ts";
import type { SimulatedOutcome, SimulatedRequest, VendorSimulator } from "../../../../infra/sandbox/types.ts";
import type { Resource, Vendor, VendorId } from "../../../../shared/core/vendor.ts";
import type { Wire } from "./wires.ts";

/** A vendor's answer that is plausible and wrong. */
export type Answer = Extract<SimulatedOutcome, { kind: "answer" }>;

/** What a call asks for: a list, one record, the list of what was deleted, or nothing of the copy, such as signing in. */
export type Asked = "list" | "one" | "deleted" | "other";

export interface LieCall {
  readonly request: SimulatedRequest;
  readonly operation: string;
  readonly asked: Asked;
  /** The synced resources that read this operation. */
  readonly resources: readonly Resource[];
}

export interface Scene {
  readonly vendor: Vendor;
  readonly wire: Wire;
  readonly dice: Dice;
  readonly simulator: VendorSimulator;
  /** Unix milliseconds of our clock. */
  readonly now: () => number;
}

/** One lie of one run, with everything that it has chosen. */
export interface Tale {
  /** The call that the vendor hears in place of the one that was made. */
  before?(request: SimulatedRequest): SimulatedRequest;
  /** The answer that the client gets; the same object where the tale has nothing to say. */
  after?(call: LieCall, answer: Answer): Answer;
  /** The vendor is well again. */
  end?(): void;
}

export interface Lie {
  readonly name: string;
  /** Absent: all. */
  readonly vendors?: readonly VendorId[];
  /** How long it lasts, from and to. Absent: for the whole run, as a habit of the vendor. */
  readonly minutes?: readonly [number, number];
  /** Told only where it is asked for by its name: what the seeds of before draw stays as it was. */
  readonly byName?: boolean;
  /** Fields of rows that it hides for good, so that no copy can have them. */
  readonly unshown?: readonly string[];
  /** It tells of calls that read nothing of the copy as well. */
  readonly everywhere?: boolean;
  /** Minutes after its end within which the copy is right again by promise. Default: as after any trouble. */
  readonly patience?: number;
  tell(scene: Scene): Tale;
}

/** Passes on what the tale leaves alone. */
export const withBody = (answer: Answer, body: string): Answer => ({ ...answer, body });

export const reply = (status: number, body: string, type = "application/json; charset=utf-8"): Answer => ({
  kind: "answer",
  status,
  headers: { "content-type": type },
  body,
  delay: 0,
});

export const page = (status: number, text: string): Answer =>
  reply(
    status,
    `<!DOCTYPE html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`,
    "text/html",
  );
