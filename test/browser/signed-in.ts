import { openPerson, type Person } from "./browser.ts";
import { ensureShop } from "./shop.ts";
import type { Told } from "./stories.ts";

export const open = (told: Told): Promise<Person> =>
  openPerson(told.browser, { url: told.stack.url, shots: told.shots, found: told.found });

/** A person who has signed in, with a shop that has its first copy. */
export const signedIn = async (told: Told, key = told.stack.key): Promise<Person> => {
  await ensureShop(told.stack);
  const person = await open(told);
  await person.context.request.post(`${told.stack.url}/v1/session`, { headers: { authorization: `Bearer ${key}` } });
  return person;
};
