export const handler = async (event: { rawPath: string; routeKey?: string }) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ path: event.rawPath, routeKey: event.routeKey, environment: process.env }),
});
