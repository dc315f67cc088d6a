import { Stack, Text, Title } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../api.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { Frame } from "./Frame.tsx";

const known = ["link-ended", "link-used", "unauthenticated", "invalid-body"];

/** The link is of no use here; the sentence says why and what to do. */
export const EndedLink = ({ error }: { readonly error: unknown }) => {
  const { t } = useTranslation();
  const code = codeOf(error) ?? "";
  const kind = code === "link-used" ? "used" : "ended";
  return (
    <Frame>
      {known.includes(code) ? (
        <Stack align="center" ta="center" gap="xs" py="md">
          <IconLinkOff size={40} color="#495057" aria-hidden />
          <Title order={1} size="h2">
            {t(`connect.${kind}.title`)}
          </Title>
          <Text>{t(`connect.${kind}.text`)}</Text>
        </Stack>
      ) : (
        <Trouble error={error} />
      )}
    </Frame>
  );
};
