import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { RetryLater } from "../../shared/core/errors.ts";
import type { HttpRequest, Send } from "../../shared/core/vendor.ts";
import type { SimulatedDelivery, SimulatedRequest, VendorSimulator } from "./types.ts";

export interface Served {
  /** `http://127.0.0.1:port`; the base of `simulator.hosts`. */
  readonly url: string;
  readonly simulator: VendorSimulator;
  /** Posts the simulator's webhooks to addresses of this machine, every `every` milliseconds, until disposal. */
  deliverWebhooks(every?: number): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ServeOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** A request that is "never" answered is cut after so many milliseconds. Default 120,000. */
  readonly timeoutAfter?: number;
  /** Shortens the delays of slow answers. Default: as the simulator says. */
  readonly mostDelay?: number;
  /** Learns how each webhook was answered; undefined: no answer. */
  readonly onDelivered?: (delivery: SimulatedDelivery, status: number | undefined) => void;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** KiotViet's patience; the other vendors' is not shorter. */
const DELIVERY_TIMEOUT = 5_000;

/** Puts a simulator behind a socket on 127.0.0.1: delays, cut connections and silence become real. */
export const serve = async (simulator: VendorSimulator, options: ServeOptions = {}): Promise<Served> => {
  const timers = new Set<NodeJS.Timeout>();
  const after = (milliseconds: number, run: () => void) => {
    if (milliseconds <= 0) return run();
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, milliseconds);
    timers.add(timer);
  };

  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const outcome = simulator.handle({
      method: (incoming.method ?? "GET") as SimulatedRequest["method"],
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString("utf8"),
    });
    if (outcome.kind === "timeout") return after(options.timeoutAfter ?? 120_000, () => incoming.socket.destroy());
    const delay = Math.min(outcome.delay, options.mostDelay ?? outcome.delay);
    if (outcome.kind === "cut") return after(delay, () => incoming.socket.destroy());
    after(delay, () => {
      response.writeHead(outcome.status, outcome.headers);
      response.end(outcome.body);
    });
  };

  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => incoming.socket.destroy());
  });
  // A client that keeps a connection must not find it closed at the very moment it sends.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });

  let interval: NodeJS.Timeout | undefined;
  let delivering = Promise.resolve();
  const deliverAll = async () => {
    for (const delivery of simulator.takeDeliveries()) {
      const status = await post(delivery);
      simulator.delivered?.(delivery, status);
      options.onDelivered?.(delivery, status);
    }
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    simulator,
    deliverWebhooks: (every = 200) => {
      clearInterval(interval);
      interval = setInterval(() => {
        // One after the other, as they arose; a slow receiver holds the rest up.
        delivering = delivering.then(deliverAll);
      }, every);
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(interval);
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await delivering;
    },
  };
};

const post = async (delivery: SimulatedDelivery): Promise<number | undefined> => {
  if (!URL.canParse(delivery.url) || !LOOPBACK.has(new URL(delivery.url).hostname)) return undefined;
  try {
    const response = await fetch(delivery.url, {
      method: "POST",
      headers: { ...delivery.headers },
      body: delivery.body,
      redirect: "manual",
      signal: AbortSignal.timeout(DELIVERY_TIMEOUT),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
};

/** What a request without a timeout of its own waits at most. */
const DEFAULT_TIMEOUT = 30_000;

const arriving = ({ method, headers: given, body = "" }: HttpRequest, url: URL): SimulatedRequest => {
  const headers: Record<string, string> = {};
  for (const name in given) headers[name.toLowerCase()] = given[name] as string;
  return { method, path: url.pathname, query: url.searchParams, headers, body };
};

/**
 * A `Send` without sockets, for runs in virtual time: `simulators` by base address (any origin will do, e.g.
 * `http://kiotviet.test`). `advance` moves the clock by what the call would have taken; cut connections and silence
 * become `RetryLater` as they do on a real socket.
 */
export const simulatedSend =
  (
    simulators: Readonly<Record<string, VendorSimulator>>,
    clock: {
      readonly now: () => number;
      readonly advance?: (milliseconds: number) => void | Promise<void>;
      /** Milliseconds that every call takes. Default 0. */
      readonly latency?: () => number;
    },
  ): Send =>
  async (request) => {
    const url = new URL(request.url);
    const simulator = simulators[url.origin];
    if (!simulator) throw new RetryLater(`${request.method} ${url.pathname}: no such host`, { delivered: "no" });
    const latency = clock.latency?.() ?? 0;
    if (latency > 0) await clock.advance?.(latency);
    const outcome = simulator.handle(arriving(request, url));
    const timeout = request.timeout ?? DEFAULT_TIMEOUT;
    const delay = outcome.kind === "timeout" ? timeout : Math.min(outcome.delay, timeout);
    if (delay > 0) await clock.advance?.(delay);
    if (outcome.kind === "answer" && outcome.delay <= timeout) {
      return { status: outcome.status, headers: outcome.headers, body: outcome.body, receivedAt: clock.now() };
    }
    throw new RetryLater(`${request.method} ${url.pathname}: no answer came`, { delivered: "unknown" });
  };
