import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { describe, expect, test, vi } from "vitest";
import { judgeAccount } from "../../../infra/account-check.ts";
import { ConnectorStack, type ConnectorStackProps } from "../../../infra/connector-stack.ts";
import { stageSettings } from "../../../infra/constructs/stage.ts";
import { stackPolicy, statefulIds, statefulTypes } from "../../../infra/stateful.ts";
import { functions } from "../../../infra/topology.ts";

const templateOf = (stage: string, switches: Partial<ConnectorStackProps> = {}, region = "ap-southeast-1") => {
  const stack = new ConnectorStack(new App(), `Tillbridge-${stage}`, {
    stage: stageSettings(stage),
    code: () => Code.fromInline("export const handler = async () => {};"),
    ...{ vendorHosts: "{}", batchInserts: "true", corsOrigins: "" },
    env: { account: "111122223333", region },
    ...switches,
  });
  return { stack, json: Template.fromStack(stack).toJSON() };
};
vi.setConfig({ testTimeout: 120_000 });

type Resource = {
  Type: string;
  Properties: Record<string, any>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
};
const statefulOf = ({ json }: ReturnType<typeof templateOf>): [string, Resource][] =>
  (Object.entries(json.Resources) as [string, Resource][]).filter(([, { Type }]) =>
    (statefulTypes as readonly string[]).includes(Type),
  );

/** Properties whose change makes CloudFormation replace the resource, or draw a new secret. */
const fixing = [
  "TableName",
  "KeySchema",
  "AttributeDefinitions",
  "QueueName",
  "FifoQueue",
  "Name",
  "ProtocolType",
  "GenerateSecretString",
];
const fixedOf = ({ Type, Properties }: Resource) => ({
  Type,
  ...Object.fromEntries(fixing.flatMap((name) => (Properties[name] === undefined ? [] : [[name, Properties[name]]]))),
});

const prod = templateOf("prod", { encryption: "customer" });

describe("what holds data, keys, work or an address", () => {
  // A difference here means that an update would leave a table, secret, queue or address behind and make an empty one.
  test("keeps its logical id, its name and what else it cannot change without being replaced", async () => {
    const now = Object.fromEntries(statefulOf(prod).map(([id, resource]) => [id, fixedOf(resource)]));
    await expect(`${JSON.stringify(now, undefined, 2)}\n`).toMatchFileSnapshot("./stateful.json");
  });

  test("is all in the list, whose ids are pinned", () => {
    expect(
      statefulOf(prod)
        .map(([id]) => id)
        .sort(),
    ).toEqual(Object.values(statefulIds).sort());
  });

  test("has the same ids whatever switches are on, so that no switch replaces it", () => {
    const ids = statefulOf(prod)
      .map(([id]) => id)
      .filter((id) => id !== statefulIds.Key)
      .sort();
    const webAcl = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shops/473e64fd-f30b-4765-81a0-62ad96dd167a";
    const domains = {
      api: { name: "api.acme.vn", certificate: "arn:aws:acm:ap-southeast-1:111122223333:certificate/1" },
    };
    for (const more of [{}, { webAcl }, { egress: "fixed" as const }, { tracing: true }, { domains }])
      expect(
        statefulOf(templateOf("prod", more))
          .map(([id]) => id)
          .filter((id) => !id.startsWith("Front"))
          .sort(),
      ).toEqual(ids);
  });

  test("in prod, and in prod of another region, survives the stack: table, keys and secrets", () => {
    for (const stage of ["prod", "prod-sg"]) {
      const made = templateOf(stage, { encryption: "customer" });
      const kept = statefulOf(made).filter(([, { Type }]) => /Table|Secret|Key/.test(Type));
      expect(kept.length).toBeGreaterThan(4);
      for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of kept)
        expect({ id, DeletionPolicy, UpdateReplacePolicy }).toEqual({
          id,
          DeletionPolicy: "Retain",
          UpdateReplacePolicy: "Retain",
        });
      expect(made.stack.terminationProtection).toBe(true);
    }
    expect(templateOf("product").stack.terminationProtection).toBe(false);
  });

  test("is what the stack policy protects, and nothing else", () => {
    const [allowed, denied] = stackPolicy().Statement;
    expect(allowed).toMatchObject({ Effect: "Allow", Action: "Update:*", Resource: "*" });
    expect(denied).toMatchObject({ Effect: "Deny", Action: ["Update:Replace", "Update:Delete"] });
    expect([denied!.Resource].flat().sort()).toEqual(
      Object.values(statefulIds)
        .map((id) => `LogicalResourceId/${id}`)
        .sort(),
    );
  });
});

