import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { MOST_ANSWER_BYTES } from "../../../shared/core/bounds.ts";
import { TooLarge, VendorChanged } from "../../../shared/core/errors.ts";
import { createSend } from "../../../shared/http/send.ts";

const NOW = 1_700_000_000_000;
const MEGABYTE = 1_000_000;

const serve = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders?access_token=secret`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const send = createSend(fetch, () => NOW);
const ask = (url: string) => send({ method: "GET", url, headers: {} });

describe("an answer", () => {
  test("is read whole below the bound: letters that lie across two pieces, compressed or not", async () => {
    const text = JSON.stringify({ name: "Áo thun cổ tròn".repeat(20_000) });
    await using plain = await serve((_request, response) => {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 1_001) response.write(bytes.subarray(at, at + 1_001));
      response.end();
    });
    await using packed = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync(text));
    });
    expect(await ask(plain.url)).toMatchObject({ status: 200, body: text, receivedAt: NOW });
    expect(await ask(packed.url)).toMatchObject({ status: 200, body: text });
  });

  test("without a body is empty", async () => {
    await using vendor = await serve((_request, response) => response.writeHead(204).end());
    expect(await ask(vendor.url)).toMatchObject({ status: 204, body: "" });
  });

  test("of 389 kB that unpacks to 400 MB is cut off while it is read", async () => {
    const bomb = gzipSync(Buffer.alloc(400 * MEGABYTE, 32), { level: 9 });
    expect(bomb.length).toBeLessThan(MEGABYTE / 2);
    await using vendor = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-type": "application/json" });
      response.end(bomb);
    });
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 1);
    const error = await ask(vendor.url).catch((thrown: unknown) => thrown);
    clearInterval(watch);
    most = Math.max(most, process.memoryUsage().rss);
    expect(error).toMatchObject({
      name: "VendorChanged",
      message: `GET /orders: 200, an answer of more than ${MOST_ANSWER_BYTES} bytes`,
    });
    // The bound itself, its pieces' waste, and what this process needs meanwhile.
    expect(most - before).toBeLessThan(150 * MEGABYTE);
  });

  test("that never ends is cut off, and its connection is closed", async () => {
    const closed = Promise.withResolvers<void>();
    let written = 0;
    await using vendor = await serve((_request, response) => {
      const zip = createGzip({ level: 0 });
      response.writeHead(200, { "content-encoding": "gzip" });
      zip.pipe(response);
      const piece = Buffer.alloc(256_000, 97);
      const more = (): void => {
        if (response.destroyed || response.writableEnded) return;
        written += piece.length;
        if (zip.write(piece)) setImmediate(more);
        else zip.once("drain", more);
      };
      response.once("close", () => closed.resolve());
      more();
    });
    await expect(ask(vendor.url)).rejects.toMatchObject({ name: "VendorChanged" });
    await closed.promise;
    expect(written).toBeLessThan(4 * MOST_ANSWER_BYTES);
  });

  test("that is too large and tells of an outage is asked for again later", async () => {
    await using vendor = await serve((_request, response) => {
      response.writeHead(502);
      response.end("x".repeat(3_000));
    });
    const small = createSend(fetch, () => NOW, 2_000);
    await expect(small({ method: "POST", url: vendor.url, headers: {}, body: "{}" })).rejects.toMatchObject({
      name: "RetryLater",
      delivered: "unknown",
      message: "POST /orders: 502, an answer of more than 2000 bytes",
    });
  });

  test.each([200, 403])("that is too large is worth asking for in parts where it is a success: %i", async (status) => {
    await using vendor = await serve((_request, response) => {
      response.writeHead(status);
      response.end("x".repeat(3_000));
    });
    const small = createSend(fetch, () => NOW, 2_000);
    const error = await small({ method: "GET", url: vendor.url, headers: {} }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(VendorChanged);
    expect(error instanceof TooLarge).toBe(status === 200);
  });

  test("that breaks off in the middle is no answer", async () => {
    await using vendor = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("half");
      setTimeout(() => response.destroy(), 20);
    });
    await expect(ask(vendor.url)).rejects.toMatchObject({ name: "RetryLater", delivered: "unknown" });
  });
});
