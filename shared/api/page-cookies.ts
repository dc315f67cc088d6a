import { SECOND } from "../core/time.ts";

/**
 * Cookies by which our own pages sign in. Scripts do not see them and other sites do not send them (`HttpOnly`,
 * `SameSite=Strict`). They count only beside the header `Tillbridge-Page`, which a form or a picture of another site
 * cannot send, and which no other origin's script may send (it is none of the headers that CORS allows). So nothing but a
 * script of this origin acts with them.
 */
export type Page = { readonly kind: "console" } | { readonly kind: "connect"; readonly link: string };

const CONSOLE = "tillbridge-console";
const CONNECT = "tillbridge-connect";
/** The browser takes a cookie of this name from this very host only, over https. */
const SECURE = "__Host-";

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith("https:");

const nameOf = (page: Page, publicUrl: string): string =>
  (isHttps(publicUrl) ? SECURE : "") + (page.kind === "console" ? CONSOLE : `${CONNECT}-${page.link}`);

/** The header `Set-Cookie`. @param milliseconds how long the browser keeps it; 0: it forgets it now */
export const pageCookie = (page: Page, value: string, milliseconds: number, publicUrl: string): string => {
  const attributes = `Path=/; Max-Age=${Math.floor(milliseconds / SECOND)}; HttpOnly; SameSite=Strict`;
  return `${nameOf(page, publicUrl)}=${value}; ${attributes}${isHttps(publicUrl) ? "; Secure" : ""}`;
};

/** The value of the page's cookie. */
export const cookieOf = (page: Page, header: string, publicUrl: string): string | undefined => {
  const name = `${nameOf(page, publicUrl)}=`;
  return header
    .split(/;\s*/)
    .find((part) => part.startsWith(name))
    ?.slice(name.length);
};

type Headers = Readonly<Record<string, string>>;

/** Which of our pages asks: `console`, or `connect <link>`. Undefined: none, or something that is not of our origin. */
export const pageOf = (headers: Headers): Page | undefined => {
  const [kind, link = ""] = (headers["tillbridge-page"] ?? "").split(" ");
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return undefined;
  if (kind === "console") return { kind };
  return kind === "connect" && /^[0-9a-z]{1,40}$/.test(link) ? { kind, link } : undefined;
};

/** A link's cookie: its ticket, and the secret of the one browser that has opened it. */
export const linkCookie = {
  write: (ticket: string, browser: string): string => `${ticket}.${browser}`,
  read: (value: string): { readonly ticket: string; readonly browser: string } | undefined => {
    const [ticket = "", browser = "", ...rest] = value.split(".");
    return rest.length === 0 && [ticket, browser].every((part) => /^[\w-]{32}$/.test(part))
      ? { ticket, browser }
      : undefined;
  },
};
