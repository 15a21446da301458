import { Alert, Flex, Select, TextArea } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { type NextAction, NextActionFields, nextActionOf } from './NextActionFields.tsx';
import { SaveButton } from './SaveButton.tsx';
import type { StepFormProps } from './use-deciding.ts';

const longestFeedback = 2_000;

/** What came of a task: status, what the customer said, what stood in the way, what is done next. */
export function LogForm({ step, forms, isSending, onSave }: StepFormProps) {
  const { task, stepKey } = step;
  const { log } = forms;
  const [status, setStatus] = useState('done');
  const [feedback, setFeedback] = useState('');
  const [problem, setProblem] = useState('');
  const [next, setNext] = useState<NextAction>({
    title: '',
    ownerId: task?.ownerId ?? '',
    dueOn: null,
  });
  const [isMissing, setMissing] = useState(false);
  const save = () => {
    const nextAction = nextActionOf(next);
    setMissing(nextAction === 'incomplete');
    if (nextAction === 'incomplete') return;
    const body = { taskKey: stepKey, status, feedback, problem, nextAction };
    void onSave({ path: 'executions', body });
  };
  return (
    <Flex direction="column" gap="small">
      <Select
        label={log.status}
        name="status"
        value={status}
        options={log.statuses}
        onChange={(chosen) => setStatus(String(chosen))}
      />
      <TextArea
        label={log.feedback}
        name="feedback"
        description={log.feedbackHint}
        value={feedback}
        maxLength={longestFeedback}
        onInput={setFeedback}
        onChange={setFeedback}
      />
      <TextArea
        label={log.problem}
        name="problem"
        value={problem}
        maxLength={longestFeedback}
        onInput={setProblem}
        onChange={setProblem}
      />
      {task?.hasNextAction === false && (
        <NextActionFields forms={forms} value={next} onChange={setNext} />
      )}
      {isMissing && <Alert variant="warning" title={log.nextMissing} />}
      <SaveButton label={forms.save} isSending={isSending} onSave={save} />
    </Flex>
  );
}
