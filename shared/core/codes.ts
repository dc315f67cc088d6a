/**
 * What a vendor's codes mean: states, kinds, channels. A code that the table does not hold means nothing, whatever it is
 * called: a plain object would know `constructor` and `__proto__` as well. Vietnamese words are one word in either form of
 * Unicode: as one letter, or as a letter with its marks behind it.
 */
export const codesOf = <Value>(
  table: Readonly<Record<string, Value>>,
): ((code: string | null | undefined) => Value | undefined) => {
  const known = new Map(Object.entries(table));
  return (code) => (code === null || code === undefined ? undefined : known.get(code.normalize("NFC")));
};
