import { useParams } from "@tanstack/react-router";
import { askAsLink } from "../api.ts";
import { Connection } from "./Connection.tsx";

/** The owner comes back from the vendor's page; `end` says how it went there. */
export const BackPage = () => {
  const { link, end } = useParams({ from: "/connect/back/$link/$end" });
  askAsLink(link);
  return <Connection id={link} end={end} />;
};
