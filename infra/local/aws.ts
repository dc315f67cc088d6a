/** What every AWS client needs to hear when the service is one of ours. Not secrets: nothing checks them. */
export const localAws = {
  region: "ap-southeast-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} as const;

/** The account that the embedded engines pretend to belong to. */
export const localAccount = "000000000000";

/** The stage's name on a laptop, beside `dev` and `prod`. */
export const localStage = "local";
