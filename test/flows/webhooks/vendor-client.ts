import type { Served } from "../../../infra/sandbox/serve.ts";

/** What somebody with the shop's own credentials sees and does at KiotViet, past the connector. */
export const askKiotViet = async (served: Served, method: string, path: string, body?: object): Promise<any> => {
  const { clientId, clientSecret, retailer } = served.simulator.credentials as Record<string, string>;
  const hosts = served.simulator.hosts(served.url) as Record<string, string>;
  const answer = await fetch(`${hosts.id}/connect/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      scopes: "PublicApi.Access",
      grant_type: "client_credentials",
      client_id: String(clientId),
      client_secret: String(clientSecret),
    }),
  });
  const { access_token: token } = (await answer.json()) as Record<string, string>;
  const headers = {
    authorization: `Bearer ${token}`,
    retailer: String(retailer),
    ...(body ? { "content-type": "application/json" } : {}),
  };
  return (
    await fetch(`${hosts.api}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  ).json();
};

/** The shop's settings at Pancake; with `settings` after these were changed. */
export const askPancake = async (served: Served, settings?: object): Promise<any> => {
  const { apiKey, shopId } = served.simulator.credentials as Record<string, string>;
  const address = `${served.simulator.hosts(served.url).api}/shops/${shopId}?api_key=${apiKey}`;
  const headers = { "content-type": "application/json", authorization: `Bearer ${apiKey}` };
  if (settings) await fetch(address, { method: "PUT", headers, body: JSON.stringify({ shop: settings }) });
  return ((await (await fetch(address, { headers })).json()) as { shop: any }).shop;
};
