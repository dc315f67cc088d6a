import { CfnOutput, Validations } from "aws-cdk-lib";
import { CfnEIP, GatewayVpcEndpointAwsService, IpAddresses, NatProvider, SubnetType, Vpc } from "aws-cdk-lib/aws-ec2";
import { Construct } from "constructs";

/**
 * One address by which vendors' servers know us: private subnets behind one NAT gateway. The table is reached past it, which
 * costs nothing; SQS, Secrets Manager and STS go through it.
 */
export class FixedEgress extends Construct {
  readonly vpc: Vpc;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const address = new CfnEIP(this, "Address", { domain: "vpc" });
    this.vpc = new Vpc(this, "Vpc", {
      ipAddresses: IpAddresses.cidr("10.0.0.0/16"),
      maxAzs: 2,
      // One is one address: an outage of its zone stops the calls of vendors, and they go on by themselves afterwards.
      natGateways: 1,
      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [address.attrAllocationId] }),
      subnetConfiguration: [
        { name: "public", subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: "functions", subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
      ],
      gatewayEndpoints: { Table: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
    });
    Validations.of(this.vpc).acknowledge({
      id: "AwsSolutions-VPC7",
      reason: "Nothing listens in this network; what leaves it is in the functions' logs, by vendor.",
    });
    new CfnOutput(this, "EgressAddress", { value: address.ref });
  }
}
