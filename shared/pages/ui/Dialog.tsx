import { CloseButton, Group, Modal, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** A question in front of the page. Its title is no header of the page: there is one already. */
export const Dialog = ({
  opened,
  title,
  close,
  children,
}: {
  readonly opened: boolean;
  readonly title: string;
  close(): void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={close} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          <Stack>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Title order={2} size="h4">
                {title}
              </Title>
              <CloseButton onClick={close} aria-label={t("close")} />
            </Group>
            {children}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
};
