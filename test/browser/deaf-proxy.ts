import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface DeafProxy extends AsyncDisposable {
  readonly url: string;
}

/** A way to a vendor's server on which the answers of some requests are lost: the server has carried these out. */
export const startDeafProxy = async (
  target: string,
  isLost: (method: string, path: string) => boolean,
): Promise<DeafProxy> => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [method, path] = [request.method ?? "GET", request.url ?? "/"];
    const { host: _, connection: __, ...headers } = request.headers;
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const answer = await fetch(`${target}${path}`, { method, headers: headers as Record<string, string>, ...body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (isLost(method, path)) request.socket.destroy();
    else
      response
        .writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" })
        .end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
