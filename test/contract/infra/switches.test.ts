import { runInNewContext } from "node:vm";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { ConnectorStack, type ConnectorStackProps } from "../../../infra/connector-stack.ts";
import { stageSettings } from "../../../infra/constructs/stage.ts";
import { actsForTenants, deployedFunctionName, functions, tenantRoleName, tenantTag } from "../../../infra/topology.ts";
import { frontHeaders } from "../../../shared/lambda/front.ts";
import { functionReaches } from "../../../shared/stores/partitions.ts";

type Switches = Pick<ConnectorStackProps, "secrets" | "encryption" | "egress" | "webAcl" | "tracing">;
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

const webAcl = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shops/473e64fd-f30b-4765-81a0-62ad96dd167a";
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
      // The secret is the deployment's key by which left-out personal fields are compared.
      sync: { UseKeyForTable: "write", UseKeyForQueues: "write", UseKeyForSecrets: "read" },
      // What several tenants' shops have seen of a silent server is no tenant's, so no session's either.
      write: { UseKeyForTable: "write", UseKeyForQueues: "write" },
      publish: { UseKeyForTable: "write", UseKeyForQueues: "write" },
      deliver: { UseKeyForQueues: "write", UseKeyForSecrets: "read" },
    });
    for (const name of ["wait", "pages"])
      for (const use of ["UseKeyForTable", "UseKeyForQueues", "UseKeyForSecrets"])
        expect(found[name] ?? {}, name).not.toHaveProperty(use);
    for (const name of ["intake", "tick", "publish"]) expect(found[name], name).not.toHaveProperty("UseKeyForSecrets");
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

