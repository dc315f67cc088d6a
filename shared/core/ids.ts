const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Ids whose text order is their order in time: 10 characters of unix milliseconds, 12 of randomness. */
export const timeId = (time: number, random: () => number): string => {
  let text = "";
  let rest = time;
  for (let place = 0; place < 10; place += 1) {
    text = ALPHABET[rest % 32]! + text;
    rest = Math.floor(rest / 32);
  }
  for (let place = 0; place < 12; place += 1) text += ALPHABET[Math.floor(random() * 32)]!;
  return text;
};

/** Unix milliseconds of a `timeId`. */
export const timeOfId = (id: string): number => {
  let time = 0;
  for (const letter of id.slice(0, 10)) time = time * 32 + Math.max(0, ALPHABET.indexOf(letter));
  return time;
};

/** How a write's id travels to a vendor: short, unmistakable, letters and digits only behind the dash. */
export const referenceOf = (writeId: string): string => `TB-${writeId.slice(-16).toUpperCase()}`;

/** Names the record that a command is about, where it names one. */
export const recordIdOf = (command: unknown): string | undefined => {
  const { id, productId } = (command ?? {}) as { id?: string; productId?: string };
  return id ?? productId;
};
