import { Button, Center, Group, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { createTillbridge } from "../../client/client.ts";
import { codeOf, sessionKey } from "../api.ts";
import { keepsCookies } from "../cookies.ts";
import type { Language } from "../language.ts";
import { LanguageSwitch } from "../ui/LanguageSwitch.tsx";
import { Mark } from "../ui/Mark.tsx";
import { Trouble } from "../ui/Trouble.tsx";

/** The key goes to the API once and comes back as a cookie that no script reads. */
export const SignIn = () => {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const signIn = useMutation({
    mutationFn: () =>
      createTillbridge({ url: "", key: key.trim(), language: i18n.language as Language }).post("/v1/session"),
    onSuccess: (session) => {
      setKey("");
      queries.setQueryData(sessionKey, session);
      void queries.invalidateQueries({ queryKey: sessionKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <Center component="main" mih="100vh" p="sm">
      <Paper shadow="sm" p={{ base: "lg", sm: "xl" }} radius="lg" w={420} maw="100%">
        <form onSubmit={submit}>
          <Stack>
            <Group justify="space-between">
              <Mark size={36} />
              <LanguageSwitch />
            </Group>
            <div>
              <Title order={1} size="h2">
                {t("signIn.title")}
              </Title>
              <Text c="dimmed" size="sm">
                {t("signIn.text")}
              </Text>
            </div>
            <PasswordInput
              label={t("signIn.key")}
              value={key}
              onChange={({ currentTarget }) => setKey(currentTarget.value)}
              required
              autoComplete="current-password"
              visibilityToggleButtonProps={{ "aria-label": t("connect.keys.show") }}
              error={codeOf(signIn.error) === "unauthenticated" ? t("signIn.wrong") : undefined}
            />
            {!keepsCookies() && (
              <Text size="sm" role="alert">
                {t("signIn.cookies")}
              </Text>
            )}
            {signIn.error && codeOf(signIn.error) !== "unauthenticated" && <Trouble error={signIn.error} />}
            <Button type="submit" loading={signIn.isPending}>
              {t("signIn.go")}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
};
