/** Letters to change, to add or to leave out until one text is the other. */
const editsBetween = (one: string, other: string): number => {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const now = [row + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = before[column - 1]! + (letter === other[column - 1] ? 0 : 1);
      now.push(Math.min(replaced, before[column]! + 1, now[column - 1]! + 1));
    }
    before = now;
  }
  return before[other.length]!;
};

/** A name longer than this is no slip of the pen, and not worth the work. */
const LONGEST = 100;

/** The known name that was probably meant: at most a third of its letters are wrong. */
export const nearestName = (given: string, known: readonly string[]): string | undefined => {
  if (given.length > LONGEST) return undefined;
  const ranked = known
    .map((name) => ({ name, edits: editsBetween(given.toLowerCase(), name.toLowerCase()) }))
    .toSorted((one, other) => one.edits - other.edits);
  return ranked.find(({ name, edits }) => edits * 3 <= name.length)?.name;
};
