import { Button, Stack, Text, Title } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NewShop } from "./NewShop.tsx";
import type { State } from "./state.ts";
import { WayOut } from "./WayOut.tsx";

/** Before the first shop, and after its owner has withdrawn. A link that renews one shop cannot connect another one. */
export const NoShop = ({ state, update }: { readonly state: State; update(state: State): void }) => {
  const { t } = useTranslation();
  const [again, setAgain] = useState(false);
  const { gone } = state;
  if (!gone || again) return <NewShop state={state} update={update} />;
  return (
    <Stack align="center" ta="center" gap="md" py="md">
      <IconPlugConnectedX size={40} color="#495057" aria-hidden />
      <Title order={1} size="h2">
        {t("connect.withdrawn.title")}
      </Title>
      <Text>{t("connect.withdrawn.text", { tenant: state.tenant.name })}</Text>
      {!gone.canConnect && <Text>{t("connect.withdrawn.newLink", { tenant: state.tenant.name })}</Text>}
      <WayOut state={state} status="withdrawn" />
      {gone.canConnect && (
        <Button variant="subtle" onClick={() => setAgain(true)}>
          {t("connect.withdrawn.again")}
        </Button>
      )}
    </Stack>
  );
};
