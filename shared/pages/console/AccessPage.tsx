import { SimpleGrid, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Audit } from "./Audit.tsx";
import { Keys } from "./Keys.tsx";
import { Quotas } from "./Quotas.tsx";

/** Keys, what may be used and is used, and who did what. */
export const AccessPage = () => {
  const { t } = useTranslation();
  return (
    <Stack gap="xl">
      <Title order={1} size="h2">
        {t("nav.access")}
      </Title>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
        <Keys />
        <Quotas />
      </SimpleGrid>
      <Audit />
    </Stack>
  );
};
