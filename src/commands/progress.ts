export type Progress = ReturnType<typeof createProgress>;

/** What a person at a terminal sees of a long run. On anything but a terminal only the notes are written. */
export function createProgress(stream: NodeJS.WriteStream, verbosity: 'normal' | 'quiet') {
  const isLive = stream.isTTY && verbosity === 'normal';
  return {
    /** Replaces the line it wrote before. */
    show(text: string): void {
      if (isLive) stream.write(`\r\x1b[2K${text}`);
    },

    /** A line that stays. */
    note(text: string): void {
      if (verbosity === 'quiet') return;
      stream.write(isLive ? `\r\x1b[2K${text}\n` : `${text}\n`);
    },
  };
}
