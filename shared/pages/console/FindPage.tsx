import { Anchor, Button, Group, Loader, Select, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../ui/Trouble.tsx";
import { findEverywhere, type Sought } from "./find.ts";

const ways = ["code", "phone", "sku"] as const;

/** One question to all shops at once. */
export const FindPage = () => {
  const { t } = useTranslation();
  const [by, setBy] = useState<Sought["by"]>("code");
  const [value, setValue] = useState("");
  const [sought, ask] = useState<Sought | undefined>();
  const query = useQuery({
    queryKey: ["find", sought],
    queryFn: () => findEverywhere(sought!),
    enabled: sought !== undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask({ by, value: value.trim() });
  };
  return (
    <Stack>
      <Title order={1} size="h2">
        {t("nav.find")}
      </Title>
      <Text c="dimmed">{t("find.text")}</Text>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <Select
            label={t("why.by")}
            w={170}
            data={ways.map((way) => ({ value: way, label: t(`find.ways.${way}`) }))}
            value={by}
            onChange={(next) => setBy((next ?? "code") as Sought["by"])}
            allowDeselect={false}
          />
          <TextInput
            label={t("why.value")}
            value={value}
            required
            style={{ flex: "1 1 200px" }}
            onChange={({ currentTarget }) => setValue(currentTarget.value)}
          />
          <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />}>
            {t("find.go")}
          </Button>
        </Group>
      </form>
      {query.isFetching && <Loader aria-label={t("loading")} />}
      {query.error && <Trouble error={query.error} />}
      {query.data?.length === 0 && <Text role="status">{t("find.none", { value: sought?.value })}</Text>}
      {query.data && query.data.length > 0 && (
        <Table aria-label={t("find.results")}>
          <Table.Tbody>
            {query.data.map(({ shop, shopName, resource, id, title }) => (
              <Table.Tr key={`${shop} ${resource} ${id}`}>
                <Table.Td>
                  <Anchor
                    component={Link}
                    to={`/console/shops/${shop}/records/${resource}/${encodeURIComponent(id)}`}
                    className="wrap"
                  >
                    {title}
                  </Anchor>
                </Table.Td>
                <Table.Td>{t(`resources.${resource}`)}</Table.Td>
                <Table.Td className="wrap">{shopName}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
};
