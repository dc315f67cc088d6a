import { App, Stack } from "aws-cdk-lib";
import type { IMetric, MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { expect, test } from "vitest";
import { spend } from "../../../infra/spend.ts";

/** The arithmetic that CloudWatch does, over these values of a day. */
const dollarsOf = (metric: IMetric, value: (name: string) => number): number => {
  const { expression, usingMetrics } = metric as MathExpression;
  const text = expression.replaceAll(/FILL\((\w+), 0\)/g, (_all, name: string) => {
    expect(usingMetrics).toHaveProperty(name);
    return String(value(name));
  });
  expect(text).toMatch(/^[\d.+*/()e-]+$/);
  return new Function(`return ${text}`)() as number;
};

test("a day's dollars are units by their price: functions by memory, table, queues, gateways", () => {
  const stack = new Stack(new App(), "Spend");
  const lambdaOf = (id: string) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: "index.handler",
      code: Code.fromInline("export const handler = async () => {};"),
    });
  const parts = spend({
    table: new Table(stack, "Table", { partitionKey: { name: "pk", type: AttributeType.STRING } }),
    functions: [
      { lambda: lambdaOf("Large"), memory: 1_024 },
      { lambda: lambdaOf("Small"), memory: 512 },
    ],
    queues: [new Queue(stack, "Queue")],
    apiIds: ["one", "two"],
  });
  expect(parts.map((metric) => (metric as MathExpression).label)).toEqual(["functions", "table", "queues", "gateways"]);
  const [functions, table, queues, gateways] = parts as [IMetric, IMetric, IMetric, IMetric];
  // 3,600 s of 1 GB and as many of half a gigabyte: 5,400 GB-seconds; two million invocations.
  expect(dollarsOf(functions, (name) => (name.startsWith("duration") ? 3_600_000 : 1_000_000))).toBeCloseTo(0.472, 6);
  expect(dollarsOf(table, (name) => (name === "written" ? 2_000_000 : 4_000_000))).toBeCloseTo(1.75, 9);
  // Sent, received, received in vain and deleted: each is a request.
  expect(dollarsOf(queues, () => 250_000)).toBeCloseTo(0.4, 9);
  expect(dollarsOf(gateways, () => 500_000)).toBeCloseTo(1, 9);
});
