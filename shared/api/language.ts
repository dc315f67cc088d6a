/** Languages in which titles are written. */
export type Language = "en" | "vi";

/** RFC 9110, `Accept-Language`: the language of ours that the caller likes best; English where it names none. */
export const languageOf = (header: string | undefined): Language => {
  const liked = (header ?? "").split(",").map((part) => {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((found) => found !== undefined);
    return { language: range.trim().split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
  });
  const likes = (language: Language): number =>
    Math.max(0, ...liked.filter((one) => one.language === language).map(({ quality }) => quality));
  return likes("vi") > likes("en") ? "vi" : "en";
};
