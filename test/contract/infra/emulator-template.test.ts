import { expect, test } from "vitest";
import { templateForEmulator } from "../../../infra/deploy-check/emulator-template.ts";

const query = { Type: "AWS::Logs::QueryDefinition", Properties: { Name: "errors" } };
const topic = { Type: "AWS::SNS::Topic" };
const metric = { Namespace: "Tillbridge/check", MetricName: "RecordsWritten", Dimensions: [] };

test("an alarm that is computed of several metrics watches the first of them on the emulator", () => {
  const Metrics = [
    { Id: "expression", Expression: "cause > effect", ReturnData: true },
    { Id: "cause", MetricStat: { Metric: metric, Period: 300, Stat: "Sum" }, ReturnData: false },
    { Id: "effect", MetricStat: { Metric: { ...metric, MetricName: "ChangesPublished" }, Period: 300, Stat: "Sum" } },
  ];
  const alarm = { Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: "feed-silent", Metrics } };
  const { Resources } = templateForEmulator({ Resources: { alarm, topic } });
  expect(Resources).toEqual({
    alarm: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: { AlarmName: "feed-silent", ...metric, Period: 300, Statistic: "Sum" },
    },
    topic,
  });
});

test("an alarm of one metric stays as it is", () => {
  const alarm = { Type: "AWS::CloudWatch::Alarm", Properties: { ...metric, Period: 60, Statistic: "Sum" } };
  expect(templateForEmulator({ Resources: { alarm } })).toEqual({ Resources: { alarm } });
});

test("saved queries are left out, and the rest of the template stays", () => {
  expect(templateForEmulator({ Resources: { query, topic }, Outputs: { url: 1 } })).toEqual({
    Resources: { topic },
    Outputs: { url: 1 },
  });
});

test("a resource that others name cannot be left out unnoticed", () => {
  const dashboard = { Type: "AWS::CloudWatch::Dashboard", Properties: { DashboardBody: { Ref: "query" } } };
  expect(() => templateForEmulator({ Resources: { query, dashboard } })).toThrow("query (AWS::Logs::QueryDefinition)");
});
