import { Divider, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ChangeShared } from "./ChangeShared.tsx";
import { Consent } from "./Consent.tsx";
import { KeyForm } from "./KeyForm.tsx";
import { Move } from "./Move.tsx";
import type { ConnectedShop, State } from "./state.ts";
import { Withdraw } from "./Withdraw.tsx";

interface Props {
  readonly state: State;
  readonly shop: ConnectedShop;
  update(state: State): void;
}

/** A shop that was there before: its access is renewed, its data stay. */
export const Renew = ({ state, shop, update }: Props) => {
  const { t } = useTranslation();
  const vendor = state.vendors.find(({ id }) => id === shop.vendor)!;
  return (
    <Stack gap="lg">
      <div>
        <Text c="dimmed" size="sm">
          {t("connect.renew.shop")}
        </Text>
        <Title order={2} size="h4" className="wrap">
          {shop.name}
        </Title>
        <Text mt={4}>{t(shop.health === "needs-reauth" ? "connect.renew.text" : "connect.renew.well")}</Text>
      </div>
      {shop.successor && shop.migration === undefined && <Move {...{ state, shop, update }} />}
      {vendor.consent ? (
        <>
          <Consent {...{ state, shop, update }} />
          <ChangeShared {...{ state, shop, update }} />
        </>
      ) : (
        <>
          <KeyForm state={state} vendor={vendor} done={update} />
          <Divider />
          <ChangeShared {...{ state, shop, update }} />
          <Withdraw shop={shop} tenant={state.tenant.name} done={update} />
        </>
      )}
    </Stack>
  );
};
