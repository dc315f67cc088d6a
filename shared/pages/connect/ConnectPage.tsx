import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api, askAsLink } from "../api.ts";
import { keepsCookies } from "../cookies.ts";
import { keeper } from "../kept.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { Connection } from "./Connection.tsx";
import { EndedLink } from "./EndedLink.tsx";
import { Frame } from "./Frame.tsx";

const attempts = keeper(() => sessionStorage);

/** By this word the link knows the browser again whose answer was lost on the way. */
const attemptAt = (ticket: string): string => {
  const kept = attempts.get(`attempt-${ticket}`);
  if (kept !== null) return kept;
  const attempt = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  attempts.set(`attempt-${ticket}`, attempt);
  return attempt;
};

/** Where a link leads: the browser makes it its own, and goes on. */
export const ConnectPage = () => {
  const { ticket } = useParams({ from: "/connect/$ticket" });
  const opened = useQuery({
    queryKey: ["open", ticket],
    staleTime: Number.POSITIVE_INFINITY,
    // A link that is opened without its cookie is used up for nothing.
    enabled: keepsCookies(),
    queryFn: async () => {
      const { id } = await api.post("/v1/connect/open", { body: { ticket, attempt: attemptAt(ticket) } });
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
