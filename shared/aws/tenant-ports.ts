import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock, Secrets } from "../core/ports.ts";
import type { Table } from "../core/table.ts";
import { createDynamoTable } from "./dynamo-table.ts";
import { createSecrets } from "./secrets.ts";
import { createTenantSessions } from "./tenant-sessions.ts";

/**
 * Table and secrets as a session in the tenants' role sees them: the role's policy compares the partition's key and the
 * secret's name with the session's tag, so that a key which was built for another tenant is refused by AWS, whatever our
 * code believes.
 */
export const createTenantPorts = (options: {
  /** Its connections are everybody's: another tenant's first request needs no new one. */
  readonly dynamo: DynamoDBClient;
  readonly secretsManager: SecretsManagerClient;
  readonly role: string;
  readonly tableName: string;
  readonly clock: Clock;
  /** ARN of the key that encrypts new secrets; absent: AWS's. */
  readonly secretsKey?: string | undefined;
}): ((tenant: string) => {
  readonly table: Table;
  readonly secrets: Secrets;
  /** The same session's client of Secrets Manager. */
  readonly vault: SecretsManagerClient;
}) => {
  const { dynamo, secretsManager, role, tableName, clock } = options;
  const sessionOf = createTenantSessions(role, clock, { requestHandler: dynamo.config.requestHandler });
  return (tenant) => {
    const credentials = () => sessionOf(tenant);
    const { requestHandler } = dynamo.config;
    const client = new DynamoDBClient({ credentials, requestHandler, maxAttempts: 5 });
    const vault = new SecretsManagerClient({ credentials, requestHandler: secretsManager.config.requestHandler });
    return {
      table: createDynamoTable(client, tableName),
      secrets: createSecrets(vault, clock, options.secretsKey),
      vault,
    };
  };
};
