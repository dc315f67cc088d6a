import { Box, Center, Loader } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "./Trouble.tsx";

export const Loading = () => {
  const { t } = useTranslation();
  return (
    <Center p="xl">
      <Loader role="status" aria-label={t("loading")} />
    </Center>
  );
};

/** What a query brings, or that it is under way, or what went wrong: where older data are there, above them. */
export const Loaded = <Data,>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}) => {
  const trouble = query.error && <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return trouble ?? <Loading />;
  return (
    <>
      {trouble && <Box mb="sm">{trouble}</Box>}
      {children(query.data)}
    </>
  );
};
