import { hubspot } from '@hubspot/ui-extensions';
import { CardFrame } from './CardFrame.tsx';
import { CompactView } from './CompactView.tsx';
import type { CompactCard as Answer } from './contract.ts';
import { UnavailableView, UnlinkedView, WaitingView } from './StateViews.tsx';
import { useCard, useRecord } from './use-card.ts';
import { useCompanyCard } from './use-company-card.ts';

const ticketType = '0-5';

/** Tier, health and risk at a glance: beside a company's record, in its preview, and beside a ticket. */
export function CompactCard() {
  const { objectTypeId } = useRecord();
  return objectTypeId === ticketType ? <OnTicket /> : <OnCompany />;
}

function OnCompany() {
  const card = useCompanyCard<Answer>('/compact');
  return <CardFrame {...card}>{(answer) => <StateView card={answer} />}</CardFrame>;
}

/** A ticket has none of the scores as properties. */
function OnTicket() {
  const { objectId } = useRecord();
  const card = useCard<Answer>(`/cards/tickets/${objectId}`);
  return (
    <CardFrame {...card} lastKnownHealth={null}>
      {(answer) => <StateView card={answer} />}
    </CardFrame>
  );
}

function StateView({ card }: { card: Answer }) {
  switch (card.state) {
    case 'shown':
      return <CompactView account={card} />;
    case 'unlinked':
      return <UnlinkedView ticket={card} />;
    case 'waiting':
      return <WaitingView account={card} />;
    case 'unavailable':
      return <UnavailableView account={card} />;
  }
}

hubspot.extend<'crm.record.sidebar'>(() => <CompactCard />);
