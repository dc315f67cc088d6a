import { Alert, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { TillbridgeProblem } from "../../client/problem.ts";
import { Trouble } from "../ui/Trouble.tsx";
import type { VendorId } from "../vendors.ts";

/** Codes that have a sentence of their own on this page. */
const told = [
  "other-account",
  "other-business",
  "shop-exists",
  "link-spent",
  "quota-exceeded",
  "no-successor",
  "moving",
];
const aboutKeys = ["credentials-refused", "invalid-credentials", "invalid-settings", "needs-reauth"];

/** Why it did not work, in words for the shop's owner, with the place where the right key is. */
export const Wrong = ({ error, vendor }: { readonly error: unknown; readonly vendor: VendorId }) => {
  const { t } = useTranslation();
  const code = error instanceof TillbridgeProblem ? (error.code ?? "") : "";
  if (aboutKeys.includes(code))
    return (
      <Alert color="red" icon={<IconKey />} role="alert" title={t("connect.wrong.title")}>
        <Text size="sm">{t(`vendors.${vendor}.wrong`)}</Text>
        <Text size="sm" mt={6}>
          {t("connect.wrong.nothing")}
        </Text>
      </Alert>
    );
  if (code === "try-again" || (error instanceof TillbridgeProblem && error.status >= 500))
    return (
      <Alert color="yellow" c="dark" role="alert">
        {t("connect.wrong.later")}
      </Alert>
    );
  if (told.includes(code))
    return (
      <Alert color="red" role="alert">
        {t(`connect.wrong.${code}`)}
      </Alert>
    );
  return <Trouble error={error} />;
};
