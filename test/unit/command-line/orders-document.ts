/** The part of the API's document that the command line needs to send an order. */
export const ordersDocument = {
  paths: {
    "/v1/shops/{shop}/orders": {
      post: {
        ...{ operationId: "createOrder", tags: ["Commands"], summary: "Makes one." },
        parameters: [{ name: "dryRun", in: "query", required: false, schema: {} }],
        requestBody: {
          content: { "application/json": { schema: { $ref: "#/components/schemas/OrdersCreateCommand" } } },
        },
      },
    },
  },
  components: { schemas: {} },
};
