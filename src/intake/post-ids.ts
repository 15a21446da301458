import { randomBytes } from 'node:crypto';

/** Ids of posts, which sort by time of arrival, also over processes. */
export function createPostIds(): (receivedAt: number) => string {
  let lastNumber = 0;
  return (receivedAt) => {
    lastNumber += 1;
    const time = receivedAt.toString(36).padStart(9, '0');
    const number = (lastNumber % 36 ** 4).toString(36).padStart(4, '0');
    return `${time}${number}${randomBytes(4).toString('hex')}`;
  };
}
