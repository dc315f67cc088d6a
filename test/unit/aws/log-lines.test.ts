import { Logger } from "@aws-lambda-powertools/logger";
import { afterEach, expect, test, vi } from "vitest";
import { savedQueries } from "../../../infra/saved-queries.ts";
import { logMessages } from "../../../shared/core/log-messages.ts";
import { eachMessage } from "../../../shared/lambda/batch.ts";
import { createLogLines, requestIdOf } from "../../../shared/lambda/log-lines.ts";

afterEach(() => void vi.restoreAllMocks());

/** Lines that leave the process while the work goes on. */
const linesOf = async (work: () => Promise<void> | void): Promise<any[]> => {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => {
      written.push(...String(text).split("\n").filter(Boolean));
      return true;
    });
  await work();
  vi.restoreAllMocks();
  return written.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
};

test("each unit of work of a queue's function is one line with whose it was and the invocation's id", async () => {
  const lines = createLogLines(new Logger());
  const records = [
    {
      messageId: "m1",
      body: JSON.stringify({ type: "slice", tenant: "acme", shop: "one", resource: "orders", track: "live" }),
    },
    { messageId: "m2", body: JSON.stringify({ type: "verify", tenant: "globex", shop: "two", resource: "products" }) },
  ];
  const ports = { log: lines.log, metric: () => undefined, clock: () => 1_000 };
  const found = await linesOf(async () => {
    lines.begin(requestIdOf({ Records: records }, { awsRequestId: "invocation-1" }));
    await eachMessage(
      { Records: records },
      (body: any) => body,
      ports,
      async ({ type }) => {
        if (type === "verify") throw new TypeError("a defect");
      },
    );
    lines.begin(requestIdOf({ part: 0 }, {}));
    lines.log("info", "tick-ended", { part: 0 });
  });
  // Messages of a batch are worked off side by side.
  found.sort((one, other) => (one.messageId ?? "m9").localeCompare(other.messageId ?? "m9"));
  expect(found).toMatchObject([
    {
      ...{ level: "INFO", message: "message-done", requestId: "invocation-1", messageId: "m1", type: "slice" },
      ...{ tenant: "acme", shop: "one", resource: "orders", track: "live" },
    },
    {
      ...{ level: "ERROR", message: "message-failed", requestId: "invocation-1", messageId: "m2", type: "verify" },
      ...{ tenant: "globex", shop: "two", resource: "products", error: "TypeError", reason: "a defect" },
    },
    { message: "tick-ended", part: 0 },
  ]);
  expect(found[2]).not.toHaveProperty("requestId");
});

test("a request's lines carry the id that its answer carries, and not Lambda's", () => {
  const event = { requestContext: { requestId: "gateway-1", http: { method: "GET" } } };
  expect(requestIdOf(event, { awsRequestId: "lambda-1" })).toBe("gateway-1");
});

test("a saved query asks for codes that are logged", () => {
  const asked = savedQueries.flatMap(({ filter }) =>
    filter.flatMap((part) => [...part.matchAll(/message = '([^']+)'/g)].map(([, code]) => code!)),
  );
  expect(asked.length).toBeGreaterThan(2);
  for (const code of asked) expect(Object.keys(logMessages)).toContain(code);
});
