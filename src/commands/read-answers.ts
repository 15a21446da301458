import { accountId } from '../model/ids.ts';
import type { ImportedAnswer } from '../sync/import-surveys.ts';
import { type DateOrder, firstId, type Parsed, parseAmount, parseDay } from './fields.ts';
import { type Row, readTable, type TableShape } from './read-table.ts';

type Field = 'answer' | 'company' | 'day' | 'kind' | 'rating';

/** An answer with the row of the file it stands in. */
export type AnswerRow = ImportedAnswer & { row: number };

/** The answers of a file. Throws one InputError with all rows that cannot be read. */
export async function readAnswers(path: string, dateOrder: DateOrder): Promise<AnswerRow[]> {
  const answers = new Map<string, AnswerRow>();
  await readTable<Field>(path, {
    shape,
    onRow: (row) => {
      const answer = answerOf(row, dateOrder);
      if ('problem' in answer) return answer.problem;
      const twin = answers.get(answer.value.externalId);
      if (twin) return `the id "${twin.externalId}" stands in row ${twin.row} already`;
      answers.set(answer.value.externalId, answer.value);
      return undefined;
    },
  });
  return [...answers.values()];
}

function answerOf({ field, number }: Row<Field>, dateOrder: DateOrder): Parsed<AnswerRow> {
  const company = firstId(field('company'));
  if (company === '') return { problem: 'no company' };
  if (field('answer') === '') return { problem: 'no id; an id lets a second import replace this' };
  const day = parseDay(field('day'), dateOrder);
  if ('problem' in day) return day;
  const kind = kinds.find((name) => name === field('kind').toLowerCase());
  if (kind === undefined) {
    return { problem: `"${field('kind')}" is not a kind of survey; expected nps or csat` };
  }
  const rating = parseAmount(field('rating'));
  if ('problem' in rating) return rating;
  const [least, most] = scales[kind];
  const { value } = rating;
  if (value === null || value < least || value > most) {
    return { problem: `"${field('rating')}" is not a rating of ${least} to ${most}` };
  }
  const answer = { externalId: field('answer'), accountId: accountId(company), kind, value };
  return { value: { ...answer, answeredOn: day.value, row: number } };
}

const kinds = ['nps', 'csat'] as const;
const scales = { nps: [0, 10], csat: [1, 5] } as const;

const shape: TableShape<Field> = {
  headings: {
    answer: ['answer_id', 'external_id', 'response_id', 'id'],
    company: ['company_id', 'account_id', 'customer_id', 'company'],
    day: ['answered_on', 'date', 'day', 'submitted_at', 'response_date'],
    kind: ['kind', 'survey', 'survey_type', 'type'],
    rating: ['rating', 'value', 'score', 'answer'],
  },
  required: ['answer', 'company', 'day', 'kind', 'rating'],
};
