import { HubspotError, type HubspotProblem } from '../errors.ts';

const unknownProperty = 'PROPERTY_DOESNT_EXIST';

type Batch<Input, Outcome> = {
  /** What HubSpot names an input by. */
  idOf: (input: Input) => string;
  send: (inputs: readonly Input[]) => Promise<Outcome[]>;
  /** What became of an input that HubSpot refuses alone. */
  refused: (input: Input, error: HubspotError) => Outcome;
};

/** One bad record makes HubSpot refuse a whole batch: it is found by halves, the others land. */
export async function sendIsolated<Input, Outcome>(
  inputs: readonly Input[],
  batch: Batch<Input, Outcome>,
): Promise<Outcome[]> {
  const [only] = inputs;
  if (!only) return [];
  try {
    return await batch.send(inputs);
  } catch (error) {
    if (!isAboutInputs(error)) throw error;
    if (inputs.length === 1) return [batch.refused(only, error)];
    const outcomes: Outcome[] = [];
    for (const part of partsOf(inputs, batch, error.problems)) {
      outcomes.push(...(await sendIsolated(part, batch)));
    }
    return outcomes;
  }
}

/** HubSpot sometimes names the records it refuses: those alone first, else two halves. */
function partsOf<Input, Outcome>(
  inputs: readonly Input[],
  { idOf }: Batch<Input, Outcome>,
  problems: readonly HubspotProblem[],
): Input[][] {
  const named = new Set(problems.flatMap(({ ids }) => ids));
  const suspects = inputs.filter((input) => named.has(idOf(input)));
  return suspects.length > 0 && suspects.length < inputs.length
    ? [suspects, inputs.filter((input) => !named.has(idOf(input)))]
    : [inputs.slice(0, inputs.length / 2), inputs.slice(inputs.length / 2)];
}

/** A property that the portal lacks, or a token that cannot be renewed, is no fault of a record. */
export function isAboutInputs(error: unknown): error is HubspotError {
  if (!(error instanceof HubspotError) || isAboutToken(error)) return false;
  if (error.problems.some(({ code }) => code === unknownProperty)) return false;
  return error.reaction === 'refused' || error.reaction === 'gone';
}

function isAboutToken({ endpoint }: HubspotError): boolean {
  return endpoint === 'refreshToken' || endpoint === 'exchangeToken';
}

/** What HubSpot says of a refused record. */
export function reasonOf({ problems, message }: HubspotError): string {
  return problems[0]?.message || message;
}
