import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { openApi } from "../../shared/api/openapi.ts";
import type { Route } from "../../shared/api/route.ts";
import { routes } from "../../shared/api/routes/index.ts";
import type { WriteKind } from "../../shared/core/vendor.ts";
import { vendors } from "../../shared/vendors/registry.ts";

/** `any`: the document's parts are gone through as they come. */
type Json = Record<string, any>;

/** Examples would double the size of the types, and say nothing to a compiler. */
const withoutExamples = (value: Json[string]): Json[string] => {
  if (Array.isArray(value)) return value.map(withoutExamples);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !["example", "examples", "x-by-vendor"].includes(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutExamples(inner)]));
};

/** The document as a caller of the client sees it: the client makes an idempotency key where the caller gives none. */
const documentForClients = (): Json => {
  const document = withoutExamples(openApi(routes, { url: "", vendors: Object.values(vendors) }));
  document.components.parameters.IdempotencyKey.required = false;
  return document;
};

const kindOf = ({ body }: Route): WriteKind | undefined =>
  (body?.meta() as { commandOf?: WriteKind } | undefined)?.commandOf;

/** `orders.create` -> `OrdersCreateCommand`, as the document names it. */
const formOf = (kind: WriteKind): string =>
  `${kind.replaceAll(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase())}Command`;

/** Where each command goes, which form it has, and which routes take an idempotency key. */
const tables = (): string => {
  const byKind = new Map<WriteKind, Route>();
  for (const route of routes) {
    const kind = kindOf(route);
    if (kind && (!byKind.has(kind) || !route.path.includes("{id}"))) byKind.set(kind, route);
  }
  const kinds = [...byKind].sort(([left], [right]) => (left < right ? -1 : 1));
  const taking = new Map<string, string[]>();
  for (const { path, method, idempotencyKey } of routes)
    if (idempotencyKey) taking.set(path, [...(taking.get(path) ?? []), method.toLowerCase()]);
  return [
    "/** The form of each command. */",
    "export interface CommandForms {",
    ...kinds.map(([kind]) => `    ${JSON.stringify(kind)}: components["schemas"]["${formOf(kind)}"];`),
    "}",
    "/** Where each command goes. */",
    "export const commandRoutes = {",
    ...kinds.map(
      ([kind, { method, path }]) =>
        `    ${JSON.stringify(kind)}: { method: "${method.toLowerCase()}", path: "${path}" },`,
    ),
    "} as const;",
    "/** Methods that take an idempotency key, by path. */",
    "export const takesKey: Readonly<Record<string, readonly string[]>> = {",
    ...[...taking].map(([path, methods]) => `    ${JSON.stringify(path)}: ${JSON.stringify(methods)},`),
    "};",
    "",
  ].join("\n");
};

/** What `shared/client/document.ts` holds. */
export const clientTypes = async (): Promise<string> => {
  // A field with a default value may be left out of a request.
  const nodes = await openapiTS(documentForClients() as OpenAPI3, { defaultNonNullable: false, silent: true });
  const head = "/** Made by `npm run client` out of the API's OpenAPI document. Do not change it by hand. */\n\n";
  return `${head}${astToString(nodes)}${tables()}`;
};
