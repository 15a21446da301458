import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ApiError, validationError } from './errors.ts';

function asApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  const { type, status } = error as { type?: string; status?: number };
  if (type === 'entity.parse.failed') {
    return validationError('Invalid input JSON on line 1, column 1: could not be parsed');
  }
  if (type === 'entity.too.large') return new ApiError(413, { message: 'Payload too large' });
  return status === 400 ? validationError((error as Error).message) : undefined;
}

/** Paths HubSpot does not have, older API versions among them. */
export const answerUnknown: RequestHandler = (_req, _res, next) => {
  next(new ApiError(404, { message: 'resource not found' }));
};

export const answerErrors: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const known = asApiError(error);
  if (!known) {
    // A bug of the sandbox: say so loudly, or tests would take it for one of HubSpot's 500s.
    process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  const answer = known ?? new ApiError(500, { message: 'sandbox bug' });
  res.status(answer.status).set(answer.headers).json(answer.body);
};
