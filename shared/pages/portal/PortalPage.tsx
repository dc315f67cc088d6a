import { Container, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, askWithToken } from "../api.ts";
import { Collections } from "../console/Collections.tsx";
import { readShop } from "../console/data.ts";
import { Limits } from "../console/Limits.tsx";
import { State } from "../ui/Health.tsx";
import { LanguageSwitch } from "../ui/LanguageSwitch.tsx";
import { Loaded } from "../ui/Loaded.tsx";

/** Behind the `#`, so that no server's log has it. */
const token = location.hash.slice(1);
if (token !== "") askWithToken(token);

/** Sites in whose frames the page may stand, as its address says. */
const named = new URLSearchParams(location.search).getAll("in");

/** One shop, to be read, in a frame of the tenant's own product. */
export const PortalPage = () => {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["portal"],
    queryFn: async () => {
      const { shop, sites = [] } = await api.get("/v1/session");
      // The server lets those frame the page that its address names: the token says whether these are the right ones.
      return sites.join() === named.join() ? readShop(shop ?? "") : null;
    },
  });
  return (
    <Container component="main" size="lg" py="md">
      <Loaded query={query}>
        {(shop) =>
          shop === null ? (
            <Text role="alert">{t("portal.elsewhere")}</Text>
          ) : (
            <Stack>
              <Group justify="space-between">
                <Group>
                  <Title order={1} size="h3" className="wrap">
                    {shop.name}
                  </Title>
                  <State family="health" state={shop.health} />
                </Group>
                <LanguageSwitch />
              </Group>
              <Collections shop={shop.id} />
              <Title order={2} size="h5">
                {t("shop.tabs.limits")}
              </Title>
              <Limits shop={shop.id} />
            </Stack>
          )
        }
      </Loaded>
    </Container>
  );
};
