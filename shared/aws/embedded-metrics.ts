import type { Metric } from "../core/ports.ts";

export interface EmbeddedMetricsOptions {
  /** Undefined: nothing is written. */
  readonly namespace: () => string | undefined;
  readonly clock: () => number;
  /** One line of the function's log. CloudWatch finds the metrics in it; that costs no call. */
  readonly write: (line: string) => void;
}

/**
 * Counts, and writes what was counted as CloudWatch's embedded metric format: one line for each set of dimensions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const createEmbeddedMetrics = ({ namespace, clock, write }: EmbeddedMetricsOptions) => {
  let counted = new Map<string, { dimensions: Readonly<Record<string, string>>; values: Record<string, number> }>();

  const count: Metric = (name, value, dimensions = {}) => {
    const key = JSON.stringify(Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1)));
    const set = counted.get(key) ?? { dimensions, values: {} };
    set.values[name] = (set.values[name] ?? 0) + value;
    counted.set(key, set);
  };

  const flush = (): void => {
    const sets = [...counted.values()];
    counted = new Map();
    const space = namespace();
    if (space === undefined) return;
    for (const { dimensions, values } of sets) {
      const directive = {
        Namespace: space,
        Dimensions: [Object.keys(dimensions)],
        Metrics: Object.keys(values).map((Name) => ({ Name, Unit: "Count" })),
      };
      write(JSON.stringify({ _aws: { Timestamp: clock(), CloudWatchMetrics: [directive] }, ...dimensions, ...values }));
    }
  };

  return { count, flush };
};
