import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { localAccount } from "./aws.ts";
import { FunctionTimedOut, type Invoke, type OnFailure } from "./invoke.ts";
import { close, listen } from "./loopback.ts";

/**
 * An API Gateway HTTP API with one `$default` route and payload format 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export interface LocalHttpApi extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
}

/** API Gateway's quota for a request's payload. */
const mostBytes = 10 * 1024 * 1024;

/** Bytes of a request's first line and headers together. */
const LONGEST_HEAD = 256 * 1_024;

export const startHttpApi = async (options: {
  name: string;
  invoke: Invoke;
  port?: number | undefined;
  onFailure: OnFailure;
}): Promise<LocalHttpApi> => {
  // Far above API Gateway's own bound, so that what is too long is the API's to refuse.
  const server = createServer({ maxHeaderSize: LONGEST_HEAD }, (request, response) => {
    answer(request, response, options).catch((error) => {
      options.onFailure(options.name, error);
      response.destroy();
    });
  });
  // Clients that keep their connection must not meet its end: API Gateway holds idle ones for minutes.
  server.keepAliveTimeout = 65_000;
  const url = await listen(server, options.port);
  return { url, [Symbol.asyncDispose]: () => close(server) };
};

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  { name, invoke, onFailure }: { name: string; invoke: Invoke; onFailure: OnFailure },
) => {
  const requestId = randomUUID();
  const body = await readBody(request);
  if (body === undefined) return refuse(response, requestId, 413, "Request Entity Too Large");
  let result: unknown;
  try {
    result = await invoke(toEvent(request, body, requestId, name));
  } catch (error) {
    onFailure(name, error);
    return error instanceof FunctionTimedOut
      ? refuse(response, requestId, 503, "Service Unavailable")
      : refuse(response, requestId, 500, "Internal Server Error");
  }
  respond(response, requestId, result, request.method === "HEAD");
};

/** Undefined: larger than the gateway lets through. The rest is read all the same, so that the client hears it. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > mostBytes ? undefined : Buffer.concat(chunks);
};

/**
 * Only these arrive as text; every other body, form posts and bodies without a type among them, is base64. AWS does
 * not document the list: it was measured on the live service (ministack, "v2 Lambda-proxy honors isBase64Encoded").
 */
const textTypes = /^(text\/|application\/(json|xml|javascript)\b)/i;

export const toEvent = (
  request: Pick<IncomingMessage, "method" | "url" | "headers" | "headersDistinct" | "socket">,
  body: Buffer,
  requestId: string,
  api: string,
): APIGatewayProxyEventV2 => {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const rawQueryString = mark < 0 ? "" : url.slice(mark + 1);
  const rawPath = decodePath(mark < 0 ? url : url.slice(0, mark));
  const { cookie, ...distinct } = request.headersDistinct;
  const sourceIp = request.socket.remoteAddress ?? "127.0.0.1";
  const headers = toHeaders(distinct, sourceIp);
  const domainName = request.headers.host ?? "127.0.0.1";
  const isBase64Encoded = body.length > 0 && !textTypes.test(request.headers["content-type"] ?? "");
  const now = new Date();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookie ? { cookies: cookie.flatMap((line) => line.split(/;\s*/)).filter(Boolean) } : {}),
    headers,
    ...(rawQueryString === "" ? {} : { queryStringParameters: toParameters(rawQueryString) }),
    requestContext: {
      accountId: localAccount,
      apiId: api,
      domainName,
      domainPrefix: domainName.split(".")[0]!,
      http: {
        method: request.method ?? "GET",
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? "base64" : "utf8") } : {}),
    isBase64Encoded,
  };
};

const toHeaders = (distinct: IncomingMessage["headersDistinct"], sourceIp: string): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(distinct)) if (values) headers[name] = values.join(",");
  headers["x-forwarded-for"] = headers["x-forwarded-for"] ? `${headers["x-forwarded-for"]}, ${sourceIp}` : sourceIp;
  headers["x-forwarded-proto"] ??= "http";
  return headers;
};

/** HTTP APIs hand the path over decoded, the query string as it came. */
const decodePath = (path: string) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** Values of a repeated parameter are joined by commas. */
const toParameters = (query: string) => {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
};

const isStructured = (result: unknown): result is APIGatewayProxyStructuredResultV2 =>
  typeof result === "object" && result !== null && "statusCode" in result;

const respond = (response: ServerResponse, requestId: string, result: unknown, head: boolean) => {
  response.setHeader("apigw-requestid", requestId);
  // Without a statusCode the function's whole answer is the body of a 200.
  if (!isStructured(result)) {
    const whole = typeof result === "string" ? result : JSON.stringify(result ?? null);
    response.setHeader("content-type", "application/json");
    response.end(head ? undefined : whole);
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result;
  response.statusCode = statusCode ?? 200;
  response.setHeader("content-type", "text/plain;charset=UTF-8");
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value));
  if (cookies?.length) response.setHeader("set-cookie", cookies);
  const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
  if (statusCode !== 204 && statusCode !== 304) response.setHeader("content-length", bytes.length);
  response.end(head ? undefined : bytes);
};

const refuse = (response: ServerResponse, requestId: string, status: number, message: string) => {
  response.writeHead(status, { "content-type": "application/json", "apigw-requestid": requestId });
  response.end(JSON.stringify({ message }));
};
