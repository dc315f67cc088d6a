import { expect, test } from "vitest";
import { ApiProblem, type Client } from "../../../infra/local/client.ts";
import { createKept } from "../../../infra/local/kept.ts";
import type { SandboxShop } from "../../../infra/local/sandbox.ts";
import { dropSandboxes, registerSandboxShops, sandboxesIn } from "../../../infra/local/sandbox-tenant.ts";

const shop = (vendor: SandboxShop["vendor"]): SandboxShop => ({ vendor, credentials: {}, settings: {}, hosts: {} });

test("a sandbox that is refused keeps none of the others away, and all have names of their own", async () => {
  using kept = createKept();
  const names: string[] = [];
  const client: Client = {
    get: async () => undefined as never,
    post: async (path, body) => {
      const { id, name } = body as { id: string; name: string };
      if (id === "kiotviet") throw new ApiProblem(429, `POST ${path}: 429 the limit get is used up`);
      names.push(name);
      return undefined as never;
    },
  };
  const refused: string[] = [];
  const registered = await registerSandboxShops([shop("kiotviet"), shop("pancake"), shop("isale")], {
    ...{ client, kept, size: 10 },
    onRefused: (vendor, error) => refused.push(`${vendor}: ${error.message}`),
  });
  expect([registered, refused]).toEqual([2, ["kiotviet: POST /v1/shops: 429 the limit get is used up"]]);
  expect(new Set(names).size).toBe(2);
  // What a refused one may have left is forgotten by the next start as well.
  expect(sandboxesIn(kept).map((one) => one.shop)).toEqual(["isale", "kiotviet", "pancake"]);
  dropSandboxes(kept);
  expect(sandboxesIn(kept)).toEqual([]);
});
