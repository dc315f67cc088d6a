import { App, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { type AlarmDefinition, alarmTable, isWatched } from "../../../infra/alarm-table.ts";
import { ConnectorStack, type ConnectorStackProps } from "../../../infra/connector-stack.ts";
import { secretActions, sidOf } from "../../../infra/constructs/permissions.ts";
import { stageSettings } from "../../../infra/constructs/stage.ts";
import { savedQueries } from "../../../infra/saved-queries.ts";
import {
  actsForTenants,
  apis,
  deadLetterQueueName,
  deployedFunctionName,
  type FunctionName,
  functions,
  queueName,
  queues,
  tenantTag,
  throttles,
} from "../../../infra/topology.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { functionReaches, rulesOf } from "../../../shared/stores/partitions.ts";

type Switches = Pick<ConnectorStackProps, "secrets" | "encryption" | "egress">;

const connector = (stage: string, vendorHosts = "{}", reserves?: boolean, switches: Switches = {}) => {
  const stack = new ConnectorStack(new App(), `Tillbridge-${stage}`, {
    stage: stageSettings(stage),
    code: () => Code.fromInline("export const handler = async () => {};"),
    vendorHosts,
    batchInserts: "true",
    corsOrigins: "",
    reserves,
    ...switches,
  });
  return { stack, template: Template.fromStack(stack) };
};

const { template } = connector("dev");
const prod = connector("prod");

type Statement = { Sid: string; Action: string | string[]; Resource: unknown; Condition?: any };

/** The statements of a function's role, by their names. */
const roleOf = (name: string): Record<string, Statement> => {
  const [lambda] = Object.values(
    template.findResources("AWS::Lambda::Function", {
      Properties: { FunctionName: deployedFunctionName(name as never, "dev") },
    }),
  );
  return statementsOf(template.toJSON().Resources[lambda!.Properties.Role["Fn::GetAtt"][0]].Properties);
};

const statementsOf = ({ Policies = [] }: { Policies?: any[] }): Record<string, Statement> => {
  const statements: Statement[] = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return Object.fromEntries(statements.map((statement) => [statement.Sid, statement]));
};

const roleNamed = (RoleName: string) =>
  Object.values(template.findResources("AWS::IAM::Role", { Properties: { RoleName } }))[0]?.Properties;

/** The statements of the sessions in which a function acts for a tenant. */
const sessionOf = (name: FunctionName): Record<string, Statement> =>
  statementsOf(roleNamed(`tillbridge-dev-tenant-${name}`) ?? {});

describe("every entry of the topology is in the stack", () => {
  test("nothing else runs than the functions of the topology", () => {
    template.resourceCountIs("AWS::Lambda::Function", functions.length);
  });

  test.each(functions)("$name runs as the topology says", ({ name, timeout, memory, purpose }) => {
    template.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: deployedFunctionName(name, "dev"),
      Description: purpose,
      Timeout: timeout,
      MemorySize: memory,
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
    });
  });

  test.each(functions)("$name is told where everything is", ({ name }) => {
    const [lambda] = Object.values(
      template.findResources("AWS::Lambda::Function", {
        Properties: { FunctionName: deployedFunctionName(name, "dev") },
      }),
    );
    expect(lambda!.Properties.Environment.Variables).toEqual({
      STAGE: "dev",
      TABLE_NAME: { Ref: expect.any(String) },
      SYNC_QUEUE_URL: { Ref: expect.stringContaining("sync") },
      NEWS_QUEUE_URL: { Ref: expect.stringContaining("news") },
      SLOW_QUEUE_URL: { Ref: expect.stringContaining("slow") },
      BACKFILL_QUEUE_URL: { Ref: expect.stringContaining("backfill") },
      WRITES_QUEUE_URL: { Ref: expect.stringContaining("writes") },
      DELIVERIES_QUEUE_URL: { Ref: expect.stringContaining("deliveries") },
      SECRETS_PREFIX: "tillbridge/dev/",
      TENANT_ROLE: actsForTenants(name) ? { "Fn::Join": expect.anything() } : "",
      OPERATOR_KEY_SECRET: "tillbridge-operator-key/dev",
      SIGNING_KEY_SECRET: "tillbridge-signing-key/dev",
      PRIVACY_KEY_SECRET: "tillbridge-privacy-key/dev",
      SECRETS: "tenant",
      SECRETS_KEY: "",
      EGRESS: "shared",
      PUBLIC_URL: { "Fn::GetAtt": [expect.stringContaining("api"), "ApiEndpoint"] },
      INTAKE_URL: { "Fn::GetAtt": [expect.stringContaining("intake"), "ApiEndpoint"] },
      VENDOR_HOSTS: "{}",
      BATCH_INSERTS: "true",
      CORS_ORIGINS: "",
      API_FUNCTION: "tillbridge-dev-api",
      POWERTOOLS_SERVICE_NAME: name,
      METRICS_NAMESPACE: "Tillbridge/dev",
    });
  });

  test.each(queues)("queue $name hides, keeps and gives up messages as the topology says", (queue) => {
    template.hasResourceProperties("AWS::SQS::Queue", {
      QueueName: queueName(queue, "dev"),
      VisibilityTimeout: queue.visibilityTimeout,
      MessageRetentionPeriod: queue.retentionDays * 86_400,
      FifoQueue: queue.fifo || Match.absent(),
      ContentBasedDeduplication: queue.fifo ? false : Match.absent(),
      RedrivePolicy: { maxReceiveCount: queue.maxReceives },
    });
    template.hasResourceProperties("AWS::SQS::Queue", { QueueName: deadLetterQueueName(queue, "dev") });
  });

  test("no message becomes visible again while a function may still work on it", () => {
    for (const { name, timeout, startedBy } of functions) {
      for (const trigger of startedBy) {
        if (trigger.type !== "queue") continue;
        const queue = queues.find((one) => one.name === trigger.queue)!;
        expect(queue.visibilityTimeout, name).toBeGreaterThanOrEqual(queue.fifo ? timeout : 6 * timeout);
      }
    }
  });

  test("no batch waits to fill: on a quiet queue AWS may wait for 20 seconds, however short the window", () => {
    const windows = functions.flatMap(({ startedBy }) =>
      startedBy.flatMap((trigger) => (trigger.type === "queue" ? [trigger.batchWindow] : [])),
    );
    expect(new Set(windows)).toEqual(new Set([0]));
    const mappings = Object.values(template.findResources("AWS::Lambda::EventSourceMapping"));
    for (const { Properties } of mappings) expect(Properties.MaximumBatchingWindowInSeconds).toBeUndefined();
  });

  test("queues start their functions with partial failures and bounded concurrency", () => {
    const triggers = functions.flatMap(({ startedBy }) => startedBy.filter((one) => one.type === "queue"));
    for (const { batchSize, maxConcurrency } of triggers) {
      template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
        BatchSize: batchSize,
        ScalingConfig: { MaximumConcurrency: maxConcurrency },
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      });
    }
    template.resourceCountIs("AWS::Lambda::EventSourceMapping", triggers.length + 1);
  });

  test("only records start publish, removed ones too", () => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      StartingPosition: "TRIM_HORIZON",
      BisectBatchOnFunctionError: false,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      FilterCriteria: {
        Filters: [
          { Pattern: JSON.stringify({ dynamodb: { NewImage: { kind: { S: ["record"] } } } }) },
          { Pattern: JSON.stringify({ dynamodb: { OldImage: { kind: { S: ["record"] } } } }) },
        ],
      },
    });
  });

  test("tick starts every minute, in parts that make up the whole", () => {
    template.resourceCountIs("AWS::Events::Rule", 1);
    template.hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression: "cron(* * * * ? *)",
      State: "ENABLED",
      Targets: [0, 1, 2, 3].map((part) =>
        Match.objectLike({ Input: JSON.stringify({ part, parts: 4 }), RetryPolicy: { MaximumRetryAttempts: 0 } }),
      ),
    });
  });

  test("both gateways are throttled", () => {
    for (const name of apis) {
      const [api] = Object.keys(
        template.findResources("AWS::ApiGatewayV2::Api", { Properties: { Name: `tillbridge-dev-${name}` } }),
      );
      template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
        ApiId: { Ref: api },
        DefaultRouteSettings: {
          ThrottlingRateLimit: throttles[name].rate,
          ThrottlingBurstLimit: throttles[name].burst,
        },
      });
    }
  });

  test("what strangers can start has a part of the account's concurrency, and the rest stays for the workers", () => {
    const reserved = (from: Template) =>
      Object.fromEntries(
        Object.values(from.findResources("AWS::Lambda::Function")).map(({ Properties }) => [
          Properties.FunctionName,
          Properties.ReservedConcurrentExecutions,
        ]),
      );
    const wanted = functions.map(({ name, concurrency }) => [deployedFunctionName(name, "dev"), concurrency]);
    expect(reserved(template)).toEqual(Object.fromEntries(wanted));
    const public_ = functions.filter(({ startedBy }) => startedBy.some(({ type }) => type === "http"));
    expect(public_.every(({ concurrency }) => concurrency !== undefined)).toBe(true);
    // Of an account's usual 1,000, the queues' workers need these, and AWS keeps 100 unreserved.
    const taken = functions.reduce((sum, { concurrency = 0 }) => sum + concurrency, 0);
    const workers = functions.flatMap(({ startedBy }) =>
      startedBy.map((trigger) => (trigger.type === "queue" ? trigger.maxConcurrency : 0)),
    );
    expect(taken + workers.reduce((sum, most) => sum + most, 0) + 100).toBeLessThan(1_000);
    expect(new Set(Object.values(reserved(connector("dev", "{}", false).template)))).toEqual(new Set([undefined]));
  });

  test("no path of the webhook entrance is answered by anything but intake", () => {
    template.resourceCountIs("AWS::ApiGatewayV2::Api", 2);
    const routes = Object.values(template.findResources("AWS::ApiGatewayV2::Route"));
    const paths = ["/", "/assets/{proxy+}", "/connect/{proxy+}", "/console", "/console/{proxy+}", "/docs", "/portal"];
    const waiting = ["/v1/changes", "/v1/shops/{shop}/changes", "/v1/shops/{shop}/writes/{write}"];
    expect(routes.map((route) => route.Properties.RouteKey).sort()).toEqual(
      ["$default", "$default", ...[...paths, ...waiting].map((path) => `GET ${path}`)].sort(),
    );
    const ofIntake = routes.filter((route) => JSON.stringify(route.Properties.ApiId).includes("intake"));
    expect(ofIntake.map((route) => route.Properties.RouteKey)).toEqual(["$default"]);
  });

  test("the table streams both images, forgets by ttl and costs nothing when idle", () => {
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
    });
  });
});

