import { useCrmProperties } from '@hubspot/ui-extensions/crm';
import { type AnyCard, useCard, useOnChange, useRecord } from './use-card.ts';

/** Reads a card of the open company, and again when its scores change or `refresh` is called. */
export function useCompanyCard<Card extends AnyCard>(part: '' | '/compact' | '/profile') {
  const { objectId } = useRecord();
  const card = useCard<Card>(`/cards/companies/${objectId}${part}`);
  const { properties, version } = useWrittenScores();
  useOnChange(version, card.load);
  return { ...card, lastKnownHealth: properties['mainstay_health_score'] ?? null };
}

/** The properties the service writes after each change; the names are literal so that HubSpot can prefetch them. */
function useWrittenScores() {
  const { properties, isLoading } = useCrmProperties([
    'mainstay_health_score',
    'mainstay_last_scored_at',
    'mainstay_nine_box',
    'mainstay_revenue_at_risk',
  ]);
  const version = isLoading ? null : JSON.stringify(Object.entries(properties).toSorted());
  return { properties, version };
}
