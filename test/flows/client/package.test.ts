import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { clientTypes } from "../../../infra/client-types/types.ts";
import { startStack } from "../command-line/stack.ts";
import { installPacked, root } from "./package.ts";

test("the kept types are those of the API's document: npm run client makes them anew", async () => {
  const kept = readFileSync(join(root, "shared/client/document.ts"), "utf8");
  expect(kept === (await clientTypes())).toBe(true);
}, 60_000);

/** What the programs of the docs take from the reader's own. */
const around = `import { createTillbridge, type Change } from "@tillbridge/client";
declare const remember: (id: string, event: unknown) => Promise<void>;
declare const apply: (change: Change) => Promise<void>;
declare const loadPlace: () => Promise<string | undefined>;
declare const savePlace: (next: string) => Promise<void>;
export const tillbridge = createTillbridge({ url: "https://api.example" });
`;

/** Every program of the quickstarts, as a file of its own. */
const snippetsOfDocs = (): Record<string, string> =>
  Object.fromEntries(
    ["read", "follow", "write", "receive"].map((name) => {
      const page = readFileSync(join(root, `docs/quickstart/${name}.md`), "utf8");
      const [, text = ""] = /```ts\n([\s\S]*?)\n```/.exec(page) ?? [];
      expect(text, name).not.toBe("");
      return [`${name}.ts`, `${around}${text}\n`];
    }),
  );

test("a stranger installs the packed client, and a program of 60 lines compiles and runs with it", async () => {
  await using stack = await startStack();
  using stranger = await installPacked();
  expect(stranger.files).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "package.json", "dist/index.js", "dist/webhooks.d.ts"]),
  );
  expect(stranger.files.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))).toEqual([]);
  expect(readFileSync(join(root, "docs/examples/integration.ts"), "utf8").trimEnd().split("\n").length).toBeLessThan(
    66,
  );
  stranger.add(snippetsOfDocs());
  await stranger.compile("integration.ts");

  const environment = { URL: stack.url, KEY: stack.key, SHOP: "kiotviet", PLACE: join(stranger.folder, "place.txt") };
  const first = await stranger.run("integration.ts", environment);
  const again = await stranger.run("integration.ts", environment);

  expect(first[0]).toMatch(/^orders 1\d$/);
  expect(first[1]).toMatch(/^followed 1\d$/);
  expect(first[2]).toMatch(/^write succeeded \S+$/);
  expect(first[3]).toBe("refused 404 unknown-shop");
  expect(first[4]).toMatch(/^event orders\.updated \S+ \S+$/);
  expect(first).toHaveLength(5);
  // The second run goes on where the first ended, and its order is the same one.
  expect(again[1]).toMatch(/^followed [0-3]$/);
  expect(again[2]).toBe(first[2]);
}, 180_000);

test("the client, webhooks included, works where there is nothing but what a browser has", async () => {
  const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
  const at = new Date();
  const event = '{"type":"endpoint.test","data":{}}';
  const headers = {
    "webhook-id": "evt_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(secret).sign("evt_1", at, event),
  };
  const page = `
    import { createTillbridge } from "./index.ts";
    import { verifyEvent } from "./webhooks.ts";
    globalThis.outcome = (async () => {
      const { event } = verifyEvent(${JSON.stringify(secret)}, ${JSON.stringify({ headers, body: event })});
      const tillbridge = createTillbridge({ url: "https://api.example", key: () => "short-lived" });
      const { data } = await tillbridge.get("/v1/shops");
      return [event.type, data[0].id];
    })();`;
  // Names of Node's modules stop the build: a browser has none.
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: join(root, "shared/client") },
    ...{ bundle: true, write: false, platform: "browser", format: "iife", logLevel: "silent", minify: true },
  });
  const text = outputFiles[0]!.text;
  const web = { AbortController, AbortSignal, Headers, Request, Response, TextDecoder, TextEncoder, URL, crypto };
  const more = { FormData, setTimeout, clearTimeout, URLSearchParams };
  const answer = '{"data":[{"id":"my-shop"}],"next":null}';
  const window = createContext({ ...web, ...more, fetch: async () => new Response(answer), outcome: undefined });
  runInContext(text, window);

  expect(await window.outcome).toEqual(["endpoint.test", "my-shop"]);
  expect(text.length).toBeLessThan(40_000);
});
