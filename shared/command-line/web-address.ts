import { Trouble } from "./trouble.ts";

/**
 * An address that can be called. `localhost:3000` reads as an address with the scheme `localhost:`, which nothing can call.
 * @param name of the option or variable that holds it
 * @throws Trouble that names the option or variable
 */
export const webAddress = (name: string, text: string, example: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new Trouble(`${name}: an address that begins with http:// or https://, like ${example}, not "${text}".`, 2);
};
