/** What a version of a record came by. `metadata`: the tenant's own note on it. */
export const causes = ["list-page", "detail", "webhook", "own-write", "deleted-list", "absence", "metadata"] as const;
export type Cause = (typeof causes)[number];

/** One version of a record. */
export interface Step {
  readonly version: number;
  /** When we began to ask for what it shows, unix milliseconds. */
  readonly at: number;
  readonly way: Cause;
}

/** A step takes some 11 bytes of an item that is written anyway: so many never cost a unit of their own. */
const MOST_STEPS = 12;

const letters: Readonly<Record<Cause, string>> = {
  "list-page": "L",
  detail: "D",
  webhook: "W",
  "own-write": "O",
  "deleted-list": "X",
  absence: "A",
  metadata: "M",
};
const byLetter = new Map(causes.map((way) => [letters[way], way]));
const form = /^([0-9a-z]+)([A-Z])([0-9a-z]+)$/;

const written = ({ version, at, way }: Step): string => `${version.toString(36)}${letters[way]}${at.toString(36)}`;

/** The trail of a record, with one version more. The oldest are left out. */
export const withStep = (trail: string | undefined, step: Step): string =>
  [...(trail ? trail.split(" ") : []), written(step)].slice(-MOST_STEPS).join(" ");

/** The newest first. A letter that this code does not know is left out: newer code has written it. */
export const stepsOf = (trail: string | undefined): readonly Step[] =>
  (trail ?? "")
    .split(" ")
    .flatMap((text) => {
      const [, version = "", letter = "", at = ""] = form.exec(text) ?? [];
      const way = byLetter.get(letter);
      return way ? [{ version: Number.parseInt(version, 36), at: Number.parseInt(at, 36), way }] : [];
    })
    .reverse();
