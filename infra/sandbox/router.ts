export interface Match<Handler> {
  readonly handler: Handler;
  /** The key in the table. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Pattern<Handler> {
  readonly route: string;
  readonly handler: Handler;
  readonly segments: readonly { readonly text: string; readonly parameter: boolean }[];
}

/** Finds the row of a table `{ "GET /orders/{id}": handler }` for a request; fixed segments go before parameters. */
export const createRouter = <Handler>(table: Readonly<Record<string, Handler>>) => {
  const fixed = new Map<string, Match<Handler>>();
  const patterns = new Map<string, Pattern<Handler>[]>();
  for (const [route, handler] of Object.entries(table)) {
    if (!route.includes("{")) {
      fixed.set(route, { handler, route, parameters: {} });
      continue;
    }
    const [method = "", path = ""] = route.split(" ");
    const segments = path.split("/").map((segment) => {
      const parameter = segment.startsWith("{") && segment.endsWith("}");
      return { text: parameter ? segment.slice(1, -1) : segment, parameter };
    });
    const bucket = `${method} ${segments.length}`;
    patterns.set(bucket, [...(patterns.get(bucket) ?? []), { route, handler, segments }]);
  }
  const rank = (pattern: Pattern<Handler>) => pattern.segments.map(({ parameter }) => (parameter ? "1" : "0")).join("");
  for (const list of patterns.values()) list.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));

  return (method: string, path: string): Match<Handler> | undefined => {
    const exact = fixed.get(`${method} ${path}`);
    if (exact) return exact;
    const parts = path.split("/");
    for (const { route, handler, segments } of patterns.get(`${method} ${parts.length}`) ?? []) {
      const parameters: Record<string, string> = {};
      const matched = segments.every(({ text, parameter }, place) => {
        const part = parts[place] as string;
        if (!parameter) return part === text;
        parameters[text] = decode(part);
        return part !== "";
      });
      if (matched) return { handler, route, parameters };
    }
    return undefined;
  };
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
