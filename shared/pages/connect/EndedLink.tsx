import { Stack, Text, Title } from "@mantine/core";
import { IconCookieOff, IconLinkOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../api.ts";
import { keepsCookies } from "../cookies.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { Frame } from "./Frame.tsx";
import { endsLink } from "./state.ts";

interface Props {
  readonly error: unknown;
  /** This page has just opened the link, so the browser should hold its cookie. */
  readonly isOpened?: boolean;
  retry?(): void;
}

/** The link is of no use here; the sentence says why and what to do. */
export const EndedLink = ({ error, isOpened = false, retry }: Props) => {
  const { t } = useTranslation();
  const code = codeOf(error);
  const hasNoCookie = !keepsCookies() || (isOpened && code === "unauthenticated");
  if (!hasNoCookie && !endsLink(error))
    return (
      <Frame>
        <Trouble error={error} {...(retry ? { retry } : {})} />
      </Frame>
    );
  const kind = hasNoCookie ? "cookies" : code === "link-used" ? "used" : "ended";
  const Icon = hasNoCookie ? IconCookieOff : IconLinkOff;
  return (
    <Frame>
      <Stack align="center" ta="center" gap="xs" py="md">
        <Icon size={40} color="#495057" aria-hidden />
        <Title order={1} size="h2">
          {t(`connect.${kind}.title`)}
        </Title>
        <Text>{t(`connect.${kind}.text`)}</Text>
      </Stack>
    </Frame>
  );
};
