import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { Trouble } from "../ui/Trouble.tsx";

/** The shop's page for a frame in the tenant's own product. */
export const Portal = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const make = useMutation({
    mutationFn: () => api.post("/v1/shops/{shop}/portal-tokens", { params: { path: { shop } } }),
  });
  const frame = make.data && `<iframe src="${make.data.url}" width="100%" height="640"></iframe>`;
  return (
    <Stack align="flex-start">
      <Text>{t("portal.text")}</Text>
      {make.error && <Trouble error={make.error} />}
      <Button loading={make.isPending} onClick={() => make.mutate()}>
        {t("portal.make")}
      </Button>
      {make.data && frame && (
        <>
          <Code block className="code" maw="100%">
            {frame}
          </Code>
          <Group>
            <CopyButton value={frame}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? "copied" : "copy")}
                </Button>
              )}
            </CopyButton>
            <Text size="sm">{t("portal.until", { at: time(make.data.expiresAt) })}</Text>
          </Group>
        </>
      )}
    </Stack>
  );
};
