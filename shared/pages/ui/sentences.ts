import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { TillbridgeProblem } from "../../client/problem.ts";
import { time } from "../format.ts";

/** Tables of states for which the pages have a sentence of their own. */
export type Family = "health" | "state" | "delivery" | "watch" | "cause";

/**
 * Why something is in a state. The API says it in English, with more detail: a reader of English gets that; a reader of
 * Vietnamese what the state means.
 */
export const useSentence = () => {
  const { t, i18n } = useTranslation();
  return (family: Family, state: string, said: string | undefined, since?: string | null): string => {
    if (i18n.language === "en" && said) return said;
    const meaning = t(`told.${family}.${state}`);
    return since ? `${meaning} ${t("told.since", { since: time(since) })}` : meaning;
  };
};

/** Codes whose detail is what the vendor itself said. */
const vendorsWords = ["vendor-rejected", "credentials-refused"];

/** What went wrong, for a message that goes by: the code's title, in the reader's language. */
export const useTrouble = () => {
  const { t, i18n } = useTranslation();
  return (error: unknown): { readonly title: string; readonly detail?: string | undefined } => {
    if (!(error instanceof TillbridgeProblem)) return { title: t("trouble.unreachable") };
    const title = error.problem?.title ?? t("trouble.unreachable");
    if (i18n.language === "en") return { title, detail: error.message };
    if (vendorsWords.includes(error.code ?? "")) return { title, detail: t("trouble.said", { words: error.message }) };
    const fields = (error.problem?.errors ?? []).map(({ field, message }) => fieldOf(field, message, t));
    return { title, detail: fields.length > 0 ? t("trouble.fields", { fields: fields.join(", ") }) : undefined };
  };
};

/** A field at fault by its name; a collection that the owner keeps back by its own. */
const fieldOf = (field: string, message: string, t: TFunction): string =>
  field === "resource" ? t(`resources.${message}`, message) : field;

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly explained?: { readonly en: string; readonly vi: string } | undefined;
}

/** Why a write was not carried out. `words`: what more there is to read, in the reader's language or the vendor's own. */
export const useRefusal = () => {
  const { t, i18n } = useTranslation();
  return ({ code, message, explained }: Refusal) => {
    const isOurs = i18n.exists(`told.refusal.${code}`);
    const isRead = !isOurs || i18n.language === "en";
    const known = explained?.[i18n.language as "vi" | "en"] ?? t("writes.refused");
    return { title: isOurs ? t(`told.refusal.${code}`) : known, isOurs, ...(isRead ? { words: message } : {}) };
  };
};

/** Warnings of a write, of which each has a form: their values stand in a sentence of the reader's language. */
const warnings = [
  [/^(?<field>\S+) is sent, and the document has no such field$/, "writes.unknownField"],
  [/^went ahead of write (?<write>\S+), /, "writes.wentAhead"],
] as const;

/** What a person should know of a write that went out. The API says it in English, by field. */
export const useMind = () => {
  const { t, i18n } = useTranslation();
  const isEnglish = i18n.language === "en";
  return {
    warning: (said: string): string => {
      const form = isEnglish ? undefined : warnings.find(([pattern]) => pattern.test(said));
      return form ? t(form[1], form[0].exec(said)!.groups!) : said;
    },
    dropped: (fields: Readonly<Record<string, string>>): readonly string[] => {
      const names = Object.keys(fields);
      if (isEnglish) return Object.entries(fields).map(([field, reason]) => `${field}: ${reason}`);
      return names.length === 0 ? [] : [t("writes.dropped", { fields: names.join(", ") })];
    },
  };
};
