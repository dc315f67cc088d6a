import type { TFunction } from "i18next";
import { named } from "../connect/Shared.tsx";

/** A collection's name for people; those of the vendor's own keep theirs. */
export const resourceName = (resource: string, t: TFunction): string =>
  named.includes(resource) ? t(`resources.${resource}`) : resource;
