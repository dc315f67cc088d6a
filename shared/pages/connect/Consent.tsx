import { Button, Stack, Text, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { vendorNames } from "../vendors.ts";
import type { ConnectedShop, State } from "./state.ts";
import { WayOut } from "./WayOut.tsx";
import { Withdraw } from "./Withdraw.tsx";
import { Wrong } from "./Wrong.tsx";

interface Props {
  readonly state: State;
  readonly shop: ConnectedShop;
  update(state: State): void;
}

/** The owner goes to the vendor's page, agrees there, and comes back. */
export const Consent = ({ state, shop, update }: Props) => {
  const { t } = useTranslation();
  const moves = shop.migration === "consent";
  const vendor = moves && shop.successor ? shop.successor : shop.vendor;
  const go = useMutation({
    mutationFn: async () => state.consentUrl ?? (await api.post("/v1/connect/consent")).consentUrl,
    onSuccess: (url) => {
      if (url) location.assign(url);
    },
  });
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        {t(moves ? "connect.move.title" : "connect.consent.title", { vendor: vendorNames[vendor] })}
      </Title>
      <Text>{t("connect.consent.text", { vendor: vendorNames[vendor] })}</Text>
      <Text>{t("connect.consent.depots")}</Text>
      {go.error && <Wrong error={go.error} vendor={vendor} />}
      <Button
        size="md"
        h="auto"
        mih={42}
        py={8}
        styles={{ label: { whiteSpace: "normal" } }}
        rightSection={<IconExternalLink size={18} aria-hidden />}
        loading={go.isPending}
        onClick={() => go.mutate()}
      >
        {t("connect.consent.go", { vendor: vendorNames[vendor] })}
      </Button>
      <WayOut state={state} status="waiting" />
      {!moves && <Withdraw shop={shop} tenant={state.tenant.name} done={update} />}
    </Stack>
  );
};
