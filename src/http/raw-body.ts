import express, { type Request, type RequestHandler } from 'express';

const maxBody = '2mb';

/** Signatures are made over the bytes as sent, so bodies stay bytes until they are verified. */
export function readRawBody(): RequestHandler {
  return express.raw({ type: () => true, limit: maxBody });
}

export function rawBodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
