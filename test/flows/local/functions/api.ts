import { setTimeout as sleep } from "node:timers/promises";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";

/** A function that tests drive by path. */
export const handler = async (event: APIGatewayProxyEventV2, context: Context) => {
  if (event.rawPath === "/throw") throw new Error("thrown in the function");
  if (event.rawPath === "/crash") process.exit(3);
  if (event.rawPath === "/block") while (Date.now() < Number(event.rawQueryString)) {}
  if (event.rawPath === "/never") await sleep(60_000);
  return {
    statusCode: 200,
    body: JSON.stringify({
      name: context.functionName,
      left: context.getRemainingTimeInMillis(),
      service: process.env.POWERTOOLS_SERVICE_NAME,
      table: process.env.TABLE_NAME,
    }),
  };
};
