import { randomUUID } from 'node:crypto';

export type ErrorDetail = {
  message: string;
  code?: string;
  in?: string;
  context?: Record<string, string[]>;
};

export type ErrorBody = {
  status: string;
  message: string;
  correlationId?: string;
  category?: string;
  subCategory?: string;
  errors?: ErrorDetail[];
  context?: Record<string, string[]>;
  links?: Record<string, string>;
  [other: string]: unknown;
};

/** An answer that is not the one hoped for: its HTTP status and HubSpot's body. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    body: Omit<ErrorBody, 'status'> & { message: string },
    headers: Record<string, string> = {},
  ) {
    super(body.message);
    this.status = status;
    this.body = { status: 'error', correlationId: randomUUID(), ...body };
    this.headers = headers;
  }
}

export function validationError(message: string, more: Partial<ErrorBody> = {}): ApiError {
  return new ApiError(400, { message, category: 'VALIDATION_ERROR', ...more });
}

export function objectNotFound(message = 'resource not found'): ApiError {
  return new ApiError(404, { message, category: 'OBJECT_NOT_FOUND' });
}

export function duplicateIds(ids: string[]): ApiError {
  return validationError(
    `Duplicate IDs found in batch input: [${ids.join(', ')}]. IDs must be unique`,
    { context: { ids } },
  );
}

export function missingScopes(scopes: readonly string[]): ApiError {
  return new ApiError(403, {
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: [...scopes] },
      },
    ],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
    category: 'MISSING_SCOPES',
  });
}

export function invalidAuthentication(): ApiError {
  return new ApiError(401, {
    message:
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    category: 'INVALID_AUTHENTICATION',
  });
}

export function expiredAuthentication(token: string, expiredAt: Date): ApiError {
  return new ApiError(401, {
    message: `The OAuth token used to make this call expired ${expiredAt.toISOString()}.`,
    category: 'EXPIRED_AUTHENTICATION',
    context: { 'expire time': [expiredAt.toISOString()], token: [token.slice(0, 6)] },
  });
}

/** What is wrong with one property of a write. */
export type PropertyProblem = { name: string; code: string; message: string };

/** HubSpot's 400 for refused values: the list is there twice, once as JSON inside the message. */
export function invalidProperties(portalId: number, problems: PropertyProblem[]): ApiError {
  const rule = problems.find(({ code }) => code.startsWith('MISSING_'));
  const errors = problems.map(({ name, code, message }) => ({
    message,
    code,
    context: { propertyName: [name] },
  }));
  if (rule) {
    return validationError('The property values provided are invalid', { errors });
  }
  const listed = problems.map(({ name, code, message }) => ({
    isValid: false,
    message,
    error: code,
    name,
    localizedErrorMessage: message,
    portalId,
  }));
  return validationError(`Property values were not valid: ${JSON.stringify(listed)}`, { errors });
}

export function tooManyRequests(
  policyName: 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY',
  groupName?: string,
): ApiError {
  return new ApiError(429, {
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    policyName,
    ...(groupName ? { groupName } : {}),
  });
}

export function locked(): ApiError {
  return new ApiError(423, {
    message: 'One or more of the records are locked by another request. Try again later.',
    category: 'LOCKED',
  });
}

/** OAuth endpoints have a body of their own. */
export function oauthError(error: string, status: string, message: string): ApiError {
  const refused = new ApiError(400, { message });
  refused.body.status = status;
  refused.body['error'] = error;
  if (error === 'invalid_grant') refused.body['error_description'] = message;
  delete refused.body.correlationId;
  return refused;
}
