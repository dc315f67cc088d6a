import { Button, Code, CopyButton, Group, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLink } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import type { Language } from "../language.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Trouble } from "../ui/Trouble.tsx";

/** A link for a shop's owner: to connect a shop, or to renew the access of this one. */
export const NewLink = ({ shop }: { readonly shop?: string }) => {
  const { t, i18n } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  const [returnUrl, setReturnUrl] = useState("");
  const make = useMutation({
    mutationFn: () =>
      api.post("/v1/connect-links", {
        body: { language: i18n.language as Language, ...(shop ? { shop } : {}), ...(returnUrl ? { returnUrl } : {}) },
      }),
  });
  const leave = () => {
    close();
    make.reset();
  };
  const kind = shop ? "renew" : "new";
  return (
    <>
      <Button
        variant={shop ? "light" : "filled"}
        size={shop ? "xs" : "sm"}
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={open}
      >
        {t(`link.${kind}.button`)}
      </Button>
      <Dialog opened={opened} close={leave} title={t(`link.${kind}.title`)}>
        <Text size="sm">{t("link.text")}</Text>
        {make.data ? (
          <>
            <Code block className="code">
              {make.data.url}
            </Code>
            <Group justify="flex-end">
              <CopyButton value={make.data.url}>
                {({ copied, copy }) => <Button onClick={copy}>{t(copied ? "copied" : "copy")}</Button>}
              </CopyButton>
            </Group>
          </>
        ) : (
          <>
            <TextInput
              label={t("link.returnUrl")}
              placeholder="https://"
              value={returnUrl}
              onChange={({ currentTarget }) => setReturnUrl(currentTarget.value)}
            />
            {make.error && <Trouble error={make.error} />}
            <Group justify="flex-end">
              <Button loading={make.isPending} onClick={() => make.mutate()}>
                {t("link.make")}
              </Button>
            </Group>
          </>
        )}
      </Dialog>
    </>
  );
};
