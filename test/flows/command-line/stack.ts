import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createKept } from "../../../infra/local/kept.ts";
import { startLocal } from "../../../infra/local/runner.ts";
import { type Sandbox, startSandbox } from "../../../infra/local/sandbox.ts";
import { ensureTenant, type LaptopTenant, registerSandboxShop } from "../../../infra/local/sandbox-tenant.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { eventually } from "../../helpers/engines.ts";

export interface LocalStack extends AsyncDisposable {
  readonly url: string;
  readonly key: string;
  readonly operatorKey: string;
  readonly tenant: LaptopTenant;
  readonly sandbox: Sandbox;
}

/** What `npm start` runs, with small sandboxes: KiotViet's, whose first orders and products are read, and those of others. */
export const startStack = async (others: readonly VendorId[] = []): Promise<LocalStack> => {
  const parts = new AsyncDisposableStack();
  const sandbox = parts.use(await startSandbox({ vendors: ["kiotviet", ...others], size: 10 }));
  const actAtSandbox = (shop: string, times: number) => sandbox.act(shop, times);
  const local = parts.use(await startLocal({ quiet: true, tickSeconds: 1, actAtSandbox }));
  const tenant = await ensureTenant(local, parts.use(createKept()));
  for (const shop of sandbox.shops) await registerSandboxShop(tenant.client, shop, 10);
  const count = async (resource: string) =>
    (await tenant.client.get<{ data: readonly unknown[] }>(`/v1/shops/kiotviet/${resource}?limit=100`)).data.length;
  const isRead = async () => {
    const [orders, products, locations] = await Promise.all([count("orders"), count("products"), count("locations")]);
    return orders >= 10 && products >= 10 && locations > 0;
  };
  await eventually("the first orders are read", isRead, 200);
  const running = parts.move();
  return {
    ...{ url: local.apiUrl, key: tenant.key, operatorKey: local.operatorKey, tenant, sandbox },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A tenant's program that takes webhooks; the first `refusals` are refused. */
export const startReceiver = async (refusals = 0) => {
  const received: Received[] = [];
  let left = refusals;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (left-- > 0) return response.writeHead(503).end();
    received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
    response.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
