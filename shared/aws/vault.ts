import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { RetryLater } from "../core/errors.ts";

/** A secret's text and which version of it that is. */
export interface Kept {
  readonly text: string;
  readonly version: string;
}

/** Secrets Manager as texts with versions: a version replaces the one that its writer has read, or nothing. */
export interface Vault {
  read(name: string): Promise<Kept | undefined>;
  /**
   * @param known the version that was read; undefined: the secret is not there yet
   * @returns the new version; undefined when another one is current by now: nothing was changed
   */
  replace(name: string, text: string, known: string | undefined): Promise<string | undefined>;
  delete(name: string): Promise<void>;
}

const NEXT = "TILLBRIDGE_NEXT";

const failed = (error: unknown, delivered: "no" | "unknown"): RetryLater =>
  new RetryLater(`Secrets Manager: ${(error as Error).name}`, { delivered });

/**
 * A new version is stored beside the current one, then the stage `AWSCURRENT` is moved to it from exactly the version that
 * was read. So a writer who slept cannot write back what he read; the version before stays as `AWSPREVIOUS`.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const createVault = (client: SecretsManagerClient, key?: string | undefined): Vault => ({
  async read(name) {
    try {
      const { SecretString = "{}", VersionId = "" } = await client.send(new GetSecretValueCommand({ SecretId: name }));
      return { text: SecretString, version: VersionId };
    } catch (error) {
      if (error instanceof ResourceNotFoundException || error instanceof InvalidRequestException) return undefined;
      throw failed(error, "no");
    }
  },

  async replace(name, text, known) {
    try {
      if (known === undefined)
        return (await client.send(new CreateSecretCommand({ Name: name, SecretString: text, KmsKeyId: key })))
          .VersionId;
      const put = new PutSecretValueCommand({ SecretId: name, SecretString: text, VersionStages: [NEXT] });
      const { VersionId } = await client.send(put);
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: name,
          VersionStage: "AWSCURRENT",
          MoveToVersionId: VersionId,
          RemoveFromVersionId: known,
        }),
      );
      return VersionId;
    } catch (error) {
      const isOutrun =
        error instanceof ResourceExistsException ||
        error instanceof InvalidParameterException ||
        (known !== undefined && error instanceof ResourceNotFoundException);
      if (isOutrun) return undefined;
      throw failed(error, "unknown");
    }
  },

  async delete(name) {
    try {
      await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw failed(error, "unknown");
    }
  },
});
