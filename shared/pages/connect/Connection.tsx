import { Alert, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { suggestLanguage } from "../language.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { Consent } from "./Consent.tsx";
import { EndedLink } from "./EndedLink.tsx";
import { Frame } from "./Frame.tsx";
import { NoShop } from "./NoShop.tsx";
import { Progress } from "./Progress.tsx";
import { Renew } from "./Renew.tsx";
import { endsLink, readState, type State, stateKey } from "./state.ts";

const agreed = ["connected", "moving"];

interface Props {
  readonly id: string;
  /** How it went at the vendor's page. */
  readonly end?: string;
  /** This page has just opened the link. */
  readonly isOpened?: boolean;
}

/** One visit: from the choice of a system to the first orders. What is shown follows from what the API knows. */
export const Connection = ({ id, end, isOpened = false }: Props) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: stateKey(id), queryFn: readState });
  const language = query.data?.language;
  useEffect(() => {
    if (language) void suggestLanguage(language);
  }, [language]);
  // What a person has typed outlives a question that fails behind it.
  if (query.error && (!query.data || endsLink(query.error)))
    return <EndedLink error={query.error} isOpened={isOpened && !query.data} retry={() => void query.refetch()} />;
  const update = (state: State) => queries.setQueryData(stateKey(id), state);
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
            <Screen state={state} update={update} />
          </Stack>
        )}
      </Loaded>
    </Frame>
  );
};

interface ScreenProps {
  readonly state: State;
  update(state: State): void;
}

const Screen = ({ state, update }: ScreenProps) => {
  const { shop } = state;
  if (!shop) return <NoShop state={state} update={update} />;
  if (shop.health === "authorizing" || shop.migration === "consent")
    return <Consent state={state} shop={shop} update={update} />;
  const hasLostAccess = shop.health === "needs-reauth" && shop.migration === undefined;
  if (shop.reconnects || hasLostAccess) return <Renew state={state} shop={shop} update={update} />;
  return <Progress state={state} shop={shop} update={update} />;
};
