import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api, askAsLink } from "../api.ts";
import { keepsCookies } from "../cookies.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { Connection } from "./Connection.tsx";
import { EndedLink } from "./EndedLink.tsx";
import { Frame } from "./Frame.tsx";

/** Where a link leads: the browser makes it its own, and goes on. */
export const ConnectPage = () => {
  const { ticket } = useParams({ from: "/connect/$ticket" });
  const opened = useQuery({
    queryKey: ["open", ticket],
    staleTime: Number.POSITIVE_INFINITY,
    // A link that is opened without its cookie is used up for nothing.
    enabled: keepsCookies(),
    queryFn: async () => {
      const { id } = await api.post("/v1/connect/open", { body: { ticket } });
      askAsLink(id);
      return id;
    },
  });
  if (opened.error || !keepsCookies()) return <EndedLink error={opened.error} retry={() => void opened.refetch()} />;
  if (!opened.data)
    return (
      <Frame>
        <Loaded query={opened}>{() => null}</Loaded>
      </Frame>
    );
  return <Connection id={opened.data} isOpened />;
};
