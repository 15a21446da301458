import type { Refused, WrittenExecution } from '../execution/import-executions.ts';
import type { Day } from '../model/day.ts';
import type { ExecutionStatus } from '../model/strategy.ts';
import { type DateOrder, firstId, type Parsed, parseDay } from './fields.ts';
import { type Row, readTable, type TableShape } from './read-table.ts';

type Field =
  | 'number'
  | 'name'
  | 'step'
  | 'owner'
  | 'planned'
  | 'done'
  | 'status'
  | 'feedback'
  | 'problem'
  | 'next';

export type ReadExecutions = { lines: WrittenExecution[]; refused: Refused[] };

/** The lines of an execution ledger; those that cannot be read are named, and the others kept. */
export async function readExecutions(path: string, order: DateOrder): Promise<ReadExecutions> {
  const found: ReadExecutions = { lines: [], refused: [] };
  await readTable<Field>(path, {
    shape,
    onRow: (row) => {
      const line = lineOf(row, order);
      if ('problem' in line) found.refused.push({ row: row.number, problem: line.problem });
      else found.lines.push(line.value);
      return undefined;
    },
  });
  return found;
}

function lineOf({ field, number: row }: Row<Field>, order: DateOrder): Parsed<WrittenExecution> {
  const account = { number: firstId(field('number')), name: field('name') };
  if (account.number === '' && account.name === '') {
    return { problem: 'no account number and no account name; give one of them' };
  }
  const step = field('step');
  if (step === '') return { problem: 'no strategy step; say what was to be done' };
  const when = datesOf(field('planned'), field('done'), order);
  if ('problem' in when) return when;
  const status = statusOf(field('status'), when.value.doneOn);
  if ('problem' in status) return status;
  const texts = { feedback: field('feedback'), problem: field('problem'), next: field('next') };
  const long = Object.entries({ step, ...texts }).find(([, text]) => text.length > longestText);
  if (long)
    return { problem: `the ${long[0]} has more than ${longestText} characters; shorten it` };
  const said = {
    feedback: textIn(texts.feedback),
    problem: textIn(texts.problem),
    nextAction: textIn(texts.next),
  };
  const owner = textIn(field('owner')) ?? '';
  return { value: { row, account, step, owner, ...when.value, status: status.value, ...said } };
}

type Dates = { plannedOn: Day; doneOn: Day | null };

function datesOf(planned: string, done: string, order: DateOrder): Parsed<Dates> {
  const plannedOn = parseDay(isoText(planned), order);
  if ('problem' in plannedOn) return { problem: `planned for: ${plannedOn.problem}` };
  if (textIn(done) === null) return { value: { plannedOn: plannedOn.value, doneOn: null } };
  const doneOn = parseDay(isoText(done), order);
  if ('problem' in doneOn) return { problem: `done on: ${doneOn.problem}` };
  return { value: { plannedOn: plannedOn.value, doneOn: doneOn.value } };
}

/** Spreadsheets in Chinese write 2023/11/5 or 2023年11月5日. */
function isoText(text: string): string {
  const match = /^(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?$/.exec(text);
  if (!match) return text;
  const [, year = '', month = '', date = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
}

function statusOf(text: string, doneOn: Day | null): Parsed<ExecutionStatus> {
  const plain = text.toLowerCase().replaceAll(/[\s_-]+/g, ' ');
  const entries = Object.entries(statuses) as [ExecutionStatus, readonly string[]][];
  const status = entries.find(([, names]) => names.includes(plain))?.[0];
  if (status === undefined) {
    return {
      problem: `"${text}" is no status; write Done, In progress, Not started or Deferred (已完成, 进行中, 未执行, 已延期)`,
    };
  }
  if (status === 'done' && doneOn === null) {
    return { problem: 'done, but without the day; add when it was done, or give another status' };
  }
  if (status !== 'done' && doneOn !== null) {
    return {
      problem: `a day on which it was done, but "${text}"; make it Done, or take the day out`,
    };
  }
  return { value: status };
}

/** What stands for nothing in the template. */
function textIn(text: string): string | null {
  return /^([-–—/]*|无|無|none|n\/a)$/i.test(text) ? null : text;
}

const longestText = 2_000;

/** 待执行 is read as 未执行. */
const statuses: Readonly<Record<ExecutionStatus, readonly string[]>> = {
  done: ['done', 'completed', '已完成', '完成'],
  in_progress: ['in progress', '进行中', '進行中'],
  not_started: ['not started', '未执行', '未執行', '待执行', '待執行'],
  deferred: ['deferred', '已延期', '延期'],
};

const shape: TableShape<Field> = {
  headings: {
    number: ['account_number', 'company_id', 'account_id', 'record_id', '客户编号', '客戶編號'],
    name: ['account_name', 'company_name', 'company', '客户名称', '客戶名稱'],
    step: ['strategy_step', 'step', 'strategy', '执行策略', '執行策略'],
    owner: ['carried_out_by', 'owner', '执行人', '執行人'],
    planned: [
      'planned_for',
      'planned_date',
      'planned',
      '计划执行时间',
      '計畫執行時間',
      '計劃執行時間',
    ],
    done: ['done_on', 'actual_date', 'done', '实际执行时间', '實際執行時間'],
    status: ['status', '完成状态', '完成狀態'],
    feedback: ['customer_feedback', 'feedback', '客户反馈', '客戶回饋', '客戶反饋'],
    problem: ['problem', 'problems', '问题记录', '問題記錄', '問題紀錄'],
    next: ['next_action', 'next', '下一步行动', '下一步行動'],
  },
  required: [
    'number',
    'name',
    'step',
    'owner',
    'planned',
    'done',
    'status',
    'feedback',
    'problem',
    'next',
  ],
};
