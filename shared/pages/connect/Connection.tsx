import { Alert, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { suggestLanguage } from "../language.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { Consent } from "./Consent.tsx";
import { EndedLink } from "./EndedLink.tsx";
import { Frame } from "./Frame.tsx";
import { NewShop } from "./NewShop.tsx";
import { Progress } from "./Progress.tsx";
import { Renew } from "./Renew.tsx";
import { readState, type State, stateKey } from "./state.ts";

const agreed = ["connected", "moving"];

/** One visit: from the choice of a system to the first orders. What is shown follows from what the API knows. */
export const Connection = ({ id, end }: { readonly id: string; readonly end?: string }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: stateKey(id), queryFn: readState });
  const [renewed, setRenewed] = useState(end !== undefined && agreed.includes(end));
  const language = query.data?.language;
  useEffect(() => {
    if (language) void suggestLanguage(language);
  }, [language]);
  if (query.error) return <EndedLink error={query.error} />;
  const update = (state: State) => queries.setQueryData(stateKey(id), state);
  const withdraw = (state: State) => {
    setRenewed(false);
    update(state);
  };
  return (
    <Frame {...(query.data ? { tenant: query.data.tenant } : {})}>
      <Loaded query={query}>
        {(state) => (
          <Stack gap="lg">
            {end !== undefined && !agreed.includes(end) && (
              <Alert color="yellow" c="dark">
                {t(`connect.end.${end}`)}
              </Alert>
            )}
            <Screen {...{ state, update, withdraw, renewed }} renew={() => setRenewed(true)} />
          </Stack>
        )}
      </Loaded>
    </Frame>
  );
};

interface ScreenProps {
  readonly state: State;
  readonly renewed: boolean;
  update(state: State): void;
  withdraw(state: State): void;
  renew(): void;
}

const Screen = ({ state, renewed, update, withdraw, renew }: ScreenProps) => {
  const { shop } = state;
  if (!shop) return <NewShop state={state} update={update} />;
  if (shop.health === "authorizing" || shop.migration === "consent")
    return <Consent state={state} shop={shop} update={update} withdraw={withdraw} />;
  if (shop.reconnects && !renewed) return <Renew {...{ state, shop, update, withdraw, renew }} />;
  return <Progress state={state} shop={shop} update={update} withdraw={withdraw} />;
};
