/** A copy of the value without these fields: what an answer keeps to itself has a name. */
export const without = <Value extends object, Name extends keyof Value>(
  value: Value,
  names: readonly Name[],
): Omit<Value, Name> => {
  const kept = Object.entries(value).filter(([name]) => !names.some((one) => one === name));
  return Object.fromEntries(kept) as Omit<Value, Name>;
};
