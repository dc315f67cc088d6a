import { Trouble } from "./trouble.ts";

/**
 * A value as a part of a path. Addresses take `.` and `..` for steps and nothing for no part, and the gateway decodes a slash:
 * with each of them the call would be about something else.
 * @throws Trouble that names the parameter
 */
export const pathPart = (name: string, value: unknown): string => {
  const text = String(value ?? "");
  if (["", ".", ".."].includes(text) || text.includes("/"))
    throw new Trouble(
      `${name}: "${text}" cannot be an id or a name. A slash, a dot or two dots would mean another path.`,
      2,
    );
  return encodeURIComponent(text);
};
