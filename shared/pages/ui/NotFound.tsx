import { Container, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <Container component="main" size="xs" py="xl">
      <Title order={1}>{t("notFound.title")}</Title>
      <Text mt="sm">{t("notFound.text")}</Text>
    </Container>
  );
};
