import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { RetryLater } from "../core/errors.ts";
import type { Clock, Secrets } from "../core/ports.ts";
import { MINUTE } from "../core/time.ts";
import type { ShopAccess } from "../core/vendor.ts";

const CACHED = 5 * MINUTE;

/**
 * The secrets port over Secrets Manager: one secret per shop, cached in memory for minutes.
 * @param key ARN of the key that encrypts a new one; absent: AWS's
 */
export const createSecrets = (client: SecretsManagerClient, clock: Clock, key?: string | undefined): Secrets => {
  const cache = new Map<string, { access: ShopAccess; until: number }>();
  const keep = (name: string, access: ShopAccess) => cache.set(name, { access, until: clock() + CACHED });

  return {
    async get(name, options) {
      const cached = cache.get(name);
      if (!options?.fresh && cached && cached.until > clock()) return cached.access;
      try {
        const answer = await client.send(new GetSecretValueCommand({ SecretId: name }));
        const access = JSON.parse(answer.SecretString ?? "{}") as ShopAccess;
        keep(name, access);
        return access;
      } catch (error) {
        cache.delete(name);
        // InvalidRequest: it is scheduled for deletion.
        if (error instanceof ResourceNotFoundException || error instanceof InvalidRequestException) return undefined;
        throw new RetryLater(`Secrets Manager: ${(error as Error).name}`, { delivered: "no" });
      }
    },

    async put(name, access) {
      const SecretString = JSON.stringify(access);
      try {
        try {
          await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
        } catch (error) {
          if (!(error instanceof ResourceNotFoundException)) throw error;
          await client.send(new CreateSecretCommand({ Name: name, SecretString, KmsKeyId: key }));
        }
      } catch (error) {
        if (!(error instanceof ResourceExistsException))
          throw new RetryLater(`Secrets Manager: ${(error as Error).name}`, { delivered: "unknown" });
        await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
      }
      keep(name, access);
    },

    async delete(name) {
      cache.delete(name);
      try {
        await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException))
          throw new RetryLater(`Secrets Manager: ${(error as Error).name}`, { delivered: "unknown" });
      }
    },
  };
};
