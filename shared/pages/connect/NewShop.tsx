import { Anchor, Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { VendorPicture } from "../ui/VendorPicture.tsx";
import { vendorNames } from "../vendors.ts";
import classes from "./connect.module.css";
import { KeyForm } from "./KeyForm.tsx";
import { type ConnectVendor, type State, wayBack } from "./state.ts";

/** First the system, then its keys. A link for one system goes to its keys at once. */
export const NewShop = ({ state, update }: { readonly state: State; update(state: State): void }) => {
  const { t } = useTranslation();
  const only = state.vendors.length === 1 ? state.vendors[0] : undefined;
  const [chosen, choose] = useState<ConnectVendor | undefined>(only);
  if (chosen)
    return <KeyForm state={state} vendor={chosen} done={update} {...(only ? {} : { back: () => choose(undefined) })} />;
  const leave = wayBack(state, "left");
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2">
          {t("connect.choose.title")}
        </Title>
        <Text c="dimmed" mt={4}>
          {t("connect.choose.text", { tenant: state.tenant.name })}
        </Text>
      </div>
      <Stack gap="xs">
        {state.vendors.map((vendor) => (
          <UnstyledButton key={vendor.id} className={classes.choice!} onClick={() => choose(vendor)}>
            <Group wrap="nowrap">
              <VendorPicture vendor={vendor.id} />
              <div style={{ flex: 1 }}>
                <Text fw={600}>{vendorNames[vendor.id]}</Text>
                <Text size="sm" c="dimmed">
                  {t(`vendors.${vendor.id}.hint`)}
                </Text>
              </div>
              <IconChevronRight aria-hidden size={20} color="#495057" />
            </Group>
          </UnstyledButton>
        ))}
      </Stack>
      {leave && <Anchor href={leave}>{t("connect.leave")}</Anchor>}
    </Stack>
  );
};
