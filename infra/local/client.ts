/** A client of our own API, as a tenant's software would have one. */
export interface Client {
  get<Answer = any>(path: string): Promise<Answer>;
  post<Answer = any>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export class ApiProblem extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const createClient = (apiUrl: string, key: string): Client => {
  const call = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new ApiProblem(answer.status, `${method} ${path}: ${answer.status} ${describe(text)}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    get: (path) => call("GET", path),
    post: (path, body, headers) => call("POST", path, body, headers),
  };
};

/** The sentence of a problem document (RFC 9457), with the fields at fault. */
const describe = (text: string): string => {
  try {
    const { detail, message, errors } = JSON.parse(text) as {
      detail?: string;
      message?: string;
      errors?: { field: string; message: string }[];
    };
    const fields = errors?.map(({ field, message: reason }) => `${field}: ${reason}`).join("; ");
    return [detail ?? message, fields].filter(Boolean).join(" ") || text.slice(0, 300);
  } catch {
    return text.slice(0, 300);
  }
};
