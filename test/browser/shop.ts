import { setTimeout } from "node:timers/promises";
import { DAY } from "../../shared/core/time.ts";
import type { Stack } from "./stack.ts";

/** Asks until the answer fits. @throws Error after so many seconds */
export const until = async <Answer>(
  ask: () => Promise<Answer>,
  fits: (answer: Answer) => boolean,
  seconds = 40,
): Promise<Answer> => {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${JSON.stringify(answer).slice(0, 300)}`);
    await setTimeout(1_000);
  }
};

const registered = new WeakMap<Stack, Promise<void>>();

const register = async (stack: Stack): Promise<void> => {
  const { credentials, settings, hosts } = stack.sandboxOf("kiotviet");
  const since = new Date(Date.now() - 45 * DAY).toISOString();
  const shop = { vendor: "kiotviet", credentials, settings, hosts, since };
  await stack.ask("POST", "/v1/shops", { ...shop, id: "main", name: "Nhà sách Minh" });
  await stack.ask("POST", "/v1/shops", { ...shop, id: "resting", name: "nhà thuốc paused" });
  await stack.ask("POST", "/v1/shops/resting/pause");
  await until(
    () => stack.ask("GET", "/v1/shops/main/sync"),
    ({ data }) =>
      ["orders", "customers", "products"].every((name) =>
        data.some(({ resource, complete }: any) => resource === name && complete),
      ),
    // Half a minute on a machine of one's own.
    300,
  );
};

/** The tenant's shop "main", with its first copy; once for all stories. */
export const ensureShop = (stack: Stack): Promise<void> => {
  const begun = registered.get(stack) ?? register(stack);
  registered.set(stack, begun);
  return begun;
};

/** @throws Error when the copy has none that fits */
export const first = async (stack: Stack, resource: string, fits: (record: any) => boolean): Promise<any> => {
  const { data } = await stack.ask("GET", `/v1/shops/main/${resource}?limit=100`);
  const found = data.find(fits);
  if (!found) throw new Error(`the shop has no ${resource} that fit`);
  return found;
};

/** Somebody deletes most customers at the vendor itself, all at once. */
export const deleteCustomersAtVendor = async (stack: Stack): Promise<void> => {
  const { credentials, hosts } = stack.sandboxOf("kiotviet");
  const { clientId, clientSecret, retailer } = credentials as Record<string, string>;
  const form = {
    client_id: clientId!,
    client_secret: clientSecret!,
    grant_type: "client_credentials",
    scopes: "PublicApi.Access",
  };
  const signedIn = await fetch(`${hosts.id}/connect/token`, { method: "POST", body: new URLSearchParams(form) });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, retailer: retailer! };
  const { data } = await stack.ask("GET", "/v1/shops/main/customers?limit=100");
  for (const { id } of data.slice(0, Math.ceil(data.length * 0.8)) as { id: string }[]) {
    const answer = await fetch(`${hosts.api}/customers/${id}`, { method: "DELETE", headers });
    if (!answer.ok) throw new Error(`DELETE /customers: ${answer.status} ${await answer.text()}`);
  }
};
