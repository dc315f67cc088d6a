import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { localAccount, localAws } from "./aws.ts";
import { createKept, type Kept } from "./kept.ts";
import { close, listen } from "./loopback.ts";

/**
 * Secrets Manager, the calls that we make: https://docs.aws.amazon.com/secretsmanager/latest/apireference/.
 */
export interface LocalSecrets extends AsyncDisposable {
  readonly endpoint: string;
}

interface Version {
  readonly id: string;
  readonly createdAt: number;
  readonly string: string | undefined;
  readonly binary: string | undefined;
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  description: string | undefined;
  tags: unknown;
  changedAt: number;
  versions: Map<string, Version>;
  /** Stage -> version id. A stage is on one version at a time. */
  stages: Map<string, string>;
  /** Unix milliseconds at which it is gone for good; readable again only after RestoreSecret. */
  deleteAt: number | undefined;
  deletedAt: number | undefined;
}

class SecretsError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** `any`: each action has fields of its own, in AWS's words. */
type Input = Record<string, any>;

/** A version that is left without a stage is deprecated and goes away. */
const moveStages = (secret: Secret, version: string, stages: readonly string[]): void => {
  for (const stage of stages) {
    const before = secret.stages.get(stage);
    if (stage === "AWSCURRENT" && before) secret.stages.set("AWSPREVIOUS", before);
    secret.stages.set(stage, version);
  }
  const staged = new Set(secret.stages.values());
  for (const id of secret.versions.keys()) if (!staged.has(id)) secret.versions.delete(id);
};

