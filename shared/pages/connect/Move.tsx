import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconArrowUpRight } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { day } from "../format.ts";
import { vendorNames } from "../vendors.ts";
import type { ConnectedShop, State } from "./state.ts";
import { Wrong } from "./Wrong.tsx";

/** One button to the vendor's next version; the consent at the vendor comes next. */
export const Move = ({
  shop,
  update,
}: {
  readonly state: State;
  readonly shop: ConnectedShop;
  update(state: State): void;
}) => {
  const { t } = useTranslation();
  const move = useMutation({
    mutationFn: () => api.post("/v1/connect/migration"),
    onSuccess: (next) => {
      update(next);
      if (next.consentUrl) location.assign(next.consentUrl);
    },
  });
  const vendor = shop.successor ?? shop.vendor;
  return (
    <Alert color="cyan" title={t("connect.move.title", { vendor: vendorNames[vendor] })} c="dark">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          {shop.sunset ? t("connect.move.sunset", { date: day(shop.sunset) }) : null} {t("connect.move.text")}
        </Text>
        {move.error && <Wrong error={move.error} vendor={vendor} />}
        <Button
          loading={move.isPending}
          onClick={() => move.mutate()}
          rightSection={<IconArrowUpRight size={18} aria-hidden />}
        >
          {t("connect.move.go")}
        </Button>
      </Stack>
    </Alert>
  );
};
