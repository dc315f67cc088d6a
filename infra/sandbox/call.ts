import type { Reply } from "./reply.ts";
import type { Shop } from "./shop.ts";
import type { SimulatedRequest } from "./types.ts";

/** One request on its way through a handler. `any`: each vendor's handler reads its own words, and checks what it needs. */
export interface RouteCall {
  readonly request: SimulatedRequest;
  /** The key of the route table. */
  readonly route: string;
  readonly operation: string | undefined;
  /** Path parameters, decoded. Every parameter of the route is there. */
  readonly path: Readonly<Record<string, any>>;
  readonly query: URLSearchParams;
  /** The body as JSON; undefined where there is none or it is no JSON. */
  readonly body: any;
  /** The body as a form. */
  readonly form: URLSearchParams;
  /** Puts a committed write into the journal. */
  readonly commit: (id: string | number, reference?: string | undefined, body?: unknown) => void;
}
export type Handler = (call: RouteCall) => Reply;

/** Where a request has come to. */
type Called = Pick<RouteCall, "route" | "operation" | "path">;

export class Call implements RouteCall {
  readonly request: SimulatedRequest;
  readonly route: string;
  readonly operation: string | undefined;
  readonly path: Readonly<Record<string, any>>;
  readonly commit: RouteCall["commit"];
  private parsed: { value: unknown } | undefined;

  constructor(shop: Shop, request: SimulatedRequest, { route, operation, path }: Called) {
    this.request = request;
    this.route = route;
    this.operation = operation;
    this.path = path;
    this.commit = (id, reference, body) => {
      shop.journal.push({
        at: shop.now(),
        operation: operation ?? route,
        id: String(id),
        reference,
        body: body === undefined ? this.body : body,
      });
    };
  }

  get query(): URLSearchParams {
    return this.request.query;
  }

  get body(): any {
    this.parsed ??= { value: parse(this.request.body) };
    return this.parsed.value;
  }

  get form(): URLSearchParams {
    return new URLSearchParams(this.request.body);
  }
}

const parse = (text: string): unknown => {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
