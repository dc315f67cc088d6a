import type { HttpAnswer, Send } from "../../../shared/core/vendor.ts";
import { spellingsOf } from "./spellings.ts";

const STATUSES = [400, 401, 403, 404, 422, 429, 500, 502];
const FREE_TEXT = /^(name|fullname|note|description|address|desc|orderDescription|bill_full_name)$/i;

/**
 * A vendor, or something on the way to it, that repeats what it was sent: the credentials stand in errors, in pages of
 * HTML and in the texts of rows, in each spelling in turn.
 */
export const createTellingVendor = (send: Send, secrets: () => Iterable<string>) => {
  let calls = 0;
  let told = 0;
  const texts = (): string[] => [...secrets()].flatMap(spellingsOf);

  /** In place of the answer. The words for errors are those of the five vendors. */
  const refusal = (): HttpAnswer => {
    const words = texts().join(" ");
    const status = STATUSES[told % STATUSES.length]!;
    const error = {
      code: 0,
      success: false,
      error: words,
      message: words,
      messages: [words],
      errorCode: "ERR",
      responseStatus: { errorCode: "Invalid", message: words, errors: [{ fieldName: words, message: words }] },
    };
    const html = told % 3 === 2;
    return {
      status,
      headers: { "content-type": html ? "text/html" : "application/json", "x-echo": words },
      body: html ? `<h1>${words}</h1>` : JSON.stringify(error).replaceAll("\\\\", "\\"),
      receivedAt: Date.now(),
    };
  };

  /** Within the answer: what staff may have typed into a name or a note. */
  const within = (answer: HttpAnswer): HttpAnswer => {
    const all = texts();
    let row = 0;
    const body = answer.body.replace(/"(\w+)":"((?:[^"\\]|\\.)*)"/g, (whole, name: string, value: string) => {
      if (!FREE_TEXT.test(name)) return whole;
      row += 1;
      return `"${name}":"${value} ${all[(told + row) % all.length]!.replaceAll('"', "")}"`;
    });
    return { ...answer, body };
  };

  const tell: Send = async (request) => {
    calls += 1;
    if (!telling.on) return send(request);
    told += 1;
    if (telling.refusals && calls % 4 === 0) return refusal();
    return within(await send(request));
  };
  const telling = {
    send: tell,
    on: false,
    /** Errors as well, not only rows. */
    refusals: true,
    get told() {
      return told;
    },
  };
  return telling;
};
