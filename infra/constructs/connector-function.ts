import { Duration, Validations } from "aws-cdk-lib";
import { type IVpc, SubnetType } from "aws-cdk-lib/aws-ec2";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Alias,
  Architecture,
  type Code,
  type IFunction,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { deployedFunctionName, type FunctionTopology, liveAlias } from "../topology.ts";
import { permissionsOf, type Resources } from "./permissions.ts";
import type { StageSettings } from "./stage.ts";

export interface ConnectorFunctionProps {
  topology: FunctionTopology;
  stage: StageSettings;
  code: Code;
  environment: Record<string, string>;
  resources: Resources;
  /** Whether `topology.concurrency` is reserved. */
  reserves: boolean;
  /** Whether its work can be followed through X-Ray. */
  tracing: boolean;
  /** Whether callers name an alias, which a new version takes over by parts. */
  gradual: boolean;
  /** The network whose address vendors see; absent: Lambda's own. */
  vpc?: IVpc | undefined;
}

/** A function with its own log group and a role that holds what `uses` says and nothing else. */
export class ConnectorFunction extends Construct {
  readonly topology: FunctionTopology;
  readonly lambda: LambdaFunction;
  /** What gateways, queues and schedules start: the alias, or the function itself. */
  readonly entry: IFunction;
  /** Absent: a new version takes over at once. */
  readonly alias: Alias | undefined;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: ConnectorFunctionProps) {
    super(scope, id);
    const { topology, stage, code, environment, resources, reserves, tracing, gradual, vpc } = props;
    this.topology = topology;
    const functionName = deployedFunctionName(topology.name, stage.name);
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    this.logs = logGroup;
    // Inline, so that the role is complete before a queue or the stream is connected.
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: {
        uses: new PolicyDocument({ statements: permissionsOf(topology, resources, logGroup) }),
      },
    });
    if (topology.startedBy.some((trigger) => trigger.type === "stream")) {
      Validations.of(role).acknowledge({
        id: "AwsSolutions-IAM5[Resource::*]",
        reason: "dynamodb:ListStreams accepts no resource, and Lambda refuses to connect a stream without it.",
      });
    }
    this.lambda = new LambdaFunction(this, "Function", {
      functionName,
      description: topology.purpose,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code,
      role,
      logGroup,
      timeout: Duration.seconds(topology.timeout),
      memorySize: topology.memory,
      ...(reserves && topology.concurrency !== undefined && { reservedConcurrentExecutions: topology.concurrency }),
      environment,
      ...(tracing && { tracing: Tracing.ACTIVE }),
      ...(vpc && { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } }),
    });
    this.alias = gradual
      ? new Alias(this, "Live", { aliasName: liveAlias, version: this.lambda.currentVersion })
      : undefined;
    this.entry = this.alias ?? this.lambda;
    if (tracing)
      Validations.of(this).acknowledge({
        id: "AwsSolutions-IAM5[Resource::*]",
        reason: "X-Ray takes traces for no resource: xray:PutTraceSegments knows none.",
      });
    if (vpc)
      Validations.of(role).acknowledge({
        id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]",
        reason: "Lambda connects a function to a network by this policy of AWS, whose actions know no resource.",
      });
  }
}
