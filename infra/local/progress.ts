/** One line of what a person sees: a resource of a shop. */
export interface ProgressLine {
  readonly shop: string;
  readonly resource: string;
  /** `waiting`, `backfilling`, `current`, `failing (<code>)`, ... */
  readonly state: string;
  readonly records: number;
  /** Seconds that the copy is behind the vendor; undefined before the first cycle is complete. */
  readonly lag: number | undefined;
}

export interface Progress {
  /** Shows the newest state. `foot` is said below the lines, and only on a terminal. */
  show(lines: readonly ProgressLine[], foot?: readonly string[]): void;
  /** A line that stays. */
  say(text: string): void;
  /** Leaves the last state on the screen. */
  end(): void;
}

export interface Terminal {
  write(text: string): void;
  readonly isTTY?: boolean | undefined;
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
}

export const createProgress = (terminal: Terminal, now: () => number): Progress =>
  terminal.isTTY ? createLive(terminal, now) : createPlain(terminal, now);

/** Records per second since the line was last seen with another count. */
const createRates = (now: () => number) => {
  const seen = new Map<string, { at: number; records: number; rate: number }>();
  return ({ shop, resource, records }: ProgressLine): number => {
    const name = `${shop} ${resource}`;
    const before = seen.get(name) ?? { at: now(), records: 0, rate: 0 };
    const seconds = (now() - before.at) / 1000;
    if (seconds < 0.5 && seen.has(name)) return before.rate;
    const rate = seconds > 0 ? Math.max(0, records - before.records) / seconds : 0;
    seen.set(name, { at: now(), records, rate });
    return rate;
  };
};

const format = (line: ProgressLine, rate: number): string =>
  [
    line.shop.padEnd(10),
    line.resource.padEnd(28),
    line.state.padEnd(12),
    `${line.records}`.padStart(8),
    `${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)}/s`.padStart(8),
    line.lag === undefined ? "-".padStart(7) : `${Math.max(0, Math.round(line.lag))} s`.padStart(7),
  ].join(" ");

const head = [
  "shop".padEnd(10),
  "resource".padEnd(28),
  "state".padEnd(12),
  "records".padStart(8),
  "rate".padStart(8),
  "lag".padStart(7),
].join(" ");

/** Redrawn in place. What does not fit on the screen is summed up, the quiet ones first. */
const createLive = (terminal: Terminal, now: () => number): Progress => {
  const rateOf = createRates(now);
  let drawn = 0;
  let last: readonly string[] = [];
  const clear = () => (drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : "");
  const draw = (lines: readonly string[]) => {
    const width = Math.max(20, (terminal.columns ?? 100) - 1);
    terminal.write(`${clear()}${lines.map((line) => `${line.slice(0, width)}\n`).join("")}`);
    drawn = lines.length;
    last = lines;
  };
  return {
    show: (lines, foot = []) => {
      const rated = lines.map((line) => ({ line, rate: rateOf(line) }));
      const room = Math.max(3, (terminal.rows ?? 40) - foot.length - 4);
      // The busy ones get the room first; the order stays, so that the eye finds its line again.
      const isQuiet = ({ line, rate }: (typeof rated)[number]) => Number(rate === 0 && line.state === "current");
      const chosen = new Set(rated.toSorted((left, right) => isQuiet(left) - isQuiet(right)).slice(0, room));
      const shown = rated.filter((one) => chosen.has(one));
      const hidden = rated.length - shown.length;
      const rest = hidden > 0 ? [`... and ${hidden} more`] : [];
      draw([head, ...shown.map(({ line, rate }) => format(line, rate)), ...rest, ...foot]);
    },
    say: (text) => {
      terminal.write(`${clear()}${text}\n`);
      drawn = 0;
      if (last.length > 0) draw(last);
    },
    end: () => {
      drawn = 0;
      last = [];
    },
  };
};

/** One line whenever a resource's state changes, and a sum every ten seconds. */
const createPlain = (terminal: Terminal, now: () => number): Progress => {
  const rateOf = createRates(now);
  const states = new Map<string, string>();
  let summedAt = now();
  let summed = 0;
  return {
    show: (lines) => {
      for (const line of lines) {
        const name = `${line.shop} ${line.resource}`;
        const rate = rateOf(line);
        if (states.get(name) === line.state) continue;
        if (states.size === 0) terminal.write(`${head}\n`);
        states.set(name, line.state);
        terminal.write(`${format(line, rate)}\n`);
      }
      if (now() - summedAt < 10_000) return;
      const records = lines.reduce((sum, line) => sum + line.records, 0);
      const rate = Math.max(0, (records - summed) / ((now() - summedAt) / 1000));
      terminal.write(`${lines.length} resources, ${records} records, ${rate.toFixed(1)}/s\n`);
      [summedAt, summed] = [now(), records];
    },
    say: (text) => terminal.write(`${text}\n`),
    end: () => {},
  };
};
