import {
  type AlarmDefinition,
  alarmTable,
  type Signal,
  type Source,
  type Statistic,
} from "../../../infra/alarm-table.ts";
import { MINUTE } from "../../../shared/core/time.ts";

/** One sample that CloudWatch would have got. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}
export type Samples = ReadonlyMap<string, readonly Sample[]>;

export const nameOfSource = (source: Source): string => {
  if (source.kind !== "own") return JSON.stringify(source);
  const dimensions = Object.entries(source.dimensions ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(["own", source.metric, dimensions]);
};

const statistics: Readonly<Record<Statistic, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  SampleCount: (values) => values.length,
};

/** Undefined: no data. */
const valueIn = (signal: Signal, samples: Samples, from: number, to: number): number | undefined => {
  const of = (source: Source, statistic: Statistic): number | undefined => {
    const values = (samples.get(nameOfSource(source)) ?? []).filter(({ at }) => at >= from && at < to);
    return values.length === 0 ? undefined : statistics[statistic](values.map(({ value }) => value));
  };
  if (signal.kind === "value") return of(signal.source, signal.statistic);
  if (signal.kind === "most") {
    const [part, rest] = [of(signal.part, "Sum") ?? 0, of(signal.rest, "Sum") ?? 0];
    return part >= signal.atLeast && part > rest ? 1 : 0;
  }
  return (of(signal.cause, signal.causeBy) ?? 0) > 0 && (of(signal.effect, "Sum") ?? 0) === 0 ? 1 : 0;
};

const isBad = ({ rings, threshold, missing }: AlarmDefinition, value: number | undefined): boolean => {
  if (value === undefined) return missing === "rings";
  return rings === "above" ? value > threshold : value < threshold;
};

/** Whether it rings at this time: CloudWatch looks each minute at the periods that end then. */
const ringsAt = (alarm: AlarmDefinition, samples: Samples, now: number): boolean => {
  const length = alarm.minutes * MINUTE;
  return Array.from({ length: alarm.periods }, (_, back) => now - back * length).every((end) =>
    isBad(alarm, valueIn(alarm.signal, samples, end - length, end)),
  );
};

/** Alarms that ring within this time, with the minutes after `from` at which each begins to. */
export const ringing = (samples: Samples, from: number, to: number): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (let now = from; now <= to; now += MINUTE)
    for (const alarm of alarmTable)
      if (!found.has(alarm.name) && ringsAt(alarm, samples, now)) found.set(alarm.name, (now - from) / MINUTE);
  return found;
};
