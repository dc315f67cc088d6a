import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type ApiName, type FunctionName, functions } from "../topology.ts";

/** `GET /console/{proxy+}`: the last part takes the rest of the path, at least one part of it. */
const matcherOf = (route: string): ((method: string, path: string) => boolean) => {
  if (route === "$default") return () => true;
  const [method, path = ""] = route.split(" ");
  const text = path
    .replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace("{proxy\\+}", ".+")
    .replaceAll(/\{\w+\}/g, "[^/]+");
  const form = new RegExp(`^${text}$`);
  return (asked, rawPath) => asked === method && form.test(rawPath);
};

/** Which function a gateway's routes lead to: the route that names the path, else `$default`. */
export const createHttpRouter = (api: ApiName): ((event: unknown) => FunctionName) => {
  const routes = functions
    .flatMap(({ name, startedBy }) =>
      startedBy.flatMap((trigger) =>
        trigger.type === "http" && trigger.api === api ? trigger.routes.map((route) => ({ name, route })) : [],
      ),
    )
    .sort((left, right) => Number(left.route === "$default") - Number(right.route === "$default"))
    .map(({ name, route }) => ({ name, matches: matcherOf(route) }));
  return (event) => {
    const { rawPath, requestContext } = event as APIGatewayProxyEventV2;
    return routes.find(({ matches }) => matches(requestContext.http.method, rawPath))!.name;
  };
};
