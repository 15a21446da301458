import { hubspot } from '@hubspot/ui-extensions';
import { CardFrame } from './CardFrame.tsx';
import type { ProfileCard as Answer } from './contract.ts';
import { ProfileView } from './ProfileView.tsx';
import { UnavailableView, WaitingView } from './StateViews.tsx';
import { useCompanyCard } from './use-company-card.ts';

/** Who the account is, and who decides there. */
export function ProfileCard() {
  const card = useCompanyCard<Answer>('/profile');
  return (
    <CardFrame {...card}>
      {(answer) => <StateView card={answer} onSaved={card.refresh} />}
    </CardFrame>
  );
}

function StateView({ card, onSaved }: { card: Answer; onSaved: () => void }) {
  switch (card.state) {
    case 'profile':
      return <ProfileView account={card} onSaved={onSaved} />;
    case 'waiting':
      return <WaitingView account={card} />;
    case 'unavailable':
      return <UnavailableView account={card} />;
  }
}

hubspot.extend<'crm.record.tab'>(() => <ProfileCard />);