describe("a role holds what its function uses", () => {
  test.each(functions)("$name may do nothing beyond the topology", ({ name, uses, startedBy }) => {
    const role = roleOf(name);
    const expected = [...rulesOf(functionReaches[name].own, "*").map(sidOf), "WriteOwnLogs"];
    if (uses.sends.length > 0) expected.push("SendToQueues");
    if (uses.operatorKey) expected.push("ReadOperatorKey");
    if (uses.deadLetters) expected.push("HandleDeadLetters");
    if (actsForTenants(name)) expected.push("ActForTenants");
    if (uses.asks) expected.push("AskFunction");
    if (uses.signingKey) expected.push("ReadSigningKey");
    if (uses.privacyKey) expected.push("ReadPrivacyKey");
    if (startedBy.some((trigger) => trigger.type === "queue")) expected.push("ConsumeQueue");
    if (startedBy.some((trigger) => trigger.type === "stream")) {
      expected.push("ListStreams", "ReadStream", "SendFailedBatches");
    }
    expect(Object.keys(role).sort()).toEqual(expected.sort());
    if (uses.sends.length > 0) expect([role.SendToQueues!.Resource].flat()).toHaveLength(uses.sends.length);
  });

  test("the function that waits may run the API's function, and no other one may run any", () => {
    const runs = functions.flatMap(({ name }) =>
      Object.values(roleOf(name))
        .filter(({ Action }) => JSON.stringify(Action).includes("lambda:"))
        .map(({ Action, Resource }) => ({ name, Action, of: JSON.stringify(Resource).match(/function:[\w-]+/g) })),
    );
    expect(runs).toEqual([{ name: "wait", Action: "lambda:InvokeFunction", of: ["function:tillbridge-dev-api"] }]);
  });

  test("no function's own role reads a shop's secret", () => {
    const secrets = functions.flatMap(({ name }) =>
      Object.values(roleOf(name)).filter(({ Resource }) => JSON.stringify(Resource).includes("secret:tillbridge/")),
    );
    expect(secrets).toEqual([]);
  });

  test("no role may scan the table, manage it, or do everything of a service", () => {
    const actions = functions.flatMap(({ name }) => Object.values(roleOf(name)).flatMap(({ Action }) => Action));
    expect(actions.filter((action) => /\*|Scan|Table$/.test(action))).toEqual([]);
  });

  test("no policy is attached beside the roles' own", () => {
    template.resourceCountIs("AWS::IAM::Policy", 0);
    template.allResourcesProperties("AWS::IAM::Role", { ManagedPolicyArns: Match.absent() });
  });

  test("every statement about the table names its partitions, and holds for each key of a request", () => {
    const statements = [...functions.map(({ name }) => roleOf(name)), ...functions.map(({ name }) => sessionOf(name))]
      .flatMap((role) => Object.values(role))
      .filter(({ Action }) =>
        [Action].flat().some((action) => /^dynamodb:(?!.*Stream|GetRecords|GetShard)/.test(action)),
      );
    expect(statements.length).toBeGreaterThan(15);
    for (const { Condition } of statements) {
      expect(Condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"].length).toBeGreaterThan(0);
      // ForAllValues holds where there is no key at all.
      expect(Condition.Null).toEqual({ "dynamodb:LeadingKeys": "false" });
    }
  });

  const tenantFunctions = functions.map(({ name }) => name).filter(actsForTenants);

  test.each(tenantFunctions)(
    "what %s does in a tenant's name reaches what is that tenant's, and named shared partitions",
    (name) => {
      const tag = `\${aws:PrincipalTag/${tenantTag}}`;
      const { UseOwnSecrets: secrets, ...table } = sessionOf(name);
      for (const { Condition } of Object.values(table)) {
        for (const pattern of Condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]) {
          const own = pattern === `T#${tag}` || pattern.startsWith(`T#${tag}#`);
          expect(
            own ||
              ["KEY#*", "DUE#*", "BUDGET#*", "HOOK#*", "CONSENT#*", "CONNECT#*", "APP#*", "FLEET#*"].includes(pattern),
            pattern,
          ).toBe(true);
        }
      }
      const actions = (functionReaches[name].secrets ?? []).flatMap((action) => secretActions[action]);
      expect([secrets?.Action ?? []].flat().sort()).toEqual(actions.sort());
      if (secrets) expect(JSON.stringify(secrets.Resource)).toContain(`:secret:tillbridge/dev/${tag}/*"`);
    },
  );

  test.each(tenantFunctions)("only %s takes on its own role for tenants, and never without naming one", (name) => {
    const { AssumeRolePolicyDocument } = roleNamed(`tillbridge-dev-tenant-${name}`);
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Principal: { AWS: { "Fn::GetAtt": [expect.stringMatching(new RegExp(`^Function${name}`)), "Arn"] } },
        Condition: { StringLike: { "aws:RequestTag/tenant": "?*" } },
      },
    ]);
    expect(JSON.stringify(roleOf(name).ActForTenants!.Resource)).toContain(`role/tillbridge-dev-tenant-${name}"`);
  });

  test("neither the function that strangers reach nor the schedule opens records, feeds or writes of tenants", () => {
    const patterns = ["intake", "tick"].flatMap((name) =>
      Object.values(roleOf(name as FunctionName)).flatMap(
        ({ Condition }) => Condition?.["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] ?? [],
      ),
    );
    expect([...new Set(patterns)].sort()).toEqual([
      "APP#*",
      "BUDGET#*",
      "DUE#*",
      "HOOK#*",
      "IN#UNROUTED",
      "T#*#S#*#IN",
      "T#*#S#*#LANES",
    ]);
  });

  test("only api reads the operator's key, and shops' secrets are not below its name", () => {
    const readers = functions.filter(({ name }) => roleOf(name).ReadOperatorKey);
    expect(readers.map(({ name }) => name)).toEqual(["api"]);
    template.hasResourceProperties("AWS::SecretsManager::Secret", { Name: "tillbridge-operator-key/dev" });
  });

  test("only who shows and who uses an endpoint's secret reads the key that it is made of", () => {
    const readers = functions.filter(({ name }) => roleOf(name).ReadSigningKey);
    expect(readers.map(({ name }) => name)).toEqual(["api", "deliver"]);
    template.hasResourceProperties("AWS::SecretsManager::Secret", {
      Name: "tillbridge-signing-key/dev",
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    });
  });
});

