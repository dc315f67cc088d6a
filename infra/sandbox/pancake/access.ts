import { bearer, json, type Reply, type RouteCall } from "../simulator.ts";
import type { Box } from "./box.ts";
import { API } from "./wire.ts";

export const authenticate = (box: Box, { request, route, path, query }: RouteCall): Reply | undefined => {
  const dead = (): Reply => {
    const form = box.dice.integer(0, 2);
    if (form === 2) return json({ success: false, message: "Invalid api_key" });
    return json({ success: false, message: "Unauthorized" }, form === 0 ? 401 : 403);
  };
  if (query.get("api_key") !== box.apiKey || box.shop.signInRefused) return dead();
  if (bearer(request) !== box.apiKey) return json({ success: false, message: "Missing access_token" }, 401);
  if (route === `GET ${API}/shops`) box.suspended = false;
  if (box.suspended) return dead();
  if (path.shop_id !== undefined && path.shop_id !== box.shopId)
    return json({ success: false, message: "Forbidden" }, 403);
  // A JSON array where `key[]=a` is meant.
  if ([...query.values()].some((value) => value.startsWith("["))) {
    return json({ success: false, message: "Internal Server Error" }, 500);
  }
  return undefined;
};
