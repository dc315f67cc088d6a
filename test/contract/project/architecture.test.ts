import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { functions } from "../../../infra/topology.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { vendorWebhooks } from "../../../shared/vendors/webhooks.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const files = (folder: string): string[] =>
  readdirSync(join(root, folder)).flatMap((name) => {
    // What was installed or built is not ours to judge.
    if (name === "node_modules" || name === "dist") return [];
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? files(path) : /\.tsx?$/.test(path) ? [path] : [];
  });

/** What a file imports, as paths of the project or names of packages. */
const imports = (path: string): string[] =>
  [
    ...readFileSync(join(root, path), "utf8").matchAll(
      /^(?:import|export)\b[^"';]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm,
    ),
  ]
    .map(([, one, two, three]) => (one ?? two ?? three)!)
    .map((target) => (target.startsWith(".") ? normalize(join(dirname(path), target)) : target));

/** Who may import whom: each folder, and the places outside itself that it may reach. */
const borders: Record<string, readonly string[]> = {
  "shared/core": ["zod", "node:crypto"],
  "shared/sync": ["shared/core", "node:crypto"],
  "shared/http": ["shared/core", "zod", "node:"],
  // Data alone.
  "shared/shapes": [],
  "shared/stores": ["shared/core", "shared/sync", "node:crypto", "node:zlib"],
  "shared/vendors": ["shared/core", "zod", "node:crypto"],
  "shared/usecases": [
    "shared/core",
    "shared/sync",
    "shared/stores",
    "shared/http",
    "zod",
    "node:crypto",
    "standardwebhooks",
  ],
  "shared/aws": ["shared/core", "@aws-sdk/"],
  "shared/api": [
    "shared/core",
    "shared/stores",
    "shared/usecases",
    "shared/lambda",
    "shared/http",
    "zod",
    "node:crypto",
    "node:zlib",
  ],
  // A package of its own, which runs elsewhere, in browsers too: it knows nothing of the connector but the API's document.
  "shared/client": ["openapi-fetch", "standardwebhooks"],
  // A client of the API, which runs elsewhere: of the connector it knows how an event's id is made.
  "shared/command-line": [
    "shared/core/events.ts",
    "node:",
    "@commander-js/extra-typings",
    "@modelcontextprotocol/sdk/",
    "standardwebhooks",
  ],
  // Runs in browsers: of the connector it knows the typed client.
  "shared/pages": [
    "shared/client/",
    "@mantine/",
    "@tabler/icons-react",
    "@tanstack/",
    "i18next",
    "react",
    "scalar-reference",
  ],
  functions: ["shared/", "@aws-sdk/", "node:path"],
};

describe("borders between folders", () => {
  test.each(Object.entries(borders))("%s imports only what it may", (folder, allowed) => {
    const strangers = files(folder).flatMap((path) =>
      imports(path)
        .filter((target) => !target.startsWith(`${folder}/`) && !allowed.some((place) => target.startsWith(place)))
        .map((target) => `${path} -> ${target}`),
    );
    expect(strangers).toEqual([]);
  });

  test("no vendor knows another one", () => {
    const strangers = vendorIds.flatMap((id) =>
      files(`shared/vendors/${id}`).flatMap((path) =>
        imports(path)
          .filter((target) => target.startsWith("shared/vendors/") && !target.startsWith(`shared/vendors/${id}/`))
          .map((target) => `${path} -> ${target}`),
      ),
    );
    expect(strangers).toEqual([]);
  });

  test("only the wiring joins the ports to AWS, and beside it the call of another function, which one function makes", () => {
    const joining = [...files("shared"), ...files("functions")].filter((path) =>
      imports(path).some((target) => target.startsWith("shared/aws/")),
    );
    expect(joining.filter((path) => !path.startsWith("shared/aws/"))).toEqual([
      "shared/lambda/ask-api.ts",
      "shared/lambda/wiring.ts",
    ]);
  });

  test("only functions hand vendors in, and only those that call a vendor carry them whole", () => {
    const importing = (target: RegExp) =>
      [...files("shared"), ...files("functions")].filter(
        (path) => !path.startsWith("shared/vendors/") && imports(path).some((one) => target.test(one)),
      );
    expect(importing(/^shared\/vendors\//)).toEqual([
      "functions/api.ts",
      "functions/intake.ts",
      "functions/sync.ts",
      "functions/write.ts",
    ]);
    expect(importing(/^shared\/vendors\/registry\.ts$/)).toEqual([
      "functions/api.ts",
      "functions/sync.ts",
      "functions/write.ts",
    ]);
  });

  test.each(vendorIds)("the simulator of %s knows the catalog of its vendor and nothing else of the adapter", (id) => {
    const strangers = files(`infra/sandbox/${id}`).flatMap((path) =>
      imports(path)
        .filter((target) => !target.startsWith(`infra/sandbox/${id}/`) && !/^infra\/sandbox\/[\w-]+\.ts$/.test(target))
        .filter((target) => !target.startsWith("shared/core/") && target !== `shared/vendors/${id}/operations.ts`)
        .filter((target) => !target.startsWith("node:"))
        .map((target) => `${path} -> ${target}`),
    );
    expect(strangers).toEqual([]);
  });

  test("what the simulators share knows no vendor", () => {
    const shared = files("infra/sandbox").filter((path) => dirname(path) === "infra/sandbox");
    const strangers = shared.flatMap((path) =>
      imports(path)
        .filter((target) => dirname(target) !== "infra/sandbox" && !target.startsWith("shared/core/"))
        .filter((target) => !target.startsWith("node:"))
        .map((target) => `${path} -> ${target}`),
    );
    expect(shared).not.toEqual([]);
    expect(strangers).toEqual([]);
  });

  test("the intake reads webhooks as the vendors do", () => {
    for (const id of vendorIds) expect(vendorWebhooks[id].webhooks, id).toBe(vendors[id].webhooks);
  });

  test("nothing that is deployed imports a test or the infrastructure", () => {
    const strangers = [...files("shared"), ...files("functions")].filter((path) =>
      imports(path).some((target) => /^(test|infra)\//.test(target)),
    );
    expect(strangers.map((path) => relative(root, join(root, path)))).toEqual([]);
  });
});

describe("layout", () => {
  test.each(vendorIds)("%s has the same files as every vendor", (id) => {
    const names = readdirSync(join(root, "shared/vendors", id)).sort();
    // A large table of writes has a folder of its own beside it.
    const parted = names.filter((name) => name !== "writes");
    const same = [
      "README.md",
      "answers.ts",
      "collections.ts",
      "commands.ts",
      "documents.ts",
      "encode.ts",
      "find.ts",
      "index.ts",
      "listings.ts",
      "normalize.ts",
      "operations.ts",
      "personal.ts",
      "resources.ts",
      "schema.ts",
      "sources.ts",
      "trade.ts",
      "writes.ts",
    ];
    // iSale offers no webhooks.
    expect(parted).toEqual(id === "isale" ? same : [...same, "webhooks.ts"].sort());
  });

  test("functions holds exactly the Lambdas of the topology", () => {
    expect(readdirSync(join(root, "functions")).sort()).toEqual(functions.map(({ name }) => `${name}.ts`).sort());
  });

  test("no test replaces a module of ours", () => {
    const mocking = files("test").filter(
      (path) =>
        path !== "test/contract/project/architecture.test.ts" &&
        /\bvi\.(mock|doMock)\(/.test(readFileSync(join(root, path), "utf8")),
    );
    expect(mocking).toEqual([]);
  });

  test.each(vendorIds)("%s has a simulator of the same parts as every vendor", (id) => {
    const names = readdirSync(join(root, "infra/sandbox", id));
    const parts = ["access.ts", "box.ts", "index.ts", "life.ts", "resources.ts", "seed.ts", "wire.ts"];
    expect(names).toEqual(expect.arrayContaining(parts));
    // iSale offers no webhooks.
    expect(names.includes("webhooks.ts")).toBe(id !== "isale");
  });

  test("no file of a simulator is over 400 lines, unless it is data", () => {
    const long = files("infra/sandbox")
      .filter((path) => basename(path) !== "data.ts")
      .filter((path) => readFileSync(join(root, path), "utf8").trimEnd().split("\n").length > 400);
    expect(long).toEqual([]);
  });
});
