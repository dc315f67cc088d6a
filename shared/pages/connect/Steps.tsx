import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { guides, type VendorId } from "../vendors.ts";
import classes from "./connect.module.css";

/** Where the keys are found, one step after the other. */
export const Steps = ({ vendor }: { readonly vendor: VendorId }) => {
  const { t } = useTranslation();
  return (
    <section className={classes.guide} aria-labelledby="where">
      <Title order={2} size="h5" id="where" mb="xs">
        {t("connect.where")}
      </Title>
      <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
        {Array.from({ length: guides[vendor].steps }, (_, index) => index + 1).map((step) => (
          <li key={step} className={classes.step}>
            <span aria-hidden>{step}</span>
            <Text size="sm" className="wrap">
              {t(`vendors.${vendor}.steps.${step}`)}
            </Text>
          </li>
        ))}
      </Stack>
    </section>
  );
};
