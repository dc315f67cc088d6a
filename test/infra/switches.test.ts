import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { ConnectorStack, type ConnectorStackProps } from "../../infra/connector-stack.ts";
import { stageSettings } from "../../infra/constructs/stage.ts";
import { actsForTenants, deployedFunctionName, functions, tenantRoleName, tenantTag } from "../../infra/topology.ts";
import { functionReaches } from "../../shared/stores/partitions.ts";

type Switches = Pick<ConnectorStackProps, "secrets" | "encryption" | "egress">;
type Statement = { Sid?: string; Action: string | string[]; Resource: unknown; Condition?: any };

const stackWith = (switches: Switches) =>
  new ConnectorStack(new App(), "Tillbridge-dev", {
    stage: stageSettings("dev"),
    code: () => Code.fromInline("export const handler = async () => {};"),
    vendorHosts: "{}",
    batchInserts: "true",
    corsOrigins: "",
    ...switches,
  });
const templateWith = (switches: Switches) => Template.fromStack(stackWith(switches));
const lambdasOf = (template: Template) =>
  Object.values(template.findResources("AWS::Lambda::Function")).map(({ Properties }) => Properties);

const usual = templateWith({});

test("without a switch there is no key, no network and no secret for each shop", () => {
  for (const type of ["AWS::KMS::Key", "AWS::EC2::VPC", "AWS::EC2::NatGateway"]) usual.resourceCountIs(type, 0);
  for (const { Environment, VpcConfig } of lambdasOf(usual)) {
    expect(Environment.Variables).toMatchObject({ SECRETS: "tenant", SECRETS_KEY: "" });
    expect(VpcConfig).toBeUndefined();
  }
});

test("-c secrets=shop gives each shop a secret of its own, and changes nothing that a session may do", () => {
  const template = templateWith({ secrets: "shop" });
  for (const { Environment } of lambdasOf(template)) expect(Environment.Variables.SECRETS).toBe("shop");
  const roles = (of: Template) => of.findResources("AWS::IAM::Role");
  expect(roles(template)).toEqual(roles(usual));
});

