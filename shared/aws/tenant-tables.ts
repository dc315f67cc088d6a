import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { Table } from "../core/table.ts";
import { createDynamoTable } from "./dynamo-table.ts";

/** Each has a client of its own, 40 kB. */
const MOST_TENANTS = 200;

/**
 * The table as a tenant's role sees it: the role's policy compares the partition's key with the session's tag, so that a
 * key which was built for another tenant is refused by DynamoDB, whatever our code believes. A session lasts an hour;
 * the client fetches the next one itself. Bulk inserts are left out: only syncing makes them.
 */
export const createTenantTables = (
  base: DynamoDBClient,
  role: string,
  tableName: string,
): ((tenant: string) => Table) => {
  // Connections are everybody's: another tenant's first request needs no new one.
  const { requestHandler } = base.config;
  const tables = new Map<string, Table>();
  return (tenant) => {
    const known = tables.get(tenant);
    if (known) return known;
    const credentials = fromTemporaryCredentials({
      params: { RoleArn: role, RoleSessionName: `tenant-${tenant}`, Tags: [{ Key: "tenant", Value: tenant }] },
    });
    const client = new DynamoDBClient({ credentials, requestHandler, maxAttempts: 5 });
    const { insert: _, ...table } = createDynamoTable(client, tableName);
    if (tables.size >= MOST_TENANTS) tables.delete(tables.keys().next().value!);
    tables.set(tenant, table);
    return table;
  };
};
