const PROBE = "tillbridge-probe=1";
let known: boolean | undefined;

const probe = (): boolean => {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that an owner may have.
    document.cookie = `${PROBE}; Path=/; SameSite=Strict; Max-Age=60`;
    const isKept = document.cookie.includes(PROBE);
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = `${PROBE}; Path=/; SameSite=Strict; Max-Age=0`;
    return isKept;
  } catch {
    return false;
  }
};

/** Whether this browser keeps a cookie of ours. `navigator.cookieEnabled` is true also where a person has blocked them. */
export const keepsCookies = (): boolean => {
  known ??= probe();
  return known;
};