describe("-c encryption=customer", () => {
  const template = templateWith({ encryption: "customer" });
  const resources: Record<string, any> = template.toJSON().Resources;
  const keyStatements = (role: any): Statement[] =>
    role.Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement).filter(({ Sid = "" }: Statement) =>
      Sid.startsWith("UseKey"),
    );
  const roleOf = (name: string) => {
    const lambda = lambdasOf(template).find(
      ({ FunctionName }) => FunctionName === deployedFunctionName(name as never, "dev"),
    );
    return resources[lambda!.Role["Fn::GetAtt"][0]].Properties;
  };
  const sessionOf = (name: string) =>
    Object.values(resources).find(({ Properties }) => Properties?.RoleName === tenantRoleName(name as never, "dev"))
      .Properties;
  const services = (statements: readonly Statement[]) =>
    Object.fromEntries(
      statements.map(({ Sid, Action }) => [
        Sid,
        [Action].flat().some((one) => one === "kms:GenerateDataKey") ? "write" : "read",
      ]),
    );

  test("one key, which turns every year, encrypts the table, every queue and every secret", () => {
    const [[id]] = Object.entries(template.findResources("AWS::KMS::Key")) as [[string, any]];
    template.hasResourceProperties("AWS::KMS::Key", { EnableKeyRotation: true });
    const arn = { "Fn::GetAtt": [id, "Arn"] };
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: arn },
    });
    const queues = Object.values(template.findResources("AWS::SQS::Queue"));
    expect(queues.length).toBeGreaterThan(6);
    for (const { Properties } of queues) expect(Properties.KmsMasterKeyId).toEqual(arn);
    for (const { Properties } of Object.values(template.findResources("AWS::SecretsManager::Secret")))
      expect(Properties.KmsKeyId).toEqual(arn);
    for (const { Environment } of lambdasOf(template)) expect(Environment.Variables.SECRETS_KEY).toEqual(arn);
  });

  test("a function uses it for what it does, and for nothing else", () => {
    const found = Object.fromEntries(functions.map(({ name }) => [name, services(keyStatements(roleOf(name)))]));
    expect(found).toMatchObject({
      api: { UseKeyForTable: "write", UseKeyForQueues: "write", UseKeyForSecrets: "read" },
      intake: { UseKeyForTable: "write", UseKeyForQueues: "write" },
      tick: { UseKeyForTable: "write", UseKeyForQueues: "write" },
      sync: { UseKeyForTable: "write", UseKeyForQueues: "write" },
      write: { UseKeyForQueues: "write" },
      publish: { UseKeyForTable: "write", UseKeyForQueues: "write" },
      deliver: { UseKeyForQueues: "write", UseKeyForSecrets: "read" },
    });
    expect(found.write).not.toHaveProperty("UseKeyForTable");
    for (const name of ["intake", "tick", "sync", "write", "publish"])
      expect(found[name], name).not.toHaveProperty("UseKeyForSecrets");
  });

  test("each statement holds for one service alone, and a session's for the secrets of its tenant", () => {
    for (const { name } of functions.filter((one) => actsForTenants(one.name))) {
      const statements = keyStatements(sessionOf(name));
      const { secrets = [] } = functionReaches[name];
      expect(statements.map(({ Sid }) => Sid)).toEqual(
        secrets.length > 0 ? ["UseKeyForTable", "UseKeyForSecrets"] : ["UseKeyForTable"],
      );
      const own = statements.find(({ Sid }) => Sid === "UseKeyForSecrets");
      if (own)
        expect(JSON.stringify(own.Condition.StringLike["kms:EncryptionContext:SecretARN"])).toContain(
          `:secret:tillbridge/dev/\${aws:PrincipalTag/${tenantTag}}/*`,
        );
    }
    for (const role of Object.values(resources).filter(({ Type }) => Type === "AWS::IAM::Role"))
      for (const { Sid, Condition } of keyStatements({ Policies: [], ...role.Properties }))
        expect(JSON.stringify(Condition.StringEquals["kms:ViaService"]), Sid).toMatch(/dynamodb|sqs|secretsmanager/);
  });
});

describe("-c egress=fixed", () => {
  const template = templateWith({ egress: "fixed" });

  test("who calls vendors does so from one address, which the stack names; the others stay outside", () => {
    template.resourceCountIs("AWS::EC2::NatGateway", 1);
    template.resourceCountIs("AWS::EC2::EIP", 1);
    expect(Object.keys(template.findOutputs("*", {})).some((name) => name.startsWith("EgressEgressAddress"))).toBe(
      true,
    );
    const inside = lambdasOf(template)
      .filter(({ VpcConfig }) => VpcConfig)
      .map(({ FunctionName }) => FunctionName);
    expect(inside.sort()).toEqual(["api", "sync", "write"].map((name) => deployedFunctionName(name as never, "dev")));
  });

  test("the table is reached past the gateway that bills by size", () => {
    template.resourceCountIs("AWS::EC2::VPCEndpoint", 1);
    template.hasResourceProperties("AWS::EC2::VPCEndpoint", { VpcEndpointType: "Gateway" });
  });
});

test("with all switches at once no rule of the security checks is broken", () => {
  const stack = stackWith({ secrets: "shop", encryption: "customer", egress: "fixed" });
  expect(new AwsSolutionsChecks(stack).validateScope(stack).violations).toEqual([]);
});

test("no policy has two statements of one name: IAM would refuse it", () => {
  const template = templateWith({ encryption: "customer" });
  for (const [id, { Properties }] of Object.entries(template.findResources("AWS::IAM::Role")))
    for (const { PolicyDocument } of Properties.Policies ?? []) {
      const names = PolicyDocument.Statement.map(({ Sid }: Statement) => Sid);
      expect(names, id).toEqual([...new Set(names)]);
    }
});
