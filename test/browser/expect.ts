/** @throws Error with the sentence */
export const expectTrue = (is: boolean, sentence: string): void => {
  if (!is) throw new Error(sentence);
};
