/** The tenant's API, as the command line and the MCP server call it. */
export interface Api {
  readonly url: string;
  /** @throws ApiRefused, Unreachable */
  // `any`: each caller reads another part of the answer, which the API's document describes.
  call<Answer = any>(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  /** Values that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal;
}

/** The API answered with a problem. */
export class ApiRefused extends Error {
  readonly status: number;
  /** Seconds after which it is worth asking again. */
  readonly retryAfter: number | undefined;
  readonly problem: unknown;

  constructor(status: number, problem: unknown, retryAfter: number | undefined) {
    super(sentenceOf(status, problem));
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer came. */
export class Unreachable extends Error {}

interface Problem {
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** One sentence, with the fields at fault. */
const sentenceOf = (status: number, problem: unknown): string => {
  const { detail, title, errors = [] } = (problem ?? {}) as Problem;
  const fields = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  const said = detail ?? title ?? `The API answered ${status}.`;
  return fields === "" ? said : `${said} (${fields})`;
};

/** The API says itself when to come back, or is away for a while. */
export const isPassing = (error: unknown): error is ApiRefused | Unreachable =>
  error instanceof Unreachable || (error instanceof ApiRefused && (error.status >= 500 || error.status === 429));

const addressOf = (url: string, query: CallOptions["query"] = {}): URL => {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, String(value));
  return address;
};

export const createApi = (url: string, key: string, send: typeof fetch = fetch): Api => ({
  url,
  call: async (method, path, { query, body, headers = {}, signal } = {}) => {
    const address = addressOf(`${url}${path}`, query);
    const answer = await send(address, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    }).catch((error: Error) => {
      if (signal?.aborted) throw error;
      throw new Unreachable(`${url} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`);
    });
    const text = await answer.text();
    const parsed = parse(text);
    if (answer.ok) return parsed;
    const retryAfter = Number(answer.headers.get("retry-after") ?? Number.NaN);
    throw new ApiRefused(answer.status, parsed, Number.isFinite(retryAfter) ? retryAfter : undefined);
  },
});

const parse = (text: string) => {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 300) };
  }
};
