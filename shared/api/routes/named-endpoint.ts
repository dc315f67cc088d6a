import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import type { Endpoint } from "../../stores/endpoints.ts";
import type { Request } from "../route.ts";

/* The endpoint that a path names. */

export const EndpointId = z.object({ endpoint: z.string().min(1).max(40).describe("id of the endpoint") });

/** @throws BadRequest 404, also for a listener, which has routes of its own */
export const findEndpoint = async ({ tenant, params, deps }: Request<{ endpoint: string }>): Promise<Endpoint> => {
  const endpoint = await deps.endpoints.find(tenant, params.endpoint);
  if (endpoint.pulledUntil === undefined) return endpoint;
  throw new BadRequest(404, "unknown-endpoint", `There is no endpoint ${params.endpoint}.`);
};
