import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { day } from "../format.ts";
import type { ConnectVendor, State } from "./state.ts";

/** Collections that people know by these names; the others are of the vendor's own. */
export const named = [
  ...["orders", "invoices", "returns", "products", "inventory", "customers", "locations", "categories", "staff"],
  ...[
    "suppliers",
    "purchase-orders",
    "transfers",
    "price-books",
    "promotions",
    "vouchers",
    "cash-flow",
    "customer-groups",
  ],
];

/** What the tenant will read, in words. */
export const Shared = ({ vendor, state }: { readonly vendor: ConnectVendor; readonly state: State }) => {
  const { t } = useTranslation();
  const known = vendor.resources.filter((name) => named.includes(name));
  const others = vendor.resources.length - known.length;
  return (
    <Stack gap={6} component="section" aria-label={t("connect.shared.title")}>
      <Text fw={600} size="sm">
        {t("connect.shared.title")}
      </Text>
      <Group gap={6}>
        {known.map((name) => (
          <Badge key={name} variant="outline" color="dark" tt="none" fw={500}>
            {t(`resources.${name}`)}
          </Badge>
        ))}
        {others > 0 && (
          <Text size="xs" c="dimmed">
            {t("connect.shared.others", { count: others })}
          </Text>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {state.since ? t("connect.shared.since", { since: day(state.since) }) : t("connect.shared.all")}
      </Text>
    </Stack>
  );
};
