import { expect, test } from "vitest";
import { createEmbeddedMetrics } from "../../../shared/aws/embedded-metrics.ts";
import { failureCauses } from "../../../shared/core/freshness.ts";
import { mostMetrics } from "../../../shared/core/metrics.ts";

const start = (namespace: string | null = "Tillbridge/dev") => {
  const lines: any[] = [];
  const metrics = createEmbeddedMetrics({
    namespace: () => namespace ?? undefined,
    clock: () => 1_700_000_000_000,
    write: (line) => lines.push(JSON.parse(line)),
  });
  return { ...metrics, lines };
};

test("what an event counted is one line for each set of dimensions, summed up", () => {
  const { count, flush, lines } = start();
  count("RecordsRead", 20);
  count("RecordsRead", 5);
  count("Defects", 1);
  count("ShopsDegraded", 1, { vendor: "isale", cause: "defect" });
  count("ShopsDegraded", 1, { cause: "defect", vendor: "isale" });
  flush();
  expect(lines).toEqual([
    {
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "Tillbridge/dev",
            Dimensions: [[]],
            Metrics: [
              { Name: "RecordsRead", Unit: "Count" },
              { Name: "Defects", Unit: "Count" },
            ],
          },
        ],
      },
      ...{ RecordsRead: 25, Defects: 1 },
    },
    expect.objectContaining({ vendor: "isale", cause: "defect", ShopsDegraded: 2 }),
  ]);
  expect(lines[1]._aws.CloudWatchMetrics[0].Dimensions).toEqual([["vendor", "cause"]]);
});

test("a zero is counted as well, and nothing is counted twice", () => {
  const { count, flush, lines } = start();
  count("WorkFound", 0);
  flush();
  flush();
  expect(lines.map(({ WorkFound }) => WorkFound)).toEqual([0]);
});

test("where nobody reads them nothing is written", () => {
  const { count, flush, lines } = start(null);
  count("Defects", 1);
  flush();
  expect(lines).toEqual([]);
});

test("the number of metrics that can be billed is that of all values of all dimensions", () => {
  expect(mostMetrics({ One: { counts: "", plain: true } })).toBe(1);
  expect(mostMetrics({ One: { counts: "", plain: true, by: { vendor: ["a", "b"], cause: failureCauses } } })).toBe(13);
});
