import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { type Choice, sharedChoice } from "./choice.ts";
import { Shared } from "./Shared.tsx";
import type { ConnectedShop, State } from "./state.ts";

interface Props {
  readonly state: State;
  readonly shop: ConnectedShop;
  update(state: State): void;
}

/** What is shared of a shop that is connected, and a way to change it. */
export const ChangeShared = ({ state, shop, update }: Props) => {
  const { t } = useTranslation();
  const vendor = state.vendors.find(({ id }) => id === shop.vendor);
  const [choice, choose] = useState<Choice>();
  const save = useMutation({
    mutationFn: ({ resources, personal }: Choice) =>
      api.put("/v1/connect/shared", {
        body: { resources: [...resources], personalData: personal ? "kept" : "left-out" },
      }),
    onSuccess: (next) => {
      choose(undefined);
      update(next);
    },
  });
  if (!vendor || !shop.canWithdraw) return null;
  return (
    <Stack gap="xs" component="section" aria-labelledby="shared-now" align="flex-start">
      <Title order={2} size="h5" id="shared-now">
        {t("connect.change.title", { count: shop.shared.resources.length })}
      </Title>
      <Text size="sm" className="wrap">
        {shop.shared.resources.map((name) => t(`resources.${name}`)).join(", ")}
      </Text>
      {shop.shared.personalData === "left-out" && <Text size="sm">{t("connect.shared.noPersonal")}</Text>}
      {save.isSuccess && choice === undefined && (
        <Text size="sm" role="status" fw={600}>
          {t("connect.change.saved")}
        </Text>
      )}
      {choice === undefined ? (
        <Button variant="default" size="xs" onClick={() => choose(sharedChoice(shop))}>
          {t("connect.change.button")}
        </Button>
      ) : (
        <>
          {/* From when on is chosen once: what was copied stays. */}
          <Shared vendor={{ ...vendor, since: [] }} state={state} choice={choice} choose={choose} />
          <Text size="sm">{t("connect.change.text", { tenant: state.tenant.name })}</Text>
          {save.error && <Trouble error={save.error} />}
          <Group>
            <Button
              loading={save.isPending}
              disabled={choice.resources.length === 0}
              onClick={() => save.mutate(choice)}
            >
              {t("connect.change.save")}
            </Button>
            <Button variant="default" onClick={() => choose(undefined)}>
              {t("cancel")}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
};
