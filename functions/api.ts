import { createApi, type HttpEvent, type HttpResult } from "../shared/api/respond.ts";
import { routes } from "../shared/api/routes/index.ts";
import { behindFront } from "../shared/lambda/front.ts";
import { type Deps, type LambdaContext, withDeps } from "../shared/lambda/wiring.ts";
import { vendors } from "../shared/vendors/registry.ts";

type Api = (event: HttpEvent, context: LambdaContext) => Promise<HttpResult>;
const apis = new WeakMap<Deps, Api>();

/** The whole HTTP API: one typed route table (shared/api/routes). */
export const createHandler = (deps: Deps): Api => {
  // The router and the cache of keys live as long as the container.
  const api = apis.get(deps) ?? behindFront(deps.config.frontSecret ?? "", createApi(routes, deps));
  apis.set(deps, api);
  return api;
};

export const handler = withDeps("api", createHandler, vendors);
