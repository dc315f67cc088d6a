import { Alert } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { number, time } from "../format.ts";
import type { Shop } from "./data.ts";

/** The vendor's server answers nothing: one call at a time finds out when it is back. */
export const Silence = ({ shop: { breaker } }: { readonly shop: Shop }) => {
  const { t } = useTranslation();
  if (!breaker) return null;
  const { host, since, probes, nextProbeAt } = breaker;
  return (
    <Alert color="red" c="dark" icon={<IconPlugConnectedX aria-hidden />} title={t("silence.title", { host })}>
      {t("silence.text", { since: time(since), probes: number(probes), next: time(nextProbeAt) })}
    </Alert>
  );
};
