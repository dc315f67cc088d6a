import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { api, askAsLink } from "../api.ts";
import { keepsCookies } from "../cookies.ts";
import { Loading } from "../ui/Loaded.tsx";
import { Connection } from "./Connection.tsx";
import { EndedLink } from "./EndedLink.tsx";
import { Frame } from "./Frame.tsx";

/** The lasting address of an event: this browser gets a link of its own, and goes on there. */
export const ReopenPage = () => {
  const go = useNavigate();
  // Behind the `#`, so that no server's log has it.
  const renewal = location.hash.slice(1);
  const opened = useQuery({
    queryKey: ["reopen", renewal],
    staleTime: Number.POSITIVE_INFINITY,
    enabled: keepsCookies(),
    queryFn: async () => (await api.post("/v1/connect/reopen", { body: { renewal } })).id,
  });
  const link = opened.data;
  useEffect(() => {
    if (link !== undefined) void go({ to: "/connect/at/$link", params: { link }, replace: true });
  }, [link, go]);
  if (opened.error || !keepsCookies()) return <EndedLink error={opened.error} retry={() => void opened.refetch()} />;
  return (
    <Frame>
      <Loading />
    </Frame>
  );
};

/** A link that this browser has opened: the page may be loaded again. */
export const OpenedPage = () => {
  const { link } = useParams({ from: "/connect/at/$link" });
  askAsLink(link);
  return <Connection id={link} />;
};