describe("alarms", () => {
  const alarms = Object.values(template.findResources("AWS::CloudWatch::Alarm")).map((alarm) => alarm.Properties);

  const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `tillbridge-dev-${name}`)!;

  test("each says who is hurt, what to do and where the runbook tells more, and tells a person of its end, too", () => {
    for (const { name, hurt, act } of alarmTable) {
      const { AlarmDescription, AlarmActions, OKActions } = named(name);
      expect(hurt.length, name).toBeGreaterThan(30);
      expect(AlarmDescription).toBe(`${hurt} ${act} docs/runbook.md#${name}`);
      expect(AlarmDescription.length, name).toBeLessThanOrEqual(1024);
      expect(AlarmActions, name).toHaveLength(1);
      expect(OKActions, name).toEqual(AlarmActions);
    }
    expect(alarms).toHaveLength(alarmTable.length);
    expect(new Set(alarmTable.map(({ name }) => name)).size).toBe(alarmTable.length);
  });

  test("every queue, every function, both gateways, the stream and the outcomes are watched", () => {
    const names = new Set(alarmTable.map(({ name }) => name));
    for (const { name } of queues)
      for (const kind of ["dead-letters", "age", "stands-still"]) expect(names).toContain(`${name}-${kind}`);
    for (const { name } of functions.filter((one) => isWatched(one.name)))
      for (const kind of ["errors", "throttles"]) expect(names).toContain(`${name}-${kind}`);
    for (const api of apis) expect(names).toContain(`${api}-5xx`);
    for (const vendor of vendorIds) expect(names).toContain(`${vendor}-silent`);
  });

  test("a schedule that stands still rings, because no metric at all is what it leaves behind", () => {
    expect(named("schedule-silent")).toMatchObject({
      ...{ MetricName: "WorkFound", Statistic: "SampleCount", ComparisonOperator: "LessThanThreshold" },
      ...{ Threshold: 16, Period: 300, TreatMissingData: "breaching" },
    });
    const others = alarms.filter((alarm) => alarm !== named("schedule-silent"));
    expect(new Set(others.map(({ TreatMissingData }) => TreatMissingData))).toEqual(new Set(["notBreaching"]));
  });

  test("what our functions count is asked for as they count it: without the name of a function", () => {
    expect(named("shops-need-reauth")).toMatchObject({ Namespace: "Tillbridge/dev", MetricName: "ShopsNeedReauth" });
    for (const { AlarmName, Namespace, Dimensions = [], Metrics = [] } of alarms)
      for (const { Namespace: space, Dimensions: dimensions = [] } of [
        { Namespace, Dimensions },
        ...Metrics.map((one: any) => one.MetricStat?.Metric ?? {}),
      ])
        if (space === "Tillbridge/dev")
          expect(
            dimensions.map(({ Name }: any) => Name),
            AlarmName,
          ).not.toContain("service");
  });

  test("a message that failed once and comes again does not ring as an old one", () => {
    for (const { name, visibilityTimeout } of queues) {
      const { threshold } = alarmTable.find((one) => one.name === `${name}-age`) as AlarmDefinition;
      expect(threshold, name).toBeGreaterThan(2 * visibilityTimeout);
    }
  });

  test("a vendor is silent when most of its readings fail, and a feed when records change and nothing is published", () => {
    const metricsOf = (name: string) =>
      named(name).Metrics.map(({ Expression, MetricStat }: any) => Expression ?? MetricStat.Metric.MetricName);
    expect(metricsOf("isale-silent")).toEqual([
      "IF(FILL(part, 0) >= 3 AND FILL(part, 0) > FILL(rest, 0), 1, 0)",
      "ReadsFailed",
      "ReadsDone",
    ]);
    expect(metricsOf("feed-silent")).toEqual([
      "IF(FILL(cause, 0) > 0 AND FILL(effect, 0) == 0, 1, 0)",
      "RecordsWritten",
      "ChangesPublished",
    ]);
    expect(named("feed-silent")).toMatchObject({ EvaluationPeriods: 2 });
  });

  test("a dashboard shows them, and questions to the logs are saved", () => {
    const [dashboard] = Object.values(template.findResources("AWS::CloudWatch::Dashboard"));
    expect(JSON.stringify(dashboard)).toContain("Shops behind their promise, by vendor");
    const queries = Object.values(template.findResources("AWS::Logs::QueryDefinition"));
    expect(queries).toHaveLength(savedQueries.length);
    for (const { Properties } of queries) expect(Properties.LogGroupNames.length).toBeGreaterThan(0);
  });

  test("the costs of a day tell the same people, where the stage says how much they may be", () => {
    const stack = new ConnectorStack(new App(), "Tillbridge-dev", {
      ...{ stage: stageSettings("dev"), vendorHosts: "{}", batchInserts: "true", corsOrigins: "" },
      code: () => Code.fromInline("export const handler = async () => {};"),
      ...{ alarmEmail: "ops@example.vn", dailyDollars: 12.5 },
    });
    Template.fromStack(stack).hasResourceProperties("AWS::Budgets::Budget", {
      Budget: { BudgetType: "COST", TimeUnit: "DAILY", BudgetLimit: { Amount: 12.5, Unit: "USD" } },
      NotificationsWithSubscribers: [{ Subscribers: [{ Address: "ops@example.vn", SubscriptionType: "EMAIL" }] }],
    });
    template.resourceCountIs("AWS::Budgets::Budget", 0);
  });

  test("CloudWatch may publish to their topic", () => {
    template.hasResourceProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" } }),
        ]),
      },
    });
  });
});

