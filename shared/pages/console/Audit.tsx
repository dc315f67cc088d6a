import { Stack, Table, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { Loaded } from "../ui/Loaded.tsx";

/** Who did what, newest first. */
export const Audit = () => {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["audit"],
    queryFn: () => api.get("/v1/audit", { params: { query: { limit: 30 } } }),
  });
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t("audit.title")}
      </Title>
      <Loaded query={query}>
        {({ data }) => (
          <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("audit.at")}</Table.Th>
                  <Table.Th>{t("audit.action")}</Table.Th>
                  <Table.Th>{t("audit.subject")}</Table.Th>
                  <Table.Th>{t("audit.by")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map(({ id, at, action, subject, by }) => (
                  <Table.Tr key={id}>
                    <Table.Td>{time(at)}</Table.Td>
                    <Table.Td>{action}</Table.Td>
                    <Table.Td className="wrap">{subject}</Table.Td>
                    <Table.Td className="wrap">{by}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </Stack>
  );
};
