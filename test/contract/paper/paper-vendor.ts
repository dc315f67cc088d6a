import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the paper vendor saw it. */
export interface PaperRequest {
  readonly method: string;
  readonly path: string;
  /** Of the path, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, the fields of a form, or undefined. */
  readonly body: any;
  /** The fields of a form in which the body is one. */
  readonly form?: Readonly<Record<string, string>>;
}

export interface PaperAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, everything else as JSON. */
  readonly body: unknown;
}

/** One documented call. */
export interface PaperRoute {
  /** Paragraph of the document. */
  readonly source: string;
  /** Names of the documented query parameters; `[]` and `[x]` behind a name do not count. */
  readonly query?: readonly string[];
  /** Documented paths of the body's fields, as `fieldsOf` writes them; absent: the call has no body; `any`: it lists none. */
  readonly body?: ReadonlySet<string> | "any";
  /** Body paths and query parameters without which the document has no such call. */
  readonly required?: readonly string[];
  answer(request: PaperRequest): PaperAnswer;
}

export interface PaperVendor extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly PaperRequest[];
  /** What the document does not have: paths, parameters and fields of requests, and missing ones. */
  readonly strange: readonly string[];
  /** The next fitting request is answered so. */
  next(fits: (request: PaperRequest) => boolean, answer: PaperAnswer): void;
  /** Every fitting request is answered so, until the returned function is called. */
  hold(fits: (request: PaperRequest) => boolean, answer: PaperAnswer): () => void;
}

/** How a vendor is drawn in its document. */
export interface PaperDrawing {
  /** `GET /orders/{id}` -> what is documented of it. */
  readonly routes: Readonly<Record<string, PaperRoute>>;
  /** Parts of every request: headers, query, form fields. Undefined: as the document says. */
  admit(request: PaperRequest): PaperAnswer | undefined;
  /** Query parameters that every call may have. */
  readonly everywhere?: readonly string[];
  /** Names of the form's fields, where calls are forms. */
  readonly formFields?: readonly string[];
  /** Reads a body that is not JSON. */
  readBody?(
    text: string,
    headers: Readonly<Record<string, string>>,
  ): { readonly body: unknown; readonly form?: Readonly<Record<string, string>> } | undefined;
}

export const ok = (body: unknown): PaperAnswer => ({ status: 200, body });

/** `a`, `b[].c` ... of every field in a documented body. */
export const fieldsOf = (...samples: readonly unknown[]): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const part of value) walk(part, `${path}[]`);
    else if (typeof value === "object" && value !== null)
      for (const [name, part] of Object.entries(value)) {
        const own = path === "" ? name : `${path}.${name}`;
        found.add(own);
        walk(part, own);
      }
  };
  for (const sample of samples) walk(sample, "");
  return found;
};

/** Puts a drawn vendor behind a socket on 127.0.0.1. */
export const servePaper = async (drawing: PaperDrawing): Promise<PaperVendor> => {
  const requests: PaperRequest[] = [];
  const strange = new Set<string>();
  const waiting: { fits: (request: PaperRequest) => boolean; answer: PaperAnswer }[] = [];
  const holding = new Set<(typeof waiting)[number]>();
  const patterns = Object.entries(drawing.routes).map(([name, route]) => patternOf(name, route));
  // Fixed paths go before those with parameters.
  patterns.sort((one, two) => one.names.length - two.names.length);

  const answerTo = (request: PaperRequest): PaperAnswer => {
    const found = patterns.find(({ method, shape }) => method === request.method && shape.test(request.path));
    if (!found) {
      strange.add(`${request.method} ${request.path}: no such call`);
      return { status: 404, body: "" };
    }
    const values = found.shape.exec(request.path)!.slice(1).map(decodeURIComponent);
    const parameters = Object.fromEntries(found.names.map((name, index) => [name, values[index] ?? ""]));
    const known = { ...request, parameters };
    requests.push(known);
    for (const each of oddities(known, found.route, drawing)) strange.add(`${found.name}: ${each}`);
    const turn = waiting.findIndex(({ fits }) => fits(known));
    if (turn >= 0) return waiting.splice(turn, 1)[0]!.answer;
    const held = [...holding].find(({ fits }) => fits(known));
    if (held) return held.answer;
    return drawing.admit(known) ?? found.route.answer(known);
  };

  const server = createServer((incoming, response) => {
    respond(incoming, response, drawing, answerTo).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get strange() {
      return [...strange].sort();
    },
    next: (fits, answer) => void waiting.push({ fits, answer }),
    hold: (fits, answer) => {
      const held = { fits, answer };
      holding.add(held);
      return () => void holding.delete(held);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

const patternOf = (name: string, route: PaperRoute) => {
  const [method = "", path = ""] = name.split(" ");
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
  const parts = path.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  return { name, method, route, names, shape: new RegExp(`^${parts.join("([^/]+)")}$`) };
};

const oddities = (request: PaperRequest, route: PaperRoute, drawing: PaperDrawing): string[] => {
  const asked = [...request.query.keys()].map((name) => name.replace(/\[.*$/, ""));
  const sent = fieldsOf(request.body);
  const allowed = [...(route.query ?? []), ...(drawing.everywhere ?? [])];
  const fields = [...sent];
  const parts = Object.keys(request.form ?? {}).filter((name) => !drawing.formFields?.includes(name));
  const { body } = route;
  const unknownFields = body === "any" ? [] : body === undefined ? fields : fields.filter((name) => !body.has(name));
  const missing = (route.required ?? []).filter((name) => !sent.has(name) && !asked.includes(name));
  return [
    ...asked.filter((name) => !allowed.includes(name)).map((name) => `unknown parameter ${name}`),
    ...unknownFields.map((name) => `unknown field ${name}`),
    ...parts.map((name) => `unknown part of the form ${name}`),
    ...missing.map((name) => `${name} is missing`),
  ];
};

const respond = async (
  incoming: IncomingMessage,
  response: ServerResponse,
  drawing: PaperDrawing,
  answerTo: (request: PaperRequest) => PaperAnswer,
): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const headers = incoming.headers as Record<string, string>;
  const answer = answerTo({
    method: incoming.method ?? "GET",
    path: url.pathname,
    parameters: {},
    query: url.searchParams,
    headers,
    ...(text === "" ? { body: undefined } : (drawing.readBody?.(text, headers) ?? { body: JSON.parse(text) })),
  });
  const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status ?? 200, { "content-type": "application/json; charset=utf-8", ...answer.headers });
  response.end(body);
};
