import { z } from 'zod';
import type { Execution } from './action-runner.ts';
import { COMPANY } from './object-types.ts';
import type { Portal } from './portal.ts';
import { recordTest } from './search.ts';

const Filter = z.strictObject({
  propertyName: z.string(),
  operator: z.string(),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
});

const Input = z.union([
  z.strictObject({ value: z.union([z.string(), z.number()]) }),
  z.strictObject({ property: z.string() }),
]);

const Step = z.discriminatedUnion('do', [
  /** A step of the app. */
  z.strictObject({
    do: z.literal('app_action'),
    uid: z.string(),
    inputs: z.record(z.string(), Input).default({}),
  }),
  /** Goes on only where an output of the step before says so. */
  z.strictObject({ do: z.literal('only_if'), output: z.string(), is: z.array(z.string()) }),
  /** HubSpot's own steps: noted, not carried out. */
  z.strictObject({
    do: z.enum(['create_task', 'notify', 'send_email', 'add_to_list', 'set_property', 'delay']),
    what: z.string(),
  }),
]);

/** A company workflow: who is enrolled by which change, again by which, and what happens then. */
export const Workflow = z.strictObject({
  name: z.string(),
  /** Of one group all, of all groups one. */
  enrol: z.array(z.array(Filter).min(1)).min(1),
  reEnrolOn: z.array(z.string()),
  steps: z.array(Step).min(1),
});

export type Workflow = z.output<typeof Workflow>;
type Step = Workflow['steps'][number];

/** A company's way through a workflow. */
export type Enrolment = {
  companyId: number;
  /** Of the app's steps, in order. */
  executions: Execution[];
  /** What HubSpot's own steps would have done. */
  noted: { do: string; what: string }[];
  isOver: boolean;
};

type RunAction = (request: {
  uid: string;
  companyId: number;
  inputs: Extract<Step, { do: 'app_action' }>['inputs'];
}) => Promise<Execution>;

type Deps = {
  portal: Portal;
  runAction: RunAction;
  /** As it stands when the workflow may go on. */
  settled: (callbackId: string) => Promise<Execution>;
};

/** Switches a workflow on: companies that change from now on are enrolled as HubSpot would. */
export function switchOn({ portal, runAction, settled }: Deps, workflow: Workflow): Enrolment[] {
  const enrolments: Enrolment[] = [];
  const filters = workflow.enrol.flat();
  const watched = new Set([
    ...filters.map(({ propertyName }) => propertyName),
    ...workflow.reEnrolOn,
  ]);
  const changed = new Map<number, Set<string>>();

  portal.onChange((change) => {
    if (change.kind !== 'propertyChange' || change.typeId !== COMPANY) return;
    if (!watched.has(change.name)) return;
    // All values of one write are there before anybody looks.
    if (changed.size === 0) setImmediate(look);
    const names = changed.get(change.id) ?? new Set();
    changed.set(change.id, names.add(change.name));
  });

  function look(): void {
    const all = [...changed];
    changed.clear();
    // Made anew: a property that nobody had a value of has no column before.
    const groups = workflow.enrol.map((group) => ({ filters: group }));
    const matches = recordTest(portal, COMPANY, groups);
    for (const [companyId, names] of all) {
      const isKnown = enrolments.some((enrolment) => enrolment.companyId === companyId);
      const mayEnrol = !isKnown || workflow.reEnrolOn.some((name) => names.has(name));
      if (mayEnrol && matches(portal.table(COMPANY).rowOf(companyId))) void enrol(companyId);
    }
  }

  async function enrol(companyId: number): Promise<void> {
    const enrolment: Enrolment = { companyId, executions: [], noted: [], isOver: false };
    enrolments.push(enrolment);
    for (const step of workflow.steps) {
      if (!(await take(enrolment, step))) break;
    }
    enrolment.isOver = true;
  }

  /** false: the company leaves the workflow here. */
  async function take(enrolment: Enrolment, step: Step): Promise<boolean> {
    const { companyId, executions, noted } = enrolment;
    if (step.do === 'app_action') {
      const begun = await runAction({ uid: step.uid, companyId, inputs: step.inputs });
      executions.push(begun.state === 'BLOCK' ? await settled(begun.callbackId) : begun);
      return true;
    }
    if (step.do === 'only_if') {
      return step.is.includes(executions.at(-1)?.outputs[step.output] ?? '');
    }
    noted.push(step);
    return true;
  }

  return enrolments;
}
