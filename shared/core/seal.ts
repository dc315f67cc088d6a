import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own for each purpose, so that what was sealed for one opens nothing of another. */
const sealingKey = (key: string, purpose: string): Buffer =>
  createHmac("sha256", key).update(`seal#${purpose}`).digest();

/** A secret as the table may hold it: only the holder of `key` can read it, and nobody can change it unseen. */
export const seal = (key: string, purpose: string, secret: string): string => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey(key, purpose), iv);
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
};

/** Undefined where it was sealed with another key, for another purpose, or has been changed. */
export const unseal = (key: string, purpose: string, sealed: string): string | undefined => {
  const bytes = Buffer.from(sealed, "base64url");
  try {
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv(CIPHER, sealingKey(key, purpose), iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
};
