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
    const isVendors = vendorsWords.includes(error.code ?? "");
    return { title, detail: isVendors ? t("trouble.said", { words: error.message }) : undefined };
  };
};