/** Secrets Manager's behaviour without a socket; `now` is unix milliseconds. */
export const createSecrets = (
  now: () => number,
  kept: Kept = createKept(),
): ((action: string, input: Input) => unknown) => {
  const secrets = new Map([...kept.all(ROOM)].map(([name, text]) => [name, revive(text)]));
  /** Before anybody hears that it is done. */
  const keep = () => {
    const before = kept.all(ROOM);
    for (const name of before.keys()) if (!secrets.has(name)) kept.delete(ROOM, name);
    for (const [name, secret] of secrets) {
      const text = freeze(secret);
      if (text !== before.get(name)) kept.set(ROOM, name, text);
    }
  };

  const find = (input: Input): Secret => {
    const wanted = required(input, "SecretId");
    for (const secret of secrets.values()) {
      if (secret.deleteAt !== undefined && secret.deleteAt <= now()) secrets.delete(secret.name);
    }
    const secret = secrets.get(wanted) ?? [...secrets.values()].find(({ arn }) => arn === wanted);
    if (!secret)
      throw new SecretsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    return secret;
  };
  const findLive = (input: Input): Secret => {
    const secret = find(input);
    if (secret.deleteAt !== undefined) {
      throw new SecretsError(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    }
    return secret;
  };
  const addVersion = (secret: Secret, input: Input): Version => {
    const version: Version = {
      id: input.ClientRequestToken ?? randomUUID(),
      createdAt: now(),
      string: input.SecretString,
      binary: input.SecretBinary,
    };
    const same = secret.versions.get(version.id);
    if (same) {
      // A repeated request: the same content is a success, other content may not replace a version.
      if (same.string === version.string && same.binary === version.binary) return same;
      throw new SecretsError("ResourceExistsException", "A version with this ClientRequestToken already exists.");
    }
    secret.versions.set(version.id, version);
    moveStages(secret, version.id, (input.VersionStages as string[] | undefined) ?? ["AWSCURRENT"]);
    secret.changedAt = now();
    return version;
  };
  const stagesOf = (secret: Secret, versionId: string) =>
    [...secret.stages].filter(([, id]) => id === versionId).map(([stage]) => stage);
  const describe = (secret: Secret) => ({
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    Tags: secret.tags,
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: secret.changedAt / 1000,
    DeletedDate: secret.deletedAt === undefined ? undefined : secret.deletedAt / 1000,
  });

  const actions: Record<string, (input: Input) => unknown> = {
    CreateSecret: (input) => {
      const name = required(input, "Name");
      let existing: Secret | undefined;
      try {
        existing = find({ SecretId: name });
      } catch {}
      if (existing?.deleteAt !== undefined) {
        throw new SecretsError(
          "InvalidRequestException",
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        );
      }
      const repeated =
        existing?.versions.get(input.ClientRequestToken)?.string === input.SecretString && input.SecretString;
      if (existing && !repeated) {
        throw new SecretsError("ResourceExistsException", `The operation failed because the secret already exists.`);
      }
      const secret: Secret = existing ?? {
        arn: `arn:aws:secretsmanager:${localAws.region}:${localAccount}:secret:${name}-${randomUUID().slice(0, 6)}`,
        name,
        createdAt: now(),
        changedAt: now(),
        description: input.Description,
        tags: input.Tags,
        versions: new Map(),
        stages: new Map(),
        deleteAt: undefined,
        deletedAt: undefined,
      };
      const version = hasValue(input) ? addVersion(secret, input) : undefined;
      secrets.set(name, secret);
      return { ARN: secret.arn, Name: name, VersionId: version?.id };
    },
    GetSecretValue: (input) => {
      const secret = findLive(input);
      const stage = input.VersionStage as string | undefined;
      const id = (input.VersionId as string | undefined) ?? secret.stages.get(stage ?? "AWSCURRENT");
      const version = id === undefined ? undefined : secret.versions.get(id);
      if (!version || (stage && input.VersionId && secret.stages.get(stage) !== version.id)) {
        throw new SecretsError(
          "ResourceNotFoundException",
          `Secrets Manager can't find the specified secret value for ${input.VersionId ? "VersionId" : "staging label"}: ${input.VersionId ?? stage ?? "AWSCURRENT"}`,
        );
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        SecretString: version.string,
        SecretBinary: version.binary,
        VersionStages: stagesOf(secret, version.id),
        CreatedDate: version.createdAt / 1000,
      };
    },
    PutSecretValue: (input) => {
      const secret = findLive(input);
      if (!hasValue(input)) {
        throw new SecretsError("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
      }
      const version = addVersion(secret, input);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: stagesOf(secret, version.id),
      };
    },
    UpdateSecretVersionStage: (input) => {
      const secret = findLive(input);
      const stage = required(input, "VersionStage");
      const { MoveToVersionId: to, RemoveFromVersionId: from } = input;
      if (to !== undefined && !secret.versions.has(to))
        throw new SecretsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret version.");
      if (secret.stages.get(stage) !== from)
        throw new SecretsError(
          "InvalidParameterException",
          "The parameter RemoveFromVersionId can't be empty, or the staging label is attached to another version.",
        );
      if (stage === "AWSCURRENT" && from !== undefined) secret.stages.set("AWSPREVIOUS", from);
      if (to === undefined) secret.stages.delete(stage);
      else secret.stages.set(stage, to);
      secret.changedAt = now();
      return { ARN: secret.arn, Name: secret.name };
    },
    DeleteSecret: (input) => {
      const force = input.ForceDeleteWithoutRecovery === true;
      const days = (input.RecoveryWindowInDays as number | undefined) ?? 30;
      if (force && input.RecoveryWindowInDays !== undefined) {
        throw new SecretsError(
          "InvalidParameterException",
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        );
      }
      if (days < 7 || days > 30) {
        throw new SecretsError(
          "InvalidParameterException",
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
        );
      }
      if (force) {
        // As AWS does it: deleting by force what is not there succeeds.
        const name = required(input, "SecretId");
        const secret = secrets.get(name) ?? [...secrets.values()].find(({ arn }) => arn === name);
        if (secret) secrets.delete(secret.name);
        return { ARN: secret?.arn, Name: secret?.name ?? name, DeletionDate: now() / 1000 };
      }
      const secret = findLive(input);
      secret.deletedAt = now();
      secret.deleteAt = now() + days * 86_400_000;
      return { ARN: secret.arn, Name: secret.name, DeletionDate: secret.deleteAt / 1000 };
    },
    RestoreSecret: (input) => {
      const secret = find(input);
      secret.deleteAt = undefined;
      secret.deletedAt = undefined;
      return { ARN: secret.arn, Name: secret.name };
    },
    DescribeSecret: (input) => {
      const secret = find(input);
      return {
        ...describe(secret),
        VersionIdsToStages: Object.fromEntries([...secret.versions.keys()].map((id) => [id, stagesOf(secret, id)])),
      };
    },
    ListSecrets: (input) => {
      const listed = [...secrets.values()].filter(
        ({ deleteAt }) => deleteAt === undefined || (input.IncludePlannedDeletion && deleteAt > now()),
      );
      const start = Number(input.NextToken ?? 0);
      const end = start + ((input.MaxResults as number | undefined) ?? 100);
      return {
        SecretList: listed.slice(start, end).map(describe),
        NextToken: end < listed.length ? String(end) : undefined,
      };
    },
  };

  return (action, input) => {
    const perform = actions[action];
    if (!perform) throw new SecretsError("InvalidAction", `${action} is not part of the local Secrets Manager.`);
    const answer = perform(input);
    if (!READS.has(action)) keep();
    return answer;
  };
};

const ROOM = "secrets";
const READS: ReadonlySet<string> = new Set(["GetSecretValue", "DescribeSecret", "ListSecrets"]);

const freeze = (secret: Secret): string =>
  JSON.stringify({ ...secret, versions: [...secret.versions], stages: [...secret.stages] });

const revive = (text: string): Secret => {
  const { versions, stages, ...rest } = JSON.parse(text);
  return { ...rest, versions: new Map(versions), stages: new Map(stages) };
};

const required = (input: Input, name: string): string => {
  const value = input[name];
  if (typeof value !== "string" || value === "") {
    throw new SecretsError("InvalidParameterException", `${name} must not be empty.`);
  }
  return value;
};

const hasValue = (input: Input) => input.SecretString !== undefined || input.SecretBinary !== undefined;

/** The same behind the AWS JSON 1.1 protocol on 127.0.0.1. */
export const startSecrets = async (now: () => number = Date.now, kept?: Kept): Promise<LocalSecrets> => {
  const perform = createSecrets(now, kept);
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() });
      response.end(JSON.stringify(body));
    };
    try {
      const action = String(request.headers["x-amz-target"] ?? "").replace(/^secretsmanager\./, "");
      answer(200, perform(action, JSON.parse((await read(request)) || "{}")));
    } catch (error) {
      if (error instanceof SecretsError) answer(400, { __type: error.code, Message: error.message });
      else answer(400, { __type: "SerializationException", Message: "The request is not JSON." });
    }
  });
  const endpoint = await listen(server);
  return { endpoint, [Symbol.asyncDispose]: () => close(server) };
};

const read = async (request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};
