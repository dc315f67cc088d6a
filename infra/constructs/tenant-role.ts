import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { ArnPrincipal, CompositePrincipal, Effect, PolicyDocument, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { partitionsOf } from "../../shared/stores/keys.ts";
import { tenantTag } from "../topology.ts";
import type { ConnectorFunction } from "./connector-function.ts";
import { tableActions } from "./permissions.ts";

export interface TenantRoleProps {
  roleName: string;
  table: ITable;
  takenOnBy: ConnectorFunction[];
}

/** The role in which a function does what a tenant asks for: its session's tag decides which partitions it reaches. */
export class TenantRole extends Construct {
  constructor(scope: Construct, id: string, { roleName, table, takenOnBy }: TenantRoleProps) {
    super(scope, id);
    const conditions = { StringLike: { [`aws:RequestTag/${tenantTag}`]: "?*" } };
    new Role(this, "Role", {
      roleName,
      assumedBy: new CompositePrincipal(
        ...takenOnBy.map(({ lambda }) =>
          new ArnPrincipal(lambda.role!.roleArn).withConditions(conditions).withSessionTags(),
        ),
      ),
      inlinePolicies: {
        ownPartitions: new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: "UseOwnPartitions",
              effect: Effect.ALLOW,
              actions: [...tableActions.read, ...tableActions.write].filter((action) => !action.includes("PartiQL")),
              resources: [table.tableArn],
              conditions: {
                "ForAllValues:StringLike": {
                  "dynamodb:LeadingKeys": partitionsOf(`\${aws:PrincipalTag/${tenantTag}}`),
                },
                // ForAllValues holds where there is no key at all.
                Null: { "dynamodb:LeadingKeys": "false" },
              },
            }),
          ],
        }),
      },
    });
  }
}
