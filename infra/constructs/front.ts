import { Duration, Fn, RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { frontHeaders } from "../../shared/lambda/front.ts";
import { type ApiName, apis } from "../topology.ts";

export interface FrontProps {
  /** ARN of the web ACL. */
  webAcl: string;
  /** The gateways' own addresses. */
  gateways: Record<ApiName, string>;
  key: IKey | undefined;
}

const webAclArn = /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/;

/** @throws Error for what is not the ARN of a web ACL that CloudFront can have */
const checkWebAcl = (arn: string): void => {
  if (webAclArn.test(arn)) return;
  throw new Error(
    `webAcl=${arn}: this is not the ARN of a web ACL that CloudFront can have. Make one of scope CLOUDFRONT in us-east-1; ` +
      "its ARN looks like arn:aws:wafv2:us-east-1:111122223333:global/webacl/NAME/ID.",
  );
};

/** What the origin request policy forwards leaves out CloudFront's own headers, the caller's address among them. */
const tellViewer = `function handler(event) {
  var request = event.request;
  request.headers["${frontHeaders.viewer}"] = { value: event.viewer.ip };
  return request;
}
`;

/**
 * CloudFront keeps errors for 10 seconds unless told otherwise, and knows them by their path alone: it would answer one
 * tenant with what another one got.
 */
const keptByNobody = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

/** A web ACL cannot be attached to an HTTP API. It stands before a distribution, and the distribution before the gateway. */
export class Front extends Construct {
  /** Addresses without a slash at the end. */
  readonly urls: Record<ApiName, string>;
  /** A reference, which CloudFormation resolves as it deploys: the template does not have the value. */
  readonly secret: string;

  constructor(scope: Construct, id: string, { webAcl, gateways, key }: FrontProps) {
    super(scope, id);
    checkWebAcl(webAcl);
    const secret = new Secret(this, "Secret", {
      description: "Shows a function that a request came through CloudFront.",
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      ...(key ? { encryptionKey: key } : {}),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "CloudFront and the functions take the value as they are deployed; a later one would part them.",
    });
    this.secret = secret.secretValue.unsafeUnwrap();
    const viewer = new EdgeFunction(this, "Viewer", {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(tellViewer),
      comment: "Tells the caller's address.",
    });
    const before = (name: ApiName): string => {
      const distribution = new Distribution(this, `Distribution ${name}`, {
        comment: `Tillbridge ${name}`,
        webAclId: webAcl,
        // Callers are told apart by address, as at the gateway, which has IPv4 alone. Of IPv6 one caller has many.
        enableIpv6: false,
        errorResponses: keptByNobody,
        defaultBehavior: {
          origin: new HttpOrigin(Fn.parseDomainName(gateways[name]), {
            customHeaders: { [frontHeaders.secret]: this.secret },
            readTimeout: Duration.seconds(30),
            // A read that takes too long is not asked again: it would take as long once more.
            connectionAttempts: 1,
          }),
          allowedMethods: AllowedMethods.ALLOW_ALL,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          functionAssociations: [{ function: viewer, eventType: FunctionEventType.VIEWER_REQUEST }],
        },
      });
      Validations.of(distribution).acknowledge({
        id: "AwsSolutions-CFR1",
        reason: "Vendors' servers and tenants' software may be in any country. Who wants it otherwise has the web ACL.",
      });
      Validations.of(distribution).acknowledge({
        id: "AwsSolutions-CFR3",
        reason: "The gateway logs each request without its path, which a webhook's address must not be read from.",
      });
      Validations.of(distribution).acknowledge({
        id: "AwsSolutions-CFR4",
        reason: "With the certificate of cloudfront.net nobody can choose the oldest version of TLS.",
      });
      return `https://${distribution.distributionDomainName}`;
    };
    this.urls = Object.fromEntries(apis.map((name) => [name, before(name)])) as Record<ApiName, string>;
  }
}
