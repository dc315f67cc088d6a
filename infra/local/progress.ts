import {
  NARROW,
  type ResourceLine,
  resourceLines,
  type ShopLine,
  shopLines,
  within,
  withinRows,
  wrapped,
} from "./screen.ts";

/** What is shown: a line per shop, and on demand one per resource. */
export interface View {
  readonly shops: readonly ShopLine[];
  readonly resources: readonly Omit<ResourceLine, "rate">[];
}

export interface Progress {
  /** Shows the newest state. `foot` is said below the lines, and only on a terminal. */
  show(view: View, foot?: readonly string[]): void;
  /** A line that stays. */
  say(text: string): void;
  /** Shops instead of resources, or the other way round. */
  toggle(): void;
  /** Leaves the last state on the screen. */
  end(): void;
}

export interface Terminal {
  write(text: string): void;
  readonly isTTY?: boolean | undefined;
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
}

export const createProgress = (terminal: Terminal, now: () => number, resources = false): Progress =>
  terminal.isTTY ? createLive(terminal, now, resources) : createPlain(terminal, now, resources);

/** Records per second since the resource was last seen with another count. */
const createRates = (now: () => number) => {
  const seen = new Map<string, { at: number; records: number; rate: number }>();
  const rateOf = ({ shop, resource, records }: Omit<ResourceLine, "rate">): number => {
    const name = `${shop} ${resource}`;
    const before = seen.get(name) ?? { at: now(), records: 0, rate: 0 };
    const seconds = (now() - before.at) / 1000;
    if (seconds < 0.5 && seen.has(name)) return before.rate;
    const rate = seconds > 0 ? Math.max(0, records - before.records) / seconds : 0;
    seen.set(name, { at: now(), records, rate });
    return rate;
  };
  return (lines: readonly Omit<ResourceLine, "rate">[]): readonly ResourceLine[] =>
    lines.map((line) => ({ ...line, rate: rateOf(line) }));
};

/** Redrawn in place, in as many rows and columns as there are. */
const createLive = (terminal: Terminal, now: () => number, resources: boolean): Progress => {
  const rated = createRates(now);
  let detailed = resources;
  let drawn = 0;
  let last: { view: View; foot: readonly string[] } | undefined;
  const clear = () => (drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : "");
  const draw = () => {
    if (!last) return;
    // The last column stays free: some terminals begin a new line when it is written.
    const columns = Math.max(20, (terminal.columns ?? NARROW) - 1);
    const foot = last.foot.flatMap((line) => wrapped(line, columns));
    const rows = Math.max(3, (terminal.rows ?? 24) - foot.length - 2);
    const lines = rated(last.view.resources);
    const body = detailed ? resourceLines(busyFirst(lines, rows), columns) : shopLines(last.view.shops, columns);
    const hidden = detailed ? lines.length + 1 - body.length : 0;
    const shown = [...withinRows(body, rows), ...(hidden > 0 ? [`... and ${hidden} more`] : []), ...foot];
    terminal.write(`${clear()}${shown.map((line) => `${within(line, columns)}\n`).join("")}`);
    drawn = shown.length;
  };
  return {
    show: (view, foot = []) => {
      last = { view, foot };
      draw();
    },
    say: (text) => {
      terminal.write(`${clear()}${text}\n`);
      drawn = 0;
      draw();
    },
    toggle: () => {
      detailed = !detailed;
      draw();
    },
    end: () => {
      drawn = 0;
      last = undefined;
    },
  };
};

/** Busy resources get the room first; the order stays, so that the eye finds its line again. */
const busyFirst = (lines: readonly ResourceLine[], rows: number): readonly ResourceLine[] => {
  if (lines.length < rows) return lines;
  const isQuiet = ({ rate, state }: ResourceLine) => Number(rate === 0 && state === "current");
  const chosen = new Set(lines.toSorted((left, right) => isQuiet(left) - isQuiet(right)).slice(0, rows - 2));
  return lines.filter((line) => chosen.has(line));
};

/** One line whenever a shop's (or a resource's) state changes, and a sum every ten seconds. */
const createPlain = (terminal: Terminal, now: () => number, resources: boolean): Progress => {
  const rated = createRates(now);
  const states = new Map<string, string>();
  let summedAt = now();
  let summed = 0;
  const write = (lines: readonly string[]) => {
    for (const line of lines) terminal.write(`${line}\n`);
  };
  const isNew = (name: string, state: string) => {
    const changed = states.get(name) !== state;
    states.set(name, state);
    return changed;
  };
  return {
    show: ({ shops, resources: lines }) => {
      const first = states.size === 0;
      const body = resources
        ? resourceLines(
            rated(lines).filter((line) => isNew(`${line.shop} ${line.resource}`, line.state)),
            NARROW + 20,
          )
        : shopLines(
            shops.filter(({ id, state, doing }) => isNew(id, `${state} ${troubleIn(doing)}`)),
            NARROW + 20,
          );
      write(first && body.length > 1 ? body : body.slice(1));
      if (now() - summedAt < 10_000) return;
      const records = lines.reduce((sum, line) => sum + line.records, 0);
      const rate = Math.max(0, (records - summed) / ((now() - summedAt) / 1000));
      write([`${shops.length} shops, ${lines.length} resources, ${records} records, ${rate.toFixed(1)}/s`]);
      [summedAt, summed] = [now(), records];
    },
    say: (text) => write([text]),
    toggle: () => {},
    end: () => {},
  };
};

/** What a shop is at changes with every look; only what is wrong is news. */
const troubleIn = (doing: string): string => (doing.startsWith("!") ? doing : "");
