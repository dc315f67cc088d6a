import type { OperationCall } from "../../../shared/core/vendor.ts";
import { cannotTell, type Finding, sayingOf, told } from "../experiment.ts";
import type { Form } from "../forms.ts";
import { at, numberOf, timeOf, type Zone } from "../raw.ts";
import type { Answered, Visit } from "../visit.ts";

/** The vendor's answer to the sign-in says so many seconds of life, within a tenth. */
export const tokenLives =
  (paths: readonly { path: string; is: "seconds" | "end" }[], seconds: number) =>
  async ({ signedIn }: Visit): Promise<Finding> => {
    if (!signedIn) return cannotTell("The run was given a session and has not signed in.");
    for (const { path, is } of paths) {
      const value = numberOf(at(signedIn.json, path));
      if (value === undefined) continue;
      const life = is === "seconds" ? value : value - signedIn.receivedAt / 1_000;
      return told(
        Math.abs(life - seconds) <= seconds / 10,
        `The answer says that the token lives for ${Math.round(life)} seconds.`,
      );
    }
    return cannotTell("The answer to the sign-in says nothing about the token's life.");
  };

/** A field of the vendor's answer to the sign-in has this form. */
export const signInShows =
  (path: string, form: Form) =>
  async ({ signedIn }: Visit): Promise<Finding> => {
    if (!signedIn) return cannotTell("The run was given a session and has not signed in.");
    const value = at(signedIn.json, path);
    if (value === undefined) return cannotTell(`The answer to the sign-in has no ${path}.`);
    return told(
      form.fits(value),
      `${path} of the answer to the sign-in ${form.fits(value) ? "is" : "is not"} ${form.name}.`,
    );
  };

const DAY_CLOCK = 120;

/** The vendor's clock is ours, within two minutes. `path`: of a time in the answer; else the header `date`. */
export const clockAgrees =
  (operation: string, call: OperationCall, where: { path?: string; zone: Zone }) =>
  async (visit: Visit): Promise<Finding> => {
    const answer = await visit.ask(operation, call, { again: true });
    const said =
      where.path === undefined
        ? Date.parse(answer.headers.date ?? "")
        : timeOf(at(answer.json, where.path), where.zone);
    if (said === undefined || Number.isNaN(said)) return cannotTell("The answer carries no time of the vendor.");
    const off = Math.round((said - (answer.sentAt + answer.receivedAt) / 2) / 1_000);
    return told(
      Math.abs(off) <= DAY_CLOCK,
      `The vendor's clock is ${Math.abs(off)} seconds ${off < 0 ? "behind" : "ahead of"} ours.`,
    );
  };

/** A call is answered in this way; tried with something that does not exist, or that the list does not know. */
export const answeredSo =
  (operation: string, call: OperationCall, form: { name: string; fits: (answer: Answered) => boolean }) =>
  async (visit: Visit): Promise<Finding> => {
    const answer = await visit.ask(operation, call);
    if (answer.said === "sign-in") return cannotTell("The access is refused.");
    if (answer.status === 0 || answer.status === 429) return cannotTell("No answer came.");
    return told(
      form.fits(answer),
      `The answer ${form.fits(answer) ? "is" : "is not"} ${form.name}: ${sayingOf(answer)}.`,
    );
  };
