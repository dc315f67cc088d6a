import type { MaybeOptionalInit } from "openapi-fetch";
import type { components, paths, webhooks } from "./document.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** Paths of the API that take a method. */
export type PathOf<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends { [Name in M]: object } ? Path : never;
}[keyof paths];

/** `params` (path, query, header), `body`, and what `fetch` takes (`signal`). */
export type Init<M extends Method, Path extends PathOf<M>> = MaybeOptionalInit<paths[Path], M>;

type Done = 200 | 201 | 202 | 204 | 207;
type BodyOf<Response> = Response extends { content: { [Type in string]: infer Body } } ? Body : undefined;

/** What the API answers when it does not refuse. */
export type Answer<M extends Method, Path extends PathOf<M>> = paths[Path][M] extends { responses: infer Responses }
  ? { [Status in keyof Responses & Done]: BodyOf<Responses[Status]> }[keyof Responses & Done]
  : never;

export interface Page {
  readonly data: readonly unknown[];
  readonly next: string | null;
}

/** Lists whose pages end: `next` is null on the last one. The feed of changes is none of them. */
export type ListPath = {
  [Path in PathOf<"get">]: Answer<"get", Path> extends Page
    ? null extends Answer<"get", Path>["next"]
      ? Path
      : never
    : never;
}[PathOf<"get">];

/** What a list holds. */
export type ItemOf<Path extends ListPath> =
  Answer<"get", Path> extends { data: readonly (infer Item)[] } ? Item : never;

/** An event, as an endpoint gets it. Its `type` tells which. */
export type SentEvent = {
  [Name in keyof webhooks]: webhooks[Name] extends {
    post: { requestBody: { content: { "application/json": infer Event } } };
  }
    ? Event
    : never;
}[keyof webhooks];

/** The forms of the document under their names: `Schemas["Order"]`. */
export type Schemas = components["schemas"];
export type Change = Schemas["Change"];
export type TenantChange = Schemas["TenantChange"];
export type Customer = Schemas["Customer"];
export type Invoice = Schemas["Invoice"];
export type Order = Schemas["Order"];
export type Product = Schemas["Product"];
export type Shop = Schemas["Shop"];
export type Write = Schemas["Write"];
