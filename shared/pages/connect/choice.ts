import type { ConnectedShop, ConnectVendor, State } from "./state.ts";

/** What the owner shares of what is asked for. */
export interface Choice {
  readonly resources: readonly string[];
  readonly personal: boolean;
  /** YYYY-MM-DD in the owner's own time; empty: from the beginning. */
  readonly since: string;
}

const dayOf = (time: string): string => new Date(time).toLocaleDateString("en-CA");

/** The first day that may be chosen. */
export const firstDay = ({ since }: State): string => (since === undefined ? "" : dayOf(since));

/** All for which the tenant asks. */
export const wholeChoice = (vendor: ConnectVendor, state: State): Choice => ({
  resources: vendor.resources,
  personal: state.personalData === "kept",
  since: firstDay(state),
});

/** What is shared now. */
export const sharedChoice = ({ shared }: ConnectedShop): Choice => ({
  resources: shared.resources,
  personal: shared.personalData === "kept",
  since: "",
});

/** As the API takes it. */
export const chosen = ({ resources, personal, since }: Choice, state: State) => ({
  resources: [...resources],
  personalData: personal ? ("kept" as const) : ("left-out" as const),
  // The first day is a time within a day: what was before that time is not asked for.
  ...(since === "" || since === firstDay(state) ? {} : { since: new Date(`${since}T00:00`).toISOString() }),
});
