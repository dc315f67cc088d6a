import { QueryCache, QueryClient } from "@tanstack/react-query";
import i18n from "i18next";
import { createTillbridge } from "../client/client.ts";
import { TillbridgeProblem } from "../client/problem.ts";

/** Who asks: the cookie of the console, that of a connect link, or a portal's token, which stands in no cookie. */
let page = "console";
let token: string | undefined;

export const askAsLink = (link: string): void => {
  page = `connect ${link}`;
};
export const askWithToken = (given: string): void => {
  token = given;
};

/** The public API, and nothing else. The header is what makes a cookie of ours count. */
export const api = createTillbridge({
  url: "",
  key: () => token,
  surroundings: {
    fetch: (request) => {
      const headers = new Headers(request.headers);
      if (token === undefined) headers.set("tillbridge-page", page);
      headers.set("accept-language", i18n.language);
      return fetch(new Request(request, { headers, credentials: token === undefined ? "same-origin" : "omit" }));
    },
  },
});

const isRefusal = (error: unknown): boolean => error instanceof TillbridgeProblem && error.status < 500;

/** Who is signed in to the console. */
export const sessionKey = ["session"] as const;

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      // The session has ended, perhaps in another tab: the console asks who is there, and shows the sign-in.
      if (codeOf(error) === "unauthenticated" && queryKey[0] !== sessionKey[0])
        void queries.invalidateQueries({ queryKey: sessionKey });
    },
  }),
  defaultOptions: {
    queries: { retry: (count, error) => !isRefusal(error) && count < 2, staleTime: 5_000, refetchOnWindowFocus: false },
  },
});

export const codeOf = (error: unknown): string | undefined =>
  error instanceof TillbridgeProblem ? error.code : undefined;
