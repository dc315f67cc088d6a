import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { keeper } from "./kept.ts";

export type Language = "vi" | "en";
const KEPT = "tillbridge-language";
const choices = keeper(() => localStorage);

const load = { vi: () => import("./locales/vi.json"), en: () => import("./locales/en.json") };

const kept = (): Language | undefined => {
  const language = choices.get(KEPT);
  return language === "vi" || language === "en" ? language : undefined;
};

const add = async (language: Language): Promise<void> => {
  if (!i18n.hasResourceBundle(language, "translation"))
    i18n.addResourceBundle(language, "translation", (await load[language]()).default);
};

/** Vietnamese, unless this browser's person has chosen. */
export const startLanguage = async (): Promise<void> => {
  const language = kept() ?? "vi";
  await i18n
    .use(initReactI18next)
    .init({ lng: language, interpolation: { escapeValue: false }, resources: {}, returnNull: false });
  await speak(language);
};

const speak = async (language: Language): Promise<void> => {
  await add(language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
};

export const chooseLanguage = async (language: Language): Promise<void> => {
  choices.set(KEPT, language);
  await speak(language);
};

/** A tenant's wish, which counts as long as the person has not chosen. */
export const suggestLanguage = async (language: Language): Promise<void> => {
  if (kept() === undefined && i18n.language !== language) await speak(language);
};
