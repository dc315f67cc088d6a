import { Avatar, Box, Container, Group, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LanguageSwitch } from "../ui/LanguageSwitch.tsx";
import type { State } from "./state.ts";

/** Whose software asks, and the page itself. */
export const Frame = ({ tenant, children }: { readonly tenant?: State["tenant"]; readonly children: ReactNode }) => {
  const { t } = useTranslation();
  return (
    <Box py={{ base: "xs", sm: "xl" }}>
      <Container size={620} px={{ base: "xs", sm: "md" }}>
        <Group component="header" justify="space-between" wrap="wrap" mb="md" gap="xs">
          <Group gap="sm" wrap="nowrap">
            {tenant && (
              <Avatar src={tenant.logo ?? null} radius="md" color="cyan" variant="filled" alt="">
                {tenant.name.slice(0, 1).toUpperCase()}
              </Avatar>
            )}
            <Text fw={650} size="lg" className="wrap">
              {tenant?.name}
            </Text>
          </Group>
          <LanguageSwitch />
        </Group>
        <Paper component="main" shadow="xs" p={{ base: "md", sm: "xl" }} radius="lg">
          {children}
        </Paper>
        <Text component="footer" size="xs" c="dimmed" ta="center" mt="md">
          {t("connect.foot")}
        </Text>
      </Container>
    </Box>
  );
};
