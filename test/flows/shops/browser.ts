import type { TestStack } from "../../helpers/memory-deps.ts";

/** A browser with cookies of its own: follows links, keeps what the pages set, runs nothing. */
export const createBrowser = (stack: TestStack) => {
  const cookies = new Map<string, string>();

  /** What a page's script sends; the answer as it came. */
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const own = cookie === "" ? headers : { ...headers, cookie };
    const answer = await stack.request(method, path, { headers: own, ...(body === undefined ? {} : { body }) });
    for (const line of answer.cookies) {
      const [pair = ""] = line.split(";");
      const mark = pair.indexOf("=");
      if (/max-age=0(;|$)/i.test(line)) cookies.delete(pair.slice(0, mark));
      else cookies.set(pair.slice(0, mark), pair.slice(mark + 1));
    }
    return answer;
  };
  /** One page of ours. */
  const open = (path: string) => send("GET", path);

  return {
    cookies,
    open,
    send,
    /** Opens our start page and agrees at the vendor. @returns where the vendor sends the browser back to */
    async agree(consentUrl: string): Promise<string> {
      const begun = await open(new URL(consentUrl).pathname);
      const page = await fetch(String(begun.headers.location), { redirect: "manual" });
      const back = new URL(page.headers.get("location") ?? "");
      return `${back.pathname}${back.search}`;
    },
  };
};
