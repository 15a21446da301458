import { DEAL, type ObjectTypeId, TICKET } from './object-types.ts';

export type StageKind = 'open' | 'won' | 'lost' | 'closed';

export type Stage = {
  id: string;
  label: string;
  displayOrder: number;
  kind: StageKind;
  /** As the portal's admin set it, which need not agree with `kind`. */
  metadata: Record<string, string>;
};

export type Pipeline = { id: string; label: string; displayOrder: number; stages: Stage[] };

type StageRow = readonly [id: string, label: string, kind: StageKind, probability?: string];

function dealStages(rows: readonly StageRow[]): Stage[] {
  return rows.map(([id, label, kind, probability = '0.0'], displayOrder) => ({
    id,
    label,
    displayOrder,
    kind,
    metadata: { isClosed: String(kind !== 'open'), probability },
  }));
}

function ticketStages(rows: readonly StageRow[]): Stage[] {
  return rows.map(([id, label, kind], displayOrder) => ({
    id,
    label,
    displayOrder,
    kind,
    metadata: {
      ticketState: kind === 'open' ? 'OPEN' : 'CLOSED',
      isClosed: String(kind !== 'open'),
    },
  }));
}

/** Pipelines of a new portal, and a second deal pipeline whose stage ids are numbers, as custom stages have. */
export function standardPipelines(): Map<ObjectTypeId, Pipeline[]> {
  const sales = dealStages([
    ['appointmentscheduled', 'Appointment scheduled', 'open', '0.2'],
    ['qualifiedtobuy', 'Qualified to buy', 'open', '0.4'],
    ['presentationscheduled', 'Presentation scheduled', 'open', '0.6'],
    ['decisionmakerboughtin', 'Decision maker bought-in', 'open', '0.8'],
    ['contractsent', 'Contract sent', 'open', '0.9'],
    ['closedwon', 'Closed won', 'won', '1.0'],
    ['closedlost', 'Closed lost', 'lost', '0.0'],
  ]);
  const renewals = dealStages([
    ['1190451', 'Renewal due', 'open', '0.5'],
    ['1190452', 'Offer sent', 'open', '0.8'],
    ['1190453', 'Renewed', 'won', '1.0'],
    ['1190454', 'Not renewed', 'lost', '0.0'],
  ]);
  const support = ticketStages([
    ['1', 'New', 'open'],
    ['2', 'Waiting on contact', 'open'],
    ['3', 'Waiting on us', 'open'],
    ['4', 'Closed', 'closed'],
  ]);
  return new Map<ObjectTypeId, Pipeline[]>([
    [
      DEAL,
      [
        { id: 'default', label: 'Sales pipeline', displayOrder: 0, stages: sales },
        { id: '880317', label: 'Renewals', displayOrder: 1, stages: renewals },
      ],
    ],
    [TICKET, [{ id: '0', label: 'Support pipeline', displayOrder: 0, stages: support }]],
  ]);
}
