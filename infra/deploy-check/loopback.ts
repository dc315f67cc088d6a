import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { VendorSimulator } from "../sandbox/types.ts";

/** A tenant's endpoint: what it was sent, newest last. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly events: readonly ReceivedEvent[];
}

export interface ReceivedEvent {
  readonly type: string;
  readonly data: { readonly shop: string; readonly id: string };
}

export const startReceiver = async (): Promise<Receiver> => {
  const events: ReceivedEvent[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      events.push(JSON.parse(Buffer.concat(chunks).toString("utf8")) as ReceivedEvent);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    events,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Brings the vendor's webhooks to the gateway, whose own name leads nowhere on loopback. */
export interface Courier extends AsyncDisposable {
  /** Answers to what was brought so far. */
  readonly answers: readonly number[];
}

const EVERY = 200;

export const startCourier = (simulator: VendorSimulator, intake: string): Courier => {
  const answers: number[] = [];
  // What happened before nobody brings any more.
  simulator.takeDeliveries();
  const bring = async () => {
    for (const delivery of simulator.takeDeliveries()) {
      const { pathname, search } = new URL(delivery.url);
      const { headers, body } = delivery;
      const answer = await fetch(`${intake}${pathname}${search}`, { method: "POST", headers: { ...headers }, body });
      answers.push(answer.status);
      simulator.delivered?.(delivery, answer.status);
    }
  };
  let bringing = Promise.resolve();
  const timer = setInterval(() => {
    bringing = bringing.then(bring);
    bringing.catch(() => undefined);
  }, EVERY);
  return {
    answers,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await bringing;
    },
  };
};
