import type { HttpRequest, Send } from "../../../shared/core/vendor.ts";

/** When the sandbox shops are visited, unix milliseconds: the same in every run, so that they are the same shops. */
export const START = Date.parse("2026-11-27T05:00:00Z");

/** An answer of a vendor on its way to us. */
export interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: any;
}

/** What a request asks for: path, query and data, wherever the vendor wants them. */
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  /** The body's JSON; of Nhanh v2 the JSON in its field `data`. */
  readonly data: any;
}

/**
 * A vendor that behaves otherwise than is assumed. `ask` changes what reaches the vendor, as if it did not know a
 * parameter; `answer` changes what comes back.
 */
export interface Flip {
  readonly ask?: (asked: Asked) => { query?: URLSearchParams; data?: any };
  readonly answer?: (wire: Wire, asked: Asked) => Partial<Wire>;
}

const multipartData = /(name="data"\r\n\r\n)([\s\S]*?)(\r\n--)/;

const jsonOf = (text: string): any => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const askedOf = ({ url, body = "" }: HttpRequest): Asked => {
  const { pathname, searchParams } = new URL(url);
  return { path: pathname, query: searchParams, data: jsonOf(multipartData.exec(body)?.[2] ?? body) };
};

const withChanges = (request: HttpRequest, { query, data }: { query?: URLSearchParams; data?: any }): HttpRequest => {
  const url = new URL(request.url);
  if (query) url.search = query.toString();
  const { body = "" } = request;
  const text = JSON.stringify(data);
  const changed = multipartData.test(body)
    ? body.replace(multipartData, (_, head, __, tail) => head + text + tail)
    : text;
  return { ...request, url: url.href, ...(data === undefined ? {} : { body: changed }) };
};

/** The vendor behind `send`, with this flip. */
export const flipped =
  (send: Send, { ask, answer }: Flip): Send =>
  async (request) => {
    const asked = askedOf(request);
    const found = await send(ask ? withChanges(request, ask(asked)) : request);
    if (!answer) return found;
    const json = jsonOf(found.body);
    const wire = { status: found.status, headers: found.headers, json: structuredClone(json) };
    const changed = { ...wire, ...answer(wire, asked) };
    return { ...found, status: changed.status, headers: changed.headers, body: JSON.stringify(changed.json ?? "") };
  };

/** Answers carry the time of the vendor, as those of every web server do. */
export const stamped =
  (send: Send, clock: () => number): Send =>
  async (request) => {
    const found = await send(request);
    return { ...found, headers: { date: new Date(clock()).toUTCString(), ...found.headers } };
  };
