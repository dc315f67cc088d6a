import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./connect.module.css";
import type { ConnectVendor } from "./state.ts";

/** What stands in the vendor's app beforehand, and what to choose on the vendor's page. */
export const ReturnAddress = ({ vendor }: { readonly vendor: ConnectVendor }) => {
  const { t } = useTranslation();
  const needsApp = !vendor.given.includes("appId");
  return (
    <Stack gap={6} className={classes.guide}>
      <Text size="sm">{t("connect.consent.depots")}</Text>
      {needsApp && vendor.returnAddress && (
        <>
          <Text size="sm">{t("connect.consent.address")}</Text>
          <Group gap="xs">
            <Code className="wrap">{vendor.returnAddress}</Code>
            <CopyButton value={vendor.returnAddress}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" onClick={copy}>
                  {t(copied ? "copied" : "copy")}
                </Button>
              )}
            </CopyButton>
          </Group>
        </>
      )}
    </Stack>
  );
};
