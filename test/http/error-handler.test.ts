import { Writable } from 'node:stream';
import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { expect, it } from 'vitest';
import { Refusal } from '../../src/errors.ts';
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

it.each([
  ['zh-cn', '试点至少需要一位负责人。'],
  ['zh-tw', '試行至少需要一位負責人。'],
  ['de', 'A pilot needs at least one owner.'],
])('refuses in the language of who asked: %s', async (locale, said) => {
  const app = express();
  app.get('/settings', () => {
    throw new Refusal(400, (words) => words.say('refusal.empty_pilot'));
  });
  app.use(errorHandler(pino({ level: 'silent' })));

  const { status, body } = await request(app).get(`/settings?locale=${locale}`);

  expect(status).toBe(400);
  expect(body.error).toBe(said);
});

it('answers in English where the language is asked for twice', async () => {
  const { app } = aFailingService();

  const { body } = await request(app).get('/card?locale=zh-cn&locale=zh-tw');

  expect(body.error).toBe('Internal error.');
});
