import { hubspot } from '@hubspot/ui-extensions';
import { AssessedView } from './AssessedView.tsx';
import { CardFrame } from './CardFrame.tsx';
import type { AccountCard as Answer } from './contract.ts';
import { UnavailableView, UnscoredView, WaitingView } from './StateViews.tsx';
import { useCompanyCard } from './use-company-card.ts';

export function AccountCard() {
  const card = useCompanyCard<Answer>('');
  return (
    <CardFrame {...card}>
      {(answer) => <StateView card={answer} onSaved={card.refresh} />}
    </CardFrame>
  );
}

function StateView({ card, onSaved }: { card: Answer; onSaved: () => void }) {
  switch (card.state) {
    case 'assessed':
      return <AssessedView account={card} onSaved={onSaved} />;
    case 'unscored':
      return <UnscoredView account={card} onSaved={onSaved} />;
    case 'waiting':
      return <WaitingView account={card} />;
    case 'unavailable':
      return <UnavailableView account={card} />;
  }
}

hubspot.extend<'crm.record.tab'>(() => <AccountCard />);
