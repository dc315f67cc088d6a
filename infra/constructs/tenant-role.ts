import { Stack, Validations } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { ArnPrincipal, PolicyDocument, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { functionReaches, rulesOf } from "../../shared/stores/partitions.ts";
import { secretsPrefix, tenantRoleName, tenantTag } from "../topology.ts";
import type { ConnectorFunction } from "./connector-function.ts";
import { keyStatement } from "./encryption.ts";
import { partitionStatements, secretActions, tableKeyUse } from "./permissions.ts";

export interface TenantRoleProps {
  stage: string;
  table: ITable;
  takenOnBy: ConnectorFunction;
  /** Of the account's own; absent: AWS's. */
  key?: IKey | undefined;
}

/** The tenant of the session, in the text of a policy. */
const tenant = `\${aws:PrincipalTag/${tenantTag}}`;

/** The role in which a function acts for one tenant: its session's tag decides which partitions and secrets it reaches. */
export class TenantRole extends Construct {
  constructor(scope: Construct, id: string, { stage, table, takenOnBy, key }: TenantRoleProps) {
    super(scope, id);
    const { name } = takenOnBy.topology;
    const { session = {}, secrets = [] } = functionReaches[name];
    const ownSecrets = `secret:${secretsPrefix(stage)}${tenant}/*`;
    const rules = rulesOf(session, tenant);
    const statements = partitionStatements(rules, table);
    const secretArn = Stack.of(this).formatArn({ service: "secretsmanager", resource: ownSecrets });
    if (key) {
      statements.push(keyStatement(key, { service: "dynamodb", use: tableKeyUse(rules) ?? "read" }));
      const use = secrets.some((action) => action === "create" || action === "put") ? "write" : "read";
      if (secrets.length > 0)
        statements.push(keyStatement(key, { service: "secretsmanager", use, secrets: secretArn }));
    }
    if (secrets.length > 0) {
      statements.push(
        new PolicyStatement({
          sid: "UseOwnSecrets",
          actions: secrets.flatMap((action) => secretActions[action]),
          resources: [secretArn],
        }),
      );
    }
    const conditions = { StringLike: { [`aws:RequestTag/${tenantTag}`]: "?*" } };
    const role = new Role(this, "Role", {
      roleName: tenantRoleName(name, stage),
      assumedBy: new ArnPrincipal(takenOnBy.lambda.role!.roleArn).withConditions(conditions).withSessionTags(),
      inlinePolicies: { own: new PolicyDocument({ statements }) },
    });
    if (secrets.length > 0) {
      const named = ownSecrets.replace(tenant, `<aws:PrincipalTag/${tenantTag}>`);
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:${named}]`,
        reason:
          "A shop's secret gets its name when the shop is registered; the prefix holds the session's tenant only.",
      });
    }
  }
}
