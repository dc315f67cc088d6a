import { Stack, Validations } from "aws-cdk-lib";
import { CfnApi, CfnApiMapping, CfnDomainName, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type ApiName, type FunctionName, type HttpTrigger, throttles } from "../topology.ts";
import type { StageSettings } from "./stage.ts";

// No path: a vendor's webhook address and a tenant's query are nobody's business in a log.
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  method: "$context.httpMethod",
  status: "$context.status",
  milliseconds: "$context.responseLatency",
  bytes: "$context.responseLength",
  error: "$context.integrationErrorMessage",
});

const openBecause: Record<ApiName, string> = {
  api: "The api function checks the key itself, so that a refusal is a problem document that says what to do.",
  intake: "Vendors sign webhooks or do not; none can sign in. The payload is stored as a hint and believed by nobody.",
};

const pagesAreOpen =
  "The pages are files that everybody may have. Their data come from the API, which checks who asks.";

/** A name of one's own before a gateway: it stays when the gateway does not. */
export interface OwnDomain {
  readonly name: string;
  /** ARN of the name's certificate, in the stack's own region. */
  readonly certificate: string;
}

/** One HTTP API at one address. Routes are connected later, because functions need to know the address. */
export class HttpEntrance extends Construct {
  readonly name: ApiName;
  readonly id: string;
  readonly url: string;
  readonly api: CfnApi;
  /** Where the record of the own name in the DNS has to lead. */
  readonly domainTarget: string | undefined;

  constructor(
    scope: Construct,
    id: string,
    { name, stage, domain }: { name: ApiName; stage: StageSettings; domain?: OwnDomain | undefined },
  ) {
    super(scope, id);
    this.name = name;
    const api = new CfnApi(this, "Api", { name: `tillbridge-${stage.name}-${name}`, protocolType: "HTTP" });
    const logs = new LogGroup(this, "AccessLogs", {
      logGroupName: `/aws/vendedlogs/tillbridge-${stage.name}-${name}`,
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    this.api = api;
    const published = new CfnStage(this, "Stage", {
      apiId: api.ref,
      stageName: "$default",
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: throttles[name].rate,
        throttlingBurstLimit: throttles[name].burst,
      },
      accessLogSettings: { destinationArn: logs.logGroupArn, format: accessLogFormat },
    });
    this.id = api.ref;
    this.url = domain ? `https://${domain.name}` : api.attrApiEndpoint;
    this.domainTarget = domain && this.answerAt(domain, published);
  }

  private answerAt({ name, certificate }: OwnDomain, published: CfnStage): string {
    const domain = new CfnDomainName(this, "Domain", {
      domainName: name,
      domainNameConfigurations: [{ certificateArn: certificate, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" }],
    });
    const mapping = new CfnApiMapping(this, "Mapping", { apiId: this.id, domainName: domain.ref, stage: "$default" });
    mapping.addResourceDependency(published);
    return domain.attrRegionalDomainName;
  }

  connect(trigger: HttpTrigger, target: IFunction, name: FunctionName) {
    const own = name === this.name ? "" : ` ${name}`;
    const integration = new CfnIntegration(this, `Integration${own}`, {
      apiId: this.id,
      integrationType: "AWS_PROXY",
      integrationUri: target.functionArn,
      payloadFormatVersion: "2.0",
    });
    for (const routeKey of trigger.routes) {
      const route = new CfnRoute(this, `Route ${routeKey}`, {
        apiId: this.id,
        routeKey,
        target: `integrations/${integration.ref}`,
        authorizationType: "NONE",
      });
      Validations.of(route).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: name === "pages" ? pagesAreOpen : openBecause[this.name],
      });
    }
    target.addPermission(`${this.name}Entrance`, {
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      sourceArn: Stack.of(this).formatArn({ service: "execute-api", resource: this.id, resourceName: "*" }),
    });
  }
}
