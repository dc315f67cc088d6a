import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { QueryDefinition, QueryString } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionName } from "./topology.ts";

interface SavedQuery {
  readonly name: string;
  readonly of: readonly FunctionName[];
  readonly fields: readonly string[];
  readonly filter: readonly string[];
}

/** Questions that a person asks the logs, ready in CloudWatch Logs Insights. `...` is to be filled in. */
export const savedQueries: readonly SavedQuery[] = [
  {
    name: "what failed, by tenant and shop",
    of: ["sync", "write", "deliver", "publish", "tick"],
    fields: ["@timestamp", "message", "tenant", "shop", "resource", "error", "reason"],
    filter: ["level = 'ERROR'"],
  },
  {
    name: "one shop",
    of: ["sync", "write", "api"],
    fields: ["@timestamp", "message", "resource", "track", "outcome", "error", "reason", "milliseconds"],
    filter: ["tenant = '...'", "shop = '...'"],
  },
  {
    name: "one request",
    of: ["api", "intake", "sync", "write", "deliver", "publish", "tick"],
    fields: ["@timestamp", "message", "method", "route", "status", "tenant", "shop", "resource", "error", "reason"],
    filter: ["requestId = '...'"],
  },
  {
    name: "server errors of the API",
    of: ["api"],
    fields: ["@timestamp", "requestId", "method", "route", "status", "tenant", "milliseconds"],
    filter: ["message = 'request'", "status >= 500"],
  },
  {
    name: "refused keys, by address",
    of: ["api"],
    fields: ["@timestamp", "address", "status", "route"],
    filter: ["message = 'request'", "status in [401, 429]"],
  },
  {
    name: "slow rounds",
    of: ["sync"],
    fields: ["@timestamp", "type", "tenant", "shop", "resource", "outcome", "milliseconds"],
    filter: ["message = 'message-done'", "milliseconds > 30000"],
  },
  {
    name: "one write",
    of: ["write", "api"],
    fields: ["@timestamp", "message", "tenant", "shop", "write", "error", "reason"],
    filter: ["write = '...'"],
  },
];

export class SavedQueries extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, logs }: { stage: string; logs: Readonly<Record<FunctionName, ILogGroup>> },
  ) {
    super(scope, id);
    for (const { name, of, fields, filter } of savedQueries)
      new QueryDefinition(this, name, {
        queryDefinitionName: `tillbridge-${stage}/${name}`,
        queryString: new QueryString({
          fields: [...fields],
          filterStatements: [...filter],
          sort: "@timestamp desc",
          limit: 200,
        }),
        logGroups: of.map((one) => logs[one]),
      });
  }
}
