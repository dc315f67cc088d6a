import type { TFunction } from "i18next";

/** A collection's name for people. */
export const resourceName = (resource: string, t: TFunction): string => t(`resources.${resource}`, resource);
