import type { Api } from "./api.ts";
import { nearestName } from "./nearest-name.ts";
import { Trouble } from "./trouble.ts";

/** What we read of the API's own OpenAPI document. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
  readonly deprecated?: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const readDocument = (api: Api): Promise<ApiDocument> => api.call<ApiDocument>("GET", "/openapi.json");

export const operationsOf = ({ paths }: ApiDocument): readonly PlacedOperation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

/** `orders.create` -> `OrdersCreateCommand`: how the document names a command's form. */
const formOf = (kind: string): string =>
  `${kind
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}Command`;

/** The kinds of writes that there is a command for, as a ledger's entry calls them. */
const kindsOf = ({ components: { schemas } }: ApiDocument): readonly string[] => {
  const { properties } = (schemas.Write ?? {}) as { properties?: { kind?: { enum?: readonly string[] } } };
  return (properties?.kind?.enum ?? []).filter((kind) => formOf(kind) in schemas);
};

/** The route that takes a command of this kind, its id in the body or in the path. @throws Trouble */
export const routeOfWrite = (document: ApiDocument, kind: string): PlacedOperation => {
  const form = `"#/components/schemas/${formOf(kind)}`;
  // Only these answer a dry run: what is shown must never be sent by that.
  const writes = operationsOf(document).filter(({ operation: { parameters = [] } }) =>
    parameters.some((one) => "name" in one && one.name === "dryRun"),
  );
  const found = writes.filter(
    ({ operation }) =>
      operation.tags.includes("Commands") && JSON.stringify(operation.requestBody ?? "").includes(`${form}"`),
  );
  const placed =
    found.find(({ path }) => !path.includes("{id}")) ??
    found[0] ??
    writes.find(({ operation }) => JSON.stringify(operation.requestBody ?? "").includes(`${form}Body"`));
  if (placed) return placed;
  const kinds = kindsOf(document);
  const meant = nearestName(kind, kinds);
  const guess = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw new Trouble(`There is no write ${kind}.${guess} Kinds: ${kinds.join(", ")}.`, 2);
};
