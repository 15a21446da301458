import { Writable } from 'node:stream';
import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { expect, it } from 'vitest';
import { errorHandler } from '../../src/http/error-handler.ts';

type Line = { errorId: string; shownId?: string };

/** A service that always fails, and what it logs. */
function aFailingService() {
  const lines: Line[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Line);
      done();
    },
  });
  const app = express();
  app.get('/card', () => {
    throw new Error('the disk is full');
  });
  app.use(errorHandler(pino({ level: 'info' }, stream)));
  return { app, lines };
}

it('logs the number that the card shows a person', async () => {
  const { app, lines } = aFailingService();

  const { body } = await request(app).get('/card?request=A1B2C3');

  expect(lines).toMatchObject([{ shownId: 'A1B2C3', errorId: body.errorId }]);
});

it('logs nothing else that somebody put in its place', async () => {
  const { app, lines } = aFailingService();

  await request(app).get('/card?request=%0Aforged%20line');
  await request(app).get('/card?request=a&request=b');

  expect(lines.map(({ shownId }) => shownId)).toEqual([undefined, undefined]);
});
