const graphemes = new Intl.Segmenter("vi", { granularity: "grapheme" });

/** Scripts and pictures that a terminal draws two columns wide: Unicode's East Asian Width W and F, in broad ranges. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
/** Nothing that a name says may move the cursor. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const widthOf = (grapheme: string): number => (WIDE.test(grapheme) ? 2 : 1);

/** Columns of a terminal, not bytes or code points: "ệ" is one, however it is composed. */
export const textWidth = (text: string): number => {
  let width = 0;
  for (const { segment } of graphemes.segment(text.replace(CONTROL, ""))) width += widthOf(segment);
  return width;
};

/** Exactly so many columns: cut with "…" or filled with spaces, on the left or the right. */
export const cell = (text: string, columns: number, side: "left" | "right" = "left"): string => {
  const clean = text.replace(CONTROL, "");
  const width = textWidth(clean);
  if (width <= columns) {
    const space = " ".repeat(columns - width);
    return side === "left" ? clean + space : space + clean;
  }
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(clean)) {
    if (used + widthOf(segment) > columns - 1) break;
    kept += segment;
    used += widthOf(segment);
  }
  return `${kept}…${" ".repeat(Math.max(0, columns - 1 - used))}`;
};