test("two stages, also in two regions of one account, share no name that the account or the world knows once", () => {
  const named = ["FunctionName", "QueueName", "RoleName", "LogGroupName", "TopicName", "DashboardName", "AlarmName"];
  const namesOf = (stage: string, region: string): string[] => {
    const { json } = templateOf(stage, { alarmEmail: "ops@acme.vn", dailyDollars: 5 }, region);
    return (Object.values(json.Resources) as Resource[]).flatMap(({ Properties = {} }) => [
      ...named.flatMap((name) => (typeof Properties[name] === "string" ? [Properties[name]] : [])),
      ...(typeof Properties.Name === "string" ? [Properties.Name] : []),
      ...(Properties.Budget?.BudgetName ? [Properties.Budget.BudgetName] : []),
    ]);
  };
  const [prodNames, otherNames] = [namesOf("prod", "ap-southeast-1"), namesOf("prod-sg", "ap-southeast-2")];
  expect(prodNames.length).toBeGreaterThan(60);
  expect(prodNames.filter((name) => otherNames.includes(name))).toEqual([]);
  expect(prodNames.filter((name) => !name.includes("prod"))).toEqual([]);
});

test("a name of one's own stands before the gateway, and functions tell vendors that address", () => {
  const certificate = "arn:aws:acm:ap-southeast-1:111122223333:certificate/1";
  const { json } = templateOf("prod", { domains: { intake: { name: "hooks.acme.vn", certificate } } });
  const template = Template.fromJSON(json);
  template.hasResourceProperties("AWS::ApiGatewayV2::DomainName", { DomainName: "hooks.acme.vn" });
  template.hasResourceProperties("AWS::ApiGatewayV2::ApiMapping", { ApiId: { Ref: statefulIds["Entrance intake"] } });
  const lambdas = Object.values(template.findResources("AWS::Lambda::Function"));
  expect(lambdas.map(({ Properties }) => Properties.Environment.Variables.INTAKE_URL)).toEqual(
    lambdas.map(() => "https://hooks.acme.vn"),
  );
  template.hasOutput("IntakeDomainTarget", {});
  template.hasOutput("IntakeUrl", { Value: "https://hooks.acme.vn" });
});

test("tracing is off, and on for every function where the switch says so", () => {
  const modes = (tracing: boolean) =>
    Object.values(Template.fromJSON(templateOf("dev", { tracing }).json).findResources("AWS::Lambda::Function")).map(
      ({ Properties }) => Properties.TracingConfig?.Mode,
    );
  expect(new Set(modes(false))).toEqual(new Set([undefined]));
  expect(new Set(modes(true))).toEqual(new Set(["Active"]));
});

describe("the account's quotas before a first deploy", () => {
  const first = { reserves: true, isFirst: true };
  // AWS keeps 100 for what reserves nothing.
  const needed = functions.reduce((sum, { concurrency = 0 }) => sum + concurrency, 100);
  test("a new account of 10 is told what is missing, where to ask, and how to go on without", () => {
    const { ok, lines } = judgeAccount({ concurrency: 10, unreserved: 10 }, first);
    expect(ok).toBe(false);
    expect(lines.join("\n")).toMatch(new RegExp(`${needed} are needed.*\\n.*L-B99A9384.*\\n.*"reserve": false`));
  });
  test.each([
    ["1,000 are enough", { concurrency: 1_000, unreserved: 1_000 }, first, true, "enough"],
    [
      "one less than is reserved and what AWS keeps is not",
      { concurrency: needed - 1, unreserved: needed - 1 },
      first,
      false,
      "are needed",
    ],
    [
      "10 do without a reserve, slowly",
      { concurrency: 10, unreserved: 10 },
      { reserves: false, isFirst: true },
      true,
      "later",
    ],
    ["9 never do", { concurrency: 9, unreserved: 9 }, { reserves: false, isFirst: true }, false, "at all"],
    [
      "what the stage itself has reserved is not asked for again",
      { concurrency: 1_000, unreserved: 700 },
      { reserves: true, isFirst: false },
      true,
      "enough",
    ],
  ] as const)("%s", (_title, limits, stage, ok, text) => {
    const judged = judgeAccount(limits, stage);
    expect({ ok: judged.ok, told: judged.lines.join(" ").includes(text) }).toEqual({ ok, told: true });
  });
});
