import { Validations } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { Construct } from "constructs";
import type { FunctionName } from "../topology.ts";
import type { ConnectorFunction } from "./connector-function.ts";

export interface GradualUpdatesProps {
  readonly stage: string;
  readonly functions: readonly ConnectorFunction[];
  readonly alarms: readonly Alarm[];
}

/**
 * Alarms that a defect of a new version rings within minutes. None rings because of a vendor, a tenant or a limit: those would
 * take back every update of an unlucky hour.
 */
const ofDefects = ["defects", "messages-failed", "api-5xx", "intake-5xx"];

const takesBack = (name: FunctionName): readonly string[] => [...ofDefects, `${name}-errors`];

/** A tenth of the calls goes to the new version for five minutes, then all; an alarm takes the new version back. */
export class GradualUpdates extends Construct {
  constructor(scope: Construct, id: string, { stage, functions, alarms }: GradualUpdatesProps) {
    super(scope, id);
    const application = new LambdaApplication(this, "Application", { applicationName: `tillbridge-${stage}` });
    for (const { topology, alias } of functions) {
      if (alias === undefined) continue;
      const group = new LambdaDeploymentGroup(this, topology.name, {
        application,
        deploymentGroupName: `tillbridge-${stage}-${topology.name}`,
        alias,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms: alarms.filter(({ node }) => takesBack(topology.name).includes(node.id)),
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      });
      Validations.of(group).acknowledge({
        id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
        reason: "CodeDeploy shifts an alias by this policy of AWS, which may do no more than that.",
      });
    }
  }
}
