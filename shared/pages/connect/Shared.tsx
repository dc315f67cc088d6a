import { Checkbox, Chip, Group, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Choice, firstDay } from "./choice.ts";
import type { ConnectVendor, State } from "./state.ts";

/** What most owners look for first. */
const first = [
  "orders",
  "invoices",
  "returns",
  "products",
  "inventory",
  "customers",
  "locations",
  "staff",
  "cash-flow",
];

interface Props {
  readonly vendor: ConnectVendor;
  readonly state: State;
  readonly choice: Choice;
  choose(choice: Choice): void;
}

/** What the tenant asks for; the owner may leave some of it out. */
export const Shared = ({ vendor, state, choice, choose }: Props) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const main = vendor.resources.filter((name) => first.includes(name));
  const others = vendor.resources.filter((name) => !first.includes(name));
  const dated = vendor.since.filter((name) => choice.resources.includes(name));
  return (
    <Stack gap="xs" component="section" aria-label={t("connect.shared.title")}>
      <div>
        <Text fw={600} size="sm">
          {t("connect.shared.title")}
        </Text>
        <Text size="sm" c="dimmed">
          {t("connect.shared.text", { tenant: state.tenant.name })}
        </Text>
      </div>
      <Chip.Group multiple value={[...choice.resources]} onChange={(resources) => choose({ ...choice, resources })}>
        <Chips names={main} />
        {others.length > 0 && (
          <UnstyledButton fz="sm" fw={500} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <Group gap={4} component="span">
              <IconChevronDown size={16} aria-hidden />
              {t("connect.shared.others", { count: others.length })}
            </Group>
          </UnstyledButton>
        )}
        {isOpen && <Chips names={others} />}
      </Chip.Group>
      {choice.resources.length === 0 && (
        <Text size="sm" c="#b02525" role="alert">
          {t("connect.shared.none")}
        </Text>
      )}
      {dated.length > 0 && (
        <TextInput
          type="date"
          label={t("connect.shared.since")}
          description={t("connect.shared.sinceText", {
            names: dated.map((name) => t(`resources.${name}`)).join(", "),
          })}
          min={firstDay(state)}
          max={new Date().toLocaleDateString("en-CA")}
          value={choice.since}
          onChange={({ currentTarget }) => choose({ ...choice, since: currentTarget.value })}
        />
      )}
      {state.personalData === "kept" ? (
        <Checkbox
          label={t("connect.shared.personal")}
          description={t("connect.shared.personalText")}
          checked={choice.personal}
          onChange={({ currentTarget }) => choose({ ...choice, personal: currentTarget.checked })}
        />
      ) : (
        <Text size="sm">{t("connect.shared.noPersonal")}</Text>
      )}
    </Stack>
  );
};

const Chips = ({ names }: { readonly names: readonly string[] }) => {
  const { t } = useTranslation();
  return (
    <Group gap={6}>
      {names.map((name) => (
        <Chip key={name} value={name} size="sm" variant="light">
          {t(`resources.${name}`)}
        </Chip>
      ))}
    </Group>
  );
};
