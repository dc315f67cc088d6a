import { App, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { ConnectorStack, type ConnectorStackProps } from "../../../infra/connector-stack.ts";
import { stageSettings } from "../../../infra/constructs/stage.ts";
import { functions } from "../../../infra/topology.ts";

const templateWith = (updates: ConnectorStackProps["updates"]): Template => {
  const app = new App();
  const stack = new ConnectorStack(app, "Tillbridge-dev", {
    stage: stageSettings("dev"),
    code: () => Code.fromInline("export const handler = async () => {};"),
    vendorHosts: "{}",
    batchInserts: "true",
    corsOrigins: "",
    updates,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // Throws where a rule is broken and nobody has said why.
  app.synth();
  return Template.fromStack(stack);
};

/** Everything that starts a function, by what it names. */
const callees = (template: Template): readonly unknown[] => {
  const of = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);
  return [
    ...of("AWS::Lambda::EventSourceMapping").map(({ FunctionName }) => FunctionName),
    ...of("AWS::ApiGatewayV2::Integration").map(({ IntegrationUri }) => IntegrationUri),
    ...of("AWS::Events::Rule").flatMap(({ Targets }) => Targets.map(({ Arn }: { Arn: unknown }) => Arn)),
    ...of("AWS::Lambda::Permission").map(({ FunctionName }) => FunctionName),
  ];
};
const variablesOf = (template: Template, name: string): Record<string, string> =>
  Object.values(template.findResources("AWS::Lambda::Function")).find(
    ({ Properties }) => Properties.FunctionName === `tillbridge-dev-${name}`,
  )!.Properties.Environment.Variables;

const atOnce = templateWith(undefined);
const gradual = templateWith("gradual");
const aliases = Object.keys(gradual.findResources("AWS::Lambda::Alias"));

test("without the switch there is no alias, and a new version takes over at once", () => {
  for (const type of ["AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::CodeDeploy::DeploymentGroup"])
    atOnce.resourceCountIs(type, 0);
  expect(variablesOf(atOnce, "wait").API_FUNCTION).toBe("tillbridge-dev-api");
});

describe("with gradual updates", () => {
  test("whatever starts a function names its alias", () => {
    expect(aliases).toHaveLength(functions.length);
    const all = callees(gradual);
    expect(all.length).toBeGreaterThanOrEqual(callees(atOnce).length);
    for (const callee of all) {
      const { Ref: ref } = callee as { Ref?: string };
      const text = JSON.stringify(callee);
      // Queues and the stream name the function and its alias.
      if (ref === undefined) expect(text).toContain('":live"]]}');
      expect(
        aliases.some((alias) => text.includes(`"Ref":"${alias}"`)),
        text,
      ).toBe(true);
    }
  });

  test("wait asks the alias of api, and may ask nothing else", () => {
    expect(variablesOf(gradual, "wait").API_FUNCTION).toBe("tillbridge-dev-api:live");
    const statements = Object.values(gradual.findResources("AWS::IAM::Role"))
      .flatMap(({ Properties }) => Properties.Policies ?? [])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Sid }) => Sid === "AskFunction");
    expect(statements).toHaveLength(1);
    expect(JSON.stringify(statements[0].Resource)).toContain(":function:tillbridge-dev-api:live");
  });

  test("each alias is shifted by parts, and an alarm about a defect takes the new version back", () => {
    const groups = Object.values(gradual.findResources("AWS::CodeDeploy::DeploymentGroup"));
    expect(groups).toHaveLength(functions.length);
    const alarms = gradual.findResources("AWS::CloudWatch::Alarm");
    for (const { Properties } of groups) {
      expect(Properties.DeploymentConfigName).toBe("CodeDeployDefault.LambdaCanary10Percent5Minutes");
      expect(Properties.AutoRollbackConfiguration).toEqual({
        Enabled: true,
        Events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST", "DEPLOYMENT_STOP_ON_ALARM"],
      });
      const names = Properties.AlarmConfiguration.Alarms.map(
        ({ Name }: { Name: { Ref: string } }) => alarms[Name.Ref]!.Properties.AlarmName,
      );
      expect(names).toEqual(
        expect.arrayContaining(
          ["defects", "messages-failed", "api-5xx", "intake-5xx"].map((name) => `tillbridge-dev-${name}`),
        ),
      );
      // AWS takes ten.
      expect(names.length).toBeLessThanOrEqual(10);
      expect(names.some((name: string) => /silent|behind|reauth|limits/.test(name))).toBe(false);
    }
    for (const { UpdatePolicy } of Object.values(gradual.findResources("AWS::Lambda::Alias")))
      expect(UpdatePolicy).toHaveProperty("CodeDeployLambdaAliasUpdate");
  });

  test("nothing that holds data, keys or an address is another one than without", () => {
    for (const type of [
      "AWS::DynamoDB::Table",
      "AWS::SQS::Queue",
      "AWS::SecretsManager::Secret",
      "AWS::ApiGatewayV2::Api",
    ])
      expect(gradual.findResources(type)).toEqual(atOnce.findResources(type));
  });
});
