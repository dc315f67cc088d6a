import { phoneKey } from "../../core/finding.ts";

/** As people paste a phone: digits of full width, long dashes, and marks that nobody sees. */
const plainPhone = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\p{Pd}/gu, "-");

/** One form for every spelling. Undefined: it is no phone. */
export const phoneOf = (text: string): string | undefined => phoneKey(plainPhone(text));