describe("-c webAcl=ARN", () => {
  const template = templateWith({ webAcl });
  const distributions: Record<string, any> = template.findResources("AWS::CloudFront::Distribution");
  const configOf = (name: string) =>
    Object.values(distributions).find(
      ({ Properties }) => Properties.DistributionConfig.Comment === `Tillbridge ${name}`,
    ).Properties.DistributionConfig;
  const idOf = (name: string) =>
    Object.entries(distributions).find(
      ([, { Properties }]) => Properties.DistributionConfig.Comment === `Tillbridge ${name}`,
    )![0];
  const addressOf = (name: string) => ({
    "Fn::Join": ["", ["https://", { "Fn::GetAtt": [idOf(name), "DomainName"] }]],
  });
  // `wait` hands each request to `api` with its headers, and `api` demands them (test/flows/api/wait.test.ts).
  const isReached = (functionName: string) =>
    functions.some(
      ({ name, startedBy }) =>
        name !== "wait" &&
        deployedFunctionName(name, "dev") === functionName &&
        startedBy.some(({ type }) => type === "http"),
    );

  test("without it there is no distribution, and no function demands its header", () => {
    for (const type of ["AWS::CloudFront::Distribution", "AWS::CloudFront::Function"]) usual.resourceCountIs(type, 0);
    // The operator's key, the signing key and the privacy key.
    usual.resourceCountIs("AWS::SecretsManager::Secret", 3);
    for (const { Environment } of lambdasOf(usual)) expect(Environment.Variables).not.toHaveProperty("FRONT_SECRET");
    expect(Object.values(usual.findOutputs("ApiUrl"))[0]!.Value["Fn::GetAtt"][1]).toBe("ApiEndpoint");
  });

  test.each(["api", "intake"])("it stands before the gateway of %s", (name) => {
    expect(configOf(name).WebACLId).toBe(webAcl);
    expect(JSON.stringify(configOf(name).Origins[0].DomainName)).toMatch(
      new RegExp(`"Fn::GetAtt":\\["Entrance${name}\\w*","ApiEndpoint"`),
    );
  });

  test.each(["api", "intake"])(
    "nothing of %s is kept, not even an error, whose path another tenant may ask for",
    (name) => {
      const { DefaultCacheBehavior: behavior, CustomErrorResponses, CacheBehaviors } = configOf(name);
      // Managed-CachingDisabled and Managed-AllViewerExceptHostHeader.
      expect(behavior.CachePolicyId).toBe("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
      expect(behavior.OriginRequestPolicyId).toBe("b689b0a8-53d0-40ab-baf2-68738e2966ac");
      expect(behavior.AllowedMethods).toEqual(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]);
      expect(CacheBehaviors).toBeUndefined();
      expect(CustomErrorResponses.map(({ ErrorCode }: any) => ErrorCode)).toEqual([
        400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504,
      ]);
      for (const response of CustomErrorResponses)
        expect(response).toEqual({ ErrorCode: response.ErrorCode, ErrorCachingMinTTL: 0 });
    },
  );

  test("the distribution's addresses are those that the stack prints and that functions build addresses of", () => {
    expect(template.findOutputs("ApiUrl").ApiUrl!.Value).toEqual(addressOf("api"));
    expect(template.findOutputs("IntakeUrl").IntakeUrl!.Value).toEqual(addressOf("intake"));
    for (const { Environment } of lambdasOf(template))
      expect(Environment.Variables).toMatchObject({ PUBLIC_URL: addressOf("api"), INTAKE_URL: addressOf("intake") });
  });

  test("functions that can be reached demand what the distribution shows, and the template does not have it", () => {
    const secret = Object.keys(template.findResources("AWS::SecretsManager::Secret")).find((id) =>
      id.startsWith("Front"),
    );
    const reference = {
      "Fn::Join": ["", ["{{resolve:secretsmanager:", { Ref: secret }, ":SecretString:::}}"]],
    };
    for (const name of ["api", "intake"])
      expect(configOf(name).Origins[0].OriginCustomHeaders).toEqual([
        { HeaderName: frontHeaders.secret, HeaderValue: reference },
      ]);
    for (const { FunctionName, Environment } of lambdasOf(template))
      expect(Environment.Variables.FRONT_SECRET, FunctionName).toEqual(isReached(FunctionName) ? reference : undefined);
  });

  test("it tells the caller's address in place of whatever the caller says of it", () => {
    const [[id, { Properties }]] = Object.entries(template.findResources("AWS::CloudFront::Function")) as [
      [string, any],
    ];
    for (const name of ["api", "intake"])
      expect(configOf(name).DefaultCacheBehavior.FunctionAssociations).toEqual([
        { EventType: "viewer-request", FunctionARN: { "Fn::GetAtt": [id, "FunctionARN"] } },
      ]);
    const request = { headers: { [frontHeaders.viewer]: { value: "203.0.113.66" }, accept: { value: "*/*" } } };
    const event = { viewer: { ip: "198.51.100.7" }, request };
    const sent = runInNewContext(`${Properties.FunctionCode}; handler(event)`, { event });
    expect(JSON.parse(JSON.stringify(sent))).toEqual({
      headers: { [frontHeaders.viewer]: { value: "198.51.100.7" }, accept: { value: "*/*" } },
    });
  });

  test.each([
    "arn:aws:wafv2:ap-southeast-1:111122223333:regional/webacl/shops/473e64fd-f30b-4765-81a0-62ad96dd167a",
    "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shops/473e64fd-f30b-4765-81a0-62ad96dd167a",
    "473e64fd-f30b-4765-81a0-62ad96dd167a",
    "",
  ])("%j is refused with a sentence that says which one to make", (wrong) => {
    expect(() => stackWith({ webAcl: wrong })).toThrow(
      `webAcl=${wrong}: this is not the ARN of a web ACL that CloudFront can have. Make one of scope CLOUDFRONT in us-east-1;`,
    );
  });
});

test("with all switches at once no rule of the security checks is broken", () => {
  const stack = stackWith({ secrets: "shop", encryption: "customer", egress: "fixed", webAcl, tracing: true });
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