describe("stages", () => {
  test("prod keeps its data, its backups and itself", () => {
    prod.template.hasResource("AWS::DynamoDB::Table", {
      DeletionPolicy: "Retain",
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    prod.template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 90 });
    expect(prod.stack.terminationProtection).toBe(true);
  });

  test("any other stage goes without a trace", () => {
    template.hasResource("AWS::DynamoDB::Table", { DeletionPolicy: "Delete" });
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 7 });
  });

  test("a stage whose name would not fit the names of resources is refused", () => {
    expect(() => stageSettings("Prod/1")).toThrow("-c stage=Prod/1");
    expect(() => stageSettings(undefined)).toThrow("-c stage=");
  });

  test("vendors' addresses are replaced only when a sandbox asks for it", () => {
    const hosts = JSON.stringify({ kiotviet: { api: "http://127.0.0.1:1" } });
    connector("dev", hosts).template.allResourcesProperties("AWS::Lambda::Function", {
      Environment: { Variables: Match.objectLike({ VENDOR_HOSTS: hosts }) },
    });
  });
});

describe("cdk-nag", () => {
  test.each(["dev", "prod"])("finds nothing in %s that is not acknowledged with a reason", (stage) => {
    const { stack } = connector(stage);
    const report = new AwsSolutionsChecks(stack).validateScope(stack);
    expect(report.violations).toEqual([]);
    const acknowledged = stack.node
      .findAll()
      .flatMap((construct) => construct.node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>));
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const [rule, reason] of acknowledged) expect(reason.length, rule).toBeGreaterThan(40);
  });
});
