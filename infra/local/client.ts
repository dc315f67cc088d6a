import { ApiRefused, createApi } from "../../shared/command-line/api.ts";

/** A client of our own API, as a tenant's software would have one. `any`: each route answers in a form of its own. */
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
  const api = createApi(apiUrl, key);
  const call: typeof api.call = <Answer>(...[method, path, options]: Parameters<typeof api.call>) =>
    api.call<Answer>(method, path, options).catch((error: unknown) => {
      if (!(error instanceof ApiRefused)) throw error;
      throw new ApiProblem(error.status, `${method} ${path}: ${error.status} ${error.message}`);
    });
  return {
    get: (path) => call("GET", path),
    post: (path, body, headers) => call("POST", path, { body, headers }),
  };
};
