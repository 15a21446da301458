import { createHmac, timingSafeEqual } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import type { Clock } from './clock.ts';
import { createWindow } from './rate-limit.ts';

export type ChatKind = 'slack' | 'wecom' | 'dingtalk';

/** What was said in a room, as its members read it. */
export type Said = { text: string; at: Date };

export type ChatRoom = {
  kind: ChatKind;
  /** Path and query of its webhook. */
  path: string;
  said: Said[];
  /** Answers everything with this status until it is 200 again; 0 never answers. */
  breakDown(status: number): void;
  archive(): void;
};

type Room = ChatRoom & {
  secret: string | null;
  status: number;
  isArchived: boolean;
  window: ReturnType<typeof createWindow>;
};

const slackPerTenSeconds = 10;
const robotPerMinute = 20;
const longest = { slack: 40_000, wecom: 4_096, dingtalk: 20_000 };
const hourMs = 3_600_000;

/** Stand-ins for the webhooks of Slack, WeCom and DingTalk, with their refusals and limits. */
export function createChatRooms(clock: Clock) {
  const rooms = new Map<string, Room>();

  function open(kind: ChatKind, secret: string | null = null): ChatRoom {
    const key = `room${rooms.size + 1}`;
    const room: Room = {
      kind,
      path: pathOf(kind, key),
      said: [],
      secret,
      status: 200,
      isArchived: false,
      window:
        kind === 'slack'
          ? createWindow(slackPerTenSeconds, 10_000, clock.nowMs)
          : createWindow(robotPerMinute, 60_000, clock.nowMs),
      breakDown(status) {
        room.status = status;
      },
      archive() {
        room.isArchived = true;
      },
    };
    rooms.set(`${kind}/${key}`, room);
    return room;
  }

  function hear(room: Room, text: string): void {
    room.said.push({ text, at: clock.now() });
  }

  const routes = Router();
  const text = express.text({ type: () => true, limit: '1mb' });

  routes.post('/services/:team/:app/:key', text, (request, response) => {
    const room = rooms.get(`slack/${request.params['key']}`);
    if (isBroken(room, response)) return;
    const [status, answer] = slackAnswer(room, request);
    if (status === 200 && room) hear(room, String(jsonOf(request)?.['text']));
    if (status === 429) response.set('retry-after', '10');
    response.status(status).type('text').send(answer);
  });

  routes.post('/cgi-bin/webhook/send', text, (request, response) => {
    const room = rooms.get(`wecom/${request.query['key']}`);
    if (isBroken(room, response)) return;
    const [errcode, errmsg] = wecomAnswer(room, request);
    if (errcode === 0 && room) hear(room, contentOf(request, 'content') ?? '');
    response.json({ errcode, errmsg });
  });

  routes.post('/robot/send', text, (request, response) => {
    const room = rooms.get(`dingtalk/${request.query['access_token']}`);
    if (isBroken(room, response)) return;
    const [errcode, errmsg] = dingtalkAnswer(room, request, clock.nowMs());
    if (errcode === 0 && room) hear(room, contentOf(request, 'text') ?? '');
    response.json({ errcode, errmsg });
  });

  return { open, routes };
}

export type ChatRooms = ReturnType<typeof createChatRooms>;

function pathOf(kind: ChatKind, key: string): string {
  switch (kind) {
    case 'slack':
      return `/services/T00000001/B00000001/${key}`;
    case 'wecom':
      return `/cgi-bin/webhook/send?key=${key}`;
    case 'dingtalk':
      return `/robot/send?access_token=${key}`;
  }
}

/** The room answers nothing, or an error of the servers before it. */
function isBroken(room: Room | undefined, response: Response): boolean {
  if (!room || room.status === 200) return false;
  if (room.status !== 0) response.status(room.status).type('text').send('Service Unavailable');
  return true;
}

function jsonOf(request: Request): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(String(request.body));
    return typeof parsed === 'object' ? (parsed as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** Text of a markdown message. */
function contentOf(request: Request, field: 'content' | 'text'): string | null {
  const body = jsonOf(request);
  if (body?.['msgtype'] !== 'markdown') return null;
  const markdown = body['markdown'] as Record<string, unknown> | undefined;
  return typeof markdown?.[field] === 'string' ? markdown[field] : null;
}

function slackAnswer(room: Room | undefined, request: Request): [status: number, answer: string] {
  if (!room) return [404, 'no_service'];
  if (room.isArchived) return [410, 'channel_is_archived'];
  const body = jsonOf(request);
  if (!body || !request.is('application/json')) return [400, 'invalid_payload'];
  if (typeof body['text'] !== 'string' || body['text'] === '') return [400, 'no_text'];
  if (body['text'].length > longest.slack) return [400, 'msg_too_long'];
  return room.window.take() ? [200, 'ok'] : [429, 'rate_limited'];
}

function wecomAnswer(room: Room | undefined, request: Request): [code: number, message: string] {
  if (!room || room.isArchived) return [93000, 'invalid webhook url'];
  if (!room.window.take()) return [45009, 'api freq out of limit'];
  if (!jsonOf(request)) return [47001, 'data format error'];
  const content = contentOf(request, 'content');
  if (content === null) return [40008, 'invalid message type'];
  if (content === '') return [44004, 'empty content'];
  return Buffer.byteLength(content) > longest.wecom
    ? [40058, 'markdown.content exceed max length 4096']
    : [0, 'ok'];
}

function dingtalkAnswer(
  room: Room | undefined,
  request: Request,
  nowMs: number,
): [code: number, message: string] {
  if (!room || room.isArchived) return [300001, 'token is not exist'];
  const unsigned = signatureProblem(room.secret, request, nowMs);
  if (unsigned !== null) return [310000, unsigned];
  if (!request.is('application/json')) return [43004, 'invalid content-type'];
  if (!room.window.take()) return [130101, 'send too fast, exceed 20 times per minute'];
  if (Buffer.byteLength(String(request.body)) > longest.dingtalk) {
    return [460101, 'message too long'];
  }
  const title = (jsonOf(request)?.['markdown'] as Record<string, unknown> | undefined)?.['title'];
  return typeof title === 'string' && title !== '' && contentOf(request, 'text')
    ? [0, 'ok']
    : [400401, 'miss param : markdown->title'];
}

function signatureProblem(secret: string | null, request: Request, nowMs: number): string | null {
  if (secret === null) return null;
  const timestamp = String(request.query['timestamp'] ?? '');
  if (!(Math.abs(nowMs - Number(timestamp)) <= hourMs)) return 'invalid timestamp';
  return isSigned(secret, timestamp, String(request.query['sign'] ?? '')) ? null : 'sign not match';
}

function isSigned(secret: string, timestamp: string, sign: string): boolean {
  const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest();
  const given = Buffer.from(sign, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
