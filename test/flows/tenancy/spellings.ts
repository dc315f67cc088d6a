const code = (letter: string): string => letter.charCodeAt(0).toString(16);

const asText = (secret: string): readonly string[] => [
  secret,
  secret.toUpperCase(),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  secret.replaceAll("/", "\\/"),
  [...secret].map((letter) => `\\u${code(letter).padStart(4, "0")}`).join(""),
  [...secret].map((letter) => `\\\\u${code(letter).padStart(4, "0").toUpperCase()}`).join(""),
  encodeURIComponent(secret),
  [...secret].map((letter) => `%${code(letter).padStart(2, "0")}`).join(""),
  [...secret].map((letter) => `%25${code(letter).padStart(2, "0")}`).join(""),
  ...(/^[0-9a-f]{32}$/.test(secret) ? [secret.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")] : []),
];

/** Each spelling in which a vendor, a proxy or a library may repeat a secret. */
export const spellingsOf = (secret: string): readonly string[] => [
  ...asText(secret),
  ...["", "a", "ab"].map((before) => Buffer.from(`${before}${secret}`).toString("base64")),
  Buffer.from(`user:${secret}`).toString("base64url"),
];

/** Base64 of the secret in the midst of other text, without the letters that its neighbours change. */
const inBase64 = (secret: string): readonly string[] =>
  [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]).toString("base64");
    const inner = text.replaceAll("=", "").slice(before === 0 ? 0 : before + 1, -2);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });

const tracesOf = (secret: string): readonly string[] => [...asText(secret), ...inBase64(secret)];

/** Finds secrets in texts. Letters of either case are the same. */
export const createSearch = (secrets: Iterable<string>) => {
  const traces = [...new Set(secrets)].flatMap((secret) =>
    [...new Set(tracesOf(secret))].map((trace) => ({ secret, trace: trace.toLowerCase() })),
  );
  return (text: string): readonly string[] => {
    const small = text.toLowerCase();
    return traces
      .filter(({ trace }) => small.includes(trace))
      .map(({ trace }) => {
        const at = small.indexOf(trace);
        return text.slice(Math.max(0, at - 80), at + trace.length + 20);
      });
  };
};
