import { randomInt } from "node:crypto";
import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on 127.0.0.1 only and answers with the address. Port 0: any free one. */
export const listen = (server: Server, port = 0): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} of 127.0.0.1 is in use.`) : error);
    });
    server.listen(port, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

/** Lets requests under way finish, then closes every connection. */
export const close = (server: Server, graceMilliseconds = 2_000): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), graceMilliseconds).unref();
  });

/**
 * A port that nobody listens on now, from a range that no system gives away by itself (Linux gives 32768 and up, the
 * others 49152 and up). So no server with "any free port" can take it before the one that it is meant for.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = 15_000 + randomInt(17_000);
    const server = createHttpServer();
    const free = await listen(server, port).then(
      () => true,
      () => false,
    );
    if (!free) continue;
    await close(server, 0);
    return port;
  }
};
