import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { MINUTE, SECOND } from "../../core/time.ts";

/** What a browser carries from our start page to our return page. */
export interface ConsentCookie {
  readonly name: string;
  readonly ticket: string;
}

/** Time to sign in at the vendor, to choose permissions and to agree. */
export const COOKIE_TIME = 30 * MINUTE;

const NAME = "tillbridge-consent-";
/** The browser takes a cookie of this name from this very host only, over https. */
const SECURE = "__Host-";

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith("https:");

/** One cookie for each ticket, so that a second tab hides nothing. */
const nameOf = (ticket: string, publicUrl: string): string => {
  const short = createHash("sha256").update(ticket).digest("hex").slice(0, 12);
  return `${isHttps(publicUrl) ? SECURE : ""}${NAME}${short}`;
};

const attributes = (publicUrl: string, seconds: number): string =>
  `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isHttps(publicUrl) ? "; Secure" : ""}`;

const sign = (key: string, content: string): string =>
  createHmac("sha256", key)
    .update(JSON.stringify(["consent", content]))
    .digest("base64url");

/** The header `Set-Cookie` by which this browser, and no other, may come back with a code for the ticket. */
export const setCookie = (key: string, ticket: string, now: number, publicUrl: string): string => {
  const content = Buffer.from(JSON.stringify([ticket, now + COOKIE_TIME])).toString("base64url");
  const value = `${content}.${sign(key, content)}`;
  return `${nameOf(ticket, publicUrl)}=${value}; ${attributes(publicUrl, COOKIE_TIME / SECOND)}`;
};

export const clearCookie = (name: string, publicUrl: string): string => `${name}=; ${attributes(publicUrl, 0)}`;

/** The cookies of the header `Cookie` that we signed and that have not ended. */
export const readCookies = (header: string, key: string, now: number, publicUrl: string): readonly ConsentCookie[] => {
  const found = new Map<string, ConsentCookie>();
  for (const part of header.split(/;\s*/)) {
    const mark = part.indexOf("=");
    const ticket = ticketIn(part.slice(mark + 1), key, now);
    const name = part.slice(0, mark);
    // A cookie of another name was planted by a stranger.
    if (ticket !== undefined && name === nameOf(ticket, publicUrl)) found.set(ticket, { name, ticket });
  }
  return [...found.values()];
};

const ticketIn = (value: string, key: string, now: number): string | undefined => {
  const [content = "", signature = "", ...rest] = value.split(".");
  const [ours, theirs] = [Buffer.from(sign(key, content)), Buffer.from(signature)];
  if (rest.length > 0 || ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) return undefined;
  const [ticket, until] = JSON.parse(Buffer.from(content, "base64url").toString("utf8")) as [string, number];
  return until > now ? ticket : undefined;
};
