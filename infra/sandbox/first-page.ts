import type { SimulatedRequest } from "./types.ts";

/* What a request asks for when the vendor ignores its place in the list; undefined: it asks for the first page as it is. */

export const withQuery = (
  request: SimulatedRequest,
  first: Readonly<Record<string, string>>,
): SimulatedRequest | undefined => {
  const query = new URLSearchParams(request.query);
  let changed = false;
  for (const [name, value] of Object.entries(first)) {
    if (!query.has(name) || query.get(name) === value) continue;
    query.set(name, value);
    changed = true;
  }
  return changed ? { ...request, query } : undefined;
};

export const withBody = (request: SimulatedRequest, place: RegExp, first: string): SimulatedRequest | undefined => {
  const body = request.body.replace(place, first);
  return body === request.body ? undefined : { ...request, body };
};
